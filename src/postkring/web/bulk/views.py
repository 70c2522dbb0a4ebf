"""An act on several contacts: asked for, shown as numbers that open the contacts they count, and done when the numbers are confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.http import urlencode
from django.utils.translation import npgettext, pgettext

from postkring.criteria.selections import EVERYBODY
from postkring.kit.errors import DomainError
from postkring.kit.text import grouped
from postkring.ledger.expectations import PreviewChanged
from postkring.lists.segments import TOUCHED
from postkring.web.bulk.acts import BULK_ACTS, DOING, NUMBERS, BulkAct, Sets, expected_in
from postkring.web.bulk.applying import ApplyAct
from postkring.web.bulk.selected import Selected, selected
from postkring.web.changes.acts import tell
from postkring.web.contacts.chosen import list_again
from postkring.web.forms import PlainForm
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import INVALID, answer, done, part, toast
from postkring.web.request import Request
from postkring.web.routes import page
from postkring.web.tables import Column
from postkring.web.tasks.doing import do

PREVIEW = "bulk-preview"


@dataclass(frozen=True)
class Number:
    """One number of the preview, and the page with exactly those contacts."""

    label: str
    count: int
    url: str
    is_done: bool


def bulk(request: Request, act: BulkAct, name: str) -> HttpResponse:
    """`name` is that of the URL."""
    chosen = selected(request)
    if request.method == "POST":
        return _run(request, act, name, chosen)
    data = request.GET if _is_filled(act, request.GET) else act.initial or None
    form = act.form(data)
    if "show" in request.GET:
        return _rows(request, act, name, chosen, form)
    return _page(request, act, name, chosen, form)


def _run(request: Request, act: BulkAct, name: str, chosen: Selected) -> HttpResponse:
    form = act.form(request.POST)
    if not form.is_valid():
        return _page(request, act, name, chosen, form)
    try:
        expected = expected_in(request.POST.get("expected", ""), act.counted)
        rows = sum(expected.get(key, 0) for key in DOING)
        about = {"selection": chosen.selection.as_data(), "expected": act.expected(expected), "rows": rows}
        outcome = do(request, act.kind, act.arguments(form.cleaned_data, by=request.user) | about, rows=rows, origin=list_again(request))
    except PreviewChanged as error:
        return _page(request, act, name, chosen, form, changed=error.message)
    except DomainError as error:
        if not form.fields:  # nothing to mend in it: the numbers of now say the rest
            return _page(request, act, name, chosen, form, changed=error.message)
        form.refuse(error)
        return _page(request, act, name, chosen, form)
    if outcome.task:
        return done(request, outcome.task)
    tell(request, outcome.change_set)
    if outcome.change_set is None:
        toast(request, pgettext("msg.nothing_to_do", "Everything was like that already. Nothing was changed."))
    return done(request, list_again(request))


def _page(request: Request, act: BulkAct, name: str, chosen: Selected, form: PlainForm, *, changed: str = "") -> HttpResponse:
    sets = _sets(request, act, chosen, form)
    total = chosen.contacts.count()
    counts = act.numbers(sets, chosen, form.cleaned_data) if sets else {}
    doing = sum(counts.get(key, 0) for key in DOING)
    refusal = act.refusal(counts)
    context: dict[str, Any] = {
        "title": act.title,
        "form": form,
        "asked": [form[key] for key in form.fields if key not in act.renews],
        "renewed": [form[key] for key in act.renews],
        "path": reverse(name),
        "chosen": chosen,
        "total": npgettext("bulk.total", "%(count)s contact chosen", "%(count)s contacts chosen", total) % {"count": grouped(total)},
        "is_everybody": chosen.selection == EVERYBODY,
        "numbers": [
            Number(str(NUMBERS[key]), counts[key], _url(name, chosen, form, show=key), key in DOING) for key in NUMBERS if key in counts
        ],
        "expected": ",".join(f"{key}:{count}" for key, count in counts.items()),
        "button": act.button(counts, form.cleaned_data) if doing else "",
        "outcome": act.outcome(counts, form.cleaned_data) if counts else "",
        "look": act.look,
        "changed": changed,
        "refusal": refusal,
        "obstacles": act.obstacles(sets, counts) if refusal else (),
        "nobody": not total,
        "nothing": bool(sets) and not doing and not refusal,
        "back_url": list_again(request),
    }
    if is_part(request) and request.htmx.target == PREVIEW:
        is_renewed = any(form[key].value() != request.GET.get(key) for key in act.renews)
        return part(request, "bulk/preview.html", context | {"is_renewed": is_renewed})
    return answer(request, "bulk/act.html", context, status=INVALID if form.errors or changed else 200)


def _sets(request: Request, act: BulkAct, chosen: Selected, form: PlainForm) -> Sets:
    """Empty while the form is not filled in, or refused."""
    if not form.is_bound or not form.is_valid():
        return {}
    try:
        return act.sets(chosen, form.cleaned_data, by=request.user)
    except DomainError as error:
        form.refuse(error)
        return {}


def _rows(request: Request, act: BulkAct, name: str, chosen: Selected, form: PlainForm) -> HttpResponse:
    shown = request.GET["show"]
    rows = _sets(request, act, chosen, form).get(shown)
    if rows is None:
        raise Http404
    found = listed(request, TOUCHED, rows)
    context = {
        "title": NUMBERS[shown],
        "back_url": _url(name, chosen, form),
        "back_label": act.title,
        **table(request, found, _columns()),
    }
    return part(request, "bulk/rows.html", context) if is_part(request) else answer(request, "bulk/contacts.html", context)


def _url(name: str, chosen: Selected, form: PlainForm, **more: str) -> str:
    return f"{reverse(name)}?{chosen.query}" + "".join(f"&{urlencode({key: value})}" for key, value in (_filled(form) | more).items())


def _filled(form: PlainForm) -> dict[str, str]:
    return {key: form[key].value() or "" for key in form.fields}


def _is_filled(act: BulkAct, data: Mapping[str, Any]) -> bool:
    """An act that asks nothing more has its numbers at once."""
    return not act.form.base_fields or any(key in data for key in act.form.base_fields)


def _columns() -> list[Column]:
    return [
        Column("number", pgettext("field.contact_no", "Contact No."), sort="number", rank=1),
        Column("name", pgettext("field.name", "Name"), sort="name", kind="wide", rank=1),
        Column("company_name", pgettext("field.company_name", "Company Name")),
        Column("city", pgettext("field.city", "City")),
    ]


urlpatterns: list[URLPattern] = [
    page(f"contacts/bulk/{name.replace('_', '-')}", partial(bulk, act=act, name=f"bulk_{name}"), name=f"bulk_{name}", needs=act.needs)
    for name, act in {**BULK_ACTS, "apply": ApplyAct()}.items()
]
