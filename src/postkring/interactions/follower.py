"""What happens to the log when a contact goes: its entries stay, under the number that it had last (R-4510)."""

from django.db.models import F, OuterRef, Subquery

from postkring.contacts.followers import ContactFollower
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.interactions.models import InteractionLogEntry
from postkring.ledger.acts import Writer


class InteractionFollower(ContactFollower):
    def follow_delete(self, writer: Writer, contacts: ContactQuerySet) -> None:
        number = Subquery(Contact.objects.filter(pk=OuterRef("contact_id")).values("number"))
        named = InteractionLogEntry.objects.filter(contact__in=contacts.order_by().values("pk")).annotate(last_number=number)
        outdated = InteractionLogEntry.objects.filter(pk__in=named.exclude(contact_number=F("last_number")).values("pk"))
        if outdated.exists():
            keys = list(outdated.values_list("pk", flat=True))
            rows = InteractionLogEntry.objects.filter(pk__in=keys)
            with writer.updating(rows, ["contact_number"]):
                rows.update(contact_number=number)
