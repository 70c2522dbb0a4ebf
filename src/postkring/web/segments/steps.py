"""The steps that made the choice: each with its sentence, and with the contacts that it added and removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.kit.errors import NotFound
from postkring.ledger.models import Image
from postkring.lists.segments import STEPS, TOUCHED
from postkring.segments.access import segment_to_read
from postkring.segments.models import SegmentStep
from postkring.segments.queries import steps_of, touched_by_step
from postkring.segments.words import said
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.tables import Column

ADDED, REMOVED = "added", "removed"
_KINDS = {ADDED: Image.INSERTED, REMOVED: Image.DELETED}


@dataclass(frozen=True)
class Entry:
    """One step as the log shows it; its numbers lead to exactly those contacts."""

    number: int
    title: str
    sentence: str
    added: int
    removed: int
    by: str
    at: datetime
    url: str

    @property
    def added_url(self) -> str:
        return f"{self.url}?show={ADDED}"

    @property
    def removed_url(self) -> str:
        return f"{self.url}?show={REMOVED}"


# What a row of a contact shows, and no more.
SHOWN: Final = ("number", "sort_name", "type", "name", "company_name", "city")


def entries(number: str, steps: Iterable[SegmentStep]) -> list[Entry]:
    return [_entry(number, step) for step in steps]


def _entry(number: str, step: SegmentStep) -> Entry:
    return Entry(
        number=step.action_number,
        title=step.get_action_display(),
        sentence=said(step),
        added=step.added,
        removed=step.removed,
        by=str(step.change_set.by or ""),
        at=step.change_set.at,
        url=reverse("segment_step", args=[number, step.action_number]),
    )


def criteria(request: Request, number: str) -> HttpResponse:
    segment = segment_to_read(number, by=request.user)
    found = listed(request, STEPS, steps_of(segment))
    context = {
        "title": pgettext("page.segment_criteria", "Segment Criteria"),
        "segment": segment,
        **table(request, found, _step_columns()),
        "may_edit": may(request.user, Permission.EDIT_SEGMENTS),
        "rows": entries(segment.number, found.rows),
    }
    return part(request, "segments/step_rows.html", context) if is_part(request) else answer(request, "segments/criteria.html", context)


def step(request: Request, number: str, action_number: int) -> HttpResponse:
    segment = segment_to_read(number, by=request.user)
    found = steps_of(segment).filter(action_number=action_number).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=number)
    entry = _entry(segment.number, found)
    shown = request.GET.get("show", "")
    if shown not in _KINDS:
        shown = REMOVED if entry.removed and not entry.added else ADDED
    contacts = listed(request, TOUCHED, touched_by_step(found, kind=_KINDS[shown]).only(*SHOWN))
    context = {
        "title": pgettext("segment.step", "%(action)s, step %(number)s") % {"action": entry.title, "number": entry.number},
        "segment": segment,
        "entry": entry,
        "shown": shown,
        "deleted_since": 0 if contacts.state.text or not contacts.is_exact else vars(found)[shown] - contacts.total,
        **table(request, contacts, contact_columns()),
    }
    return part(request, "segments/touched.html", context) if is_part(request) else answer(request, "segments/step.html", context)


def _step_columns() -> list[Column]:
    return [
        Column("number", pgettext("field.no", "No."), sort="step", kind="number", rank=1),
        Column("action", pgettext("field.action", "Action"), rank=1),
        Column("sentence", pgettext("tab.criteria", "Criteria"), kind="wide", rank=1),
        Column("added", pgettext("field.added", "Added"), kind="number", rank=1),
        Column("removed", pgettext("field.removed", "Removed"), kind="number", rank=1),
        Column("by", pgettext("field.by", "By")),
        Column("at", pgettext("field.at", "At")),
    ]


def contact_columns() -> list[Column]:
    return [
        Column("number", pgettext("field.contact_no", "Contact No."), sort="number", rank=1),
        Column("name", pgettext("field.name", "Name"), sort="name", kind="wide", rank=1),
        Column("company_name", pgettext("field.company_name", "Company Name")),
        Column("city", pgettext("field.city", "City")),
    ]
