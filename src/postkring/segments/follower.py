"""A contact on a line of a segment is neither deleted nor moved to another company (R-3701, R-3302)."""

from django.db.models import Count
from django.utils.translation import npgettext

from postkring.contacts.followers import ContactFollower
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.errors import Refused
from postkring.segments.models import SegmentLine


class SegmentFollower(ContactFollower):
    def refuse_delete(self, contacts: ContactQuerySet) -> None:
        _refuse_on_lines(contacts)

    def refuse_company_changes(self, contacts: ContactQuerySet) -> None:
        _refuse_on_lines(contacts)

    def refuse_company_change(self, contact: Contact) -> None:
        segments = SegmentLine.objects.filter(contact=contact).count()
        if segments:
            raise _in_segments(contact, segments)


def _refuse_on_lines(contacts: ContactQuerySet) -> None:
    lines = SegmentLine.objects.filter(contact__in=contacts.values("pk")).values("contact").annotate(segments=Count("*"))
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
    return Refused(message % {"name": contact.name, "count": count}, number=contact.number)
