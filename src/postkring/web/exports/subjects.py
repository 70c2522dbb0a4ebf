"""What is exported from a page: which contacts, in which order, and what the page itself shows of them."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.classifications.access import group_to_read
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.lists.contacts import CONTACTS, MODIFIED, filtered, filters_in
from postkring.lists.export.sources import contacts_of, members_in_order, shown
from postkring.lists.listing import ListPage, ListState
from postkring.lists.names import refuse_unknown
from postkring.segments.access import segment_to_read
from postkring.web.bulk.selected import selected
from postkring.web.listings import is_readable, query_of
from postkring.web.request import Request

# Of a list's own query, what says which rows these are; not which of its pages was open.
NOT_KEPT = ("page", "after", "count", "size", "format", "content", "for_mailing", "reason", "filters", "add", "choose", "view")
OWN: Final = ("format", "content", "for_mailing", "reason")  # what a window of an export itself asks
_WHOLE: Final = ListPage(orders={}, default="")  # all that a page shows: nothing narrows it


@dataclass(frozen=True)
class Subject:
    """`url` is the window of the export, `back` the page that one comes from; `query` says in their URLs which rows these are."""

    title: str
    contacts: ContactQuerySet
    url: str
    back: str
    back_label: str
    columns: list[str]
    for_mailing: bool = False
    query: list[tuple[str, str]] = field(default_factory=list)

    def left_out_url(self, reason: str) -> str:
        return f"{self.url}/left-out?{urlencode([*self.query, ('reason', reason)])}"

    @property
    def url_with_query(self) -> str:
        return f"{self.url}?{urlencode(self.query)}" if self.query else self.url


def contact_list(request: Request) -> Subject:
    """The rows that were selected in the contact list, else all that its query shows. A filter that means nothing is refused."""
    label = pgettext("page.contacts", "Contacts")
    query = kept(request.GET)
    is_chosen = "selected" in request.GET or "every" in request.GET
    of_list = urlencode([pair for pair in query if pair[0] != "selected"])
    return Subject(
        title=label,
        contacts=selected(request).contacts.order_by("sort_name", "pk") if is_chosen else _listed(request),
        url=reverse("contacts_export"),
        back=f"{reverse('contacts')}?{of_list}" if of_list else reverse("contacts"),
        back_label=label,
        columns=visible(request),
        for_mailing=bool(request.GET.get("within")),  # chosen in a group or a segment: one writes from there
        query=query,
    )


def members_of(request: Request, code: str) -> Subject:
    group = group_to_read(code, by=request.user)
    return _to_mail(request, "mailing_group", group.code, members_in_order(group))


def lines_of(request: Request, number: str) -> Subject:
    segment = segment_to_read(number, by=request.user)
    return _to_mail(request, "segment", segment.number, contacts_of(segment))


def visible(request: Request) -> list[str]:
    """The columns of the contact list in its order: those that its query names, else the ones it shows by itself.

    One that the list does not know stands among them, for the file to refuse: a list may leave it out, a file must not.
    """
    query = query_of(request)
    shown = ListState.read(query, CONTACTS).columns
    unknown = [key for key in query.get("columns", "").split(",") if key and key not in shown]
    return [key for key in (*shown, *unknown) if key != MODIFIED]


def kept(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() if name not in NOT_KEPT for value in values]


def _to_mail(request: Request, page: str, called: str, contacts: ContactQuerySet) -> Subject:
    """All contacts of what `page` shows under the name or number `called`. A filter that would not be heeded is refused."""
    refuse_unknown(_WHOLE, query_of(request), also=OWN)
    return Subject(
        title=called,
        contacts=contacts,
        url=reverse(f"{page}_export", args=[called]),
        back=reverse(page, args=[called]),
        back_label=called,
        columns=visible(request),
        for_mailing=True,
    )


def _listed(request: Request) -> ContactQuerySet:
    if not is_readable(request):
        return Contact.objects.none()
    query = query_of(request)
    return shown(CONTACTS, filtered(filters_in(query, also=OWN)), ListState.read(query, CONTACTS))
