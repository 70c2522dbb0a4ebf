"""Taking the demo organisation out again, whatever was done with it meanwhile, and leaving what the user made."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.follower import keep_codes
from postkring.classifications.spec import Spec
from postkring.contacts.actions.delete import hold, leave
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.stamps import touch
from postkring.kit.errors import Refused
from postkring.ledger.acts import Writer, act
from postkring.ledger.declarations import label_of
from postkring.ledger.doors import DEMO
from postkring.ledger.models import ChangeSet, Image
from postkring.operations.demo.load import VERB, organisation_facts
from postkring.segments.models import LoggedSegment, Segment, SegmentLine, SegmentStep
from postkring.segments.under_way import refuse_under_way
from postkring.setup.models import Organisation


def demo_is_there() -> bool:
    return demo_contacts().exists()


def demo_contacts() -> ContactQuerySet:
    return Contact.objects.filter(Exists(_inserted("contacts.contact")))


def remove_demo(*, by: User) -> ChangeSet:
    """Deletes the demo's contacts from segments, groups and list, and its segments and codes that nobody else has. One act, undone as one.

    A segment of the demo that was logged stays, as every other one.
    """
    require(by, Permission.ADMINISTER)
    with act("demo.remove", by=by, permission=Permission.ADMINISTER) as writer:
        leaving = demo_contacts()
        if not leaving.exists():
            raise Refused(pgettext("msg.demo_gone", "The demo organisation is not there any more."))
        segments = _hold_segments(writer)
        hold(leaving)
        writer.delete(SegmentLine.objects.filter(contact__in=leaving.values("pk")))
        _free_persons(writer, leaving)
        with writer.deleting(leaving) as settled:
            leave(writer, Contact.objects.filter(pk__in=settled.keys))
        writer.count(deleted=settled.number)
        _delete_empty_segments(writer, segments)
        for spec in CLASSIFICATIONS:
            _delete_empty_groups(writer, spec)
        _rename_organisation(writer)
        writer.say(lambda: pgettext("ledger.demo_removed", "Demo organisation removed"))
    return writer.change_set


def _free_persons(writer: Writer, leaving: ContactQuerySet) -> None:
    """Persons that the user gave to a demo company stay, without it."""
    own = Contact.objects.filter(company__in=leaving.values("pk")).exclude(Exists(_inserted("contacts.contact")))
    keys = list(own.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    rows = Contact.objects.filter(pk__in=keys)
    with writer.updating(rows, ["company", "company_name", "sort_company_name", "search_company"]):
        rows.update(company=None, company_name="", sort_company_name="", search_company="")
    touch(writer, rows)


def _hold_segments(writer: Writer) -> list[int]:
    """Before the contacts, as whoever adds some to a segment does."""
    logged = LoggedSegment.objects.filter(segment=OuterRef("pk"))
    ours = Segment.objects.filter(~Exists(logged), Exists(_inserted("segments.segment")))
    held = list(ours.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    refuse_under_way(set(held), but=writer.change_set)
    return held


def _delete_empty_segments(writer: Writer, held: list[int]) -> None:
    lines = SegmentLine.objects.filter(segment=OuterRef("pk"))
    empty = Segment.objects.filter(pk__in=held).exclude(Exists(lines))
    writer.delete(SegmentStep.objects.filter(segment__in=empty.values("pk")))
    writer.count(segments=writer.delete(empty))


def _delete_empty_groups(writer: Writer, spec: Spec) -> None:
    ours = spec.codes().filter(Exists(_inserted(label_of(spec.model))))
    held = list(ours.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))  # nobody joins one of them from now on
    empty = spec.codes().filter(pk__in=held).exclude(Exists(spec.standing().filter(**{spec.name: OuterRef("pk")})))
    keep_codes(writer, empty)
    writer.count(**{spec.counted: writer.delete(empty)})


def _rename_organisation(writer: Writer) -> None:
    """A name that the user gave it meanwhile stays."""
    row = Organisation.objects.filter(pk=1, name=organisation_facts()["name"])
    with writer.updating(row, ["name"]):
        row.update(name="")


def _inserted(label: str) -> "models.QuerySet[Image]":
    # Demos that were loaded before it had a door of its own have the verb alone.
    loads = ChangeSet.objects.filter(Q(verb=VERB) | Q(door=DEMO)).values("pk")
    return Image.objects.filter(change_set__in=loads, label=label, kind=Image.INSERTED, object_id=OuterRef("pk"))
