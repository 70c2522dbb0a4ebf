from typing import BinaryIO, cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.imports.actions import profile_named
from postkring.imports.queries import usual_match
from postkring.imports.reading import open_import, use_profile
from postkring.imports.storing import discard_old, keep
from postkring.kit.errors import DomainError
from postkring.kit.sheets.opening import too_large
from postkring.web.imports.forms import UploadForm
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request


def new_import(request: Request) -> HttpResponse:
    """Stores the file and goes on to its columns. A file that cannot be read is refused here, and nothing of it is kept."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.META.get("postkring.upload_refused"):
        form.fields["file"].required = False  # it was chosen, and thrown away
        form.refuse(too_large())
    elif form.is_valid():
        try:
            return done(request, _begin(request, form))
        except DomainError as error:
            form.refuse(error)
    context = {"title": pgettext("task.new_import", "Load a file"), "form": form}
    return answer(request, "imports/new.html", context, status=INVALID if form.errors else 200)


def _begin(request: Request, form: UploadForm) -> str:
    uploaded = form.cleaned_data["file"]
    content = cast(BinaryIO, uploaded.file)
    file, _ = open_import(content, uploaded.name or "", by=request.user)
    file.match = usual_match(file.mapping)
    if form.cleaned_data["profile"]:
        use_profile(file, profile_named(form.cleaned_data["profile"]))
    discard_old()
    file.stored = keep(content)
    file.save()
    return reverse("import_columns", args=[file.pk])
