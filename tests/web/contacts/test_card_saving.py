"""The card of a contact: its fields saved one by one, or all at once without script."""

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.web.contacts.card import SECTIONS
from tests.factories import make_company, make_person
from tests.web.contacts.cards import ENGLISH, HTMX, form_of, save, text, url

pytestmark = pytest.mark.django_db


def test_one_field_is_saved_and_comes_back_alone(as_editor: Client) -> None:
    contact = make_company(phone="09 1")
    response = save(as_editor, contact, phone="09 225 10 10")
    part = text(response)
    contact.refresh_from_db()
    assert (response.status_code, contact.phone) == (200, "09 225 10 10")
    assert part.count('class="slot"') == 1
    assert 'id="slot-phone"' in part
    assert 'name="seen-phone" value="09 225 10 10"' in part
    assert f'action="/changes/{ChangeSet.objects.latest("number").number}/undo"' in part
    assert "<html" not in part


def test_a_name_brings_its_parts_along(as_editor: Client) -> None:
    person = make_person(name="An Peeters")
    part = text(save(as_editor, person, name="Jan Smit"))
    assert {name for name in SECTIONS if f'id="slot-{name}"' in part} == {"name", "first_name", "surname", "search_name"}
    assert '<span id="contact-name" hx-swap-oob="true">Jan Smit</span>' in part


def test_a_country_empties_the_place(as_editor: Client) -> None:
    contact = make_company(country="BE", post_code="9000", city="Gent")
    part = text(save(as_editor, contact, country="FR"))
    contact.refresh_from_db()
    assert (contact.country_id, contact.post_code, contact.city) == ("FR", "", "")
    assert 'id="slot-city"' in part


def test_a_company_brings_its_address(as_editor: Client) -> None:
    company = make_company(name="Drukkerij Claes", address="Kouter 12", city="Gent")
    person = make_person(name="An Peeters")
    part = text(save(as_editor, person, company_name="drukkerij"))
    person.refresh_from_db()
    assert (person.company_id, person.address) == (company.pk, "Kouter 12")
    assert "Address of Drukkerij Claes" in part
    assert 'id="slot-address"' in part
    assert "Address of Drukkerij Claes" in text(as_editor.get(url(person), headers=ENGLISH))


def test_another_address_is_the_persons_own(as_editor: Client) -> None:
    company = make_company(address="Kouter 12", city="Gent")
    person = make_person(company=company)
    part = text(save(as_editor, person, address="Veldstraat 1"))
    assert "Address of" not in part


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("phone", "abc", "A phone number holds no letters; “a” is one."),
        ("email", "niet", "niet is not a complete email address."),
        ("city", "x" * 101, "City may hold at most 100 characters; it now has 101."),
        ("city", "a\u202eb", "This text holds a sign that cannot be stored. Type it again."),
        ("city", "a\x00b", "This text holds a sign that cannot be stored. Type it again."),
        ("country", "XX", "XX does not exist in Country/Region Code."),
        ("name", "", "Fill in Name."),
        ("number", "A/B", "“/” may not stand in a number."),
        ("type", "Robot", "“Robot” is not a value of Type."),
        ("vat_number", "BE 1", "BE 1 does not have the form of a VAT number of BE."),
    ],
)
def test_what_is_refused_stays_in_the_field_and_changes_nothing(as_editor: Client, name: str, typed: str, sentence: str) -> None:
    contact = make_company(phone="09 1", email="an@claes.example", city="Gent", country="BE")
    before, acts = Contact.objects.values().get(), ChangeSet.objects.count()
    for headers in (HTMX, ENGLISH):
        response = save(as_editor, contact, headers, **{name: typed})
        assert response.status_code == 422
        assert sentence in text(response).replace("&quot;", "”")
    assert Contact.objects.values().get() == before
    assert ChangeSet.objects.count() == acts


def test_the_refused_text_is_shown_again_without_taking_the_focus(as_editor: Client) -> None:
    contact = make_company(phone="09 1")
    part = text(save(as_editor, contact, phone="abc"))
    assert 'value="abc"' in part
    assert 'name="seen-phone" value="09 1"' in part
    assert "autofocus" not in part
    page = text(save(as_editor, contact, ENGLISH, phone="abc"))
    assert "autofocus" in page


@pytest.mark.parametrize("value", ["💌", "<b>vet</b>", "=SOM(A1)", "שלום", "O’Brien"])
def test_any_other_text_is_stored_as_it_is(as_editor: Client, value: str) -> None:
    contact = make_company()
    part = text(save(as_editor, contact, name_2=value))
    contact.refresh_from_db()
    assert contact.name_2 == value
    assert "<b>" not in part


def test_two_who_change_one_field_see_both_values(as_editor: Client, editor: User, administrator: User) -> None:
    contact = make_company(city="Gent")
    change_contact(contact, {"city": "Luik"}, by=administrator)
    part = text(save(as_editor, contact, city="Aalst"))
    assert "administrator changed this record at" in part
    assert "Your change to City was not saved." in part
    assert "It is now: “Luik”." in part
    assert 'value="Aalst"' in part
    assert 'name="seen-city" value="Luik"' in part
    contact.refresh_from_db()
    assert contact.city == "Luik"


