"""What every page stands in: the navigation, the menus, the languages, the theme. Nothing is looked up until it is shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext
from django_htmx.middleware import HtmxDetails

from postkring.accounts.models import Theme, User
from postkring.setup.queries import organisation
from postkring.web.assets import STYLESHEET
from postkring.web.help.contents import subject_of
from postkring.web.places import NAVIGATION, NEW_CONTACT, NEW_MAILING_GROUP, NEW_SEGMENT, SET_UP_PAGES, SETUP, Place, open_places
from postkring.web.request import PublicRequest

PRODUCT: Final = "Postkring"

MODULES: Final = tuple(
    f"js/{name}.js"
    for name in (
        "announce",
        "keys",
        "dialog",
        "typed",
        "focus",
        "known",
        "menu",
        "tell_me",
        "lookup",
        "listbox",
        "entries",
        "selection",
        "dropped",
        "rows",
        "lists",
        "columns",
        "records",
        "returning",
        "group_states",
        "toast",
        "fasttab",
        "form",
        "copy",
        "saving",
    )
)


@dataclass(frozen=True)
class Link:
    place: Place
    url: str
    is_current: bool


@dataclass(frozen=True)
class NewRecord:
    """A line of the menu New. `as_window`: it is short enough to be filled in over the page one is on."""

    label: str
    url: str
    icon: str
    as_window: bool


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def user(self) -> User | AnonymousUser:
        return getattr(self.request, "user", AnonymousUser())

    @cached_property
    def layout(self) -> str:
        if is_dialog(self.request):
            return "frame_dialog.html"
        return "frame.html" if self.user.is_authenticated else "frame_plain.html"

    @property
    def is_dialog(self) -> bool:
        return is_dialog(self.request)

    @cached_property
    def _offered(self) -> list[tuple[Place, str]]:
        return list(open_places(self.user))

    @cached_property
    def navigation(self) -> list[Link]:
        return self._links(NAVIGATION)

    @cached_property
    def new_records(self) -> list[NewRecord]:
        """What the menu New offers, as far as the user may."""
        offered = dict(self._offered)
        labels = (
            (NEW_CONTACT, pgettext("page.contact", "Contact"), False),
            (NEW_MAILING_GROUP, pgettext("page.mailing_group", "Mailing Group"), True),
            (NEW_SEGMENT, pgettext("page.segment", "Segment"), True),
        )
        return [NewRecord(label, offered[place], place.icon, as_window) for place, label, as_window in labels if place in offered]

    @property
    def new_records_said(self) -> str:
        """Lists have a button New of their own: read out, this one says what it makes."""
        return ", ".join(record.label for record in self.new_records)

    @property
    def languages(self) -> list[tuple[str, str]]:
        return list(settings.LANGUAGES)

    @property
    def language(self) -> str:
        return (translation.get_language() or settings.LANGUAGE_CODE)[:2]

    @property
    def language_name(self) -> str:
        return dict(self.languages).get(self.language, "")

    @property
    def stylesheet(self) -> str:
        return STYLESHEET

    @property
    def modules(self) -> tuple[str, ...]:
        return MODULES

    @property
    def time_zone(self) -> str:
        """The zone of the organisation, in which every time is shown."""
        return timezone.get_current_timezone_name()

    @property
    def theme(self) -> str:
        return self.user.theme if isinstance(self.user, User) else Theme.SYSTEM

    @property
    def shortcuts(self) -> bool:
        return not isinstance(self.user, User) or self.user.shortcuts

    @property
    def help_url(self) -> str:
        """The chapter of the manual that is about this page."""
        match = self.request.resolver_match
        return subject_of(match.url_name if match else None).url

    @cached_property
    def organisation(self) -> str:
        return organisation().name or PRODUCT

    @property
    def here(self) -> str:
        """Where a small form of the frame returns to. A form that was posted cannot be asked for again."""
        if is_part(self.request):
            return cast(PublicRequest, self.request).htmx.current_url_abs_path or self.request.path
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    def _links(self, places: tuple[Place, ...]) -> list[Link]:
        offered = self._offered
        nearest = max(((url, place) for place, url in offered if self._is_under(url)), key=lambda pair: len(pair[0]), default=("", None))[1]
        current = SETUP if nearest in SET_UP_PAGES else nearest
        return [Link(place, place.way_in, place is current) for place, _ in offered if place in places]

    def _is_under(self, url: str) -> bool:
        return self.request.path == url or (url != "/" and self.request.path.startswith(url))


def context(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}


def is_part(request: HttpRequest) -> bool:
    """Does htmx ask, for something that goes into a page that is already there?"""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def is_dialog(request: HttpRequest) -> bool:
    return is_part(request) and cast(PublicRequest, request).htmx.target == "dialog"


def url_or_nothing(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
