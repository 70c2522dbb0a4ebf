import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.ledger.models import ChangeSet
from postkring.setup.models import NumberSeries
from postkring.setup.queries import marketing_setup, organisation

ENGLISH = {"Accept-Language": "en"}
PAGES = ("/setup/", "/setup/organisation", "/setup/inheritance", "/setup/number-series/", "/setup/number-series/CONT/")
SERIES = {"description": "Contacts", "starting_number": "K0001", "increment": "5", "manual_numbers": "on"}


@pytest.mark.parametrize("address", PAGES)
def test_administrators_alone_set_things_up(as_administrator: Client, as_stranger: Client, address: str) -> None:
    assert as_administrator.get(address).status_code == 200
    assert as_stranger.get(address).headers["Location"] == f"/sign-in/?next={address}"


@pytest.mark.parametrize("address", PAGES)
def test_other_roles_are_refused(as_marketer: Client, as_editor: Client, as_reader: Client, address: str) -> None:
    assert [client.get(address).status_code for client in (as_marketer, as_editor, as_reader)] == [403, 403, 403]


def test_marketer_who_posts_changes_nothing(as_marketer: Client) -> None:
    assert as_marketer.post("/setup/organisation", {"name": "Elders", "country": "NL"}).status_code == 403
    assert as_marketer.post("/setup/inheritance", {}).status_code == 403
    assert as_marketer.post("/setup/number-series/CONT/", SERIES).status_code == 403
    assert (organisation().name, marketing_setup().inherit_address) == ("", True)
    assert NumberSeries.objects.get(code="CONT").increment == 1


def test_the_organisation_gets_its_name_and_country(as_administrator: Client, administrator: User) -> None:
    response = as_administrator.post("/setup/organisation", {"name": " Bouw Claes NV ", "country": "NL"})
    assert response.headers["Location"] == "/setup/"
    assert (organisation().name, organisation().country_id) == ("Bouw Claes NV", "NL")
    assert "Bouw Claes NV" in as_administrator.get("/").content.decode()
    undo_act(ChangeSet.objects.get(verb="setup.organisation"), by=administrator)
    assert (organisation().name, organisation().country_id) == ("", "BE")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "n" * 101, "country": "BE"}, "Name may hold at most 100 characters; it now has 101."),
        ({"name": "a\x00b", "country": "BE"}, "This text holds a sign that cannot be stored. Type it again."),
    ],
)
def test_an_organisation_that_cannot_be_is_refused(as_administrator: Client, values: dict[str, str], sentence: str) -> None:
    response = as_administrator.post("/setup/organisation", values, headers=ENGLISH)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert organisation().name == ""


def test_what_is_not_ticked_is_no_longer_taken_over(as_administrator: Client) -> None:
    as_administrator.post("/setup/inheritance", {"inherit_address": "on"})
    setup = marketing_setup()
    assert (setup.inherit_address, setup.inherit_communication, setup.inherit_salesperson) == (True, False, False)


def test_a_series_counts_from_its_new_start_and_keeps_what_was_handed_out(as_administrator: Client) -> None:
    NumberSeries.objects.filter(code="CONT").update(last_number_used="K0000")
    response = as_administrator.post("/setup/number-series/CONT/", {**SERIES, "manual_numbers": ""})
    assert response.headers["Location"] == "/setup/number-series/"
    series = NumberSeries.objects.get(code="CONT")
    assert (series.description, series.starting_number, series.increment, series.manual_numbers) == ("Contacts", "K0001", 5, False)
    assert series.last_number_used == "K0000"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"starting_number": "KAAS"}, "Number KAAS holds no digit to count up."),
        ({"starting_number": "A/1"}, "“/” may not stand in a number."),
        ({"increment": "0"}, "The increment is a whole number from 1 to 10000."),
        ({"description": "d" * 101}, "Description may hold at most 100 characters; it now has 101."),
    ],
)
def test_a_series_that_cannot_count_is_refused(as_administrator: Client, changed: dict[str, str], sentence: str) -> None:
    response = as_administrator.post("/setup/number-series/CONT/", SERIES | changed, headers=ENGLISH)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert NumberSeries.objects.get(code="CONT").starting_number == "CT000001"


def test_a_series_that_is_not_there_is_said_so(as_administrator: Client) -> None:
    assert as_administrator.get("/setup/number-series/NIETS/").status_code == 404
