"""A row that an act in several transactions changes twice: it has one image, which says what it was before and after all of it."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, QuerySet

from postkring.ledger.declarations import Rows, label_of
from postkring.ledger.models import ChangeSet, Image

Sides: TypeAlias = tuple[dict[str, Any], dict[str, Any]]


def take_up(change_set: ChangeSet, rows: Rows) -> tuple[Rows, dict[int, Sides]]:
    """The rows that need an image, and the sides of the images that some of them have of a transaction before, which are taken away.

    A row that the act itself has inserted needs none.
    """
    images = Image.objects.filter(change_set=change_set, label=label_of(rows.model))
    rows = rows.filter(~Exists(images.filter(kind=Image.INSERTED, object_id=OuterRef("pk"))))
    found = images.filter(kind=Image.UPDATED, object_id__in=rows.order_by().values("pk"))
    earlier = {image.object_id: (image.before or {}, image.after or {}) for image in found}
    Image.objects.filter(change_set=change_set, label=label_of(rows.model), object_id__in=list(earlier)).delete()
    return rows, earlier


def merge(images: "QuerySet[Image]", earlier: Mapping[int, Sides]) -> None:
    """Puts the earlier sides into the images of now. A column that somebody else changed in between is theirs up to then."""
    merged = list(images.filter(object_id__in=list(earlier))) if earlier else []
    for image in merged:
        image.before, image.after = _merged(earlier[image.object_id], (image.before or {}, image.after or {}))
    Image.objects.bulk_update(merged, ["before", "after"], batch_size=200)


def _merged(first: Sides, second: Sides) -> Sides:
    before, after = dict(first[0]), dict(first[1])
    for column, was in second[0].items():
        if was != second[1][column]:
            before[column] = before.get(column, was) if after.get(column, was) == was else was
            after[column] = second[1][column]
    return before, after
