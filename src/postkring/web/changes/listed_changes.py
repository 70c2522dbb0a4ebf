"""The page of the ledger: what was done, newest first, and what it may be narrowed by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.reading import changes_to_read
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotAcceptable
from postkring.ledger.models import ChangeSet, State
from postkring.ledger.obstacles import titles
from postkring.lists.changes import CHANGES, FILTERS, Narrowing, contacts_called, narrowed
from postkring.lists.listing import Listing
from postkring.web.changes.newest import newest_first
from postkring.web.changes.standing import chains, stands
from postkring.web.changes.values import CONTACT
from postkring.web.changes.words import DOORS, FAMILIES, STATES, counts_in_words
from postkring.web.dates import Day
from postkring.web.filters import PLACE
from postkring.web.forms import PlainForm, not_storable
from postkring.web.listings import is_readable, list_answer, query_of, table
from postkring.web.request import Request, query_with
from postkring.web.saved_views.bar import view_bar
from postkring.web.tables import Column
from postkring.web.templatetags.postkring import number


class NarrowingForm(PlainForm):
    """What stands in the URL of the list. `by` is a user name, so that the address can be read."""

    by = forms.ModelChoiceField(
        User.objects.only("username", "first_name", "last_name").order_by("username"),
        to_field_name="username",
        required=False,
        empty_label="",
        label=pgettext_lazy("field.by", "By"),
    )
    about = forms.ChoiceField(required=False, label=pgettext_lazy("field.about", "About"))
    first = Day(required=False, or_today=True, label=pgettext_lazy("field.from_day", "From"))
    last = Day(required=False, or_today=True, label=pgettext_lazy("field.to_day", "Up to and including"))
    mine = forms.BooleanField(required=False, label=pgettext_lazy("field.only_mine", "Only what I did"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about, by = self.fields["about"], self.fields["by"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [("", ""), *((name, str(label)) for name, label in FAMILIES.items())]
        for field in (about, by):
            unknown = pgettext("msg.choose_from_list", "Choose one from the list.")
            field.error_messages["invalid_choice"] = unknown


@dataclass(frozen=True)
class ChangeRow:
    number: int
    sentence: str
    url: str
    by: str
    at: datetime
    door: str
    counts: str
    state: str
    is_undone: bool


def changes(request: Request) -> HttpResponse:
    query = query_of(request)
    form = _form(query)
    contact = query.get("contact", "").strip()
    found = newest_first(request, CHANGES, _asked(form, query, request.user).select_related("by"))
    context = {
        "title": pgettext("page.changes", "Changes"),
        "views": view_bar(request, CHANGES, query),
        "form": form,
        "contact": _contact(contact),
        "contact_number": contact,
        "without_contact": _without(request, "contact"),
        "kept": [(name, value) for name, value in request.GET.items() if value and name not in {*form.fields, *PLACE}],
        "is_narrowed": bool(form.is_bound or found.state.text or not is_readable(request)),
        "refused": [] if is_readable(request) else [not_storable()],
        "tasks_url": reverse("tasks") if may(request.user, Permission.EDIT_CONTACTS) else "",
        **table(request, found, _columns()),
        "rows": rows_of(found),
    }
    return list_answer(request, "changes/changes.html", "changes/rows.html", context)


def changes_in(query: Mapping[str, str], *, by: User) -> "QuerySet[ChangeSet]":
    """The acts that the list shows for a query. Raises NotAcceptable for one that cannot be read."""
    form = _form(query)
    if form.errors:
        raise NotAcceptable(" ".join(str(message) for messages in form.errors.values() for message in messages))
    return _asked(form, query, by)


def _form(query: Mapping[str, str]) -> NarrowingForm:
    return NarrowingForm(query if any(query.get(name) for name in FILTERS) else None)


def _asked(form: NarrowingForm, query: Mapping[str, str], user: User) -> "QuerySet[ChangeSet]":
    rows = changes_to_read(by=user)
    if form.errors:
        return rows.none()  # what cannot be read shows nothing: it never falls back to everything
    return narrowed(rows, _narrowing(form, query.get("contact", "").strip(), user)) if form.is_bound else rows


def _narrowing(form: NarrowingForm, contact: str, user: User) -> Narrowing:
    values = form.cleaned_data
    return Narrowing(
        by=user if values["mine"] else values["by"],
        family=values["about"],
        first=values["first"],
        last=values["last"],
        contacts=contacts_called(asked_code(contact)) if contact else None,
    )


def rows_of(found: Listing[ChangeSet]) -> list[ChangeRow]:
    followed = chains(found.rows)
    return [
        ChangeRow(
            number=each.number,
            sentence=title_of(each),
            url=reverse("change", args=[each.number]),
            by=str(each.by or ""),
            at=each.at,
            door=str(DOORS.get(each.door, each.door)),
            counts=counts_in_words(each.counts, number),
            state=state_of(each, followed[each.number]),
            is_undone=not stands(followed[each.number]),
        )
        for each in found.rows
    ]


def title_of(change_set: ChangeSet) -> str:
    """The sentence of an act; one that is still under way has none yet."""
    return change_set.sentence or str(STATES.get(change_set.state, change_set.verb))


def state_of(change_set: ChangeSet, chain: list[ChangeSet]) -> str:
    """The mark of an act; of one that is done and stands there is none."""
    if change_set.state != State.DONE:
        return str(STATES[change_set.state])
    if not chain:
        return ""
    if chain[-1].state == State.RUNNING:
        return being_taken_back(chain[-1])
    return pgettext("status.done_again", "Done again") if stands(chain) else pgettext("status.undone", "Undone")


def being_taken_back(undo: ChangeSet) -> str:
    """The mark of an act that an undo in steps is at."""
    return pgettext("status.being_undone", "Being undone") if undo.takes_back else pgettext("status.being_done_again", "Being done again")


def _contact(asked: str) -> str:
    """What the contact is called that the list is narrowed to, by its last image when it is gone."""
    keys = contacts_called(asked_code(asked)) if asked else frozenset()
    return " · ".join(sorted(set(titles(CONTACT, keys).values()))) or asked


def _without(request: Request, name: str) -> str:
    return query_with(request.GET, dict.fromkeys((name, "page", "after")))


def _columns() -> list[Column]:
    return [
        Column("number", pgettext("field.no", "No."), kind="number", rank=2),
        Column("sentence", pgettext("field.what_was_done", "What was done"), kind="wide", rank=1),
        Column("at", pgettext("field.at", "At"), rank=1),
        Column("by", pgettext("field.by", "By"), rank=1),
        Column("counts", pgettext("field.rows", "Rows"), rank=2),
        Column("door", pgettext("field.door", "Where"), rank=4),
        Column("state", pgettext("field.state", "State"), rank=1),
    ]
