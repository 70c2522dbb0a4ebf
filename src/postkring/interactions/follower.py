"""What the log has to say of its contacts: who stands in it keeps its type, and entries stay when their contact goes (R-4510)."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import pgettext

from postkring.contacts.followers import ContactFollower
from postkring.contacts.models import Contact, ContactQuerySet
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
        number = Subquery(Contact.objects.filter(pk=OuterRef("contact_id")).values("number"))
        named = InteractionLogEntry.objects.filter(contact__in=contacts.order_by().values("pk")).annotate(last_number=number)
        outdated = InteractionLogEntry.objects.filter(pk__in=named.exclude(contact_number=F("last_number")).values("pk"))
        if outdated.exists():
            keys = list(outdated.values_list("pk", flat=True))
            rows = InteractionLogEntry.objects.filter(pk__in=keys)
            with writer.updating(rows, ["contact_number"]):
                rows.update(contact_number=number)
