"""Changing the header of a segment; its lines follow (R-4003)."""

from datetime import date
from typing import Any, Final, TypedDict, Unpack

from django.db.models import QuerySet
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.interactions.access import template_called
from postkring.ledger.acts import Writer, act
from postkring.ledger.long_acts import Data, LongAct, Todo, begin, keys, mean_these
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import clean_campaign, clean_correspondence, clean_description, locked, salesperson_called
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import line_keys, read_before
from postkring.segments.under_way import HELD

_VERB: Final = "segment.change"
_TEMPLATE: Final = "interaction_template"


class Header(TypedDict, total=False):
    """What of a header is changed; a salesperson and a template by code, "" for none."""

    description: str
    day: date
    salesperson: str
    campaign_number: str
    correspondence_type: str
    interaction_template: str


def change_segment(segment: Segment, *, by: User, **given: Unpack[Header]) -> ChangeSet | None:
    """None when header and lines say so already."""
    require(by, Permission.EDIT_SEGMENTS)
    with act(_VERB, by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored, changed, had = _change_header(writer, segment, given)
        _follow(writer, stored, SegmentLine.objects.filter(segment=stored), changed, had)
        writer.count(changed=1)
        writer.say(lambda: _sentence(stored.number))
    return writer.change_set if writer.did_something else None


def change_segment_in_steps(segment: Segment, *, by: User, **given: Unpack[Header]) -> ChangeSet | None:
    """The same act in steps: the header when it begins, then its lines. Nobody else changes the segment meanwhile."""
    require(by, Permission.EDIT_SEGMENTS)
    lines = read_before(segment, line_keys)

    def settle(writer: Writer) -> Data:
        stored, changed, had = _change_header(writer, segment, given)
        mean_these(writer, lines(stored) if changed else [])
        writer.count(changed=1)
        return {HELD: stored.pk, "number": stored.number, "columns": changed, "template": had}

    begun = begin(CHANGING, _VERB, by=by, permission=Permission.EDIT_SEGMENTS, settle=settle)
    return go_on_by(CHANGING, begun, by=by)


def _step(writer: Writer, todo: Todo, data: Data) -> None:
    stored = locked(Segment(pk=data[HELD], number=data["number"]), at=writer.change_set)
    _follow(writer, stored, SegmentLine.objects.filter(pk__in=keys(todo)), data["columns"], data["template"])


def _values(given: Header, stored: Segment) -> dict[str, Any]:
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
    if "interaction_template" in given:
        values["interaction_template"] = template_called(given["interaction_template"])
    return values


def _change_header(writer: Writer, segment: Segment, given: Header) -> tuple[Segment, list[str], str | None]:
    """The header as it is by now, what of it became another, and the template that it had.

    No more than what became another goes to the lines, which may say otherwise.
    """
    stored = locked(segment, at=writer.change_set)
    had = stored.interaction_template_id
    values = {name: value for name, value in _values(given, stored).items() if value != getattr(stored, name)}
    for name, value in values.items():
        setattr(stored, name, value)
    if values:
        with writer.updating(Segment.objects.filter(pk=stored.pk), list(values)):
            stored.save(update_fields=list(values))
    return stored, list(values), had


def _follow(writer: Writer, segment: Segment, lines: QuerySet[SegmentLine], columns: list[str], had: str | None) -> None:
    """Another template goes to every line (R-4005), all else to those that have the template that the header `had` (R-4003)."""
    values = {name: getattr(segment, name) for name in columns}
    if not values:
        return
    with writer.updating(lines, columns):
        template = {_TEMPLATE: values.pop(_TEMPLATE)} if _TEMPLATE in values else {}
        if values:
            lines.filter(**{_TEMPLATE: had}).update(**values)
        if template:
            lines.update(**template)


def _sentence(number: str) -> str:
    return pgettext("ledger.segment_changed", "Segment %(number)s changed") % {"number": number}


CHANGING: Final = LongAct(write=_step, said=lambda data, _: _sentence(data["number"]))
