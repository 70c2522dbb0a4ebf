"""A selection: criteria that must all hold, as data that can be stored, compiled and read aloud. It may only ever narrow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import pgettext

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.criteria.catalogue import criteria
from postkring.criteria.criterion import Criterion
from postkring.criteria.errors import Counted, beyond_limits
from postkring.criteria.expressions import MOST_NODES, Node, Or, operands
from postkring.criteria.rows import as_text, fields_in, no_field
from postkring.kit.errors import DomainError

VERSION: Final = 1
MOST_CRITERIA: Final = 50


class SelectionError(DomainError):
    """The selection itself has the wrong shape; an unreadable expression inside it is a FilterError."""

    code = "BadRequest_InvalidRequest"


@dataclass(frozen=True)
class Chosen:
    """One criterion of a selection: its key and the expression as the user wrote it; a filter that is an object as one text (rows.py)."""

    key: str
    filter: str

    def as_data(self) -> dict[str, Any]:
        criterion = criteria().get(self.key)
        fields = fields_in(self.filter) if criterion and criterion.parts else None
        return {"key": self.key, "filter": self.filter if fields is None else fields}


@dataclass(frozen=True)
class Selection:
    """`everybody` is the only way to mean all contacts; it stands without criteria."""

    criteria: tuple[Chosen, ...] = ()
    everybody: bool = False

    def as_data(self) -> dict[str, Any]:
        if self.everybody:
            return {"version": VERSION, "all": True}
        return {"version": VERSION, "criteria": [each.as_data() for each in self.criteria]}


EVERYBODY: Final = Selection(everybody=True)


def selection_of(filters: Iterable[tuple[str, str]]) -> Selection:
    """From the fields of a form: a blank one is a criterion left out. Nothing filled in gives no selection but SelectionError."""
    chosen = tuple(Chosen(key, text) for key, text in filters if text.strip())
    if not chosen:
        raise SelectionError(pgettext("msg.selection_empty", "Fill in at least one filter."))
    return _settled(Selection(chosen))


def read_selection(data: Any) -> Selection:
    """From received data. Raises SelectionError for the wrong shape, FilterError or DoesNotExist for an unreadable filter."""
    return _settled(read_stored(data))


def read_stored(data: Any) -> Selection:
    """From data that was checked when it was stored: only the shape is, so that a code deleted since can still be shown."""
    if not isinstance(data, dict) or type(data.get("version")) is not int or data["version"] != VERSION:
        raise _malformed()
    if data.keys() == {"version", "all"} and data["all"] is True:
        return EVERYBODY
    if data.keys() != {"version", "criteria"} or not isinstance(data["criteria"], list) or not data["criteria"]:
        raise _malformed()
    return Selection(tuple(_chosen(each) for each in data["criteria"]))


def condition(selection: Selection) -> Q:
    """The condition on a contact. Codes that no longer exist are an error, never "no filter"."""
    total = Q()
    for key, node in _trees(selection):
        total &= criteria()[key].condition(node)
    return total


def contacts(selection: Selection) -> ContactQuerySet:
    return Contact.objects.filter(condition(selection))


def sentence(selection: Selection) -> str:
    """The selection as the user reads it, in the language of the moment."""
    if selection.everybody:
        return pgettext("filter.everybody", "all contacts")
    between = f" {pgettext('ui.and', 'and')} "
    trees = _trees(selection, check=False)
    said = [criteria()[key].describe(node) for key, node in trees]
    if len(said) > 1:
        said = [f"({words})" if isinstance(node, Or) else words for words, (_, node) in zip(said, trees, strict=True)]
    return between.join(said)


def _settled(selection: Selection) -> Selection:
    """Checked, and from now on about the same contacts whoever reads it. Shared steps would otherwise have another %me for each."""
    _trees(selection)
    return Selection(tuple(Chosen(each.key, criteria()[each.key].settled(each.filter)) for each in selection.criteria), selection.everybody)


def _trees(selection: Selection, *, check: bool = True) -> list[tuple[str, Node]]:
    if not selection.everybody and not selection.criteria:
        raise _malformed()
    if len(selection.criteria) > MOST_CRITERIA:
        raise beyond_limits(Counted.CRITERIA, len(selection.criteria), MOST_CRITERIA)
    trees = []
    for each in selection.criteria:
        criterion = criteria().get(each.key)
        if criterion is None:
            raise SelectionError(
                pgettext("msg.criterion_unknown", "There is no criterion “%(key)s”.") % {"key": each.key[:50]}, key=each.key
            )
        trees.append((each.key, criterion.parse(each.filter) if check else criterion.read(each.filter)))
    nodes = sum(criteria()[key].weight(node) if check else len(list(operands(node))) for key, node in trees)
    if nodes > MOST_NODES:
        raise beyond_limits(Counted.VALUES, nodes, MOST_NODES)
    return trees


def _chosen(data: Any) -> Chosen:
    if not isinstance(data, dict) or data.keys() != {"key", "filter"}:
        raise _malformed()
    key, given = data["key"], data["filter"]
    if not isinstance(key, str):
        raise _malformed()
    return Chosen(key, _filter(criteria().get(key), given))


def _filter(criterion: Criterion | None, given: Any) -> str:
    """An expression, or for a criterion with fields an object of them, which may not come as a text."""
    has_fields = criterion is not None and bool(criterion.parts)
    if isinstance(given, str) and not (has_fields and fields_in(given) is not None):
        return given
    if criterion is None or not has_fields or not isinstance(given, dict):
        raise _malformed()
    if not given or not all(isinstance(text, str) for text in given.values()):
        raise _malformed()
    for name in given:
        if name not in criterion.parts:
            raise SelectionError(no_field(criterion, name), field=criterion.key)
    return as_text(criterion, given)


def _malformed() -> SelectionError:
    return SelectionError(pgettext("msg.selection_malformed", "This selection cannot be read."))
