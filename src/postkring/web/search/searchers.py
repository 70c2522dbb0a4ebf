"""Who searches records for Tell me. Each room's pages contribute one searcher; the order here is the order on the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.translation import get_language, pgettext

from postkring.accounts.models import User
from postkring.classifications.queries import groups_matching
from postkring.contacts.models import Contact
from postkring.contacts.queries import searching
from postkring.lists.listing import ListState, Order, listing
from postkring.lists.saved_criteria import holding
from postkring.lists.segments import SEGMENTS
from postkring.saved_views.queries import matching, visible_to
from postkring.segments.models import SavedCriteria, Segment
from postkring.web.classifications.pages import OF_GROUPS, OTHERS, Pages
from postkring.web.help.chapters import chapters, find
from postkring.web.help.contents import TO_COME, written_in
from postkring.web.search.coming import coming

PASSAGES = 3  # of the manual; whoever searches wants the record


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    heading: str
    hits: Sequence[Hit]


# (text as typed, whoever searches, how many at most) -> its heading and hits; no hits: the group is not shown.
Searcher = Callable[[str, User, int], Group]


def contacts(text: str, user: User, at_most: int) -> Group:
    found = searching(Contact.objects.all(), text).order_by("sort_name", "pk")[:at_most]
    hits = [
        Hit(
            contact.name,
            reverse("contact", args=[contact.number]),
            "building-2" if contact.is_company else "user-round",
            " · ".join(filter(None, [contact.number, contact.company_name if contact.is_person else "", contact.city])),
        )
        for contact in found
    ]
    return Group(pgettext("page.contacts", "Contacts"), hits)


def codes(text: str, user: User, at_most: int, *, pages: Pages) -> Group:
    found = groups_matching(text, pages.spec)[:at_most]
    hits = [Hit(group.code, pages.url(group.code), pages.icon, group.description) for group in found]
    return Group(str(pages.title), hits)


def segments(text: str, user: User, at_most: int) -> Group:
    newest = ListState(text=text, orders=(Order("number", descending=True),))
    found = listing(SEGMENTS, Segment.objects.all(), newest).rows[:at_most]
    hits = [Hit(segment.number, reverse("segment", args=[segment.number]), "list-filter", segment.description) for segment in found]
    return Group(pgettext("page.segments", "Segments"), hits)


def saved_criteria(text: str, user: User, at_most: int) -> Group:
    found = holding(SavedCriteria.objects.all(), text).order_by("code")[:at_most] if text.strip() else ()
    hits = [Hit(saved.code, reverse("saved_criterion", args=[saved.code]), "bookmark", saved.description) for saved in found]
    return Group(pgettext("page.saved_segment_criteria", "Saved Segment Criteria"), hits)


def views(text: str, user: User, at_most: int) -> Group:
    found = matching(visible_to(user), text).order_by("name_folded", "pk")[:at_most]
    hits = [Hit(view.name, reverse("saved_view", args=[view.pk]), "bookmark", view.get_list_name_display()) for view in found]
    return Group(pgettext("view.views", "Views"), hits)


def manual(text: str, user: User, at_most: int) -> Group:
    spoken = (get_language() or "")[:2]
    found = find(text, written_in(spoken), min(at_most, PASSAGES))
    hits = [Hit(passage.chapter.title, passage.url, "book-open", passage.heading) for passage in found]
    if name := coming(text, spoken):
        chapter = next(each for each in chapters(written_in(spoken)) if each.subject.name == TO_COME)
        others = [hit for hit, passage in zip(hits, found, strict=True) if passage.chapter != chapter]
        hits = [Hit(chapter.title, chapter.url, "book-open", name), *others[: PASSAGES - 1]]
    return Group(pgettext("search.help", "Search Help"), hits)


SEARCHERS: tuple[Searcher, ...] = (
    contacts,
    partial(codes, pages=OF_GROUPS),
    segments,
    *(partial(codes, pages=pages) for pages in OTHERS),
    saved_criteria,
    views,
    manual,
)
