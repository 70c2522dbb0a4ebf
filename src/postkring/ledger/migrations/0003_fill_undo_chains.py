"""For what was done before: which act each undo is about, and the numbers of contacts and segments that are gone."""

from typing import Any

from django.db import migrations

NUMBERED = ("contacts.contact", "segments.segment")


def fill(apps: Any, schema_editor: Any) -> None:
    fill_chains(apps.get_model("ledger", "ChangeSet"))
    for label in NUMBERED:
        fill_numbers(label, apps.get_model("ledger", "Image"), apps.get_model("ledger", "GoneNumber"))


def fill_chains(change_sets: Any) -> None:
    """In their order, so that each finds the one it undoes filled."""
    known: dict[int, tuple[int, bool]] = {}
    for change_set in change_sets.objects.filter(undoes__isnull=False).order_by("number").iterator():
        first, took_back = known.get(change_set.undoes_id, (change_set.undoes_id, False))
        known[change_set.number] = first, not took_back
        change_set.first_id, change_set.takes_back = known[change_set.number]
        change_set.save(update_fields=["first", "takes_back"])


def fill_numbers(label: str, images: Any, gone_numbers: Any) -> None:
    """Whose last image of coming or going says that it went."""
    gone: dict[int, str] = {}
    for image in images.objects.filter(label=label, kind__in=["i", "d"]).order_by("change_set").iterator():
        if image.kind == "d":
            gone[image.object_id] = image.before["number"]
        else:
            gone.pop(image.object_id, None)
    rows = [gone_numbers(label=label, object_id=key, number=number) for key, number in gone.items()]
    gone_numbers.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_undo_chains")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
