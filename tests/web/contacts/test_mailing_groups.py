"""The window Contact Mailing Groups, and the same page without script."""

from typing import Any

import pytest
from django.test import Client

from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from tests.factories import make_company, make_group

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}
WINDOW = ENGLISH | {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def contact(db: None) -> Contact:
    return make_company(name="Drukkerij Claes")


def url(contact: Contact) -> str:
    return f"/contacts/{contact.number}/mailing-groups"


def codes(contact: Contact) -> list[str]:
    return codes_by_contact([contact.pk]).get(contact.pk, [])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("language", "heading", "label"),
    [
        ("nl", "Contact mailinggroepen", "Mailinggroepcode"),
        ("fr", "Groupes distribution contact", "Code groupes de distribution"),
        ("de", "Kontakt Verteiler", "Verteilercode"),
        ("en", "Contact Mailing Groups", "Mailing Group Code"),
    ],
)
def test_it_has_its_heading_and_below_it_number_and_name(
    as_editor: Client, contact: Contact, language: str, heading: str, label: str
) -> None:
    page = text(as_editor.get(url(contact), headers={"Accept-Language": language}))
    assert f"<h1>{heading}</h1>" in page
    assert f"<p>{contact.number} · Drukkerij Claes</p>" in page
    assert f">{label}</label>" in page
    window = text(as_editor.get(url(contact), headers={**WINDOW, "Accept-Language": language}))
    assert f'tabindex="-1">{heading}</h2>' in window
    assert "<html" not in window


