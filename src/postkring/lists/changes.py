"""The list of changes: the ledger, and what it may be narrowed by. Acts on a contact are those on its row and on its groups."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy

from postkring.accounts.models import User
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.contacts.obstacles import IMPORT
from postkring.contacts.queries import MOST_WORDS
from postkring.criteria.criterion import Criterion
from postkring.criteria.days import DayCriterion
from postkring.criteria.options import Option, OptionCriterion
from postkring.kit.lookups import Fold
from postkring.kit.text import Words, fold, is_storable
from postkring.ledger import doors
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.numbers import gone_numbers
from postkring.lists.listing import ListColumn, ListPage

ME: Final = "%me"  # whoever reads the list, also in a view that others see
# Names in older addresses, and in views that were saved then.
OLD_NAMES: Final = frozenset({"first", "last", "mine"})


def saying(changes: QuerySet[ChangeSet], text: str) -> QuerySet[ChangeSet]:
    """The acts whose sentence, in the language in which it is read, holds every word somewhere."""
    words = fold(text).split() if is_storable(text) else []
    if len(words) > MOST_WORDS or (text.strip() and not words):  # nothing but marks are no word, and must not find everything
        return changes.none()
    language = (get_language() or "en")[:2]
    changes = changes.alias(said=Fold(Coalesce(KeyTextTransform(language, "sentences"), KeyTextTransform("en", "sentences"))))
    for word in words:
        changes = changes.filter(said__contains=word)
    return changes


VERBS_ON_CODES: Final = ("create", "change", "rename", "delete", "empty_and_delete", "add", "remove", "replace", "several")


def family_name(spec: Spec) -> str:
    """As it stands in addresses and in saved views."""
    return "groups" if spec is MAILING_GROUPS else spec.names


# Every verb by what it is about: equality finds the few of a rare verb by the index, a prefix would not in every collation.
VERBS: Final[dict[str, tuple[str, ...]]] = {
    "contacts": ("contact.create", "contact.change", "contact.change_all", "contact.delete"),
    **{family_name(spec): tuple(spec.verb(what) for what in VERBS_ON_CODES) for spec in CLASSIFICATIONS},
    "segments": (
        "segment.create",
        "segment.change",
        "segment.delete",
        "segment.add_contacts",
        "segment.reduce",
        "segment.refine",
        "segment.clear_steps",
        "segment.add_line",
        "segment.remove_line",
        "segment.change_line",
        "criteria.save",
        "criteria.change",
        "criteria.delete",
        "segment.log",
        "segment.cancel",
        "interaction.change",
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
    "setup": (
        "setup.number_series",
        "setup.organisation",
        "setup.inheritance",
        "setup.marketing",
        "demo.load",
        "demo.remove",
        "salesperson.create",
        "salesperson.change",
        "salesperson.delete",
        "territory.create",
        "territory.describe",
        "territory.delete",
        "interaction_template.create",
        "interaction_template.change",
        "interaction_template.delete",
    ),
    "users": ("user.add", "user.role", "user.password", "user.enable", "user.disable", "user.salesperson", "token.create", "token.revoke"),
    "undone": ("undo",),
}
FAMILIES: Final[Mapping[str, Words]] = {
    "contacts": pgettext_lazy("page.contacts", "Contacts"),
    **{family_name(spec): spec.plural for spec in CLASSIFICATIONS},
    "segments": pgettext_lazy("page.segments", "Segments"),
    "imports": pgettext_lazy("page.imports", "Imports"),
    "views": pgettext_lazy("view.views", "Views"),
    "setup": pgettext_lazy("group.setup", "Setup"),
    "users": pgettext_lazy("page.users", "Users"),
    "undone": pgettext_lazy("changes.undone_acts", "What was undone"),
}
DOORS: Final[Mapping[str, Words]] = {
    doors.WEB: pgettext_lazy("door.web", "In the browser"),
    doors.API: pgettext_lazy("door.api", "Through the API"),
    doors.COMMAND: pgettext_lazy("door.command", "At the terminal"),
    doors.SYSTEM: pgettext_lazy("door.system", "Postkring itself"),
    doors.DEMO: pgettext_lazy("door.demo", "With the demo organisation"),
}


def _options(words: Mapping[str, Words]) -> Sequence[Option]:
    return [Option(value, label) for value, label in words.items()]


def _people() -> Sequence[Option]:
    users = User.objects.only("username", "first_name", "last_name").order_by("username")
    return [Option(ME, pgettext_lazy("changes.me", "myself")), *(Option(user.username, str(user)) for user in users)]


def _criteria(reader: User | None = None) -> dict[str, Criterion]:
    def done_by(names: Sequence[str]) -> Q:
        keys = list(User.objects.filter(username__in=names).values_list("pk", flat=True))
        return Q(by__in=[*keys, reader.pk] if reader and ME in names else keys)

    own = (
        OptionCriterion("by", pgettext_lazy("field.by", "By"), _people, done_by),
        OptionCriterion(
            "about",
            pgettext_lazy("field.about", "About"),
            lambda: _options(FAMILIES),
            lambda families: Q(verb__in=[verb for family in families for verb in VERBS[family]]),
        ),
        DayCriterion("date", pgettext_lazy("field.date", "Date"), "at", of_instants=True),
        OptionCriterion("door", pgettext_lazy("field.door", "Where"), lambda: _options(DOORS), lambda names: Q(door__in=names)),
    )
    return {criterion.key: criterion for criterion in own}


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """The query of a URL with every filter under the key of its criterion."""
    named = dict(query)
    first, last, mine = (named.pop(name, "").strip() for name in ("first", "last", "mine"))
    if mine:
        named["by"] = ME
    if first or last:
        days = named.get("date", "").strip()
        named["date"] = f"({days})&{first}..{last}" if days else f"{first}..{last}"
    return named


def family_of(verb: str) -> str:
    """The words for what an act is about, "" of a verb that this version no longer knows."""
    return next((str(FAMILIES[family]) for family, verbs in VERBS.items() if verb in verbs), "")


# Whoever did it, and what it was about, have indexes too; but those hold keys, whose order says nothing to a reader.
CHANGES: Final = ListPage(
    orders={"number": "number", "at": "at"},
    default="-number",
    decisive=("number",),
    search=saying,
    columns=(
        ListColumn("number", pgettext_lazy("field.no", "No."), "number", "number"),
        ListColumn("sentence", pgettext_lazy("field.what_was_done", "What was done"), kind="wide", rank=1, is_fixed=True),
        ListColumn("at", pgettext_lazy("field.at", "At"), "at", rank=1, filter="date"),
        ListColumn("by", pgettext_lazy("field.by", "By"), rank=1, filter="by"),
        ListColumn("about", pgettext_lazy("field.about", "About"), is_shown=False, filter="about"),
        ListColumn("counts", pgettext_lazy("field.rows", "Rows")),
        ListColumn("door", pgettext_lazy("field.door", "Where"), rank=4, filter="door"),
        ListColumn("state", pgettext_lazy("field.state", "State"), rank=1),
    ),
    filters=_criteria,
    first_filters=("by", "about", "date"),
    name="changes",
    own=("contact",),
    asked=asked,
)
ROWS: Final = ListPage(orders={"row": "object_id"}, default="row")
PAIRS: Final = ListPage(orders={"row": "id"}, default="row")


def changes_as_read_by(user: User) -> ListPage:
    """The list in which "myself" is this user."""
    criteria = _criteria(user)
    return replace(CHANGES, filters=lambda: criteria)


def about_contact(changes: QuerySet[ChangeSet], number: str) -> QuerySet[ChangeSet]:
    return changes.filter(about(contacts_called(number)))


def contacts_called(number: str) -> frozenset[int]:
    """The keys of the contact that has this number, and of those that had it when they were deleted."""
    now = Contact.objects.filter(number=number).values_list("pk", flat=True)
    return frozenset(now) | frozenset(gone_numbers(Contact).filter(number=number).values_list("object_id", flat=True))


def about(contacts: frozenset[int]) -> Q:
    """The condition that an act wrote a row about one of the contacts, put it into a group or took it out."""
    images = Image.objects.filter(subject_id__in=contacts).order_by()
    acts: list[QuerySet[Any, Any]] = []
    for spec in CLASSIFICATIONS:
        memberships = spec.links().filter(contact__in=contacts).order_by()
        # Each of the two has an index by contact; rows that stand and rows that ended together have none.
        there, gone = memberships.filter(ended_at__isnull=True), memberships.filter(ended_at__isnull=False)
        acts += [there.values("begun_by"), gone.values("begun_by"), gone.values("ended_by")]
    return Q(number__in=images.values("change_set").union(*acts))
