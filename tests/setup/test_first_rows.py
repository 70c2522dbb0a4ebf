"""What every installation begins with."""

import pytest
from django.db import DatabaseError, transaction

from postkring.setup.models import Country, Language, MarketingSetup, NumberSeries, Organisation
from postkring.setup.queries import marketing_setup, organisation

pytestmark = pytest.mark.django_db


def test_there_is_one_organisation_in_belgium_and_one_marketing_setup() -> None:
    assert (organisation().name, organisation().country_id) == ("", "BE")
    setup = marketing_setup()
    assert setup.contact_series is not None
    assert setup.segment_series is not None
    assert (setup.contact_series.code, setup.segment_series.code) == ("CONT", "SEGM")
    flags = ("salesperson", "territory", "country", "language", "address", "communication")
    assert all(getattr(setup, f"inherit_{flag}") for flag in flags)
    defaults = ("salesperson", "territory", "country", "language", "company_salutation", "person_salutation")
    assert not any(getattr(setup, f"default_{name}_id") for name in defaults)
    assert setup.default_correspondence_type == ""


@pytest.mark.parametrize("model", [Organisation, MarketingSetup])
def test_there_is_never_a_second_one(model: type[Organisation] | type[MarketingSetup]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.create(pk=2)
    assert model.objects.count() == 1


def test_number_series_begin_where_they_should() -> None:
    rows = NumberSeries.objects.values_list("code", "starting_number", "last_number_used", "increment", "manual_numbers")
    assert set(rows) == {("CONT", "CT000001", "", 1, True), ("SEGM", "SM00001", "", 1, True)}


def test_an_increment_is_at_least_one() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        NumberSeries.objects.filter(code="CONT").update(increment=0)


def test_countries_are_those_of_iso_3166() -> None:
    codes = set(Country.objects.values_list("code", flat=True))
    assert {"BE", "NL", "FR", "DE", "LU", "GB", "GR", "US", "XK"} <= codes
    assert not {"EU", "UN", "ZZ", "UK"} & codes
    assert all(len(code) == 2 and code.isupper() for code in codes)
    assert 240 < len(codes) < 265


def test_languages_are_those_of_iso_639_with_some_regions() -> None:
    codes = set(Language.objects.values_list("code", flat=True))
    assert {"nl", "fr", "de", "en", "nl-BE", "fr-BE", "de-BE", "nl-NL"} <= codes
    assert all(code.split("-")[0].islower() for code in codes)
