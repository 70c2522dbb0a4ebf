from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.classifications.actions import create_group
from postkring.kit.errors import DomainError
from postkring.web.changes.acts import last_act, tell
from postkring.web.frame import is_dialog
from postkring.web.mailing_groups.forms import NewGroupForm
from postkring.web.once import sending
from postkring.web.pages import INVALID, answer, done, part
from postkring.web.request import Request


def new_group(request: Request) -> HttpResponse:
    form = NewGroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with sending(form, by=request.user) as first:
                if first:
                    group = create_group(form.cleaned_data["code"], form.cleaned_data["description"], by=request.user)
                    tell(request, last_act(group, by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return _made(request)
    return answer(request, "mailing_groups/new.html", _context(form), status=INVALID if form.errors else 200)


def _made(request: Request) -> HttpResponse:
    """To the list, or on to the next new group: an office makes several in a row."""
    if "another" not in request.POST:
        return done(request, reverse("mailing_groups"))
    if is_dialog(request):
        return part(request, "mailing_groups/new.html", _context(NewGroupForm()))
    return done(request, reverse("mailing_group_new"))


def _context(form: NewGroupForm) -> dict[str, object]:
    return {"title": pgettext("task.new_mailing_group", "New mailing group"), "form": form}
