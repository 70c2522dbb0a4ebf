"""What a filter field offers while one types: codes for the part of the expression that is being typed."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.classifications.queries import groups_matching
from postkring.criteria.catalogue import criteria
from postkring.criteria.classification import ClassificationCriterion
from postkring.criteria.columns import ReferenceCriterion
from postkring.criteria.rows import part_called
from postkring.kit.errors import NotFound
from postkring.kit.text import fold, is_storable
from postkring.setup.models import Country, Language
from postkring.setup.queries import country_name, language_name
from postkring.web.contacts.lookups import GROUPS_OFFERED, group_note
from postkring.web.forms import Choice
from postkring.web.pages import part
from postkring.web.request import Request

# What stands before the operand that is being typed: everything up to the last operator.
_BEFORE: Final = re.compile(r"^(?:.*[|&(]|.*\.\.)?\s*(?:<>|<=|>=|<|>|=)?\s*@?", re.DOTALL)


def suggestions(request: Request, key: str) -> HttpResponse:
    criterion = part_called(criteria(), key)
    text = request.GET.get("q", "")
    match = _BEFORE.match(text)
    before = match.group() if match else ""
    typed = text[len(before) :].strip()
    choices: list[Choice] = []
    if is_storable(text) and not set(typed) & set("*?'"):
        if isinstance(criterion, ClassificationCriterion):
            choices = list(_groups(criterion, before, typed))
        elif isinstance(criterion, ReferenceCriterion):
            choices = list(_codes(criterion, before, typed))
        else:
            raise NotFound(pgettext("msg.page_not_found", "This page does not exist or has moved."))
    if not choices:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return part(request, "components/lookup_options.html", {"choices": choices})


def _groups(criterion: ClassificationCriterion, before: str, typed: str) -> Iterator[Choice]:
    for group in groups_matching(typed, criterion.spec)[:GROUPS_OFFERED]:
        yield Choice(before + group.code, text=group.code, note=group_note(group))


def _codes(criterion: ReferenceCriterion, before: str, typed: str) -> Iterator[Choice]:
    rows = criterion.refers_to._default_manager.order_by("code").values_list("code", "description")
    named = [(code, _name(criterion, code, description)) for code, description in rows]
    wanted = fold(typed)
    fitting = [pair for pair in named if fold(pair[0]).startswith(wanted) or wanted in fold(pair[1])]
    for code, name in sorted(fitting, key=lambda pair: not fold(pair[0]).startswith(wanted))[:GROUPS_OFFERED]:
        yield Choice(before + code, text=code, note=name)


def _name(criterion: ReferenceCriterion, code: str, description: str) -> str:
    if criterion.refers_to is Country:
        return country_name(code)
    return language_name(code) if criterion.refers_to is Language else description
