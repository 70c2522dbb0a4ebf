"""The salespeople of the set-up: listed, made, changed and deleted."""

from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import npgettext, pgettext

from postkring.kit.errors import DomainError, Refused
from postkring.setup.coded import uses
from postkring.setup.models import Salesperson
from postkring.setup.salespeople import change_salesperson, create_salesperson, delete_salesperson, salesperson_called
from postkring.web.changes.acts import last_act, tell
from postkring.web.once import sending
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.setup.forms import NewSalespersonForm, SalespersonForm
from postkring.web.tables import Column


def salespeople(request: Request) -> HttpResponse:
    columns = [
        Column("code", pgettext("field.code", "Code"), rank=1),
        Column("name", pgettext("field.name", "Name"), kind="wide", rank=1),
        Column("email", pgettext("field.email", "Email")),
        Column("blocked", pgettext("field.privacy_blocked", "Privacy Blocked"), rank=3),
    ]
    context = {"title": pgettext("page.salespeople", "Salespeople"), "columns": columns, "rows": Salesperson.objects.order_by("code")}
    return answer(request, "setup/salespeople.html", context)


def new_salesperson(request: Request) -> HttpResponse:
    form = NewSalespersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with sending(form, by=request.user) as first:
                if first:
                    values = {name: form.cleaned_data[name] for name in SalespersonForm.base_fields}
                    made = create_salesperson(form.cleaned_data["code"], **values, by=request.user)
                    tell(request, last_act(made, by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, reverse("salespeople"))
    context = {"title": pgettext("task.new_salesperson", "New salesperson"), "form": form, "back": reverse("salespeople")}
    return answer(request, "setup/salesperson.html", context, status=INVALID if form.errors else 200)


def one_salesperson(request: Request, code: str) -> HttpResponse:
    stored = salesperson_called(code)
    form = SalespersonForm(request.POST if request.method == "POST" else None, initial=model_to_dict(stored))
    if form.is_valid():
        form.merge(stored)
    if form.is_valid():
        try:
            values = {name: form.cleaned_data[name] for name in SalespersonForm.base_fields}
            tell(request, change_salesperson(stored, **values, by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, reverse("salespeople"))
    context = {"title": stored.code, "form": form, "back": reverse("salespeople"), "salesperson": stored}
    return answer(request, "setup/salesperson.html", context, status=INVALID if form.errors else 200)


def salesperson_delete(request: Request, code: str) -> HttpResponse:
    """Asks; of somebody who is in use it says where instead."""
    stored = salesperson_called(code)
    is_refused = False
    if request.method == "POST":
        try:
            tell(request, delete_salesperson(stored, by=request.user))
            return done(request, reverse("salespeople"))
        except Refused:
            is_refused = True
    title = npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1) % {"name": stored.code, "count": 1}
    context = {"title": title, "salesperson": stored, "uses": list(uses(stored))}
    return answer(request, "setup/salesperson_delete.html", context, status=INVALID if is_refused else 200)
