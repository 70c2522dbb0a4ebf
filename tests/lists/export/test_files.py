"""A file holds exactly what is stored, in our own columns; for mailing it holds nobody who may not be reached."""

import csv
import io
from typing import Any, Final

import openpyxl
import pytest

from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.queries import members
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.errors import NotAcceptable
from postkring.lists.classifications import MEMBERS
from postkring.lists.contacts import CONTACTS
from postkring.lists.export.columns import OWN, columns_called
from postkring.lists.export.files import FileOptions, Format, write_contacts, write_groups
from postkring.lists.export.sources import left_out, reach, shown
from postkring.lists.listing import ListState
from postkring.lists.segments import LINES, contacts_on_lines
from postkring.setup.models import Organisation, OrganizationalLevel, Salesperson, Salutation, Territory
from tests.factories import make_company, make_group, make_person, make_segment, many_contacts
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

# What programs rely on, written out.
HEADER: Final = (
    "number,type,name,name_2,first_name,middle_name,surname,initials,job_title,company_number,company_name,address,address_2,post_code,city,"
    "county,country,phone,mobile,email,email_2,website,language,salutation,correspondence_type,salesperson,territory,organizational_level,"
    "vat_number,registration_number,exclude_from_segment,privacy_blocked,external_id,mailing_groups,industry_groups,job_responsibilities,"
    "business_relations"
)
FOR_MAILING: Final = (
    "number,formal_salutation,name,first_name,middle_name,surname,company_name,address_line_1,address_line_2,address_line_3,address_line_4,"
    "address_line_5,address_line_6,address_block,language,correspondence_type"
)
AWKWARD: Final = ("+32 9 1", "=1+1", "'=x", "-5", "@aerts", "01", "'s-Gravenbrakel", 'Jan "de Beer"', "a;b,c", "A|B", "👩‍💻", "x" * 50)


def written(contacts: ContactQuerySet, as_format: Format = Format.CSV, **more: Any) -> bytes:
    file = io.BytesIO()
    count = write_contacts(file, contacts, FileOptions(as_format, title="Contacts", language="en", **more))
    assert count == contacts.count() or more.get("for_mailing")
    return file.getvalue()


def rows_of(contacts: ContactQuerySet, **more: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(contacts, **more).decode("utf-8-sig"), newline="")))


