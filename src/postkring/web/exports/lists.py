"""Lists of groups and of segments as files: the rows that the list shows, in its order."""

from collections.abc import Callable
from typing import IO, Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, pgettext

from postkring.lists.classifications import GROUPS, groups_for_listing
from postkring.lists.export.files import FileOptions, write_groups, write_segments
from postkring.lists.export.sources import shown
from postkring.lists.filters import condition_of, filters_of, without_errors
from postkring.lists.listing import ListPage, ListState
from postkring.lists.names import refuse_unknown
from postkring.lists.segments import SEGMENTS
from postkring.segments.queries import for_listing
from postkring.web.exports.download import download
from postkring.web.exports.forms import FormatForm
from postkring.web.exports.subjects import OWN, kept
from postkring.web.listings import is_readable, query_of
from postkring.web.pages import INVALID, answer
from postkring.web.request import Request

Write = Callable[[IO[bytes], "QuerySet[Any]", FileOptions], int]  # the file, the rows, the options


def mailing_groups_export(request: Request) -> HttpResponseBase:
    """The groups that the list shows, each with its number of contacts."""
    title, window = pgettext("page.mailing_groups", "Mailing Groups"), pgettext("export.groups", "Export Mailing Groups")
    refuse_unknown(GROUPS, query_of(request), also=OWN)
    groups = groups_for_listing(empty="empty" in query_of(request))
    return _export(request, GROUPS, _filtered(request, GROUPS, groups), write_groups, back="mailing_groups", titles=(title, window))


def segments_export(request: Request) -> HttpResponseBase:
    """The segments that the list shows, each with its number of lines."""
    titles = pgettext("page.segments", "Segments"), pgettext("export.segments", "Export Segments")
    refuse_unknown(SEGMENTS, query_of(request), also=OWN)
    return _export(request, SEGMENTS, _filtered(request, SEGMENTS, for_listing()), write_segments, back="segments", titles=titles)


def _filtered(request: Request, page: ListPage, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.filter(condition_of(without_errors(filters_of(page, query_of(request)))))


def _export(
    request: Request, page: ListPage, rows: "QuerySet[Any]", write: Write, *, back: str, titles: tuple[str, str]
) -> HttpResponseBase:
    """The window; and at the same address, once a format is chosen, the file. `titles` are those of the file and of the window."""
    form = FormatForm(request.GET if "format" in request.GET else None)
    title, window = titles
    if form.is_valid():
        listed = shown(page, rows if is_readable(request) else rows.none(), ListState.read(query_of(request), page))
        options = FileOptions(form.chosen_format, title=title, language=get_language() or "")
        return download(lambda file: write(file, listed, options), name=title, ending=options.format.ending)
    context = {"title": window, "form": form, "query": kept(request.GET), "back": reverse(back), "back_label": title}
    return answer(request, "exports/list.html", context, status=INVALID if form.errors else 200)
