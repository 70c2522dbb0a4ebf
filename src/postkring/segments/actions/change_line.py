"""Changing one line by itself (4.2), and putting another contact on it (R-4107)."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.interactions.access import template_called
from postkring.kit.errors import NotFound
from postkring.ledger.acts import Writer, act
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import (
    clean_campaign,
    clean_correspondence,
    clean_description,
    language_called,
    locked,
    salesperson_called,
)
from postkring.segments.actions.lines import add_line, remove_line
from postkring.segments.models import Segment, SegmentLine


class LineValues(TypedDict, total=False):
    """What of a line is changed; salesperson, language and template by code, "" for none."""

    description: str
    day: date
    salesperson: str
    campaign_number: str
    correspondence_type: str
    language: str
    interaction_template: str


def change_line(line: SegmentLine, *, by: User, **given: Unpack[LineValues]) -> ChangeSet | None:
    """Of this line alone. None when it says so already."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.change_line", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        segment = locked(line.segment, at=writer.change_set)
        stored = _held(segment, line)
        _write(writer, stored, _values(given, stored))
        contact = f"{stored.contact.number} {stored.contact.name}"
        writer.count(changed=1)
        writer.say(lambda: _sentence(segment, contact))
    return writer.change_set if writer.did_something else None


def replace_contact(line: SegmentLine, contact_number: str, *, by: User) -> SegmentLine:
    """Another contact on this line: Reduce of the old one, and Add of the new one. Both, or neither.

    R-4101: the line says anew what header and contact say; of its own it keeps its place, and the id that others know it by.
    """
    require(by, Permission.EDIT_SEGMENTS)
    with transaction.atomic():
        stored = _held(line.segment, line)
        remove_line(stored.segment, stored.contact.number, by=by)
        step = add_line(stored.segment, contact_number, by=by)
        new = SegmentLine.objects.filter(segment=stored.segment, added_by=step.change_set)
        new.update(guid=stored.guid, line_number=stored.line_number)
        return new.get()


def _held(segment: Segment, line: SegmentLine) -> SegmentLine:
    stored = SegmentLine.objects.select_related("segment", "contact").filter(pk=line.pk, segment=segment).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    return stored


def _values(given: LineValues, stored: SegmentLine) -> dict[str, Any]:
    """Columns and values, as they are to be stored."""
    values: dict[str, Any] = {}
    if "description" in given:
        values["description"] = clean_description(given["description"])
    if "day" in given:
        values["date"] = given["day"]
    if "salesperson" in given:
        values["salesperson"] = salesperson_called(given["salesperson"], has=stored.salesperson_id)
    if "campaign_number" in given:
        values["campaign_number"] = clean_campaign(given["campaign_number"])
    if "correspondence_type" in given:
        values["correspondence_type"] = clean_correspondence(given["correspondence_type"])
    if "language" in given:
        values["language"] = language_called(given["language"])
    if "interaction_template" in given:
        values["interaction_template"] = template_called(given["interaction_template"])
    return values


def _write(writer: Writer, line: SegmentLine, values: dict[str, Any]) -> None:
    row = SegmentLine.objects.filter(pk=line.pk)
    if values:
        with writer.updating(row, list(values)):
            row.update(**values)


def _sentence(segment: Segment, contact: str) -> str:
    return pgettext("ledger.line_changed", "%(contact)s: line of segment %(number)s changed") % {
        "contact": contact,
        "number": segment.number,
    }
