import pytest
from django.test import Client
from django.utils import translation

from postkring.accounts.models import User
from postkring.web.places import Place
from postkring.web.search import urls
from postkring.web.search.coming import coming
from postkring.web.search.searchers import Group, Hit

ENGLISH = {"Accept-Language": "en"}
PART = ENGLISH | {"HX-Request": "true", "HX-Target": "tell-me-results"}


def test_without_script_the_search_is_a_page_with_links(as_reader: Client) -> None:
    page = " ".join(as_reader.get("/search?q=settings", headers=ENGLISH).content.decode().split())
    assert "<h1>Tell me what you want to do</h1>" in page
    assert '<a class="hit" href="/settings/">' in page
    assert 'name="q" value="settings"' in page


def test_while_typing_it_is_a_list_of_options_with_a_count(as_reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls, "SEARCHERS", ())
    part = as_reader.get("/search?q=settings", headers=PART).content.decode()
    assert "<html" not in part
    assert part.count('role="option"') == 1
    assert 'data-count="Rows: 1"' in part


def test_nothing_found_says_so_and_where_it_looked(as_reader: Client) -> None:
    page = as_reader.get("/search", {"q": "<xyzzy>"}, headers=ENGLISH).content.decode()
    assert "No results for “&lt;xyzzy&gt;”." in page
    assert "Names also searched in: Nederlands, Français, Deutsch, English" in page


@pytest.mark.parametrize("text", ["\x00", "x" * 5000, "💌", "\u202eabc", "%00", "'; --", " "])
def test_whatever_is_typed_is_answered(as_reader: Client, text: str) -> None:
    assert as_reader.get("/search", {"q": text}).status_code == 200
    assert as_reader.get("/search", {"q": text}, headers=PART).status_code == 200


def test_records_are_asked_for_from_two_letters_on(as_reader: Client, reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def searcher(text: str, user: User, at_most: int) -> Group:
        asked.append((text, user, at_most))
        return Group("Contacts", [Hit("Claes, An", "/contacts/CT1/", "user-round", "CT1")])

    monkeypatch.setattr(urls, "SEARCHERS", (searcher,))
    assert "Claes, An" not in as_reader.get("/search?q=c").content.decode()
    assert "Claes, An" in as_reader.get("/search?q=cl").content.decode()
    assert asked == [("cl", reader, 6)]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("nl", "aanhef, niveaus, duplicaten, samenvoegen, labels, etiketten, zakenrelaties"),
        ("fr", "civilité, niveaux organisationnels, doublons, fusionner, étiquettes, relations d’affaires"),
        ("de", "Anrede, Hierarchie, Dubletten, zusammenführen, Etiketten, Adressaufkleber"),
        ("en", "greeting, seniority, duplicates, merge, labels, business relations"),
    ],
)
def test_what_is_still_to_come_is_told_by_the_manual(as_reader: Client, language: str, texts: str) -> None:
    """Words of the field that a newcomer types; until they are there, the chapter on what is to come says so."""
    for text in texts.split(", "):
        page = as_reader.get("/search", {"q": text}, headers={"Accept-Language": language}).content.decode()
        assert page.count('href="/help/to-come/') == 1, text


def test_the_name_of_what_is_to_come_stands_beside_the_chapter(as_reader: Client) -> None:
    page = " ".join(as_reader.get("/search?q=aanhef", headers={"Accept-Language": "nl"}).content.decode().split())
    assert "Wat nog komt" in page
    assert "Aanhef – Aansprekingen" in page


@pytest.mark.parametrize("text", ["co", "lab", "contacten", "mailing", "segment", "xyzzy"])
def test_what_is_there_does_not_lead_to_what_is_to_come(text: str) -> None:
    with translation.override("nl"):
        assert coming(text, "nl") == ""


def test_what_has_a_page_is_no_longer_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Place, "url", property(lambda place: f"/{place.url_name}/"))
    assert coming("aanhef", "nl") == ""
