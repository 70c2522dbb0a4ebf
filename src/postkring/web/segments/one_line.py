"""One line of a segment, changed by itself: its own values, or another contact in its place (4.2, R-4107)."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.kit.errors import DomainError
from postkring.segments.access import line_to_change
from postkring.segments.actions import change_line, replace_contact
from postkring.segments.models import SegmentLine
from postkring.web.changes.acts import last_change, tell
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.segments.forms import OneLineForm, changed_in
from postkring.web.typed_contact import typed_contact


def line(request: Request, number: str, contact: str) -> HttpResponse:
    stored = line_to_change(number, contact, by=request.user)
    form = OneLineForm.about(stored, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.merge(stored)
    if form.is_valid():
        try:
            _save(request, stored, form)
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, reverse("segment", args=[stored.segment.number]))
    context = {"title": pgettext("task.change_line", "Change line"), "line": stored, "segment": stored.segment, "form": form}
    return answer(request, "segments/line.html", context, status=INVALID if form.errors else 200)


def _save(request: Request, stored: SegmentLine, form: OneLineForm) -> None:
    """Another contact first, for with it the line says everything anew (R-4101); then what was typed beside it."""
    given: dict[str, Any] = changed_in(form)
    wanted = given.pop("contact_number", "")
    if wanted:
        contact = typed_contact(wanted, field="contact_number")
        if contact.pk != stored.contact_id:
            stored = replace_contact(stored, contact.number, by=request.user)
            tell(request, last_change(stored))
    if given:
        tell(request, change_line(stored, **given, by=request.user))
