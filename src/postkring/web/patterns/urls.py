from django.http import HttpResponse
from django.urls import reverse

from postkring.accounts.permissions import Permission
from postkring.web.pages import INVALID, answer, done, part, toast, warn
from postkring.web.patterns.examples import PatternForm, examples
from postkring.web.request import Request
from postkring.web.routes import page


def patterns(request: Request) -> HttpResponse:
    if "toast" in request.GET:
        toast(request, "12 contacts added to VERHUIZING.", undo=reverse("patterns"))
        warn(request, "3 contacts were left out.")
    return answer(request, "patterns/patterns.html", {"title": "Patterns", **examples()})


def pattern_dialog(request: Request) -> HttpResponse:
    form = PatternForm(request.POST if request.method == "POST" else None, auto_id="window_%s")
    if form.is_valid():
        toast(request, "Example saved.", undo=reverse("patterns"))
        return done(request, reverse("patterns"))
    context = {"title": "A window", "form": form}
    return answer(request, "patterns/dialog.html", context, status=INVALID if form.errors else 200)


def pattern_choices(request: Request) -> HttpResponse:
    return part(request, "components/lookup_options.html", examples(request.GET.get("q", "")))


urlpatterns = [
    page("patterns/", patterns, name="patterns", needs=Permission.ADMINISTER),
    page("patterns/dialog", pattern_dialog, name="pattern_dialog", needs=Permission.ADMINISTER),
    page("patterns/choices", pattern_choices, name="pattern_choices", needs=Permission.ADMINISTER),
]