def test_of_two_values_one_keeps_the_own(as_editor: Client, administrator: User) -> None:
    contact = make_company(city="Gent")
    change_contact(contact, {"city": "Luik"}, by=administrator)
    response = as_editor.post(url(contact), {"city": "Aalst", "seen-city": "Luik"}, headers=HTMX)
    contact.refresh_from_db()
    assert (response.status_code, contact.city) == (200, "Aalst")


def test_of_two_values_one_keeps_the_other(as_editor: Client, administrator: User) -> None:
    contact = make_company(city="Gent")
    change_contact(contact, {"city": "Luik"}, by=administrator)
    part = text(as_editor.get(f"{url(contact)}?field=city", headers=HTMX))
    assert part.count('class="slot"') == 1
    assert 'value="Luik"' in part
    assert as_editor.get(f"{url(contact)}?field=password", headers=HTMX).status_code == 200


def test_two_who_change_different_fields_both_do(as_editor: Client, administrator: User) -> None:
    contact = make_company(city="Gent", phone="09 1")
    change_contact(contact, {"city": "Luik"}, by=administrator)
    assert save(as_editor, contact, phone="09 2").status_code == 200
    contact.refresh_from_db()
    assert (contact.city, contact.phone) == ("Luik", "09 2")


def test_without_script_only_what_was_changed_is_written(as_editor: Client, administrator: User) -> None:
    contact = make_person(name="An Peeters", city="Gent", phone="09 1", minor=False)
    sent = form_of(contact) | {"phone": "09 2", "exclude_from_segment": "True"}
    change_contact(contact, {"city": "Luik"}, by=administrator)
    response = as_editor.post(url(contact), sent, headers=ENGLISH)
    assert (response.status_code, response.headers["Location"]) == (302, url(contact))
    contact.refresh_from_db()
    assert (contact.city, contact.phone, contact.exclude_from_segment) == ("Luik", "09 2", True)
    page = text(as_editor.get(url(contact), headers=ENGLISH))
    assert "changed: Phone No., Exclude from Segment" in page


def test_without_script_all_refusals_are_shown_at_once(as_editor: Client) -> None:
    contact = make_company(city="Gent")
    response = as_editor.post(url(contact), form_of(contact) | {"phone": "abc", "email": "niet", "city": "Luik"}, headers=ENGLISH)
    page = text(response)
    assert response.status_code == 422
    assert "A phone number holds no letters" in page
    assert "niet is not a complete email address." in page
    assert 'value="Luik"' in page
    contact.refresh_from_db()
    assert contact.city == "Gent"


def test_nothing_changed_writes_nothing(as_editor: Client) -> None:
    contact = make_company(city="Gent")
    acts = ChangeSet.objects.count()
    assert as_editor.post(url(contact), form_of(contact), headers=ENGLISH).status_code == 302
    assert "undo" not in text(save(as_editor, contact, city="Gent")).split('id="undo-saved"')[1].split("</span>")[0]
    assert as_editor.post(url(contact), {}, headers=HTMX).status_code == 200
    assert ChangeSet.objects.count() == acts


def test_another_number_or_type_leads_to_the_card_anew(as_editor: Client) -> None:
    contact = make_company(name="Claes")
    assert save(as_editor, contact, number="K17").headers["HX-Redirect"] == "/contacts/K17/"
    contact.refresh_from_db()
    assert save(as_editor, contact, type="Person").headers["HX-Redirect"] == "/contacts/K17/"
    contact.refresh_from_db()
    assert contact.is_person


def test_undo_of_a_saved_field_restores_it(as_editor: Client) -> None:
    contact = make_company(city="Gent")
    save(as_editor, contact, city="Luik")
    undo = f"/changes/{ChangeSet.objects.latest('number').number}/undo"
    assert as_editor.post(undo, {"next": url(contact)}).headers["Location"] == url(contact)
    contact.refresh_from_db()
    assert contact.city == "Gent"


def test_a_surname_with_its_prefix_takes_the_prefix_along_before_the_eyes_of_the_user(as_editor: Client) -> None:
    person = make_person(name="Piet Van den Bossche")
    part = text(save(as_editor, person, surname="Van den Bossche"))
    person.refresh_from_db()
    assert (person.name, person.first_name, person.middle_name) == ("Piet Van den Bossche", "Piet", "")
    for name, value in {"first_name": "Piet", "surname": "Van den Bossche"}.items():
        assert f'name="{name}" value="{value}"' in part
    assert 'id="slot-middle_name"' in part


def test_consent_and_lifting_the_block_in_one_form_are_refused(as_editor: Client) -> None:
    person = make_person(minor=True)
    sent = form_of(person) | {"parental_consent": "on"}
    del sent["privacy_blocked"]
    response = as_editor.post(url(person), sent, headers=ENGLISH)
    assert response.status_code == 422
    assert "Record the parental consent first" in text(response)
    person.refresh_from_db()
    assert (person.parental_consent, person.privacy_blocked) == (False, True)
