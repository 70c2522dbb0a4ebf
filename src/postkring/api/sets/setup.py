"""What an administrator sets up: the company itself, marketingSetup, numberSeries, and the small tables that contacts refer to."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api.edm import EntitySet, Kind, Property, Values, Writing, code, flag, guid, number, reference, text
from postkring.api.errors import ReadOnly
from postkring.kit.codes import NUMBER_LENGTH, normal_code
from postkring.setup.actions import SeriesValues, change_marketing_setup, change_series
from postkring.setup.models import (
    Coded,
    CorrespondenceType,
    Country,
    Language,
    MarketingSetup,
    NumberSeries,
    Organisation,
    Salesperson,
    Territory,
)
from postkring.setup.queries import country_name, language_name
from postkring.setup.salespeople import change_salesperson, create_salesperson, delete_salesperson
from postkring.setup.territories import create_territory, delete_territory, describe_territory

COMPANIES: Final = EntitySet(
    name="companies",
    entity="company",
    properties=(guid(), text("name", length=100, is_read_only=True), text("displayName", "name", length=100, is_read_only=True)),
    rows=lambda asked: Organisation.objects.all(),
    order=(),
    versioned=("guid", "name"),
)


def _create_salesperson(values: Values, by: User) -> int:
    return create_salesperson(values.get("code", ""), **_of_salesperson(values), by=by).pk


def _change_salesperson(key: int, values: Values, by: User) -> None:
    salesperson = Salesperson.objects.get(pk=key)
    if normal_code(values.get("code", salesperson.code)) != salesperson.code:
        raise ReadOnly(pgettext("msg.api_salesperson_stays", "A salesperson keeps its code."), field="code")
    change_salesperson(salesperson, **_of_salesperson(values), by=by)


def _of_salesperson(values: Values) -> dict[str, Any]:
    named = {"name": "name", "email": "email", "privacyBlocked": "privacy_blocked"}
    return {name: values[key] for key, name in named.items() if key in values}


def _coded(
    name: str,
    entity: str,
    model: type[Coded],
    *more: Property,
    naming: Callable[[str], str] | None = None,
    writing: Writing | None = None,
) -> EntitySet:
    """`naming` gives the description of a code that has none of its own, in the language of the caller."""
    described = Property("description", Kind.TEXT, "code", 100, show=naming) if naming else text("description", length=100)
    length = model._meta.get_field("code").max_length or 0
    properties = (guid(), code("code", length=length, order="code"), *(more or (described,)))
    versioned = ("code", "description", *(each.column for each in more))
    return EntitySet(
        name=name,
        entity=entity,
        properties=properties,
        rows=lambda asked: model._default_manager.all(),
        order=("code",),
        versioned=versioned,
        writing=writing,
    )


SALESPEOPLE: Final = _coded(
    "salespeople",
    "salesperson",
    Salesperson,
    text("name", length=100),
    text("email", length=80),
    flag("privacyBlocked", "privacy_blocked"),
    writing=Writing(
        Permission.ADMINISTER,
        _create_salesperson,
        _change_salesperson,
        lambda key, by: delete_salesperson(Salesperson.objects.get(pk=key), by=by),
    ),
)


def _create_territory(values: Values, by: User) -> int:
    return create_territory(values.get("code", ""), description=values.get("description", ""), by=by).pk


def _change_territory(key: int, values: Values, by: User) -> None:
    territory = Territory.objects.get(pk=key)
    if normal_code(values.get("code", territory.code)) != territory.code:
        raise ReadOnly(pgettext("msg.api_territory_stays", "A territory keeps its code."), field="code")
    if "description" in values:
        describe_territory(territory, values["description"], by=by)


TERRITORIES: Final = _coded(
    "territories",
    "territory",
    Territory,
    writing=Writing(
        Permission.ADMINISTER,
        _create_territory,
        _change_territory,
        lambda key, by: delete_territory(Territory.objects.get(pk=key), by=by),
    ),
)
COUNTRIES: Final = _coded("countriesRegions", "countryRegion", Country, naming=country_name)
LANGUAGES: Final = _coded("languages", "language", Language, naming=language_name)


def _change_series(key: int, values: Values, by: User) -> None:
    series = NumberSeries.objects.get(pk=key)
    if values.get("code", series.code) != series.code:
        raise ReadOnly(pgettext("msg.api_code_stays", "A number series keeps its code."), field="code")
    changed = SeriesValues(
        description=values.get("description", series.description),
        starting_number=values.get("startingNumber", series.starting_number),
        increment=values.get("increment", series.increment),
        manual_numbers=values.get("manualNumbers", series.manual_numbers),
    )
    change_series(series, changed, by=by)


NUMBER_SERIES: Final = _coded(
    "numberSeries",
    "numberSeries",
    NumberSeries,
    text("description", length=100),
    code("startingNumber", "starting_number", length=NUMBER_LENGTH),
    code("lastNumberUsed", "last_number_used", length=NUMBER_LENGTH, is_read_only=True),
    number("increment"),
    flag("manualNumbers", "manual_numbers"),
    writing=Writing(Permission.ADMINISTER, change=_change_series),
)

_SETUP: Final[tuple[Property, ...]] = (
    reference("contactNumberSeriesCode", "contact_series_id", length=NUMBER_LENGTH),
    reference("segmentNumberSeriesCode", "segment_series_id", length=NUMBER_LENGTH),
    flag("inheritSalesperson", "inherit_salesperson"),
    flag("inheritTerritory", "inherit_territory"),
    flag("inheritCountryRegion", "inherit_country"),
    flag("inheritLanguage", "inherit_language"),
    flag("inheritAddressDetails", "inherit_address"),
    flag("inheritCommunicationDetails", "inherit_communication"),
    reference("defaultSalespersonCode", "default_salesperson_id", length=NUMBER_LENGTH),
    reference("defaultTerritoryCode", "default_territory_id", length=NUMBER_LENGTH),
    reference("defaultCountryRegionCode", "default_country_id", length=10),
    reference("defaultLanguageCode", "default_language_id", length=10),
    Property("defaultCorrespondenceType", Kind.CHOICE, "default_correspondence_type", choices=CorrespondenceType),
    reference("defaultCompanySalutationCode", "default_company_salutation_id", length=NUMBER_LENGTH),
    reference("defaultPersonSalutationCode", "default_person_salutation_id", length=NUMBER_LENGTH),
)


_COLUMNS: Final = {each.name: each.column.removesuffix("_id") for each in _SETUP}


def _change_setup(key: int, values: Values, by: User) -> None:
    change_marketing_setup({_COLUMNS[name]: value for name, value in values.items()}, by=by)


def _the_setup(asked: Any) -> Any:
    return MarketingSetup.objects.filter(pk=1)


MARKETING_SETUP: Final = EntitySet(
    name="marketingSetup",
    entity="marketingSetup",
    properties=_SETUP,
    rows=_the_setup,
    order=(),
    versioned=tuple(each.column for each in _SETUP),
    key="",
    writing=Writing(Permission.ADMINISTER, change=_change_setup),
    is_single=True,
)
