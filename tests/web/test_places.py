import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.web import places
from postkring.web.icons import ICONS
from postkring.web.places import PLACES, open_places
from postkring.web.search.ranking import find_places


@pytest.fixture(autouse=True)
def _every_place_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ranking is tested over the whole catalogue, also for pages that come later."""
    monkeypatch.setattr(places.Place, "url", property(lambda place: f"/{place.url_name}/"))


def titles(text: str, language: str = "nl", role: str = Role.ADMINISTRATOR) -> list[str]:
    with translation.override(language):
        return [hit.title for hit in find_places(text, User(role=role), language)]


@pytest.mark.parametrize(
    ("language", "typed", "first"),
    [
        ("nl", "mailing", "Mailinggroepen"),
        ("nl", "Mailinggroepen", "Mailinggroepen"),
        ("nl", "MAILINGGR", "Mailinggroepen"),
        ("nl", "cont", "Contacten"),
        ("fr", "groupes", "Groupes de distribution"),
        ("fr", "distribution groupes", "Groupes de distribution"),
        ("de", "vert", "Verteiler"),
        ("en", "mailing", "Mailing Groups"),
        ("en", "groups mailing", "Mailing Groups"),
        ("nl", "gebruik", "Gebruikers"),
        ("fr", "parametres", "Mes paramètres"),
    ],
)
def test_a_page_is_found_by_its_name_in_the_language_of_the_user(language: str, typed: str, first: str) -> None:
    found = titles(typed, language)
    assert found[0].split(" – ")[-1] == first


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Verteiler", "Verteiler – Mailinggroepen"),
        ("mailing list", "Mailing list – Mailinggroepen"),
        ("mailinggroepcode", "Mailinggroepcode – Mailinggroepen"),
        ("mailinggroepcodes", "Mailinggroepcodes – Mailinggroepen"),
        ("contactoverzicht", "Contactoverzicht – Contacten"),
        ("contactlijst", "Contactlijst – Contacten"),
        ("contactbedrijf", "Contactbedrijf – Contacten"),
        ("contactpersoon", "Contactpersoon – Contacten"),
        ("sectorcode", "Sectorcode – Sectoren"),
        ("sectorcodes", "Sectorcodes – Sectoren"),
        ("carnet d'adresses", "Carnet d’adresses – Contacten"),
        ("rollencenter", "Rollencenter – Startpagina"),
        ("zielgruppe", "Zielgruppe – Segmenten"),
        ("gsm", "Gsm – Contacten"),
    ],
)
def test_synonyms_and_other_languages_show_both_names(typed: str, found: str) -> None:
    assert titles(typed)[0] == found


def test_the_own_name_comes_before_a_synonym_and_a_page_before_its_task() -> None:
    found = titles("mailing")
    assert found.index("Mailinggroepen") < found.index("Nieuwe mailinggroep")


def test_nothing_typed_offers_the_pages_and_no_tasks() -> None:
    assert titles("") == [str(place.title_in("nl")) for place in PLACES if not place.is_task]


@pytest.mark.parametrize("typed", ["xyzzy", "12345", "qq", "mailing xyzzy"])
def test_what_nothing_is_called_finds_nothing(typed: str) -> None:
    assert titles(typed) == []


def test_only_places_that_the_user_may_open_are_offered() -> None:
    def names(role: str) -> set[str]:
        return {place.url_name for place, _ in open_places(User(role=role))}

    assert names(Role.ADMINISTRATOR) == {place.url_name for place in PLACES}
    assert names(Role.ADMINISTRATOR) - names(Role.MARKETER) == {place.url_name for place in PLACES if place.needs is Permission.ADMINISTER}
    assert {"setup", "users", "user_new", "patterns"} <= names(Role.ADMINISTRATOR) - names(Role.MARKETER)
    assert names(Role.MARKETER) - names(Role.EDITOR) == {"segment_new"}
    assert names(Role.EDITOR) - names(Role.READER) == {"contact_new", "mailing_group_new", "imports", "import_new", "tasks"}
    assert list(open_places(AnonymousUser())) == []


def test_every_place_has_an_icon_of_the_sprite_and_a_title_in_four_languages() -> None:
    for place in PLACES:
        assert place.icon in ICONS
        assert all(place.title_in(code) for code, _ in settings.LANGUAGES)


def test_only_pages_that_exist_are_in_the_navigation(as_administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    page = as_administrator.get("/setup/").content.decode()
    for place, url in open_places(User(role=Role.ADMINISTRATOR)):
        if place in places.SET_UP_PAGES:
            assert f'href="{url}"' in page
            assert as_administrator.get(url).status_code == 200


def test_the_catalogue_names_each_page_once() -> None:
    names = [place.url_name for place in PLACES]
    assert len(names) == len(set(names))
