"""What is exported from a page: which contacts, in which order, and what the page itself shows of them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.classifications.access import group_to_read
from postkring.classifications.queries import members
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.criteria.selections import EVERYBODY, Chosen, Selection, sentence
from postkring.lists.classifications import BY, MEMBERS, SINCE
from postkring.lists.contacts import CONTACTS, MODIFIED, filtered, filters_in, selection_in
from postkring.lists.export.sources import shown
from postkring.lists.filters import condition_of, filters_of, without_errors
from postkring.lists.listing import ListPage, ListState
from postkring.lists.names import refuse_unknown
from postkring.lists.segments import LINES, OF_LINES, contacts_on_lines
from postkring.segments.access import segment_to_read
from postkring.web.bulk.selected import selected
from postkring.web.listings import is_readable, query_of
from postkring.web.request import Request

# Of a list's own query, what says which rows these are; not which of its pages was open.
NOT_KEPT = (
    "page",
    "after",
    "count",
    "size",
    "format",
    "content",
    "for_mailing",
    "reason",
    "filters",
    "add",
    "choose",
    "view",
    "on",
    "next",
)
# Columns of lists of contacts that say nothing of the contact itself.
NOT_IN_FILES = frozenset({MODIFIED, SINCE, BY, *OF_LINES})
CHOSEN: Final = ("selected", "every", "query", "within", "except")  # which rows of the list were selected
OWN: Final = ("format", "content", "for_mailing", "reason")  # what a window of an export itself asks


@dataclass(frozen=True)
class Subject:
    """`url` is the window of the export, `back` the page that one comes from; `query` says in their URLs which rows these are.

    `said` tells people which rows, "" for all that there are; `whole_url` leads to the export of those.
    """

    title: str
    contacts: ContactQuerySet
    url: str
    back: str
    back_label: str
    columns: list[str]
    for_mailing: bool = False
    query: list[tuple[str, str]] = field(default_factory=list)
    said: str = ""
    whole_url: str = ""

    def left_out_url(self, reason: str) -> str:
        return f"{self.url}/left-out?{urlencode([*self.query, ('reason', reason)])}"

    @property
    def url_with_query(self) -> str:
        return f"{self.url}?{urlencode(self.query)}" if self.query else self.url


def contact_list(request: Request) -> Subject:
    """The rows that were selected in the contact list, else all that its query shows. A filter that means nothing is refused."""
    label = pgettext("page.contacts", "Contacts")
    query = kept(request.GET)
    is_chosen = any(name in request.GET for name in CHOSEN)  # with nothing ticked among them it is refused
    of_list = urlencode([pair for pair in query if pair[0] not in CHOSEN])
    return Subject(
        title=label,
        contacts=selected(request).contacts.order_by("sort_name", "pk") if is_chosen else _listed(request),
        url=reverse("contacts_export"),
        back=f"{reverse('contacts')}?{of_list}" if of_list else reverse("contacts"),
        back_label=label,
        columns=visible(request, CONTACTS),
        for_mailing=bool(request.GET.get("within")),  # chosen in a group or a segment: one writes from there
        query=query,
        said=_said_of_selected(request) if is_chosen else _only_listed(selection_in(query_of(request), also=OWN)),
    )


def members_of(request: Request, code: str) -> Subject:
    group = group_to_read(code, by=request.user)
    return _to_mail(request, "mailing_group", group.code, MEMBERS, members(group))


def lines_of(request: Request, number: str) -> Subject:
    segment = segment_to_read(number, by=request.user)
    return _to_mail(request, "segment", segment.number, LINES, contacts_on_lines(segment))


def visible(request: Request, page: ListPage, *, left_out: Collection[str] = NOT_IN_FILES) -> list[str]:
    """The columns of the list in its order: those that its query names, else the ones it shows by itself.

    One that the list does not know stands among them, for the file to refuse: a list may leave it out, a file must not.
    """
    query = query_of(request)
    shown = ListState.read(query, page).columns
    unknown = [key for key in query.get("columns", "").split(",") if key and key not in shown]
    return [key for key in (*shown, *unknown) if key not in left_out]


def kept(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() if name not in NOT_KEPT for value in values]


def _to_mail(request: Request, page: str, called: str, listed: ListPage, contacts: ContactQuerySet) -> Subject:
    """What the list on `page` shows under the name or number `called`, in its order. A filter that means nothing is refused."""
    query = query_of(request)
    refuse_unknown(listed, query, also=OWN)
    filters = without_errors(filters_of(listed, query))
    state = ListState.read(query, listed)
    rows = shown(listed, contacts.filter(condition_of(filters)), state) if is_readable(request) else contacts.none()
    chosen = [*(Chosen(each.key, each.text) for each in filters), *([Chosen("search", state.text)] if state.text else [])]
    of_list = urlencode(kept(request.GET))
    url, back = reverse(f"{page}_export", args=[called]), reverse(page, args=[called])
    return Subject(
        title=called,
        contacts=rows,
        url=url,
        back=f"{back}?{of_list}" if of_list else back,
        back_label=called,
        columns=visible(request, listed),
        for_mailing=True,
        query=kept(request.GET),
        said=_only_listed(Selection(tuple(chosen)) if chosen else EVERYBODY),
        whole_url=url if chosen else "",
    )


def _only_listed(selection: Selection) -> str:
    if selection == EVERYBODY:
        return ""
    return pgettext("export.only_listed", "Only what the list shows: %(filter)s") % {"filter": sentence(selection)}


def _said_of_selected(request: Request) -> str:
    """Rows that were ticked are not listed again: they may be two hundred."""
    chosen = selected(request)
    if chosen.numbers:
        return pgettext("export.only_selected", "Only the rows that are selected")
    return _only_listed(chosen.selection)


def _listed(request: Request) -> ContactQuerySet:
    if not is_readable(request):
        return Contact.objects.none()
    query = query_of(request)
    return shown(CONTACTS, filtered(filters_in(query, also=OWN)), ListState.read(query, CONTACTS))
