"""Which contacts an act on several is about: rows ticked one by one, or all that a list shows but some. Never ids of all results."""

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import pgettext

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.criteria.selections import Selection, contacts, sentence
from postkring.kit.errors import NotFound, Refused
from postkring.kit.text import is_storable
from postkring.lists.contacts import selection_in, selection_of_numbers
from postkring.lists.listing import PAGE_SIZES
from postkring.web.request import Request

MOST_ROWS: Final = PAGE_SIZES[-1]  # ticked one by one; more are chosen by a filter
MOST_EXCEPTIONS: Final = 100


@dataclass(frozen=True)
class Selected:
    """`fields` are the names and values that a form sends along to mean the same contacts again."""

    selection: Selection
    fields: tuple[tuple[str, str], ...]

    @property
    def numbers(self) -> list[str]:
        """Of contacts that were ticked one by one."""
        return [value for name, value in self.fields if name == "selected"]

    @property
    def contacts(self) -> ContactQuerySet:
        return contacts(self.selection)

    @property
    def sentence(self) -> str:
        return sentence(self.selection)

    @property
    def query(self) -> str:
        values = QueryDict(mutable=True)
        for name, value in self.fields:
            values.appendlist(name, value)
        return values.urlencode()


def selected(request: Request) -> Selected:
    """Raises Refused when nothing was selected, or more than can be ticked; NotFound when a ticked contact is gone."""
    data = request.POST if request.method == "POST" else request.GET
    return _all_but(data) if data.get("every") else _ticked(data)


def _all_but(data: QueryDict) -> Selected:
    query, within, exceptions = data.get("query", ""), data.get("within", ""), list(dict.fromkeys(data.getlist("except")))
    asked, around = QueryDict(query.removeprefix("?")), QueryDict(within)
    # As the list itself: a sign that no database takes may hide in what the query says.
    said = [text for each in (asked, around) for _, texts in each.lists() for text in texts]
    if not all(is_storable(text) for text in (query, within, *exceptions, *said)):
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    if len(exceptions) > MOST_EXCEPTIONS:
        raise Refused(
            pgettext("msg.too_many_exceptions", "At most %(max)s rows can be left out one by one. Use a filter.") % {"max": MOST_EXCEPTIONS}
        )
    scope = (("within", within),) if within else ()
    fields = (("every", "1"), ("query", query), *scope, *(("except", number) for number in exceptions))
    return Selected(selection_in(asked.dict(), within=around.dict(), but=exceptions), fields)


def _ticked(data: QueryDict) -> Selected:
    numbers = list(dict.fromkeys(data.getlist("selected")))
    if not numbers:
        raise Refused(pgettext("msg.select_rows_first", "Select one or more rows first."))
    if len(numbers) > MOST_ROWS:
        raise Refused(pgettext("msg.too_many_rows", "Select at most %(max)s rows.") % {"max": MOST_ROWS})
    found = Contact.objects.filter(number__in=[number for number in numbers if is_storable(number)])
    if found.count() != len(numbers):
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    return Selected(selection_of_numbers(numbers), tuple(("selected", number) for number in numbers))
