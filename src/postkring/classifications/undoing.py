"""What the ledger must know before and after it takes acts on mailing groups back."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext

from postkring.classifications.counters import recount
from postkring.classifications.holders import CRITERION, holders
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.contacts.stamps import touch
from postkring.kit.errors import AlreadyExists
from postkring.ledger.acts import Writer
from postkring.ledger.models import ChangeSet, Image

_LABEL: Final = "classifications.mailinggroup"


def old_codes_are_free(change_set: ChangeSet) -> None:
    """A renamed group and the selections that name it go back together, or not at all."""
    for image in _renamed(Image.objects.filter(change_set=change_set, label=_LABEL)):
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
    images = writer.images(_LABEL)
    recount(MailingGroup.objects.filter(pk__in=images.values("object_id")))
    for image in _renamed(images):
        for holder in holders():
            holder.rename(writer, CRITERION, (image.before or {})["code"], (image.after or {})["code"])


def after_members(writer: Writer, undone: ChangeSet) -> None:
    """Counters and stamps after memberships went back."""
    touched = ContactMailingGroup.objects.filter(writer.touched(ContactMailingGroup))
    recount(MailingGroup.objects.filter(pk__in=touched.values("mailing_group")))
    touch(writer, Contact.objects.filter(pk__in=touched.values("contact")))


def _renamed(images: "models.QuerySet[Image]") -> "models.QuerySet[Image]":
    return images.filter(kind=Image.UPDATED, before__has_key="code")
