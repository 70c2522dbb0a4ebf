"""The page that tells integrators what there is: a set after the other, from the same declarations as everything else."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.access import require
from postkring.accounts.permissions import Permission
from postkring.api.bound import Bound
from postkring.api.catalogue import BOUND, ENTITY_SETS, LISTED_SETS
from postkring.api.edm import Declared, EntitySet, Property
from postkring.api.metadata import type_of
from postkring.api.routing import ROOT
from postkring.kit.text import Words


@dataclass(frozen=True)
class Column:
    """A column of a table, as the templates of pages ask for it."""

    key: str
    label: Words
    kind: str = "text"
    rank: int = 1
    sort: str = ""
    filter: str = ""
    is_fixed: bool = False


COLUMNS: Final = (
    Column("name", pgettext_lazy("field.name", "Name")),
    Column("type", pgettext_lazy("field.type", "Type")),
    Column("notes", pgettext_lazy("api.notes", "What is possible"), kind="wide", rank=2),
)


@dataclass(frozen=True)
class Described:
    """A set as the page shows it: `properties` are name, type and remarks; `calls` the requests that are possible, as one writes them."""

    name: str
    properties: list[tuple[str, str, str]]
    calls: list[str]


def docs(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.READ)
    context: dict[str, Any] = {
        "title": pgettext("page.api", "API"),
        "address": request.build_absolute_uri(ROOT),
        "columns": COLUMNS,
        "sets": [_described(each) for each in (*ENTITY_SETS.values(), *LISTED_SETS.values())],
    }
    return render(request, "api/docs.html", context)


def _described(declared: Declared) -> Described:
    properties = [(each.name, _type(each), _remarks(declared, each)) for each in declared.properties]
    return Described(declared.name, properties, _calls(declared))


def _type(asked: Property) -> str:
    return f"{type_of(asked)} ({asked.length})" if asked.length and asked.kind.is_text else type_of(asked)


def _remarks(declared: Declared, asked: Property) -> str:
    filtered = isinstance(declared, EntitySet) and asked.can_be_filtered
    remarks = {
        "$filter": filtered,
        "$orderby": bool(asked.order),
        pgettext("api.read_only", "read-only"): asked.is_read_only,
    }
    return " · ".join(words for words, holds in remarks.items() if holds)


def _calls(declared: Declared) -> list[str]:
    key = "" if not declared.key else f"({{{declared.key}}})"
    one = f"{declared.name}{key}"
    if not isinstance(declared, EntitySet):
        return [f"GET {declared.name}"]
    writing = declared.writing
    written = {
        f"POST {declared.name}": writing and writing.create,
        f"PATCH {one}": writing and writing.change,
        f"DELETE {one}": writing and writing.delete,
    }
    reading = [f"GET {one}"] if declared.is_single else [f"GET {declared.name}", f"GET {one}"]
    further = [f"GET {one}/{each.name}" for each in declared.navigations]
    bound = [f"{each.method} {one}/{name}{_in_parentheses(each)}" for name, each in BOUND.get(declared.name, {}).items()]
    return [*reading, *(call for call, there in written.items() if there), *further, *bound]


def _in_parentheses(bound: Bound) -> str:
    return "(" + ",".join(f"{name}='…'" for name in bound.takes) + ")" if bound.is_function else ""
