"""What the log has to say of its contacts: who stands in it keeps its type, and entries stay when their contact goes.

Those of a person go over to its company (R-3706). Where there is none, or it goes as well, they keep the number of their contact (R-4510).
"""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import pgettext

from postkring.contacts.followers import ContactFollower
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.interactions.models import InteractionLogEntry
from postkring.kit.errors import Refused
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Unfit
from postkring.ledger.models import ChangeSet


class InteractionFollower(ContactFollower):
    def refuse_type_change(self, contact: Contact) -> None:
        """R-3401: entries tell what was said to a company or to a person, also those that were canceled."""
        if InteractionLogEntry.objects.filter(contact=contact).exists():
            message = pgettext("msg.type_logged", "%(name)s stands in the interaction log; its type can no longer change.")
            raise Refused(message % {"name": contact.name}, field="type")

    def keeps_type(self, change_set: ChangeSet, turning: ContactQuerySet) -> Iterator[Unfit]:
        since = InteractionLogEntry.objects.filter(contact=OuterRef("pk"), logged_by__gt=change_set)
        yield Exists(turning.filter(Exists(since))), pgettext("undo.logged", "It came into the interaction log since; its type stays.")

    def follow_delete(self, writer: Writer, contacts: ContactQuerySet) -> None:
        leaving = contacts.order_by().values("pk")
        entries = InteractionLogEntry.objects.filter(contact__in=leaving)
        left = _left_to_company(entries).exclude(company__in=leaving)
        last_number = _number_of("contact_id")
        others = entries.exclude(pk__in=left.values("pk")).annotate(last_number=last_number).exclude(contact_number=F("last_number"))
        outdated = InteractionLogEntry.objects.filter(pk__in=others.values("pk"))
        rows = InteractionLogEntry.objects.filter(Q(pk__in=left.values("pk")) | Q(pk__in=others.values("pk")))
        if rows.exists():
            with writer.updating(rows, ["contact", "contact_number"]):
                outdated.update(contact_number=last_number)
                left.update(contact_number=_number_of("company_id"), contact=F("company"))


def _left_to_company(entries: "QuerySet[InteractionLogEntry]") -> "QuerySet[InteractionLogEntry]":
    """R-3706: what was said to a person of a company is the company's, once the person is gone."""
    return entries.filter(contact__type=ContactType.PERSON, company=F("contact__company"))


def _number_of(column: str) -> Subquery:
    return Subquery(Contact.objects.filter(pk=OuterRef(column)).values("number"))
