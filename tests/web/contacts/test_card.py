"""The card of a contact: what it shows, and to whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from postkring.contacts.catalogue import BY_NAME, FIELDS
from postkring.contacts.models import Contact
from postkring.setup.models import OrganizationalLevel, Salesperson, Salutation, Territory
from postkring.web.contacts.card import SECTIONS
from tests.factories import make_company, make_group, make_person, make_segment, many_contacts
from tests.web.contacts.cards import ENGLISH, save, text, url

pytestmark = pytest.mark.django_db


def test_every_field_of_the_catalogue_stands_in_a_section() -> None:
    assert sorted(SECTIONS) == sorted(field.name for field in FIELDS)


def test_the_heading_has_name_number_and_type(as_reader: Client) -> None:
    company = make_company(name="Drukkerij Claes")
    person = make_person(name="An Peeters", company=company)
    page = text(as_reader.get(url(person), headers=ENGLISH))
    assert '<h1><span id="contact-name">An Peeters</span></h1>' in page
    assert f"{person.number} · Person" in page
    assert f'href="{url(company)}">Drukkerij Claes</a>' in page


CODED = {"salesperson": Salesperson, "territory": Territory, "salutation": Salutation, "organizational_level": OrganizationalLevel}


@pytest.mark.parametrize("name", CODED)
def test_a_code_is_asked_for_as_soon_as_there_is_one(as_editor: Client, as_reader: Client, name: str) -> None:
    person = make_person()
    with translation.override("en"):
        label = f">{BY_NAME[name].label}<"
    page = text(as_editor.get(url(person), headers=ENGLISH))
    assert f'name="{name}"' not in page
    assert f'name="seen-{name}"' not in page
    assert label not in text(as_reader.get(url(person), headers=ENGLISH))
    said = {"name": "Jan"} if name == "salesperson" else {"description": "Jan"}
    CODED[name]._default_manager.create(code="JR", **said)
    page = text(as_editor.get(url(person), headers=ENGLISH))
    assert f'name="{name}"' in page
    assert '<option value="JR">JR · Jan</option>' in page
    assert label in text(as_reader.get(url(person), headers=ENGLISH))


def test_a_code_that_is_sent_all_the_same_is_refused(as_editor: Client) -> None:
    contact = make_company()
    assert save(as_editor, contact, salesperson="JR").status_code == 422
    contact.refresh_from_db()
    assert contact.salesperson_id is None


def test_an_editor_gets_every_field_of_the_type(as_editor: Client) -> None:
    for table in CODED.values():
        table._default_manager.create(code="A")
    for contact in (make_company(), make_person()):
        page = text(as_editor.get(url(contact), headers=ENGLISH))
        for field in FIELDS:
            assert (f'name="{field.name}"' in page) is (field.only in (None, contact.type)), field.name
            assert (f'name="seen-{field.name}"' in page) is (field.only in (None, contact.type)), field.name


def test_a_reader_reads_all_of_it_and_changes_nothing(as_reader: Client) -> None:
    contact = make_company(city="Gent", country="BE", language="nl")
    page = text(as_reader.get(url(contact), headers=ENGLISH))
    for shown in ("Gent", "Belgium", "Dutch", "Exclude from Segment"):
        assert shown in page
    assert 'name="city"' not in page
    assert "/contacts/delete" not in page
    assert save(as_reader, contact, city="Luik").status_code == 403
    contact.refresh_from_db()
    assert contact.city == "Gent"


CALLED = {
    "phone": "014/25.36.47",
    "mobile": "+31 6 12345678",
    "email": "an@claes.example; info+a&b@claes.example",
    "email_2": "x@claes.example",
}
MAIL = "mailto:an@claes.example,info%2Ba%26b@claes.example"


def test_an_editor_calls_and_writes_from_below_the_fields(as_editor: Client) -> None:
    page = text(as_editor.get(url(make_company(country="BE", **CALLED)), headers=ENGLISH))
    assert 'href="tel:+3214253647" aria-label="Make Phone Call: 014 25 36 47"' in page
    assert 'href="tel:+31612345678" aria-label="Make Phone Call: +31 6 12345678"' in page
    assert f'href="{MAIL}" aria-label="Send Email: an@claes.example; info+a&amp;b@claes.example"' in page
    assert 'href="mailto:x@claes.example"' in page
    assert 'value="014/25.36.47"' in page


def test_a_reader_calls_and_writes_from_what_is_read(as_reader: Client) -> None:
    page = text(as_reader.get(url(make_company(country="BE", **CALLED)), headers=ENGLISH))
    assert 'href="tel:+3214253647" aria-label="Phone No.: 014/25.36.47">014/25.36.47</a>' in page
    assert f'href="{MAIL}"' in page


def test_the_persons_of_a_company_are_called_from_its_card(as_reader: Client) -> None:
    company = make_company(country="BE")
    make_person(company=company, phone="0470 12 34 56", email="an@claes.example")
    make_person(company=company, phone="1")
    page = text(as_reader.get(url(company), headers=ENGLISH))
    assert '<a href="tel:+32470123456">0470 12 34 56</a>' in page
    assert '<a href="mailto:an@claes.example">an@claes.example</a>' in page
    assert "<td>1</td>" in page


def test_a_number_that_cannot_be_dialled_and_an_address_that_is_refused_lead_nowhere(as_editor: Client) -> None:
    contact = make_company(country="BE", phone="014 1", email="an@claes.example")
    assert "tel:" not in text(as_editor.get(url(contact), headers=ENGLISH))
    refused = text(save(as_editor, contact, email="an"))
    assert "is not a complete email address" in refused
    assert "mailto:" not in refused


def test_a_stranger_sees_nothing(as_stranger: Client) -> None:
    contact = make_company(city="Gent")
    assert as_stranger.get(url(contact)).status_code == 302
    assert save(as_stranger, contact, city="Luik").status_code == 401
    contact.refresh_from_db()
    assert contact.city == "Gent"


def test_the_segmentation_counts_groups_and_names_segments(as_editor: Client) -> None:
    contact = make_company()
    make_group("VERHUIZING", members=[contact])
    make_group("GESCHENK", members=[contact])
    segment = make_segment("Opendeurdag", contacts=[contact])
    page = text(as_editor.get(url(contact), headers=ENGLISH))
    assert "No. of Mailing Groups" in page
    assert f'href="{url(contact)}mailing-groups" aria-label="No. of Mailing Groups: 2">2</a>' in page
    assert 'href="/mailing-groups/VERHUIZING/">VERHUIZING</a>' in page
    assert 'aria-label="Remove GESCHENK"' in page
    assert f'href="/segments/{segment.number}/">{segment.number}</a>' in page


def test_a_company_lists_its_persons(as_editor: Client) -> None:
    company = make_company()
    for number in range(30):
        make_person(name=f"Persoon {number:02}", company=company)
    page = text(as_editor.get(url(company), headers=ENGLISH))
    assert page.count(">Persoon ") == 25
    assert f'href="/contacts/?companyNumber={company.number}&amp;type=Person">30 persons</a>' in page
    assert f'href="/contacts/new?company={company.number}"' in page


def test_who_changed_it_last_and_what_happened_stands_there(as_editor: Client) -> None:
    contact = make_company(name="Claes", city="Gent")
    save(as_editor, contact, city="Luik")
    page = text(as_editor.get(url(contact), headers=ENGLISH))
    assert "Last Modified" in page
    assert "· editor" in page
    assert f"{contact.number} Claes changed: City" in page


def test_a_contact_that_is_gone_is_said(as_editor: Client) -> None:
    contact = make_company()
    Contact.objects.filter(pk=contact.pk).update(number="MOVED")
    for response in (as_editor.get(url(contact), headers=ENGLISH), save(as_editor, contact, city="Luik")):
        assert response.status_code == 404
        assert "This record no longer exists." in text(response)
    assert as_editor.get("/contacts/%00/").status_code == 404


def test_more_of_everything_takes_no_more_queries(as_editor: Client) -> None:
    company = make_company()
    make_person(company=company)
    make_group("G0", members=[company])
    make_segment(contacts=[company])

    def queries() -> int:
        as_editor.get(url(company))
        with CaptureQueriesContext(connection) as captured:
            assert as_editor.get(url(company)).status_code == 200
        return len(captured)

    few = queries()
    many_contacts(50).persons().update(company=company)
    for number in range(1, 9):
        make_group(f"G{number}", members=[company])
        make_segment(contacts=[company])
    assert queries() == few
    assert few <= 25
