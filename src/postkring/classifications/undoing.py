"""What the ledger must know before and after it takes acts on the codes of a classification back."""

from django.db import models
from django.utils.translation import pgettext

from postkring.classifications.catalogue import CLASSIFICATIONS, spec_of_model
from postkring.classifications.counters import recount
from postkring.classifications.fitting import refuse_wrong_types, unfitting
from postkring.classifications.holders import holders
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.contacts.stamps import touch
from postkring.kit.errors import AlreadyExists
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Rows, label_of
from postkring.ledger.models import ChangeSet, Image


def old_codes_are_free(change_set: ChangeSet) -> None:
    """A renamed group and the selections that name it go back together, or not at all."""
    for spec in _codes_of(change_set):
        for image in _renamed(Image.objects.filter(change_set=change_set, label=label_of(spec.model))):
            old = (image.before or {})["code"]
            other = spec.codes().exclude(pk=image.object_id).filter(code_folded=(image.before or {})["code_folded"]).first()
            if other:
                raise AlreadyExists(spec.say("old_code_taken", other=other.code), code=old)


def after_groups(writer: Writer, undone: ChangeSet) -> None:
    """Counters of groups that came back; selections made since the renaming that went back, which name the newer code."""
    for spec in _codes_of(undone):
        images = writer.images(label_of(spec.model))
        recount(spec.codes().filter(pk__in=images.values("object_id")))
        for image in _renamed(images):
            for holder in holders():
                holder.rename(writer, spec.key, (image.before or {})["code"], (image.after or {})["code"])


def of_another_type(rows: Rows) -> tuple[Rows, str]:
    """Links that may not be begun again: their contact has become of a type that does not hold the code (R-2201, R-2301)."""
    page = spec_of_model(rows.model).plural
    return unfitting(rows), pgettext("undo.of_another_type", "The contact is of another type by now and cannot have %(page)s.") % {
        "page": page
    }


def after_members(writer: Writer, undone: ChangeSet) -> None:
    """Counters and stamps after memberships went back."""
    for spec in CLASSIFICATIONS:
        if label_of(spec.link) in undone.tables:
            touched = spec.links().filter(writer.touched(spec.link))
            refuse_wrong_types(spec, spec.links().filter(writer.begun(spec.link)))
            recount(spec.codes().filter(pk__in=touched.values(spec.name)))
            touch(writer, Contact.objects.filter(pk__in=touched.values("contact")))


def _codes_of(change_set: ChangeSet) -> list[Spec]:
    """The classifications whose codes the act wrote."""
    return [spec for spec in CLASSIFICATIONS if label_of(spec.model) in change_set.tables]


def _renamed(images: "models.QuerySet[Image]") -> "models.QuerySet[Image]":
    return images.filter(kind=Image.UPDATED, before__has_key="code")
