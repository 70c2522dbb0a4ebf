from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.kit.errors import DomainError
from postkring.ledger.undo_in_steps import rows_of
from postkring.segments.access import segment_to_change
from postkring.segments.actions import go_back
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.queries import last_step
from postkring.web.changes.acts import tell
from postkring.web.errors import sentences
from postkring.web.pages import INVALID, answer, done, warn
from postkring.web.request import Request
from postkring.web.segments.steps import entries
from postkring.web.tasks.doing import already, url_of
from postkring.work.actions import plan
from postkring.work.queries import is_long, open_for


def take_back(request: Request, number: str) -> HttpResponse:
    """Says what the last step did and what stays without it; posted with that step's number, it takes the step back."""
    segment = segment_to_change(number, by=request.user)
    if request.method != "POST":
        return _ask(request, segment)
    asked = request.POST.get("step", "")
    step, last = int(asked) if asked.isdecimal() and len(asked) < 10 else 0, last_step(segment)
    if last and last.action_number == step and is_long(rows := rows_of(last.change_set)):
        segment_url = reverse("segment", args=[segment.number])
        arguments = {"number": segment.number, "step": step, "taken_back": last.change_set.number, "rows": rows}
        if work := open_for(("go_back",), number=segment.number, step=step):
            return already(request, work)
        return done(request, url_of(plan("go_back", arguments, total=rows, origin=segment_url, by=request.user)))
    try:
        report = go_back(segment, step=step, by=request.user)
    except DomainError as error:
        return _ask(request, segment, refused=sentences(error))
    tell(request, report.change_set)
    if report.left:
        left = pgettext("msg.undo_partly", "Undone: %(undone)s · left as it is: %(left)s")
        warn(request, left % {"undone": report.undone, "left": report.left})
    return done(request, reverse("segment", args=[segment.number]))


def _ask(request: Request, segment: Segment, *, refused: list[str] | None = None) -> HttpResponse:
    step = last_step(segment)
    now = SegmentLine.objects.filter(segment=segment).count()
    context = {
        "title": pgettext("action.go_back", "Go Back"),
        "segment": segment,
        "refused": refused or [],
        "entry": entries(segment.number, [step])[0] if step else None,
        "now": now,
        "then": _afterwards(now, step),
    }
    return answer(request, "segments/go_back.html", context, status=INVALID if refused else 200)


def _afterwards(now: int, step: SegmentStep | None) -> int:
    return now - step.added + step.removed if step else now
