"""Logging a segment, using a logged one again, and the cancel mark."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.permissions import Permission
from postkring.api import errors
from postkring.api.acting import Act, Prepared
from postkring.api.answers import json_answer
from postkring.api.bodies import body_of, required
from postkring.api.bound import Asking, Bound
from postkring.api.sets.segment_acts import lines_on, prepared_to_add
from postkring.segments.actions import log_segment, switch_canceled
from postkring.segments.actions.log import BLOCKED, contacts_of_logged
from postkring.segments.logged import logged_called
from postkring.segments.models import LoggedSegment, Segment
from postkring.segments.options import NONE

_FOLLOW_UP: Final = "createFollowUp"


def _log(asking: Asking) -> HttpResponse:
    require(asking.by, Permission.EDIT_SEGMENTS)
    wanted = _members(asking, {_FOLLOW_UP: bool}).get(_FOLLOW_UP, False)
    logged = log_segment(Segment.objects.get(pk=asking.key), create_follow_up=wanted, by=asking.by)
    return json_answer(
        {
            "changeSet": logged.change_set.number,
            "entries": logged.entries,
            "leftOut": {BLOCKED: logged.skipped},
            "followUpSegmentNumber": logged.follow_up.number if logged.follow_up else None,
        }
    )


def _switch(asking: Asking) -> HttpResponse:
    require(asking.by, Permission.EDIT_SEGMENTS)
    _members(asking, {})
    done = switch_canceled(LoggedSegment.objects.get(pk=asking.key), by=asking.by)
    canceled = LoggedSegment.objects.values_list("canceled", flat=True).get(pk=asking.key)
    return json_answer({"changeSet": done.number if done else None, "canceled": canceled})


def _members(asking: Asking, known: Mapping[str, type]) -> Mapping[str, Any]:
    body = body_of(asking.request, is_needed=False)
    for name, value in body.items():
        if name not in known:
            raise errors.RequestError(pgettext("msg.api_no_member", "This act takes no “%(name)s”.") % {"name": name[:50]}, field=name[:50])
        if not isinstance(value, known[name]):
            raise errors.WrongType(pgettext("msg.api_wrong_type", "%(name)s takes a value of another type.") % {"name": name}, field=name)
    return body


def _reuse(key: int, body: Mapping[str, Any]) -> Prepared:
    required(body, "segmentNumber")
    return prepared_to_add(Segment.objects.get(pk=key), contacts_of_logged(logged_called(body["segmentNumber"])), NONE)


REUSE_ACT: Final = Act(Permission.EDIT_SEGMENTS, {"segmentNumber": str}, _reuse, lines_on)
LOG: Final = Bound(_log, {_FOLLOW_UP: bool}, "log")
SWITCH_CANCELED: Final = Bound(_switch, {}, "switchCanceled")
