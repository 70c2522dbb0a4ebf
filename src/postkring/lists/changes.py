"""The list of changes: the ledger, and what it may be narrowed by. Acts on a contact are those on its row and on its groups."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.contacts.obstacles import IMPORT
from postkring.kit.days import begins, ends
from postkring.kit.lookups import Fold
from postkring.kit.text import fold, is_storable
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.numbers import gone_numbers
from postkring.lists.listing import ListPage

FILTERS: Final = ("by", "about", "first", "last", "mine", "contact")


def saying(changes: QuerySet[ChangeSet], text: str) -> QuerySet[ChangeSet]:
    """The acts whose sentence, in the language in which it is read, holds every word somewhere."""
    words = fold(text).split() if is_storable(text) else []
    if text.strip() and not words:  # nothing but marks: they are no word, and must not find everything
        return changes.none()
    language = (get_language() or "en")[:2]
    changes = changes.alias(said=Fold(Coalesce(KeyTextTransform(language, "sentences"), KeyTextTransform("en", "sentences"))))
    for word in words:
        changes = changes.filter(said__contains=word)
    return changes


CHANGES: Final = ListPage(orders={"number": "number"}, default="number", search=saying, name="changes", own=FILTERS)
ROWS: Final = ListPage(orders={"row": "object_id"}, default="row")
PAIRS: Final = ListPage(orders={"row": "id"}, default="row")

# Every verb by what it is about: equality finds the few of a rare verb by the index, a prefix would not in every collation.
VERBS: Final[dict[str, tuple[str, ...]]] = {
    "contacts": ("contact.create", "contact.change", "contact.change_all", "contact.delete"),
    "groups": (
        "mailing_group.create",
        "mailing_group.change",
        "mailing_group.rename",
        "mailing_group.delete",
        "mailing_group.empty_and_delete",
        "mailing_group.add",
        "mailing_group.remove",
        "mailing_group.replace",
    ),
    "segments": (
        "segment.create",
        "segment.change",
        "segment.delete",
        "segment.add_contacts",
        "segment.add_line",
        "segment.remove_line",
    ),
    "imports": (IMPORT, "import.profile"),
    "views": (
        "view.create",
        "view.save",
        "view.rename",
        "view.share",
        "view.unshare",
        "view.delete",
        "view.pin",
        "view.unpin",
    ),
    "setup": ("setup.number_series", "setup.organisation", "setup.inheritance", "demo.load", "demo.remove"),
    "users": ("user.add", "user.role", "user.password", "user.enable", "user.disable"),
    "undone": ("undo",),
}


@dataclass(frozen=True)
class Narrowing:
    """What of the ledger is asked for. `contacts` are keys, of deleted ones too; None: whatever the acts are about."""

    by: User | None = None
    family: str = ""
    first: date | None = None
    last: date | None = None
    contacts: frozenset[int] | None = None


def narrowed(changes: QuerySet[ChangeSet], to: Narrowing) -> QuerySet[ChangeSet]:
    if to.by:
        changes = changes.filter(by=to.by)
    if to.family:
        changes = changes.filter(verb__in=VERBS[to.family])
    if to.first:
        changes = changes.filter(at__gte=begins(to.first))
    if to.last:
        changes = changes.filter(at__lt=ends(to.last))
    return changes if to.contacts is None else changes.filter(about(to.contacts))


def contacts_called(number: str) -> frozenset[int]:
    """The keys of the contact that has this number, and of those that had it when they were deleted."""
    now = Contact.objects.filter(number=number).values_list("pk", flat=True)
    return frozenset(now) | frozenset(gone_numbers(Contact).filter(number=number).values_list("object_id", flat=True))


def about(contacts: frozenset[int]) -> Q:
    """The condition that an act wrote a row about one of the contacts, put it into a group or took it out."""
    images = Image.objects.filter(subject_id__in=contacts).order_by()
    memberships = ContactMailingGroup.objects.filter(contact__in=contacts).order_by()
    # Each of the two has an index by contact; rows that stand and rows that ended together have none.
    there, gone = memberships.filter(ended_at__isnull=True), memberships.filter(ended_at__isnull=False)
    return Q(number__in=images.values("change_set").union(there.values("begun_by"), gone.values("begun_by"), gone.values("ended_by")))
