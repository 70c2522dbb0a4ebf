"""A contact on a line of an open segment is neither deleted nor moved to another company (R-3701, R-3302).

Of a logged segment its line goes with it; the log of interactions keeps its number.
"""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import npgettext, pgettext

from postkring.contacts.followers import ContactFollower
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.errors import Refused
from postkring.kit.sql import stands_in
from postkring.kit.text import grouped
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Unfit, label_of
from postkring.ledger.models import ChangeSet, Image
from postkring.segments.logged import logged_lines, open_lines
from postkring.segments.models import SegmentLine


class SegmentFollower(ContactFollower):
    def refuse_delete(self, contacts: ContactQuerySet) -> None:
        _refuse_on_lines(contacts)

    def holds_back(self) -> Q | None:
        return stands_in(open_lines(), "contact")

    def follow_delete(self, writer: Writer, contacts: ContactQuerySet) -> None:
        writer.delete(logged_lines().filter(contact__in=contacts.order_by().values("pk")))

    def keeps_company(self, change_set: ChangeSet, moving: ContactQuerySet) -> Iterator[Unfit]:
        """R-3302 for an undo: who came into a segment since the act stays with the company under which it was chosen.

        Who stood there already when the act was done gets its company back: that was so before, and its line holds nothing of a
        company that would have to follow.
        """
        came = Image.objects.filter(label=label_of(SegmentLine), object_id=OuterRef("pk"), change_set__gt=change_set)
        came = came.exclude(kind=Image.UPDATED)
        lines = open_lines().filter(Exists(came), contact=OuterRef("pk"))
        yield (
            Exists(moving.filter(Exists(lines))),
            pgettext("undo.in_segment", "It came into a segment since; while it stands there, its company does not change."),
        )

    def refuse_company_change(self, contact: Contact) -> None:
        segments = open_lines().filter(contact=contact).count()
        if segments:
            raise _in_segments(contact, segments)


def _refuse_on_lines(contacts: ContactQuerySet) -> None:
    lines = open_lines().filter(contact__in=contacts.values("pk")).values("contact").annotate(segments=Count("*"))
    first = lines.order_by("contact").first()
    if first:
        raise _in_segments(Contact.objects.get(pk=first["contact"]), first["segments"])


def _in_segments(contact: Contact, count: int) -> Refused:
    message = npgettext(
        "msg.delete_contact_segments",
        "%(name)s is still in %(count)s segment that is not logged.",
        "%(name)s is still in %(count)s segments that are not logged.",
        count,
    )
    return Refused(message % {"name": contact.name, "count": grouped(count)}, number=contact.number)
