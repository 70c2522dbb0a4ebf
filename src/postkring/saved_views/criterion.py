"""The contacts that a saved view shows: a criterion that this room adds.

A view is named by its name or by the number in its address. What is kept holds the number, so that a view may be renamed; its filters are
those that it has when they are asked for. Somebody else's private view is none for whoever asks, and one that is gone or that shows
everybody is an error. Lists are not filtered by views: no view shows what another one does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Model, Q, QuerySet
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.asking import whoever_asks
from postkring.criteria.catalogue import criteria
from postkring.criteria.columns import refuse_order
from postkring.criteria.criterion import SETS, Criterion, joined
from postkring.criteria.errors import Counted, FilterError, beyond_limits, unclear
from postkring.criteria.examples import of_values
from postkring.criteria.expressions import And, Between, Compare, Node, Operand, Or, operands, quoted
from postkring.criteria.selections import EVERYBODY, Selection, condition
from postkring.kit.errors import DoesNotExist, DomainError, Refused
from postkring.kit.refusals import unknown
from postkring.kit.text import fold
from postkring.ledger.models import Image
from postkring.lists.contacts import CONTACTS, selection_in
from postkring.saved_views.models import SavedView
from postkring.saved_views.queries import stored, visible_to

KEY: Final = "savedView"
MOST: Final = 20  # views in one expression: each of them is a whole selection
_DIGITS: Final = 18


@dataclass(frozen=True)
class Shown(Compare):
    """A view with what it chooses now."""

    selection: Selection = field(default=EVERYBODY)


class SavedViewCriterion(Criterion):
    kind = "view"
    operators = SETS
    is_of_lists = False

    def __init__(self) -> None:
        super().__init__(KEY, pgettext_lazy("criterion.saved_view", "Saved View"))

    def parse(self, raw: str) -> Node:
        """With what each view chooses. Raises DoesNotExist for one that is not there for whoever asks, Refused for one without filters,
        and what is wrong with the filters of one."""
        return _shown(super().parse(raw))

    def check(self, node: Node, raw: str) -> None:
        refuse_order(node, raw)
        for operand in operands(node):
            if not operand.is_plain:
                raise unclear(raw, operand.start + 1)
        number = len(list(operands(node)))
        if number > MOST:
            raise beyond_limits(Counted.VALUES, number, MOST)

    def settled(self, raw: str) -> str:
        """The expression with the number of each view in the place of its name."""
        try:
            named = sorted(operands(self.read(raw)), key=lambda each: each.start, reverse=True)
        except FilterError:
            return raw  # to be refused by whoever reads it next, with examples
        for operand in named:
            raw = f"{raw[: operand.start]}{_view(operand).pk}{raw[operand.end :]}"
        return raw

    def examples(self) -> Sequence[str]:
        names = list(views_offered()[:2].values_list("name", flat=True))
        return of_values([_by_name(name) for name in names]) if names else ("12", "12|15", "<>12")

    def condition(self, node: Node) -> Q:
        if isinstance(node, And | Or):
            return joined([self.condition(item) for item in node.items], Q.AND if isinstance(node, And) else Q.OR)
        assert isinstance(node, Shown)
        shown = condition(node.selection)
        return ~shown if node.sign == "<>" else shown

    def weight(self, node: Node) -> int:
        if isinstance(node, And | Or):
            return sum(self.weight(item) for item in node.items)
        assert isinstance(node, Shown)
        parsed = ((criteria()[each.key], each.filter) for each in node.selection.criteria)
        return 1 + sum(criterion.weight(criterion.parse(text)) for criterion, text in parsed)

    def describe(self, node: Node) -> str:
        if isinstance(node, Compare):
            name = _called(node.operand)
            if node.sign == "<>":
                return pgettext("filter.not_in_view", "not in view %(name)s") % {"name": name}
            return pgettext("filter.in_view", "in view %(name)s") % {"name": name}
        assert not isinstance(node, Between)
        between = pgettext("ui.and", "and") if isinstance(node, And) else pgettext("ui.or", "or")
        return f" {between} ".join(f"({self.describe(item)})" if isinstance(item, And | Or) else self.describe(item) for item in node.items)

    @property
    def chooses_from(self) -> type[Model]:
        return SavedView


def views_offered() -> "QuerySet[SavedView]":
    """The views of contacts that whoever asks sees; where nobody has signed in, the shared ones."""
    user = whoever_asks()
    views = visible_to(user) if user else SavedView.objects.filter(owner__isnull=True)
    return views.filter(list_name=CONTACTS.name).order_by("name_folded", "-shelf")


def _shown(node: Node) -> Node:
    if isinstance(node, And | Or):
        return type(node)(tuple(_shown(item) for item in node.items))
    assert isinstance(node, Compare)
    return Shown(node.sign, node.operand, node.start, _chosen_by(_view(node.operand)))


def _chosen_by(view: SavedView) -> Selection:
    """Every name in it means something: what no filter reads is not left out, for that would choose more."""
    stored(view)
    try:
        selection = selection_in(view.query)
    except DomainError as error:
        error.field = KEY
        raise
    if selection.everybody:
        said = pgettext("msg.view_without_filters", "The view “%(name)s” has no filters: it shows all contacts.")
        raise Refused(said % {"name": view.name}, field=KEY)
    return selection


def _view(operand: Operand) -> SavedView:
    """By its number, else by its name: one's own before a shared one of the same name."""
    views, text = views_offered(), operand.text.strip()
    found = views.filter(pk=int(text)).first() if _is_number(operand) else None
    found = found or views.filter(name_folded=fold(text)).order_by("-shelf").first()
    if found is None:
        raise _not_there(operand)
    return found


def _is_number(operand: Operand) -> bool:
    text = operand.text.strip()
    return not operand.quoted and text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _not_there(operand: Operand) -> DomainError:
    position = operand.start + 1
    if _is_number(operand) and SavedView.objects.filter(pk=int(operand.text), list_name=CONTACTS.name).exists():
        said = pgettext("msg.view_private", "This view is private: only who made it can use it.")
        return DoesNotExist(said, position=position)
    return unknown(_name_for_asker(operand) or operand.text, pgettext("view.views", "Views"), position=position)


def _called(operand: Operand) -> str:
    """The name of the view that is meant, also after it was deleted."""
    return _name_for_asker(operand) or pgettext("filter.private_view", "of somebody else")


def _name_for_asker(operand: Operand) -> str:
    """ "" for somebody else's private view, whose name nobody learns."""
    if not _is_number(operand):
        return _quoted(operand.text)
    known, user = _name_and_owner(int(operand.text)), whoever_asks()
    if known is None:
        return operand.text
    name, owner = known
    return _quoted(name) if owner is None or (user is not None and owner == user.pk) else ""


def _name_and_owner(key: int) -> "tuple[str, int | None] | None":
    """Of a view that there is, or was before it was deleted."""
    found = SavedView.objects.filter(pk=key).values_list("name", "owner").first()
    if found is not None:
        return found
    images = Image.objects.filter(label="saved_views.savedview", object_id=key, kind=Image.DELETED)
    last = images.order_by("-change_set").values_list("before", flat=True).first()
    return (last["name"], last["owner_id"]) if last else None


def _by_name(name: str) -> str:
    """Digits alone would be the number of a view."""
    return f"'{name}'" if name.isdecimal() else quoted(name)


def _quoted(text: str) -> str:
    return pgettext("filter.quoted", "“%(text)s”") % {"text": text}
