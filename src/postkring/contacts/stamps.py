"""When contacts were last changed: one narrow row beside each, written by every act that touches them (R-2103, R-2105)."""

from django.db.models import F, Value
from django.db.models.fields import BigIntegerField, DateTimeField

from postkring.contacts.models import ContactQuerySet, ContactStamp
from postkring.kit.sql import insert_from
from postkring.ledger.acts import Writer

_ON_CONFLICT = "(contact_id) DO UPDATE SET change_set_id = excluded.change_set_id, at = excluded.at"


def touch(writer: Writer, contacts: ContactQuerySet) -> None:
    values = {
        "touched": F("pk"),
        "touched_by": Value(writer.change_set.number, output_field=BigIntegerField()),
        "touched_at": Value(writer.at, output_field=DateTimeField()),
    }
    # In one order always, so that two acts on the same contacts wait for each other and not in a circle.
    rows = contacts.order_by("pk").annotate(**values).values_list(*values)
    insert_from(rows, into=ContactStamp, columns=["contact", "change_set", "at"], on_conflict=_ON_CONFLICT)


def etag(stamp: ContactStamp) -> str:
    return f"{stamp.change_set_id}-{stamp.contact_id}"
