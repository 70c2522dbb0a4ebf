from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.undoing import may_take_back
from postkring.contacts.catalogue import BY_NAME
from postkring.imports.access import import_to_load
from postkring.imports.columns import given_twice, is_target, label_of
from postkring.imports.generations import another_difference
from postkring.imports.models import FileImport, Outcome, Stage, State
from postkring.imports.quarantine import write_quarantine
from postkring.imports.queries import first_state, loaded_by, outcomes_of
from postkring.kit.errors import Changed
from postkring.lists.imports import OUTCOMES
from postkring.web.changes.acts import tell, undo_url
from postkring.web.changes.listed_changes import marks_of
from postkring.web.exports.download import download
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import answer, done, part
from postkring.web.request import Request, posted
from postkring.web.tables import Column
from postkring.web.tasks.doing import already, do, url_for
from postkring.work.queries import open_for

CONFLICT = 409
LOADING = ("import", "check")


def difference(request: Request, number: int) -> HttpResponse:
    """What the file would do; after it was loaded, what it did."""
    file = import_to_load(number, by=request.user)
    if file.stage == Stage.MAPPING:
        return done(request, reverse("import_columns", args=[number]))
    return _page(request, file)


def load_file(request: Request, number: int) -> HttpResponse:
    """Loads what was shown. What would be done otherwise by now is shown anew, and nothing is loaded."""
    file = import_to_load(number, by=request.user)
    if request.method != "POST":
        return done(request, reverse("import", args=[number]))
    if under_way := open_for(LOADING, file=number):
        return already(request, under_way)
    if file.stage in (Stage.LOADING, Stage.LOADED):  # sent twice: the second one sees what the first one does
        return done(request, reverse("import", args=[number]))
    try:
        task = _load(request, file)
    except Changed as error:
        file.refresh_from_db()
        return _page(request, file, said=error.message, status=CONFLICT)
    return done(request, task or reverse("import", args=[number]))


def _load(request: Request, file: FileImport) -> str:
    """Returns the page that follows it, where a worker does it."""
    token, rows = posted(request, "token"), _to_load(file)
    if token != file.token:
        raise another_difference()
    arguments = {"file": file.pk, "token": token, "name": file.file_name, "rows": rows}
    total = rows + file.counts.get("memberships", 0)
    outcome = do(request, "import", arguments, rows=rows, total=total, origin=reverse("import", args=[file.pk]))
    tell(request, outcome.change_set)
    return outcome.task


def _to_load(file: FileImport) -> int:
    return sum(file.counts.get(each, 0) for each in (State.NEW, State.CHANGED))


def quarantine(request: Request, number: int) -> HttpResponseBase:
    file = import_to_load(number, by=request.user)
    return download(partial(write_quarantine, file), name=f"{file.file_name}.quarantine", ending="xlsx")


def _page(request: Request, file: FileImport, *, said: str = "", status: int = 200) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in State.values else first_state(file)
    found = listed(request, OUTCOMES, outcomes_of(file, state))
    under_way = open_for(LOADING, file=file.pk)
    context = {
        "title": file.file_name,
        "file": file,
        "said": said,
        "states": [(each.value, each.label, file.counts.get(each, 0), each == state) for each in State],
        "state": State(state),
        "under_way": under_way,
        "task_url": url_for(under_way, request.user) if under_way else "",
        "is_loaded": file.stage == Stage.LOADED,
        "is_loading": file.stage == Stage.LOADING,
        "undo_url": _undo_url(request, file),
        "mark": marks_of(loaded_by([file])).get(file.change_set_id or 0, ""),
        "twice": [label_of(target) for target in given_twice(file.mapping)],
        "to_load": _to_load(file),
        "new_codes": [(spec.plural, codes) for spec, codes in file.new_codes_by_spec],
        **table(request, found, _columns()),
        "rows": [_shown(row) for row in found.rows],
    }
    template = "imports/outcomes.html" if is_part(request) and not said else "imports/import.html"
    return part(request, template, context) if is_part(request) else answer(request, template, context, status=status)


def _undo_url(request: Request, file: FileImport) -> str:
    """None is offered that would be refused: to somebody who may not, or of a file that changed nothing."""
    act = file.change_set
    stands = act.standing() if act and act.tables and file.stage == Stage.LOADED else None
    return undo_url(act) if act and stands and may_take_back(act, stands, by=request.user) else ""


def _columns() -> list[Column]:
    return [
        Column("row", pgettext("field.row", "Row"), sort="row", kind="number", rank=1),
        Column("number", pgettext("field.no", "No."), rank=2),
        Column("name", pgettext("field.name", "Name"), rank=1),
        Column("what", pgettext("import.what", "What happens"), kind="wide", rank=1),
    ]


def _shown(row: Outcome) -> dict[str, Any]:
    changes = [{"field": BY_NAME[name].label, "old": _value(old), "new": _value(new)} for name, old, new in row.changes or ()]
    return {"row": row.row, "number": row.number, "name": row.name, "is_company": row.is_company, "is_proposed": row.is_proposed} | {
        "changes": changes,
        "codes": [(spec.plural, codes) for spec, codes in row.codes_by_spec],
        "field": label_of(row.field) if is_target(row.field) else "",
        "reason": row.reason,
    }


def _value(value: object) -> str:
    if isinstance(value, bool):
        return pgettext("ui.yes", "Yes") if value else pgettext("ui.no", "No")
    return "" if value is None else str(value)
