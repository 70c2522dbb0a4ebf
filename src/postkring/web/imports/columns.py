from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.imports.access import import_to_load
from postkring.imports.actions import read_again
from postkring.imports.models import FileImport, Stage
from postkring.imports.queries import rows_in, samples
from postkring.imports.storing import kept
from postkring.kit.errors import DomainError
from postkring.web.imports.difference import LOADING
from postkring.web.imports.forms import ColumnsForm
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request, posted
from postkring.web.tasks.doing import already, do
from postkring.work.queries import open_for


def columns(request: Request, number: int) -> HttpResponse:
    file = import_to_load(number, by=request.user)
    if file.stage in (Stage.LOADING, Stage.LOADED):
        return done(request, reverse("import", args=[number]))
    if under_way := open_for(LOADING, file=number):
        return already(request, under_way)
    with kept(file) as content:
        form = ColumnsForm(file, samples(content, file), request.POST if request.method == "POST" else None)
    if request.method == "POST" and posted(request, "again"):
        return _read_again(request, file, form)
    if form.is_valid():
        try:
            return done(request, _checked(request, file, form))
        except DomainError as error:
            form.refuse(error)
    return _page(request, file, form)


def _page(request: Request, file: FileImport, form: ColumnsForm) -> HttpResponse:
    context = {"title": pgettext("page.import_columns", "Columns of the file"), "form": form, "file": file}
    return answer(request, "imports/columns.html", context, status=INVALID if form.errors else 200)


def _read_again(request: Request, file: FileImport, form: ColumnsForm) -> HttpResponse:
    """Another character set or delimiter: the columns are recognised anew."""
    try:
        with kept(file) as content:
            choices = {"encoding": posted(request, "encoding"), "delimiter": posted(request, "delimiter")}
            read_again(content, file, **choices, by=request.user)
    except DomainError as error:
        form.full_clean()
        form.refuse(error)
        return _page(request, file, form)
    return done(request, reverse("import_columns", args=[file.pk]))


def _checked(request: Request, file: FileImport, form: ColumnsForm) -> str:
    """Checks the file, or has a large one checked. Returns where to go on."""
    chosen = form.cleaned_data
    choices = {
        "mapping": form.mapping(),
        "match": chosen["match"].split(","),
        "policy": chosen["policy"],
        "new_codes": chosen["new_codes"],
        "encoding": file.encoding,
        "delimiter": file.delimiter,
    }
    difference = reverse("import", args=[file.pk])
    with kept(file) as content:
        rows = rows_in(content, file, at_most=settings.TASK_ROWS + 1)
    arguments = {"file": file.pk, "name": file.file_name, "choices": choices, "profile": chosen["profile"].strip(), "rows": rows}
    return do(request, "check", arguments, rows=rows, origin=difference).task or difference
