"""What the ledger must know before and after it takes acts on mailing groups back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext

from postkring.classifications.counters import recount
from postkring.classifications.holders import CRITERION, holders
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.contacts.stamps import touch
from postkring.kit.errors import AlreadyExists
from postkring.ledger.acts import Writer
from postkring.ledger.models import ChangeSet, Image


def old_codes_are_free(change_set: ChangeSet) -> None:
    """A renamed group and the selections that name it go back together, or not at all."""
    for image in _renamed(change_set):
        old = (image.before or {})["code"]
        other = MailingGroup.objects.exclude(pk=image.object_id).filter(code_folded=(image.before or {})["code_folded"]).first()
        if other:
            raise AlreadyExists(
                pgettext("msg.old_code_taken", "Another mailing group is called %(other)s by now. Rename it first.")
                % {"other": other.code},
                code=old,
            )


def after_groups(writer: Writer, undone: ChangeSet) -> None:
    """Counters of groups that came back; selections made since the renaming that went back, which name the newer code."""
    recount(MailingGroup.objects.filter(pk__in=_images(writer.change_set).values("object_id")))
    for image in _renamed(writer.change_set):
        for holder in holders():
            holder.rename(writer, CRITERION, (image.before or {})["code"], (image.after or {})["code"])


def after_members(writer: Writer, undone: ChangeSet) -> None:
    """Counters and stamps after memberships went back."""
    touched = ContactMailingGroup.objects.filter(Q(begun_by=writer.change_set) | Q(ended_by=writer.change_set))
    recount(MailingGroup.objects.filter(pk__in=touched.values("mailing_group")))
    touch(writer, Contact.objects.filter(pk__in=touched.values("contact")))


def _images(change_set: ChangeSet) -> "models.QuerySet[Image]":
    return Image.objects.filter(change_set=change_set, label="classifications.mailinggroup")


def _renamed(change_set: ChangeSet) -> "models.QuerySet[Image]":
    return _images(change_set).filter(kind=Image.UPDATED, before__has_key="code")
