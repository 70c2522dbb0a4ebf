from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.imports.queries import loaded_by
from postkring.lists.imports import IMPORTS, imports_for_listing
from postkring.web.changes.listed_changes import marks_of
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.tables import Column


def imports(request: Request) -> HttpResponse:
    found = listed(request, IMPORTS, imports_for_listing())
    marks = marks_of(loaded_by(found.rows))
    context = {
        "title": pgettext("page.imports", "Imports"),
        **table(request, found, columns()),
        "rows": [(file, marks.get(file.change_set_id or 0) or file.get_stage_display()) for file in found.rows],
    }
    return part(request, "imports/rows.html", context) if is_part(request) else answer(request, "imports/list.html", context)


def columns() -> list[Column]:
    return [
        Column("file", pgettext("field.file", "File"), kind="wide", rank=1),
        Column("at", pgettext("field.date", "Date"), rank=1),
        Column("by", pgettext("field.user", "User"), rank=2),
        Column("stage", pgettext("field.status", "Status"), rank=1),
        Column("new", pgettext("import.state_new", "New"), kind="number", rank=2),
        Column("changed", pgettext("import.state_changed", "Changed"), kind="number", rank=2),
        Column("refused", pgettext("import.state_refused", "Refused"), kind="number", rank=2),
    ]
