"""The page of the ledger: what was done, newest first, and what it may be narrowed by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.reading import changes_to_read
from postkring.kit.codes import asked_code
from postkring.ledger.models import ChangeSet, State
from postkring.ledger.obstacles import titles
from postkring.lists.changes import CHANGES, DOORS, OLD_NAMES, about_contact, changes_as_read_by, contacts_called, family_of
from postkring.lists.filters import condition_of, filters_of, without_errors
from postkring.lists.names import refuse_unknown
from postkring.web.changes.standing import chains, is_left_in_part, stands
from postkring.web.changes.values import CONTACT
from postkring.web.changes.words import STATES, counts_in_words
from postkring.web.filters import PLACE
from postkring.web.listings import is_readable, list_answer, query_of, shown
from postkring.web.request import Request, query_with
from postkring.web.templatetags.postkring import number


@dataclass(frozen=True)
class ChangeRow:
    number: int
    sentence: str
    url: str
    by: str
    at: datetime
    door: str
    about: str
    counts: str
    state: str
    is_undone: bool


def changes(request: Request) -> HttpResponse:
    if OLD_NAMES & request.GET.keys() and is_readable(request):
        return redirect(reverse("changes", query=CHANGES.asked(query_of(request))))
    contact = query_of(request).get("contact", "").strip()
    rows = _about(changes_to_read(by=request.user), contact).select_related("by")
    page = shown(request, changes_as_read_by(request.user), rows)
    context = page.context | {
        "title": pgettext("page.changes", "Changes"),
        "contact": _contact(contact),
        "contact_number": contact,
        "without_contact": query_with(request.GET, dict.fromkeys(("contact", *PLACE))),
        "is_narrowed": page.context["is_narrowed"] or bool(contact),
        "tasks_url": reverse("tasks") if may(request.user, Permission.EDIT_CONTACTS) else "",
        "rows": rows_of(page.found.rows),
    }
    return list_answer(request, "changes/changes.html", "changes/rows.html", context)


def changes_in(query: Mapping[str, str], *, by: User) -> "QuerySet[ChangeSet]":
    """The acts that the list shows for a query. Raises what is wrong about one that cannot be read."""
    refuse_unknown(CHANGES, query, also=OLD_NAMES)
    asked = CHANGES.asked(query)
    filters = without_errors(filters_of(changes_as_read_by(by), asked))
    return _about(changes_to_read(by=by), asked.get("contact", "").strip()).filter(condition_of(filters))


def _about(rows: "QuerySet[ChangeSet]", contact: str) -> "QuerySet[ChangeSet]":
    return about_contact(rows, asked_code(contact)) if contact else rows


def rows_of(found: Sequence[ChangeSet]) -> list[ChangeRow]:
    followed = chains(found)
    return [
        ChangeRow(
            number=each.number,
            sentence=title_of(each),
            url=reverse("change", args=[each.number]),
            by=str(each.by or ""),
            at=each.at,
            door=str(DOORS.get(each.door, each.door)),
            about=family_of(each.verb),
            counts=counts_in_words(each.counts, number),
            state=state_of(each, followed[each.number]),
            is_undone=not stands(followed[each.number]),
        )
        for each in found
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
    if stands(chain):
        return pgettext("status.done_again", "Done again")
    if is_left_in_part(chain):
        return pgettext("status.undone_in_part", "Undone in part")
    return pgettext("status.undone", "Undone")


def marks_of(change_sets: Sequence[ChangeSet]) -> dict[int, str]:
    """The marks of acts by their numbers, in one query for all of them."""
    followed = chains(change_sets)
    return {each.number: state_of(each, followed[each.number]) for each in change_sets}


def being_taken_back(undo: ChangeSet) -> str:
    """The mark of an act that an undo in steps is at."""
    return pgettext("status.being_undone", "Being undone") if undo.takes_back else pgettext("status.being_done_again", "Being done again")


def _contact(asked: str) -> str:
    """What the contact is called that the list is narrowed to, by its last image when it is gone."""
    keys = contacts_called(asked_code(asked)) if asked else frozenset()
    return " · ".join(sorted(set(titles(CONTACT, keys).values()))) or asked