def test_without_script_a_code_is_stored_and_the_page_comes_again(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING")
    response = as_editor.post(url(contact), {"code": "verhuizing"}, headers=ENGLISH)
    assert (response.status_code, response.headers["Location"]) == (302, url(contact))
    assert codes(contact) == ["VERHUIZING"]
    page = text(as_editor.get(url(contact), headers=ENGLISH))
    assert "1 contact added to VERHUIZING" in page
    assert f'action="/contacts/{contact.number}/mailing-groups/undo/' in page


def test_in_the_window_the_row_appears_and_the_page_behind_hears_of_it(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING", "Kantoorverhuizing")
    response = as_editor.post(url(contact), {"code": "VERHUIZING"}, headers=WINDOW)
    part = text(response)
    assert response.status_code == 200
    assert response.headers["HX-Trigger"] == '{"groups-changed": {}}'
    assert "Kantoorverhuizing" in part
    assert ">editor</td>" in part
    assert 'aria-label="Remove VERHUIZING"' in part
    assert 'name="code"' in part
    assert "1 contact added to VERHUIZING" in part


def test_three_groups_after_each_other(as_editor: Client, contact: Contact) -> None:
    for code in ("VERHUIZING", "GESCHENK", "2026"):
        make_group(code)
        as_editor.post(url(contact), {"code": code}, headers=WINDOW)
    assert codes(contact) == ["2026", "GESCHENK", "VERHUIZING"]


def test_the_same_group_twice_leaves_one(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING", members=[contact])
    acts = ChangeSet.objects.count()
    assert "Drukkerij Claes is already in VERHUIZING." in text(as_editor.post(url(contact), {"code": "VERHUIZING"}, headers=WINDOW))
    assert codes(contact) == ["VERHUIZING"]
    assert ChangeSet.objects.count() == acts


def test_a_whole_description_means_its_group_and_a_part_of_anything_means_none(as_editor: Client, contact: Contact) -> None:
    make_group("GESCHENK", "Relatiegeschenk")
    make_group("VERHUIZING", "Kantoorverhuizing")
    as_editor.post(url(contact), {"code": "kantoorverhuizing"}, headers=WINDOW)
    for part in ("kantoor", "gesch", "¨", "´", "\u0301"):
        refused = as_editor.post(url(contact), {"code": part}, headers=WINDOW)
        assert refused.status_code == 422
    assert codes(contact) == ["VERHUIZING"]


def test_the_very_code_comes_before_one_that_begins_so(as_editor: Client, contact: Contact) -> None:
    make_group("KERSTKAART")
    make_group("KERST")
    as_editor.post(url(contact), {"code": "kerst"}, headers=WINDOW)
    assert codes(contact) == ["KERST"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("NERGENS", "NERGENS does not exist in Mailing Groups."),
        ("", "Fill in Mailing Group Code."),
        ("   ", "Fill in Mailing Group Code."),
        ("a\x00b", "This text holds a sign that cannot be stored. Type it again."),
        ("<b>vet</b>", "&lt;b&gt;vet&lt;/b&gt; does not exist in Mailing Groups."),
        ("💌", "💌 does not exist in Mailing Groups."),
        ("x" * 3000, "does not exist in Mailing Groups."),
    ],
)
def test_an_unknown_code_is_refused_and_stays_in_the_field(as_editor: Client, contact: Contact, typed: str, sentence: str) -> None:
    make_group("VERHUIZING")
    acts = ChangeSet.objects.count()
    for headers in (ENGLISH, WINDOW):
        response = as_editor.post(url(contact), {"code": typed}, headers=headers)
        assert response.status_code == 422
        assert sentence in text(response)
    assert codes(contact) == []
    assert MailingGroup.objects.count() == 1
    assert ChangeSet.objects.count() == acts


def test_where_the_text_is_a_free_code_a_new_group_is_offered(as_editor: Client, contact: Contact) -> None:
    assert "New group “KERST”" in text(as_editor.post(url(contact), {"code": "kerst"}, headers=WINDOW))
    assert "New group" not in text(as_editor.post(url(contact), {"code": "a b"}, headers=WINDOW))
    assert MailingGroup.objects.count() == 0


def test_a_new_group_is_made_and_assigned(as_editor: Client, contact: Contact) -> None:
    response = as_editor.post(url(contact), {"code": "kerst", "create": "1"}, headers=WINDOW)
    assert response.status_code == 200
    assert codes(contact) == ["KERST"]
    assert MailingGroup.objects.get().contact_count == 1


@pytest.mark.parametrize("code", ["A B", "A-B", "VERHUIZINGEN", ""])
def test_a_new_group_with_a_wrong_code_is_refused(as_editor: Client, contact: Contact, code: str) -> None:
    assert as_editor.post(url(contact), {"code": code, "create": "1"}, headers=WINDOW).status_code == 422
    assert MailingGroup.objects.count() == 0
    assert codes(contact) == []


def test_a_new_group_that_somebody_else_made_meanwhile_is_used(as_editor: Client, contact: Contact) -> None:
    make_group("KERST")
    as_editor.post(url(contact), {"code": "kerst", "create": "1"}, headers=WINDOW)
    assert codes(contact) == ["KERST"]


def test_the_cross_takes_out_and_undo_puts_back(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING", members=[contact])
    response = as_editor.post(url(contact), {"take_out": "VERHUIZING"}, headers=WINDOW)
    assert "1 contact taken out of VERHUIZING" in text(response)
    assert "Drukkerij Claes is not in any mailing group yet." in text(response)
    assert codes(contact) == []
    undo = f"{url(contact)}/undo/{ChangeSet.objects.latest('number').number}"
    undone = as_editor.post(undo, headers=WINDOW)
    assert "Undone" in text(undone)
    assert undone.headers["HX-Trigger"] == '{"groups-changed": {}}'
    assert codes(contact) == ["VERHUIZING"]


def test_undo_of_an_assignment_takes_it_out(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING")
    as_editor.post(url(contact), {"code": "VERHUIZING"})
    response = as_editor.post(f"{url(contact)}/undo/{ChangeSet.objects.latest('number').number}", {"next": "/contacts/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/contacts/")
    assert codes(contact) == []


def test_undo_of_what_is_not_there_or_anothers_is_refused(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING", members=[contact])
    latest = ChangeSet.objects.latest("number").number
    assert as_editor.post(f"{url(contact)}/undo/{latest}").status_code == 403
    assert as_editor.post(f"{url(contact)}/undo/999999").status_code == 404
    assert codes(contact) == ["VERHUIZING"]


def test_taking_out_what_is_gone_is_said(as_editor: Client, contact: Contact) -> None:
    response = as_editor.post(url(contact), {"take_out": "NERGENS"}, headers=ENGLISH)
    assert response.status_code == 404
    assert "This record no longer exists." in text(response)


def test_on_the_card_the_cross_of_a_chip_renews_the_section(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING", members=[contact])
    headers = ENGLISH | {"HX-Request": "true", "HX-Target": "segmentation"}
    response = as_editor.post(f"{url(contact)}/VERHUIZING/remove", headers=headers)
    part = text(response)
    assert "No. of Mailing Groups" in part
    assert ">0</a>" in part
    assert "1 contact taken out of VERHUIZING" in part
    assert codes(contact) == []


def test_without_script_the_cross_of_a_chip_leads_back(as_editor: Client, contact: Contact) -> None:
    make_group("VERHUIZING", members=[contact])
    back = f"/contacts/{contact.number}/"
    response = as_editor.post(f"{url(contact)}/VERHUIZING/remove?next={back}")
    assert response.headers["Location"] == back
    assert as_editor.get(f"{url(contact)}/VERHUIZING/remove").status_code == 405


def test_the_section_of_the_card_can_be_asked_for_alone(as_reader: Client, contact: Contact) -> None:
    make_group("VERHUIZING", members=[contact])
    part = text(as_reader.get(f"/contacts/{contact.number}/segmentation", headers=ENGLISH))
    assert f'href="{url(contact)}" aria-label="No. of Mailing Groups: 1">1</a>' in part
    assert "VERHUIZING" in part
    assert "<form" not in part


def test_a_reader_sees_the_groups_and_changes_none(as_reader: Client, contact: Contact) -> None:
    make_group("VERHUIZING", members=[contact])
    make_group("GESCHENK")
    page = text(as_reader.get(url(contact), headers=ENGLISH))
    assert "VERHUIZING" in page
    assert 'name="code"' not in page
    assert "take_out" not in page
    assert as_reader.post(url(contact), {"code": "GESCHENK"}).status_code == 403
    assert as_reader.post(url(contact), {"take_out": "VERHUIZING"}).status_code == 403
    assert as_reader.post(f"{url(contact)}/VERHUIZING/remove").status_code == 403
    assert codes(contact) == ["VERHUIZING"]


def test_a_stranger_is_asked_to_sign_in(as_stranger: Client, contact: Contact) -> None:
    make_group("GESCHENK")
    assert as_stranger.post(url(contact), {"code": "GESCHENK"}).status_code == 302
    assert as_stranger.get(url(contact)).status_code == 302
    assert codes(contact) == []


def test_a_contact_that_is_gone_is_said(as_editor: Client) -> None:
    make_group("GESCHENK")
    for response in (as_editor.get("/contacts/CT9/mailing-groups", headers=ENGLISH), as_editor.post("/contacts/CT9/mailing-groups")):
        assert response.status_code == 404
    assert "This record no longer exists." in text(as_editor.get("/contacts/CT9/mailing-groups", headers=ENGLISH))


def test_the_section_on_the_card_brings_the_history_along(as_editor: Client) -> None:
    contact = make_company(name="Alfa")
    make_group("VERHUIZING")
    as_editor.post(f"/contacts/{contact.number}/mailing-groups", {"code": "VERHUIZING"}, headers={"Accept-Language": "en"})
    part = as_editor.get(f"/contacts/{contact.number}/segmentation", headers={"Accept-Language": "en", "HX-Request": "true"})
    history = part.content.decode().split('<div id="history" hx-swap-oob="true">')[1]
    assert "VERHUIZING" in history


def test_beside_the_chips_a_sign_opens_the_window_for_whoever_may_change(as_editor: Client, as_reader: Client) -> None:
    contact = make_company(name="Alfa")
    assert "Add to a mailing group" in as_editor.get(f"/contacts/{contact.number}/", headers={"Accept-Language": "en"}).content.decode()
    assert "Add to a mailing group" not in as_reader.get(f"/contacts/{contact.number}/", headers={"Accept-Language": "en"}).content.decode()
