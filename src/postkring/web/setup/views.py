from collections.abc import Callable

from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.kit.errors import DomainError, NotFound
from postkring.setup.actions import INHERITED, SeriesValues, change_inheritance, change_organisation, change_series
from postkring.setup.models import NumberSeries
from postkring.setup.queries import marketing_setup, organisation
from postkring.web.pages import INVALID, answer, done, toast
from postkring.web.places import SET_UP_PAGES, open_places
from postkring.web.request import Request
from postkring.web.setup.forms import InheritanceForm, OrganisationForm, SeriesForm, SetUpForm
from postkring.web.tables import Column


def setup(request: Request) -> HttpResponse:
    places = [(place, url) for place, url in open_places(request.user) if place in SET_UP_PAGES]
    return answer(request, "setup/setup.html", {"title": pgettext("group.setup", "Setup"), "places": places})


def own_organisation(request: Request) -> HttpResponse:
    own = organisation()
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial={"name": own.name, "country": own.country_id})
    title = pgettext("page.organisation", "Our organisation")

    def save() -> None:
        change_organisation(name=form.cleaned_data["name"], country=form.cleaned_data["country"], by=request.user)

    return _answer(request, form, title, own, back=reverse("setup"), save=save)


def inheritance(request: Request) -> HttpResponse:
    stored = marketing_setup()
    form = InheritanceForm(request.POST if request.method == "POST" else None, initial=model_to_dict(stored, INHERITED))
    title = pgettext("page.inheritance", "What persons take over from their company")
    return _answer(request, form, title, stored, back=reverse("setup"), save=lambda: change_inheritance(form.chosen(), by=request.user))


def number_series(request: Request) -> HttpResponse:
    columns = [
        Column("code", pgettext("field.code", "Code"), rank=1),
        Column("description", pgettext("field.description", "Description"), kind="wide"),
        Column("starting", pgettext("field.starting_no", "Starting No.")),
        Column("last", pgettext("field.last_no_used", "Last No. Used"), rank=1),
        Column("manual", pgettext("field.manual_numbers", "Numbers may be typed"), rank=3),
    ]
    context = {"title": pgettext("page.number_series", "Number Series"), "columns": columns, "rows": NumberSeries.objects.order_by("code")}
    return answer(request, "setup/number_series.html", context)


def one_series(request: Request, code: str) -> HttpResponse:
    series = NumberSeries.objects.filter(code=code.upper()).first()
    if series is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=code)
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=model_to_dict(series))
    title = pgettext("page.one_number_series", "Number series %(code)s") % {"code": series.code}

    def save() -> None:
        values = form.cleaned_data
        given = SeriesValues(values["description"], values["starting_number"], values["increment"], values["manual_numbers"])
        change_series(series, given, by=request.user)

    return _answer(request, form, title, series, back=reverse("number_series"), save=save)


def _answer(request: Request, form: SetUpForm, title: str, row: Model, *, back: str, save: Callable[[], None]) -> HttpResponse:
    """One form about a row on a page of its own: saved, or shown with what is wrong."""
    if form.is_valid():
        form.merge(row)
    if form.is_valid():
        try:
            save()
        except DomainError as error:
            form.refuse(error)
        else:
            toast(request, pgettext("msg.saved", "Saved"))
            return done(request, back)
    return answer(request, "setup/form.html", {"title": title, "form": form, "back": back}, status=INVALID if form.errors else 200)
