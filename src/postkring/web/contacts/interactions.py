"""The log of a contact: the section of its card, the list of all of it, and what is noted on one entry afterwards."""

from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.access import contact_to_read
from postkring.contacts.models import Contact
from postkring.interactions.access import entry_to_change
from postkring.interactions.entry_actions import EntryValues, change_entry
from postkring.interactions.models import Evaluation, InteractionLogEntry
from postkring.interactions.queries import entries_of, last_attempt_of, last_interaction_of
from postkring.kit.errors import DomainError
from postkring.kit.money import in_notation
from postkring.kit.text import grouped
from postkring.lists.interactions import INTERACTIONS
from postkring.web.amounts import Amount, cents_in
from postkring.web.changes.acts import tell
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import INVALID, answer, done, part
from postkring.web.request import Request
from postkring.web.setup.forms import SetUpForm
from postkring.web.tables import Column

SHOWN: Final = 10
ALL: Final = "all"  # in the URL of an entry: one came from the list of all


class EntryForm(SetUpForm):
    evaluation = forms.ChoiceField(
        label=pgettext_lazy("field.evaluation", "Evaluation"), required=False, choices=[("", "–"), *Evaluation.choices]
    )
    attempt_failed = forms.BooleanField(
        label=pgettext_lazy("field.attempt_failed", "Attempt Failed"),
        required=False,
        help_text=pgettext_lazy("hint.attempt_failed", "A failed attempt is not the last interaction of the contact."),
    )
    cost = Amount(label=pgettext_lazy("field.cost", "Cost"))
    duration = forms.IntegerField(label=pgettext_lazy("field.duration_min", "Duration (Min.)"), required=False)

    def values(self) -> EntryValues:
        return EntryValues(
            evaluation=self.cleaned_data["evaluation"],
            attempt_failed=self.cleaned_data["attempt_failed"],
            cost_cents=cents_in(self.cleaned_data["cost"]),
            duration=self.cleaned_data["duration"] or 0,
        )


def interactions_of(contact: Contact, user: User) -> dict[str, Any]:
    """The newest entries of its log, and the days of the last interaction and of the last attempt (R-3120, R-5101)."""
    found = entries_of(contact)
    return {
        "interactions": [(entry, _noted(entry)) for entry in found[:SHOWN]],
        "interaction_count": found.count(),
        "last_interaction": _day(last_interaction_of(contact)),
        "last_attempt": _day(last_attempt_of(contact)),
        "may_log": may(user, Permission.EDIT_SEGMENTS),
    }


def contact_interactions(request: Request, number: str) -> HttpResponse:
    contact = contact_to_read(number, by=request.user)
    found = listed(request, INTERACTIONS, entries_of(contact))
    context = {
        "title": pgettext("page.interaction_log_entries", "Interaction Log Entries"),
        "contact": contact,
        **table(request, found, _columns()),
        "rows": [(entry, in_notation(entry.cost_cents) if entry.cost_cents else "") for entry in found.rows],
        "may_log": may(request.user, Permission.EDIT_SEGMENTS),
    }
    if is_part(request):
        return part(request, "contacts/interaction_rows.html", context)
    return answer(request, "contacts/all_interactions.html", context)


def contact_interaction(request: Request, number: str, entry: int) -> HttpResponse:
    """What may change of an entry; the rest of it is what took place (R-5102)."""
    contact = contact_to_read(number, by=request.user)
    stored = entry_to_change(contact, entry, by=request.user)
    back = _back(request, contact)
    form = EntryForm(request.POST if request.method == "POST" else None, initial=_said_by(stored))
    if form.is_valid():
        form.merge(stored)
    if form.is_valid():
        try:
            tell(request, change_entry(stored, **form.values(), by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, back)
    context = {"title": pgettext("page.interaction", "Interaction"), "contact": contact, "entry": stored, "form": form, "back": back}
    return answer(request, "contacts/interaction.html", context, status=INVALID if form.errors else 200)


def _noted(entry: InteractionLogEntry) -> str:
    """How it went and what it cost, "" where nobody noted it."""
    minutes = npgettext("interaction.minutes", "%(count)s minute", "%(count)s minutes", entry.duration) % {"count": grouped(entry.duration)}
    parts = (
        entry.get_evaluation_display() if entry.evaluation else "",
        in_notation(entry.cost_cents) if entry.cost_cents else "",
        minutes if entry.duration else "",
    )
    return " · ".join(filter(None, map(str, parts)))


def _said_by(entry: InteractionLogEntry) -> dict[str, Any]:
    return {
        "evaluation": entry.evaluation,
        "attempt_failed": entry.attempt_failed,
        "cost": in_notation(entry.cost_cents),
        "duration": entry.duration,
    }


def _back(request: Request, contact: Contact) -> str:
    if ALL in request.GET:
        return reverse("contact_interactions", args=[contact.number])
    return reverse("contact", args=[contact.number])


def _day(entry: InteractionLogEntry | None) -> str:
    day: date | None = entry.date if entry else None
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _columns() -> list[Column]:
    return [
        Column("date", pgettext("field.date", "Date"), sort="date", rank=1),
        Column("description", pgettext("field.description", "Description"), kind="wide", rank=1),
        Column("template", pgettext("field.interaction_template_code", "Interaction Template Code"), kind="code", rank=2),
        Column("segment", pgettext("field.segment_no", "Segment No."), kind="code", rank=2),
        Column("contact", pgettext("field.contact_no", "Contact No."), kind="code", rank=3),
        Column("evaluation", pgettext("field.evaluation", "Evaluation"), rank=1),
        Column("cost", pgettext("field.cost", "Cost"), kind="number", rank=2),
        Column("duration", pgettext("field.duration_min", "Duration (Min.)"), kind="number", rank=3),
        Column("status", pgettext("field.status", "Status"), rank=1),
    ]
