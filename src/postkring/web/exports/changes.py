"""The list of changes as a file: everything about each act, or what the list shows of it, in its order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, Final

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext

from postkring.kit.errors import NotAcceptable
from postkring.kit.sheets.writing import Cell, Row
from postkring.ledger.models import ChangeSet
from postkring.lists.changes import CHANGES, changes_as_read_by
from postkring.lists.export.contacts import CHUNK
from postkring.lists.export.files import FileOptions, write_table
from postkring.lists.export.sources import shown
from postkring.lists.listing import ListState
from postkring.web.changes.listed_changes import ChangeRow, changes_in, rows_of
from postkring.web.exports.download import download
from postkring.web.exports.forms import VISIBLE, ColumnsForm
from postkring.web.exports.subjects import OWN, kept, visible
from postkring.web.listings import is_readable, query_of
from postkring.web.pages import INVALID, answer
from postkring.web.request import Request

# Every column of the list under the name that it has in files, which is a promise; and its cell. Instants are those of the
# organisation's clock; where it was done is a code, and what was done a sentence in the language of the moment.
_CELLS: Final[Mapping[str, tuple[str, Callable[[ChangeSet, ChangeRow], Cell]]]] = {
    "number": ("number", lambda act, row: act.number),
    "at": ("at", lambda act, row: f"{localtime(act.at):%Y-%m-%d %H:%M}"),
    "by": ("by", lambda act, row: row.by),
    "door": ("door", lambda act, row: act.door),
    "sentence": ("what_was_done", lambda act, row: row.sentence),
    "about": ("about", lambda act, row: row.about),
    "counts": ("rows", lambda act, row: row.counts),
    "state": ("state", lambda act, row: row.state),
}


def changes_export(request: Request) -> HttpResponseBase:
    """The acts that the list shows: who did what, when and through which door."""
    page = changes_as_read_by(request.user)
    title = pgettext("page.changes", "Changes")
    query = {name: value for name, value in query_of(request).items() if name not in OWN}
    changes = changes_in(query, by=request.user)
    form = ColumnsForm(request.GET if "format" in request.GET else None)
    if form.is_valid():
        listed = shown(page, changes if is_readable(request) else changes.none(), ListState.read(query, page))
        options = FileOptions(form.chosen_format, title=title, language=get_language() or "")
        columns = _called(visible(request, page, left_out=())) if form.cleaned_data["content"] == VISIBLE else None
        return download(lambda file: _write(file, listed, options, columns), name=title, ending=options.format.ending)
    context = {
        "title": pgettext("export.changes", "Export Changes"),
        "form": form,
        "has_columns": True,
        "query": kept(request.GET),
        "back": reverse("changes"),
        "back_label": title,
    }
    return answer(request, "exports/list.html", context, status=INVALID if form.errors else 200)


def _called(keys: Sequence[str]) -> Sequence[str]:
    """Raises NotAcceptable for a column that is none: it is never left out unnoticed."""
    for key in keys:
        if key not in _CELLS:
            text = pgettext("msg.unknown_column_of_changes", "“%(column)s” is not a column of changes.") % {"column": key}
            raise NotAcceptable(text, field="columns", column=key)
    return keys


def _write(file: IO[bytes], changes: "QuerySet[ChangeSet]", options: FileOptions, columns: Sequence[str] | None) -> int:
    """With `columns` those of the list, under the words of the screen; else all of them, under our own names."""
    labels = {column.key: str(column.label) for column in CHANGES.columns}
    header = [labels[key] if columns else _CELLS[key][0] for key in columns or _CELLS]
    return write_table(file, header, _rows(changes, columns or tuple(_CELLS)), options)


def _rows(changes: "QuerySet[ChangeSet]", columns: Sequence[str]) -> Iterator[Row]:
    """Read in chunks; whether acts stand costs one more statement for each chunk."""
    cells = [_CELLS[key][1] for key in columns]
    acts = changes.select_related("by").iterator(chunk_size=CHUNK)
    while chunk := list(islice(acts, CHUNK)):
        yield from ([cell(act, row) for cell in cells] for act, row in zip(chunk, rows_of(chunk), strict=True))
