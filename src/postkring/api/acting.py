"""Acts: what a selection would change and does change, with the numbers beforehand and afterwards in one form."""

import base64
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.api import errors
from postkring.api.answers import json_answer
from postkring.api.bodies import Missing, ReadOnly, WrongType, body_of
from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.contacts.models import ContactQuerySet
from postkring.criteria.selections import Selection, read_selection
from postkring.kit.errors import Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.ledger.models import ChangeSet
from postkring.work.actions import plan
from postkring.work.catalogue import KINDS
from postkring.work.models import State, Work
from postkring.work.queries import is_long
from postkring.work.running import advance

SAMPLE: Final = 20
NAMESPACE: Final = "Microsoft.NAV."  # may stand before the name of an act
_PAUSE: Final = 0.1  # seconds between two looks at work that another process has taken up


@dataclass(frozen=True)
class Numbers:
    """What an act looked at, and what became of it: `matched` is always the sum of the others (decisions.md, API 9)."""

    added: int = 0
    removed: int = 0
    unchanged: int = 0
    excluded: int = 0
    blocked: int = 0

    @property
    def matched(self) -> int:
        return self.added + self.removed + self.unchanged + self.excluded + self.blocked

    @property
    def written(self) -> int:
        return self.added + self.removed


@dataclass(frozen=True)
class Prepared:
    """An act that could be done now. `touched` are the contacts that it changes, `sentence` says in words who is meant.

    `kind` and `arguments` are those of the work that does it; `expected` the numbers by which the act itself checks the outcome.
    """

    numbers: Numbers
    touched: ContactQuerySet
    sentence: str
    kind: str
    arguments: Mapping[str, Any]
    expected: Mapping[str, int]


@dataclass(frozen=True)
class Act:
    """`parameters` are the members of its body, beside `preview` and `confirm`. `prepare` takes the key of the record and the body."""

    parameters: dict[str, type]
    prepare: Callable[[int, Mapping[str, Any], User], Prepared]
    lines: Callable[[int], int | None] = field(default=lambda key: None)


def perform(request: HttpRequest, act: Act, key: int, by: User) -> HttpResponse:
    """The answer to a preview, or to the act itself. Raises PreviewChanged when it was confirmed for another outcome."""
    body = _body(request, act)
    prepared = act.prepare(key, body, by)
    token = _token(request.path, body, prepared.numbers)
    answer = _answer(act, key, prepared, token, is_preview=bool(body.get("preview")))
    if body.get("preview"):
        return json_answer(answer)
    confirmed = body.get("confirm")
    if confirmed is not None:
        _refuse_strange(confirmed, token)
    if confirmed not in (None, token):
        return _changed(request, answer)
    try:
        change_set = _do(prepared, by)
    except PreviewChanged:
        # Between the look and the act somebody was quicker: the numbers are looked at anew.
        prepared = act.prepare(key, body, by)
        token = _token(request.path, body, prepared.numbers)
        return _changed(request, _answer(act, key, prepared, token, is_preview=True))
    done = {"changeSet": change_set.number if change_set else None, "preview": False, "token": None, "numberOfLines": act.lines(key)}
    return json_answer(answer | done)


def _body(request: HttpRequest, act: Act) -> Mapping[str, Any]:
    """Raises RequestError for what the act does not take (decisions.md, API 9), WrongType for a value of another type."""
    body = body_of(request)
    known: dict[str, type] = {**act.parameters, "preview": bool, "confirm": str}
    for name, value in body.items():
        if name not in known:
            raise errors.RequestError(pgettext("msg.api_no_member", "This act takes no “%(name)s”.") % {"name": name[:50]}, field=name[:50])
        if not isinstance(value, known[name]) and not (name == "confirm" and value is None):
            raise WrongType(pgettext("msg.api_wrong_type", "%(name)s takes a value of another type.") % {"name": name}, field=name)
    return body


def selection_in(body: Mapping[str, Any]) -> Selection:
    """Raises Missing without one, SelectionError, FilterError or DoesNotExist for one that cannot be read."""
    if "selection" not in body:
        raise Missing(pgettext("msg.api_required", "Give %(names)s.") % {"names": "selection"}, field="selection")
    return read_selection(body["selection"])


