"""A step that a page asks for: taken once, by the number that its button shows."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse

from postkring.kit.errors import DomainError
from postkring.segments.models import Segment, StepAction
from postkring.web.changes.acts import tell
from postkring.web.once import OnceForm, sending
from postkring.web.pages import done
from postkring.web.request import Request
from postkring.web.segments.criteria_form import CriteriaForm
from postkring.web.tasks.doing import Outcome

_DIGITS = 9


def form_of(request: Request, action: StepAction) -> CriteriaForm:
    """A link may bring filters along: they are filled in, and only shown."""
    form = CriteriaForm(request.POST if request.method == "POST" else request.GET or None, action=action)
    if request.method != "POST" and form.is_bound:
        form.refuse_unknown_names()
    return form


def number_shown(request: Request, button: str) -> int | None:
    """None where the page could not know the number yet."""
    shown = request.POST[button]
    return int(shown) if shown.isascii() and shown.isdecimal() and len(shown) <= _DIGITS else None


def taken(request: Request, segment: Segment, form: OnceForm, act: Callable[[], Outcome]) -> HttpResponse | None:
    """Leads to the segment, or to the page that follows the task. None when it was refused: the form says why."""
    try:
        with sending(form, by=request.user) as first:
            if first:
                outcome = act()
                if outcome.task:
                    return done(request, outcome.task)
                tell(request, outcome.change_set)
    except DomainError as error:
        form.refuse(error)
        return None
    return done(request, reverse("segment", args=[segment.number]))
