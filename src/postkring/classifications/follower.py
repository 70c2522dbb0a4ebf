"""What happens to memberships when their contact or their group goes: they end, and keep its number or code without a constraint."""

from django.db import models
from django.db.models import OuterRef, Subquery

from postkring.classifications.counters import recount
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.followers import ContactFollower
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.ledger.acts import Writer


class ClassificationFollower(ContactFollower):
    def follow_delete(self, writer: Writer, contacts: ContactQuerySet) -> None:
        rows = ContactMailingGroup.objects.filter(contact__in=contacts.values("pk"))
        rows.update(contact_number=Subquery(Contact.objects.filter(pk=OuterRef("contact_id")).values("number")))
        if writer.end(rows):
            ended = ContactMailingGroup.objects.filter(writer.ended(ContactMailingGroup))
            recount(MailingGroup.objects.filter(pk__in=ended.values("mailing_group")))


def keep_codes(writer: Writer, groups: "models.QuerySet[MailingGroup]") -> None:
    """For groups that are about to go: the rows of the past keep the code, so that time travel can still name the group."""
    rows = ContactMailingGroup.objects.filter(mailing_group__in=groups.order_by().values("pk"))
    code = Subquery(MailingGroup.objects.filter(pk=OuterRef("mailing_group_id")).values("code"))
    rows.exclude(code=code).update(code=code)  # those that keep it already are not written again