def cells_of(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def unfused(cell: str) -> str:
    """What a reader takes away again."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in tuple("=+-@\t\r") else cell


@pytest.fixture
def company() -> Contact:
    return make_company(
        name="Drukkerij Claes",
        address="Kerkstraat 12",
        post_code="9000",
        city="Gent",
        country="BE",
        language="nl",
        vat_number="BE1956728936",
    )


@pytest.fixture
def person(company: Contact) -> Contact:
    Salesperson.objects.create(code="LM")
    Territory.objects.create(code="OVL")
    Salutation.objects.create(code="MEVR")
    OrganizationalLevel.objects.create(code="CEO")
    return make_person(
        name="An Maria Peeters",
        company=company,
        job_title="Zaakvoerder",
        phone="+32 9 123 45 67",
        email="an@claes.example",
        salutation="MEVR",
        salesperson="LM",
        territory="OVL",
        organizational_level="CEO",
        correspondence_type="Email",
        external_id="007",
    )


def test_the_header_is_what_programs_rely_on(company: Contact) -> None:
    assert written(Contact.objects.all()).decode("utf-8-sig").splitlines()[0] == HEADER


def test_a_row_holds_what_is_stored(company: Contact, person: Contact) -> None:
    make_group("VERHUIZING", members=[person])
    make_group("GESCHENK", members=[person, company])
    of_company, of_person = rows_of(Contact.objects.order_by("pk"))
    assert {name: cell for name, cell in of_company.items() if cell} == {
        "number": company.number,
        "type": "Company",
        "name": "Drukkerij Claes",
        "address": "Kerkstraat 12",
        "post_code": "9000",
        "city": "Gent",
        "country": "BE",
        "language": "nl",
        "vat_number": "BE1956728936",
        "exclude_from_segment": "false",
        "privacy_blocked": "false",
        "mailing_groups": "GESCHENK",
    }
    assert {name: cell for name, cell in of_person.items() if cell} == {
        "number": person.number,
        "type": "Person",
        "name": "An Maria Peeters",
        "first_name": "An",
        "middle_name": "Maria",
        "surname": "Peeters",
        "job_title": "Zaakvoerder",
        "company_number": company.number,
        "company_name": "Drukkerij Claes",
        "address": "Kerkstraat 12",
        "post_code": "9000",
        "city": "Gent",
        "country": "BE",
        "phone": "'+32 9 123 45 67",
        "email": "an@claes.example",
        "language": "nl",
        "salutation": "MEVR",
        "correspondence_type": "Email",
        "salesperson": "LM",
        "territory": "OVL",
        "organizational_level": "CEO",
        "exclude_from_segment": "false",
        "privacy_blocked": "false",
        "external_id": "007",
        "mailing_groups": "GESCHENK|VERHUIZING",
    }


def test_every_text_comes_back_as_it_was_stored() -> None:
    for text in AWKWARD:
        make_company(name=text, name_2=text, address=text, city=text)
    contacts = Contact.objects.order_by("pk")
    stored = [(each.name, each.name_2, each.address, each.city) for each in contacts]
    assert [name for name, *_ in stored] == list(AWKWARD)
    read = [tuple(unfused(row[name]) for name in ("name", "name_2", "address", "city")) for row in rows_of(contacts)]
    assert read == stored
    header, *rows = cells_of(written(contacts, Format.XLSX))
    places = [header.index(name) for name in ("name", "name_2", "address", "city")]
    assert [tuple(row[place] for place in places) for row in rows] == stored


def test_a_workbook_has_text_and_truth(company: Contact) -> None:
    header, row = cells_of(written(Contact.objects.all(), Format.XLSX))
    assert ",".join(header) == HEADER
    assert (row[header.index("post_code")], row[header.index("privacy_blocked")], row[header.index("county")]) == ("9000", False, None)


def test_visible_columns_have_the_words_of_the_screen(person: Contact) -> None:
    columns = columns_called(["city", "number", "mailing_groups"])
    (row,) = rows_of(Contact.objects.filter(pk=person.pk), columns=columns, captions=True)
    assert row == {"City": "Gent", "No.": person.number, "Mailing Groups": ""}


def test_a_column_that_is_none_is_refused() -> None:
    with pytest.raises(NotAcceptable, match=r"^“password” is not a column of contacts\.$"):
        columns_called(["number", "password"])


def test_a_file_for_mailing_leads_with_what_a_letter_needs(company: Contact, person: Contact) -> None:
    Organisation.objects.update(country="NL")
    content = written(Contact.objects.order_by("pk"), for_mailing=True, columns=columns_called(["number", "city", "email"]))
    assert content.decode("utf-8-sig").splitlines()[0] == f"{FOR_MAILING},city,email"
    of_company, of_person = rows_of(Contact.objects.order_by("pk"), for_mailing=True)
    assert of_company["formal_salutation"] == "Geachte heer, mevrouw,"
    assert of_company["company_name"] == ""
    assert [of_person[f"address_line_{line}"] for line in range(1, 7)] == [
        "Drukkerij Claes",
        "An Maria Peeters",
        "Kerkstraat 12",
        "9000 GENT",
        "BELGIË",
        "",
    ]
    assert of_person["address_block"] == "Drukkerij Claes\nAn Maria Peeters\nKerkstraat 12\n9000 GENT\nBELGIË"
    assert of_company["address_block"] == "Drukkerij Claes\nKerkstraat 12\n9000 GENT\nBELGIË"


def test_a_person_without_an_address_is_reached_at_its_company(company: Contact, person: Contact) -> None:
    Contact.objects.filter(pk=person.pk).update(address="", post_code="", city="")
    (row,) = rows_of(Contact.objects.filter(pk=person.pk), for_mailing=True)
    assert row["address_block"] == "Drukkerij Claes\nAn Maria Peeters\nKerkstraat 12\n9000 GENT"
    assert row["address"] == ""


@pytest.fixture
def four() -> ContactQuerySet:
    make_company(number="A1", name="Alfa")
    make_company(number="A2", name="Beta", privacy_blocked=True)
    make_company(number="A3", name="Gamma", exclude_from_segment=True)
    make_company(number="A4", name="Delta", exclude_from_segment=True, privacy_blocked=True)
    return Contact.objects.order_by("number")


def test_for_mailing_leaves_out_who_may_not_be_reached(four: ContactQuerySet) -> None:
    assert [row["number"] for row in rows_of(four)] == ["A1", "A2", "A3", "A4"]
    assert [row["number"] for row in rows_of(four, for_mailing=True)] == ["A1"]
    cards = written(four, Format.VCF, for_mailing=True).decode()
    assert cards.count("BEGIN:VCARD") == 1
    assert "FN:Alfa" in cards


def test_who_is_left_out_is_counted_once_and_can_be_looked_at(four: ContactQuerySet) -> None:
    counted = reach(four)
    assert (counted.contacts, counted.reached, counted.left_out) == (4, 1, {"privacyBlocked": 2, "excluded": 1})
    assert [contact.number for contact in left_out(four, "privacyBlocked")] == ["A2", "A4"]
    assert [contact.number for contact in left_out(four, "excluded")] == ["A3"]


def test_the_rows_of_a_list_come_as_its_pages_show_them(four: ContactQuerySet) -> None:
    state = ListState.read({"q": "ta", "sort": "-name"}, CONTACTS)
    assert [contact.name for contact in shown(CONTACTS, Contact.objects.all(), state)] == ["Delta", "Beta"]


def test_members_come_by_name_and_lines_by_number(four: ContactQuerySet) -> None:
    one, two, three, _ = four
    group = make_group("VERHUIZING", members=[three, one])
    segment = make_segment(contacts=[one, two])
    by_name = ListState.read({}, MEMBERS)
    assert [contact.number for contact in shown(MEMBERS, members(group), by_name)] == ["A1", "A3"]
    Contact.objects.filter(pk=one.pk).update(sort_name="zulu")
    assert [contact.number for contact in shown(MEMBERS, members(group), by_name)] == ["A3", "A1"]
    lines = shown(LINES, contacts_on_lines(segment), ListState.read({}, LINES))
    assert [row["number"] for row in rows_of(lines)] == ["A1", "A2"]
    assert reach(lines).left_out == {"privacyBlocked": 1, "excluded": 0}


def test_a_card_names_groups_as_categories(person: Contact) -> None:
    make_group("VERHUIZING", members=[person])
    make_group("GESCHENK", members=[person])
    lines = written(Contact.objects.filter(pk=person.pk), Format.VCF).decode().split("\r\n")
    for line in (
        f"UID:urn:uuid:{person.guid}",
        "KIND:individual",
        "N:Peeters;An;Maria;;",
        "ORG:Drukkerij Claes",
        "ADR;TYPE=work:;;Kerkstraat 12;Gent;;9000;BE",
        "CATEGORIES:GESCHENK,VERHUIZING",
        f"X-POSTKRING-NUMBER:{person.number}",
    ):
        assert line in lines
    assert b"VERSION:3.0" in written(Contact.objects.filter(pk=person.pk), Format.VCF_3)


def test_groups_have_a_file_of_their_own(company: Contact) -> None:
    make_group("VERHUIZING", "Kantoorverhuizing", members=[company])
    make_group("LEEG")
    file = io.BytesIO()
    groups = MailingGroup.objects.order_by("code")
    assert write_groups(file, groups, FileOptions(Format.CSV, title="x", language="nl")) == 2
    assert file.getvalue().decode("utf-8-sig").splitlines() == [
        "code;description;number_of_contacts",
        "LEEG;;0",
        "VERHUIZING;Kantoorverhuizing;1",
    ]


def test_the_number_of_queries_grows_with_chunks_only() -> None:
    many_contacts(10)
    few = queries_of(lambda: written(Contact.objects.all()))
    many_contacts(500)
    assert queries_of(lambda: written(Contact.objects.all())) == few


def test_nothing_is_lost_between_chunks() -> None:
    contacts = many_contacts(4_500)
    make_group("ALLEN", members=contacts[:2_500])
    rows = rows_of(contacts)
    assert [row["number"] for row in rows] == list(contacts.values_list("number", flat=True))
    assert [row["mailing_groups"] for row in rows] == ["ALLEN"] * 2_500 + [""] * 2_000


def test_own_columns_are_known_once() -> None:
    assert len({column.name for column in OWN}) == len(OWN) == 37
