from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext, pgettext

from postkring.kit.errors import DomainError
from postkring.kit.text import grouped
from postkring.segments.access import saved_criteria_to_change, saved_criteria_to_read, segment_to_change
from postkring.segments.actions.reuse_criteria import rows_of
from postkring.segments.models import Segment, SegmentStep
from postkring.segments.queries import last_step, steps_of
from postkring.web.changes.acts import tell
from postkring.web.once import sending
from postkring.web.pages import INVALID, answer, done, toast
from postkring.web.request import Request
from postkring.web.saved_criteria.forms import ReuseForm
from postkring.web.segments.choose_open import choose_open
from postkring.web.tasks.doing import do


def reuse(request: Request, number: str) -> HttpResponse:
    """Asks which criteria, and whether they may come behind the steps that are there (R-4503)."""
    segment = segment_to_change(number, by=request.user)
    step_count = steps_of(segment).count()
    form = ReuseForm(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")}, has_steps=bool(step_count)
    )
    if form.is_valid():
        try:
            with sending(form, by=request.user) as first:
                task = _take(request, segment, form.cleaned_data["code"]) if first else ""
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, task or reverse("segment", args=[segment.number]))
    steps = npgettext(
        "criteria.steps_there", "Segment %(number)s has %(count)s step.", "Segment %(number)s has %(count)s steps.", step_count
    )
    context = {
        "title": pgettext("action.reuse_criteria", "Reuse Criteria"),
        "segment": segment,
        "form": form,
        "steps_there": steps % {"number": segment.number, "count": grouped(step_count)} if step_count else "",
    }
    return answer(request, "saved_criteria/reuse.html", context, status=INVALID if form.errors else 200)


def reuse_on(request: Request, code: str) -> HttpResponse:
    """From the card of the criteria: on which open segment, or on a new one."""
    saved = saved_criteria_to_change(code, by=request.user)
    return choose_open(
        request,
        title=pgettext("action.reuse_criteria", "Reuse Criteria"),
        said=" · ".join(filter(None, [saved.code, saved.description])),
        back=(reverse("saved_criterion", args=[saved.code]), saved.code),
        asked={"code": saved.code},
        page="segment_reuse_criteria",
    )


def _take(request: Request, segment: Segment, code: str) -> str:
    """The page to follow it on, where it is done by a task. One step is told with its Undo; of several Go Back takes one after another."""
    saved, before = saved_criteria_to_read(code, by=request.user), last_step(segment)
    rows = rows_of(segment, saved)
    arguments = {"number": segment.number, "code": saved.code, "rows": rows}
    outcome = do(request, "reuse_criteria", arguments, rows=rows, origin=reverse("segment", args=[segment.number]))
    if outcome.change_set:
        taken = SegmentStep.objects.filter(segment=segment, action_number__gt=before.action_number if before else 0).count()
        if taken == 1:
            tell(request, outcome.change_set)
        else:
            message = npgettext(
                "criteria.taken", "Criteria %(code)s: %(count)s step taken", "Criteria %(code)s: %(count)s steps taken", taken
            )
            toast(request, message % {"code": saved.code, "count": grouped(taken)})
    return outcome.task
