from django.http import HttpResponse
from django.urls import reverse

from postkring.classifications.actions import create_group
from postkring.kit.errors import DomainError
from postkring.web.changes.acts import last_act, tell
from postkring.web.classifications.forms import NewGroupForm
from postkring.web.classifications.pages import Pages
from postkring.web.frame import is_dialog
from postkring.web.once import sending
from postkring.web.pages import INVALID, answer, done, part
from postkring.web.request import Request


def new_group(request: Request, *, pages: Pages) -> HttpResponse:
    form = NewGroupForm(request.POST if request.method == "POST" else None, pages=pages)
    if form.is_valid():
        try:
            with sending(form, by=request.user) as first:
                if first:
                    values = form.cleaned_data
                    group = create_group(values["code"], values["description"], spec=pages.spec, by=request.user)
                    tell(request, last_act(group, by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return _made(request, pages)
    return answer(request, "classifications/new.html", _context(pages, form), status=INVALID if form.errors else 200)


def _made(request: Request, pages: Pages) -> HttpResponse:
    """To the list, or on to the next new group: an office makes several in a row."""
    if "another" not in request.POST:
        return done(request, pages.url())
    if is_dialog(request):
        return part(request, "classifications/new.html", _context(pages, NewGroupForm(pages=pages)))
    return done(request, reverse(pages.new))


def _context(pages: Pages, form: NewGroupForm) -> dict[str, object]:
    return {"title": pages.say("new"), "pages": pages, "form": form}
