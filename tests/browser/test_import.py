"""A file from the upload to the contacts and back, on a telephone and without script; every page of it passes axe."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from postkring.contacts.models import Contact
from tests.browser import accessibility
from tests.browser.test_narrow import SIDEWAYS
from tests.browser.visits import Visits
from tests.browser.words import words
from tests.imports.programs import OUTLOOK

OWN: Final[dict[str, dict[str, str]]] = {
    "task.new_import": {"nl": "Een bestand inlezen", "fr": "Charger un fichier", "de": "Eine Datei laden"},
    "field.file": {"nl": "Bestand", "fr": "Fichier", "de": "Datei"},
    "action.next": {"nl": "Volgende", "fr": "Suivant", "de": "Weiter"},
    "import.codes_create": {"nl": "De code aanmaken", "fr": "Créer le code", "de": "Den Code anlegen"},
    "action.show_difference": {
        "nl": "Tonen wat er zou veranderen",
        "fr": "Afficher ce qui changerait",
        "de": "Zeigen, was sich ändern würde",
    },
    "action.load_n": {"nl": "Inlezen wat getoond wordt", "fr": "Charger ce qui est affiché", "de": "Laden, was angezeigt wird"},
    "action.refused_rows": {"nl": "Geweigerde rijen (.xlsx)", "fr": "Lignes refusées (.xlsx)", "de": "Abgelehnte Zeilen (.xlsx)"},
}


@pytest.mark.parametrize(("language", "scripts", "width"), [("nl", True, 390), ("fr", False, 1280), ("de", True, 1280)])
def test_a_file_is_loaded_and_taken_back(visit: Visits, language: str, scripts: bool, width: int) -> None:
    say = words(language) | {term: spoken[language] for term, spoken in OWN.items()}
    page = visit("/imports/", language=language, role="editor", scripts=scripts, width=width)
    before = Contact.objects.count()
    page.get_by_role("main").get_by_role("button", name=say["task.new_import"]).click()
    page.get_by_label(say["field.file"]).set_input_files({"name": "relaties.csv", "mimeType": "text/csv", "buffer": OUTLOOK})
    look_at(page, scripts)
    page.get_by_role("button", name=say["action.next"]).click()
    expect(page.get_by_role("combobox", name="E-mailadres", exact=True)).to_have_value("email")
    page.get_by_role("radio", name=say["import.codes_create"]).check()
    look_at(page, scripts)
    page.get_by_role("button", name=say["action.show_difference"]).click()
    expect(page.get_by_role("main")).to_contain_text("XCARD")
    look_at(page, scripts)
    assert Contact.objects.count() == before
    page.get_by_role("button", name=say["action.load_n"]).click()
    expect(page.get_by_role("main").get_by_role("button", name=say["action.refused_rows"])).to_be_visible()
    look_at(page, scripts)
    assert Contact.objects.count() == before + 5
    page.goto("/imports/")
    look_at(page, scripts)
    page.get_by_role("link", name="relaties.csv").click()
    page.get_by_role("main").get_by_role("button", name=say["action.undo"], exact=True).click()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("main" if not scripts else "dialog").get_by_role("button", name=say["action.undo"], exact=True).click()
    expect(page.get_by_role("main").get_by_role("button", name=say["action.undo"], exact=True)).to_have_count(0)
    assert Contact.objects.count() == before


def look_at(page: Page, scripts: bool) -> None:
    if scripts:
        assert accessibility.faults(page) == []
        assert page.evaluate(SIDEWAYS) <= 0
