"""The list of contacts: its columns, its orders and its filters, each one a criterion. The URL of the list is a selection."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import pgettext_lazy

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.contacts.catalogue import BY_NAME, FIELDS
from postkring.contacts.companies import company_by_number
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.queries import searching
from postkring.criteria.catalogue import listed_criteria
from postkring.criteria.expressions import quoted
from postkring.criteria.selections import EVERYBODY, Chosen, Selection
from postkring.kit.errors import DomainError
from postkring.lists.filters import Filter, condition_of, filters_of, without_errors
from postkring.lists.listing import ListColumn, ListPage, ListState
from postkring.lists.names import refuse_unknown

ORDERS: Final = {
    "number": "number",
    "name": "sort_name",
    "company_name": "sort_company_name",
    "post_code": "post_code_folded",
    "city": "city_folded",
    "email": "email_folded",
}
_SHOWN: Final = {"number": 1, "name": 1, "company_name": 2, "post_code": 4, "city": 2, "phone": 5, "email": 5}
_FIXED: Final = "name"  # it names the row
GROUPS: Final = "mailing_groups"
MODIFIED: Final = "last_modified"
_FIRST: Final = ("type", "postalCode", "city", "country", "languageCode", "mailingGroup")


def _column(name: str) -> ListColumn:
    kind = "code" if name == "number" else "text"
    order = name if name in ORDERS else ""
    field = BY_NAME[name]
    return ListColumn(
        name, field.label, order, kind, _SHOWN.get(name, 2), is_shown=name in _SHOWN, is_fixed=name == _FIXED, filter=field.key
    )


# In the order in which they are offered; the ones that are shown without a choice come in that order too.
COLUMNS: Final = (
    *(_column(name) for name in _SHOWN),
    ListColumn(GROUPS, pgettext_lazy("page.mailing_groups", "Mailing Groups"), kind="groups", filter="mailingGroup"),
    *(_column(field.name) for field in FIELDS if field.name not in _SHOWN),
    ListColumn(MODIFIED, pgettext_lazy("field.last_modified", "Last Modified"), is_shown=False),
)


def and_others(own: Sequence[ListColumn]) -> tuple[ListColumn, ...]:
    """The columns of another list of contacts: its own, and every other one of the contact list for who asks for it."""
    named = {column.key for column in own}
    return (*own, *(replace(column, is_shown=False, is_fixed=False) for column in COLUMNS if column.key not in named))


def columns_read(state: ListState) -> list[str]:
    """The stored columns of a contact that its row shows or is ordered by, and no more: there are sixty."""
    shown = [name for name in state.columns if name in BY_NAME]
    orders = [ORDERS[order.name] for order in state.orders if order.name in ORDERS]
    paths = ("number", "type", "name", *shown, *orders)
    of_company = {"company_number": ("company", "company__number")}
    return list(dict.fromkeys(column for path in paths for column in of_company.get(path, (path,))))


# Names that addresses of other pages use, and the criterion that each is.
ALIASES: Final = {"group": "mailingGroup", "company": "companyNumber"}
NO_EMAIL: Final = "none"


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """The query of a URL with every filter under the key of its criterion."""
    named = dict(query)
    for name, key in ALIASES.items():
        if text := named.pop(name, "").strip():
            named[key] = quoted(text) if name == "company" else text
    if named.get("email") == NO_EMAIL:
        named["email"] = "''"
    return named


CONTACTS: Final = ListPage(
    orders=ORDERS,
    default="name",
    search=searching,
    columns=COLUMNS,
    filters=listed_criteria,
    first_filters=_FIRST,
    name="contacts",
    codes={spec.key: spec.key for spec in CLASSIFICATIONS},
    aliases=ALIASES,
    asked=asked,
)


def filters_asked(query: Mapping[str, str]) -> list[Filter]:
    """The filters of a URL, with what is wrong about them."""
    filters = filters_of(CONTACTS, asked(query))
    if number := query.get("company", "").strip():
        try:
            company_by_number(number)
        except DomainError as error:
            filters = [replace(each, error=error) if each.key == ALIASES["company"] else each for each in filters]
    return filters


def filters_in(query: Mapping[str, str], *, also: Collection[str] = ()) -> list[Filter]:
    """The same, where one that means nothing raises a DomainError, and a name that nobody knows: neither is ever "no filter".

    `also` are further names that the page which asks reads itself.
    """
    refuse_unknown(CONTACTS, query, also=also)
    return list(without_errors(filters_asked(query)))


def filtered(filters: list[Filter]) -> ContactQuerySet:
    """The contacts that all filters let through; every contact where there is none."""
    return Contact.objects.filter(condition_of(filters))


def selection_in(
    query: Mapping[str, str], *, within: Mapping[str, str] | None = None, but: Sequence[str] = (), also: Collection[str] = ()
) -> Selection:
    """What a list shows, as a selection: its filters and searched words, without the numbers in `but`. Everybody where there is neither.

    `within` are the filters of a list that by itself shows some contacts only: no filter of the query takes their place.
    `also` are further names that the page which asks reads itself.
    """
    chosen = [Chosen(each.key, each.text) for each in (*filters_in(within or {}), *filters_in(query, also=also))]
    if words := query.get("q", "").strip():
        chosen.append(Chosen("search", words))
    if but:
        chosen.append(Chosen("number", "&".join(f"<>{quoted(number)}" for number in but)))
    return Selection(tuple(chosen)) if chosen else EVERYBODY


def selection_of_numbers(numbers: Sequence[str]) -> Selection:
    return Selection((Chosen("number", "|".join(quoted(number) for number in numbers)),))