def refuse_options(body: Mapping[str, Any], known: Sequence[str]) -> None:
    """Options that steps will have once segments are deeper. Off is what happens anyway; on would be something else, so it is refused."""
    for name, value in body.get("options", {}).items():
        if name not in known:
            raise errors.RequestError(pgettext("msg.api_no_member", "This act takes no “%(name)s”.") % {"name": name[:50]}, field="options")
        if not isinstance(value, bool):
            raise WrongType(pgettext("msg.api_wrong_type", "%(name)s takes a value of another type.") % {"name": name}, field="options")
        if value:
            raise ReadOnly(pgettext("msg.api_option_off", "%(name)s cannot be switched on yet.") % {"name": name}, field="options")


def _do(prepared: Prepared, by: User) -> ChangeSet | None:
    arguments = {**prepared.arguments, "expected": dict(prepared.expected), "rows": prepared.numbers.written}
    if not is_long(prepared.numbers.written):
        return KINDS[prepared.kind].run(arguments, by).change_set
    # Work that is written down is gone on with by a worker when this process dies; while it lives, it does it here.
    return settled(plan(prepared.kind, arguments, total=prepared.numbers.written, by=by)).change_set


def settled(work: Work) -> Work:
    """The work when it has come to its end, wherever it was done. Raises Refused with what it said when it was not done."""
    advance(work.pk)
    work.refresh_from_db()
    while work.is_open:
        time.sleep(_PAUSE)
        work.refresh_from_db()
    if work.state != State.DONE:
        raise Refused(work.said or pgettext("msg.task_cancelled", "This was cancelled. Nothing was changed."))
    return work


def _answer(act: Act, key: int, prepared: Prepared, token: str, *, is_preview: bool) -> dict[str, Any]:
    numbers = prepared.numbers
    return {
        "changeSet": None,
        "preview": is_preview,
        "token": token,
        "matched": numbers.matched,
        "added": numbers.added,
        "removed": numbers.removed,
        "unchanged": numbers.unchanged,
        "leftOut": {EXCLUDED: numbers.excluded, PRIVACY_BLOCKED: numbers.blocked},
        "sample": _sample(prepared.touched),
        "numberOfLines": act.lines(key),
        "sentence": prepared.sentence,
    }


def _sample(contacts: ContactQuerySet) -> list[dict[str, Any]]:
    rows = contacts.order_by("sort_name", "pk").values_list("guid", "number", "name", "company_name", "city")[:SAMPLE]
    return [dict(zip(("id", "number", "displayName", "companyName", "city"), row, strict=True)) for row in rows]


def _changed(request: HttpRequest, preview: Mapping[str, Any]) -> HttpResponse:
    said = pgettext("msg.outcome_changed", "The outcome is another one by now. Nothing was done; look at the new numbers and confirm.")
    return errors.failure(request, status=409, code=PreviewChanged.code, message=said, more={**preview, "preview": True})


def _token(path: str, body: Mapping[str, Any], numbers: Numbers) -> str:
    """Of the question and of the outcome: the same as long as both are the same."""
    asked = {name: value for name, value in body.items() if name not in ("preview", "confirm")}
    question = orjson.dumps([path.replace(NAMESPACE, ""), asked], option=orjson.OPT_SORT_KEYS)
    outcome = orjson.dumps([numbers.added, numbers.removed, numbers.unchanged, numbers.excluded, numbers.blocked])
    digests = hashlib.blake2b(question, digest_size=12).digest() + hashlib.blake2b(outcome, digest_size=12).digest()
    return base64.urlsafe_b64encode(digests).decode()


def _refuse_strange(confirmed: str, token: str) -> None:
    """A token of another question confirms nothing here."""
    half = len(token) // 2
    if len(confirmed) != len(token) or confirmed[:half] != token[:half]:
        raise errors.RequestError(pgettext("msg.api_bad_confirm", "This token confirms another act."), field="confirm")
