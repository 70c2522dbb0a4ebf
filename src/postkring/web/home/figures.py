"""What the home page shows: the first steps with what has been done of them, then the numbers one looks at daily."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.queries import empty_groups
from postkring.classifications.several import SEVERAL
from postkring.contacts.models import Contact
from postkring.contacts.queries import without_email
from postkring.ledger.doors import DEMO
from postkring.ledger.models import ChangeSet
from postkring.saved_views.models import SavedView
from postkring.saved_views.queries import pinned_by
from postkring.segments.logged import open_segments
from postkring.web.frame import url_or_nothing

# The acts that a first step consists of. What the demo organisation brought along came in by a door of its own.
GROUP_MADE: Final = ("mailing_group.create",)
GROUP_ASSIGNED: Final = ("mailing_group.add", "mailing_group.replace", SEVERAL)
WAITING: Final = 2
SEGMENT_FILLED: Final = ("segment.add_contacts", "segment.add_line")


@dataclass(frozen=True)
class FirstStep:
    text: str
    note: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class Cue:
    """`counted_at` is asked for the number after the page is there, while `count` is None."""

    label: str
    count: int | None
    url: str
    icon: str
    warning: str = ""
    counted_at: str = ""


def first_steps(user: User) -> list[FirstStep]:
    """The steps of the main job that this user may take; none when all of them have been taken."""
    offered = [
        (
            Permission.EDIT_CONTACTS,
            GROUP_MADE,
            "mailing_groups",
            pgettext("home.step_group", "Make a mailing group"),
            pgettext("home.step_group_note", "A code and a description, for instance GIFT"),
        ),
        (
            Permission.EDIT_CONTACTS,
            GROUP_ASSIGNED,
            "contacts",
            pgettext("home.step_assign", "Assign it to contacts"),
            pgettext("home.step_assign_note", "From the contact’s card, or from the list for several at once"),
        ),
        (
            Permission.EDIT_SEGMENTS,
            SEGMENT_FILLED,
            "segments",
            pgettext("home.step_segment", "Choose contacts for a segment"),
            pgettext("home.step_segment_note", "By their mailing groups and everything else that is known of them"),
        ),
    ]
    steps = [
        FirstStep(text, note, url_or_nothing(place), _was_done(verbs))
        for permission, verbs, place, text, note in offered
        if may(user, permission)
    ]
    return [] if all(step.is_done for step in steps) else [step for step in steps if step.url]


def cues() -> list[Cue]:
    """Numbers, each with the URL of exactly the records it counts."""
    look = pgettext("home.cue_look", "Look at these")
    offered: list[tuple[str, models.QuerySet[Any], str, str, str]] = [  # the last two wait for somebody to act on them
        (pgettext("home.cue_contacts", "Contacts"), Contact.objects.all(), "contacts", "", "contact-round"),
        (pgettext("home.cue_companies", "Companies"), Contact.objects.companies(), "contacts", "?type=Company", "building-2"),
        (pgettext("home.cue_persons", "Persons"), Contact.objects.persons(), "contacts", "?type=Person", "user-round"),
        (pgettext("home.cue_open_segments", "Open segments"), open_segments(), "segments", "?status=open", "list-filter"),
        (pgettext("home.cue_no_email", "Contacts without email"), without_email(), "contacts", "?email=%27%27", "mail"),
        (pgettext("home.cue_empty_groups", "Empty mailing groups"), empty_groups(), "mailing_groups", "?empty=1", "inbox"),
    ]
    shown = [(label, rows.count(), url_or_nothing(place), query, icon) for label, rows, place, query, icon in offered]
    return [
        Cue(label, count, url + query, icon, look if place >= len(shown) - WAITING and count else "")
        for place, (label, count, url, query, icon) in enumerate(shown)
        if url
    ]


def pinned_cues(user: User) -> list[Cue]:
    """The views that the user has put here."""
    return [cue_of(view) for view in pinned_by(user)]


def cue_of(view: SavedView) -> Cue:
    key = [view.pk]
    return Cue(view.name, None, reverse("saved_view", args=key), "bookmark", counted_at=reverse("saved_view_count", args=key))


def _was_done(verbs: tuple[str, ...]) -> bool:
    return ChangeSet.objects.filter(verb__in=verbs, undone_by__isnull=True).exclude(door=DEMO).exists()
