"""Acts: what a selection would change and does change, with the numbers beforehand and afterwards in one form."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import orjson
from django.db.models import BigIntegerField, Count, F, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api import errors
from postkring.api.answers import json_answer
from postkring.api.bodies import body_of, members_of
from postkring.api.bound import Asking, Bound
from postkring.api.long_acts import in_this_process
from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.contacts.models import ContactQuerySet
from postkring.criteria.selections import Selection, read_selection
from postkring.ledger.expectations import PreviewChanged, outcome_changed
from postkring.ledger.models import ChangeSet
from postkring.work.catalogue import KINDS
from postkring.work.queries import is_long

SAMPLE: Final = 20
_TRIES: Final = 3  # for who did not ask for a certain outcome
_PRIME: Final = 1_000_003
NAMESPACE: Final = "Microsoft.NAV."  # may stand before the name of an act


@dataclass(frozen=True)
class Numbers:
    """What an act looked at, and what became of it: `matched` is always the sum of the others (decisions.md, API 9)."""

    added: int = 0
    removed: int = 0
    unchanged: int = 0
    excluded: int = 0
    blocked: int = 0
    misfits: int | None = None  # of a type that may not hold a code; None where both types may

    @property
    def matched(self) -> int:
        return self.added + self.removed + self.unchanged + self.excluded + self.blocked + (self.misfits or 0)

    @property
    def written(self) -> int:
        return self.added + self.removed


@dataclass(frozen=True)
class Prepared:
    """An act that could be done now. `touched` are the contacts that it changes, `sentence` says in words who is meant.

    `kind` and `arguments` are those of the work that does it; `expected` the numbers by which the act itself checks the outcome.
    """

    numbers: Numbers
    touched: Sequence[ContactQuerySet]
    sentence: str
    kind: str
    arguments: Mapping[str, Any]
    expected: Mapping[str, int]


@dataclass(frozen=True)
class Act:
    """`parameters` are the members of its body, beside `preview` and `confirm`. `prepare` takes the key of the record and the body.

    `lines` gives how many lines the record has by now, where it has any.
    """

    needs: Permission
    parameters: dict[str, type]
    prepare: Callable[[int, Mapping[str, Any]], Prepared]
    lines: Callable[[int], int | None] = field(default=lambda key: None)


def bound(act: Act) -> Bound:
    """The act as an operation on a record: every one can be looked at first, and confirmed for the outcome that was seen."""
    return Bound(partial(_perform, act), {**act.parameters, "preview": bool, "confirm": str}, "act")


def _perform(act: Act, asking: Asking) -> HttpResponse:
    """The answer to a preview, or to the act itself. 409 when it was confirmed for another outcome.

    Whoever may not do it need not know what it would do.
    """
    require(asking.by, act.needs)
    body = members_of(body_of(asking.request, is_needed=bool(act.parameters)), bound(act).takes, may_be_null=["confirm"])
    confirmed = body.get("confirm")
    for _ in range(_TRIES):
        prepared = act.prepare(asking.key, body)
        token = _token(asking.question, body, prepared)
        preview = _answer(act, asking.key, prepared, token, is_preview=bool(body.get("preview")))
        if body.get("preview"):
            return json_answer(preview)
        if confirmed is not None:
            _refuse_strange(confirmed, token)
            if confirmed != token:
                break
        try:
            change_set = _do(prepared, asking.by)
        except PreviewChanged:
            continue  # somebody was quicker between the look and the act: who has confirmed is told the new numbers
        number = change_set.number if change_set else None
        return json_answer({**preview, "changeSet": number, "token": None, "numberOfLines": act.lines(asking.key)})
    return _changed(asking.request, preview)


def selection_in(body: Mapping[str, Any]) -> Selection:
    """Raises Missing without one, SelectionError, FilterError or DoesNotExist for one that cannot be read."""
    if "selection" not in body:
        raise errors.Missing(pgettext("msg.api_required", "Give %(names)s.") % {"names": "selection"}, field="selection")
    return read_selection(body["selection"])


def options_in(body: Mapping[str, Any], known: Sequence[str]) -> Mapping[str, bool]:
    return members_of(body.get("options", {}), dict.fromkeys(known, bool), within="options")


def _do(prepared: Prepared, by: User) -> ChangeSet | None:
    arguments = {**prepared.arguments, "expected": dict(prepared.expected), "rows": prepared.numbers.written}
    if not is_long(prepared.numbers.written):
        return KINDS[prepared.kind].run(arguments, by).change_set
    return in_this_process(prepared.kind, arguments, total=prepared.numbers.written, by=by).change_set


def _answer(act: Act, key: int, prepared: Prepared, token: str, *, is_preview: bool) -> dict[str, Any]:
    said = answer_of(prepared.numbers, prepared.touched[0], change_set=None, lines=act.lines(key), sentence=prepared.sentence)
    return {**said, "preview": is_preview, "token": token}


def answer_of(numbers: Numbers, touched: ContactQuerySet, *, change_set: int | None, lines: int | None, sentence: str) -> dict[str, Any]:
    """What an act answers when it is done. `touched` are those of whom it names the first."""
    return {
        "changeSet": change_set,
        "preview": False,
        "token": None,
        "matched": numbers.matched,
        "added": numbers.added,
        "removed": numbers.removed,
        "unchanged": numbers.unchanged,
        "leftOut": _left_out(numbers),
        "sample": _sample(touched),
        "numberOfLines": lines,
        "sentence": sentence,
    }


def _left_out(numbers: Numbers) -> dict[str, int]:
    left_out = {EXCLUDED: numbers.excluded, PRIVACY_BLOCKED: numbers.blocked}
    return left_out if numbers.misfits is None else {**left_out, "wrongType": numbers.misfits}


def _sample(contacts: ContactQuerySet) -> list[dict[str, Any]]:
    rows = contacts.order_by("sort_name", "pk").values_list("guid", "number", "name", "company_name", "city")[:SAMPLE]
    return [dict(zip(("id", "number", "displayName", "companyName", "city"), row, strict=True)) for row in rows]


def _changed(request: HttpRequest, preview: Mapping[str, Any]) -> HttpResponse:
    return errors.refusal(request, outcome_changed(), beside={**preview, "preview": True})


def _token(question: str, body: Mapping[str, Any], prepared: Prepared) -> str:
    """Of the question and of the outcome: the same as long as both are the same, down to whom it is about."""
    asked = {name: value for name, value in body.items() if name not in ("preview", "confirm")}
    outcome = [prepared.expected, prepared.arguments, *(_whom(contacts) for contacts in prepared.touched)]
    digests = (orjson.dumps(part, option=orjson.OPT_SORT_KEYS) for part in ([question, asked], outcome))
    return base64.urlsafe_b64encode(b"".join(hashlib.blake2b(part, digest_size=12).digest() for part in digests)).decode()


def _whom(contacts: ContactQuerySet) -> list[int]:
    """Numbers that are others when the contacts are, without reading them."""
    mixed = F("pk") * F("pk") % _PRIME
    found = contacts.order_by().aggregate(number=Count("pk"), keys=Sum("pk"), mixed=Sum(mixed, output_field=BigIntegerField()))
    return [found["number"], int(found["keys"] or 0), int(found["mixed"] or 0)]


def _refuse_strange(confirmed: str, token: str) -> None:
    """A token of another question confirms nothing here."""
    half = len(token) // 2
    if len(confirmed) != len(token) or confirmed[:half] != token[:half]:
        raise errors.RequestError(pgettext("msg.api_bad_confirm", "This token confirms another act."), field="confirm")
