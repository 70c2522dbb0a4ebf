"""Logging a segment, using a logged one again, and the cancel mark."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse

from postkring.accounts.access import require
from postkring.accounts.permissions import Permission
from postkring.api.acting import Act, Prepared
from postkring.api.answers import json_answer
from postkring.api.bodies import body_of, members_of, required
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
    wanted = members_of(body_of(asking.request, is_needed=False), LOG.takes).get(_FOLLOW_UP, False)
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
    members_of(body_of(asking.request, is_needed=False), SWITCH_CANCELED.takes)
    done = switch_canceled(LoggedSegment.objects.get(pk=asking.key), by=asking.by)
    canceled = LoggedSegment.objects.values_list("canceled", flat=True).get(pk=asking.key)
    return json_answer({"changeSet": done.number if done else None, "canceled": canceled})


def _reuse(key: int, body: Mapping[str, Any]) -> Prepared:
    required(body, "segmentNumber")
    return prepared_to_add(Segment.objects.get(pk=key), contacts_of_logged(logged_called(body["segmentNumber"])), NONE)


REUSE_ACT: Final = Act(Permission.EDIT_SEGMENTS, {"segmentNumber": str}, _reuse, lines_on)
LOG: Final = Bound(_log, {_FOLLOW_UP: bool}, "log")
SWITCH_CANCELED: Final = Bound(_switch, {}, "switchCanceled")
