"""Why a contact is in a segment, or is not: every step, each criterion as it is today, and what the step did with the contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.permissions import Permission
from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.contacts.access import contact_to_read
from postkring.contacts.models import Contact
from postkring.kit.errors import DomainError
from postkring.segments.access import segment_to_read
from postkring.segments.explaining import Asked, Explained, Explanation, explanation
from postkring.segments.models import StepAction
from postkring.segments.options import read_options
from postkring.segments.words import said
from postkring.web.markup import format_html
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.routes import page
from postkring.web.segments.forms import LineForm
from postkring.web.typed_contact import typed_contact

_LOOKS: Final = {True: "good", False: "neutral", None: "bad"}


@dataclass(frozen=True)
class Criterion:
    sentence: str
    kind: str
    said: str
    seen: str


@dataclass(frozen=True)
class Step:
    """`verdict` says what the step did with the contact; `through` is of whom its company was brought in or kept."""

    number: int
    title: str
    sentence: str
    url: str
    criteria: Sequence[Criterion]
    verdict: str
    through: Contact | None


def ask(request: Request, number: str) -> HttpResponse:
    """Any contact, by number or name."""
    segment = segment_to_read(number, by=request.user)
    form = LineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            contact = typed_contact(form.cleaned_data["contact"], field="contact")
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, reverse("segment_why_contact", args=[segment.number, contact.number]))
    context = {"title": pgettext("page.why", "Why?"), "segment": segment, "form": form}
    return answer(request, "segments/why_ask.html", context, status=INVALID if form.errors else 200)


def why(request: Request, number: str, contact: str) -> HttpResponse:
    segment, asked = segment_to_read(number, by=request.user), contact_to_read(contact, by=request.user)
    found = explanation(segment, asked)
    context = {
        "title": pgettext("page.why", "Why?"),
        "segment": segment,
        "contact": asked,
        "linked": format_html('<a href="{}">{}</a>', reverse("contact", args=[asked.number]), asked.name),
        "line": found.line,
        "left_out": _left_out(found.left_out),
        "steps": [_step(segment.number, each, found) for each in found.steps],
    }
    return answer(request, "segments/why.html", context)


def _step(number: str, each: Explained, found: Explanation) -> Step:
    return Step(
        number=each.step.action_number,
        title=each.step.get_action_display(),
        sentence=said(each.step),
        url=reverse("segment_step", args=[number, each.step.action_number]),
        criteria=[_criterion(asked) for asked in each.criteria],
        verdict=_verdict(each, found),
        through=each.through,
    )


def _criterion(asked: Asked) -> Criterion:
    met = {
        True: pgettext("why.met", "met today"),
        False: pgettext("why.not_met", "not met today"),
        None: pgettext("why.gone", "names something that is no longer there"),
    }
    return Criterion(asked.sentence, _LOOKS[asked.holds], met[asked.holds], _seen(asked))


def _seen(asked: Asked) -> str:
    if asked.seen is None or asked.holds is None:
        return ""
    return pgettext("why.seen", "seen: %(value)s") % {"value": asked.seen or pgettext("why.nothing", "nothing")}


def _verdict(each: Explained, found: Explanation) -> str:
    if each.added:
        return pgettext("why.added", "The step put this contact on a line.")
    if each.removed:
        return pgettext("why.removed", "The step took the line of this contact away.")
    if each.step.action != StepAction.ADD:
        return pgettext("why.kept", "The step took no line of this contact away.")
    if not (all(asked.holds for asked in each.criteria) or each.through):
        return pgettext("why.not_added", "The step did not add this contact.")
    if found.left_out and not (found.left_out == EXCLUDED and read_options(each.step.options).ignore_exclusion):
        return pgettext("why.left_out", "It meets the criteria, but the step leaves it out: %(reason)s") % {
            "reason": _left_out(found.left_out)
        }
    return pgettext("why.already", "It meets the criteria today. When the step ran it did not meet them yet, or was on a line already.")


def _left_out(reason: str) -> str:
    reasons = {
        PRIVACY_BLOCKED: pgettext("why.privacy_blocked", "blocked for privacy"),
        EXCLUDED: pgettext("why.excluded", "excluded from segments"),
    }
    return reasons.get(reason, "")


urlpatterns = [
    page("segments/<str:number>/why", ask, name="segment_why", needs=Permission.READ),
    page("segments/<str:number>/why/<str:contact>", why, name="segment_why_contact", needs=Permission.READ),
]
