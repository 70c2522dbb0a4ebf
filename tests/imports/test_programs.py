"""Files of other programs become what they say, and the rows that cannot be taken say why."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.models import Contact
from postkring.imports.columns import recognised
from postkring.imports.models import Outcome, State
from postkring.kit.errors import NotAcceptable
from tests.imports.files import CREATE, LEAVE_OUT, checked, loaded, outcomes
from tests.imports.programs import CARDS, GOOGLE, GOOGLE_OLD, LONG_STREET, OUTLOOK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def contact(name: str, *fields: str) -> tuple[Any, ...]:
    found = Contact.objects.get(name=name)
    return tuple(getattr(found, field) for field in fields)


def groups(name: str) -> list[str]:
    found = Contact.objects.get(name=name)
    return codes_by_contact([found.pk]).get(found.pk, [])


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("No.;Name;E-mail;Post Code", ["number", "name", "email", "post_code"]),
        ("NR.;naam;E-MAIL;postcode", ["number", "name", "email", "post_code"]),
        ("mailing_groups;company_number;exclude_from_segment", ["mailing_groups", "company_number", "exclude_from_segment"]),
        ("Prénom;Nom;Rue (bureau);Pays/Région (bureau)", ["first_name", "surname", "address", "country"]),
        ("Nom;Adresse;Ville", ["name", "address", "city"]),
        ("Vorname;Nachname;Firma;Straße geschäftlich;PLZ", ["first_name", "surname", "company_name", "address", "post_code"]),
        ("Business Country;Business Country/Region", ["country", "country"]),
        ("Email Address;Whatever;", ["email", "", ""]),
        ("parental_consent;Title", ["", ""]),
    ],
)
def test_columns_are_recognised(header: str, fields: list[str]) -> None:
    assert recognised(header.split(";")) == fields


FRENCH = (
    "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Rue (bureau),Rue (bureau) 2,Rue (bureau) 3,Ville (bureau),"
    "Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),Rue (domicile),Rue (domicile) 2,Rue (domicile) 3,Ville (domicile),"
    "Dép/Région (domicile),Code postal (domicile),Pays/Région (domicile),Téléphone (bureau),Téléphone (domicile),"
    "Tél. mobile,Adresse de messagerie"
)


def test_outlook_in_french_has_titre_twice(editor: User) -> None:
    who, where = "M.,Jean,,Dubois,,Imprimerie Lambert,Atelier,Gérant", "Rue Haute 1,,,Namur,,5000,Belgique"
    row = f"{who},{where},,,,,,,,081 22 33 44,,0470 12 34 56,j@lambert.example"
    loaded(f"{FRENCH}\n{row}\n", editor, match=["email"])
    assert contact("Jean Dubois", "company_name", "job_title", "address", "post_code", "city", "email") == (
        "Imprimerie Lambert",
        "Gérant",
        "Rue Haute 1",
        "5000",
        "Namur",
        "j@lambert.example",
    )


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Titre;Prénom;Nom", ["", "first_name", "surname"]),
        ("Prénom;Nom;Société;Titre", ["first_name", "surname", "company_name", "job_title"]),
    ],
)
def test_titre_is_a_job_behind_the_name_only(header: str, fields: list[str]) -> None:
    assert recognised(header.split(";")) == fields


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Land/regio (thuis)", ["home_country"]),
        ("Bundesland/Kanton privat", ["home_county"]),
        ("Huisadres, straat 3;Straat (thuis) 3;Rue (domicile) 3;Straße privat 3", ["home_address_2"] * 4),
        ("Ort geschäftlich;Ort privat;Ort", ["city", "home_city", ""]),
        ("Name;PLZ;Ort", ["name", "post_code", "city"]),
    ],
)
def test_outlook_at_home_and_its_places(header: str, fields: list[str]) -> None:
    assert recognised(header.split(";")) == fields


@pytest.mark.parametrize("header", ["name;name", "E-mail;e-mail", "Nom;Rue (bureau);rue (bureau)"])
def test_a_known_column_twice_is_refused(editor: User, header: str) -> None:
    with pytest.raises(NotAcceptable, match="is there twice"):
        checked(f"{header}\na;b;c\n", editor)


def test_outlook_in_dutch(editor: User) -> None:
    file = checked(OUTLOOK, editor, match=["email"], new_codes=CREATE)
    assert (file.encoding, file.delimiter) == ("cp1252", ";")
    refused = [(row, reason) for row, state, reason in outcomes(file) if state == State.REFUSED]
    assert refused == [
        (4, "The code has 12 characters; at most 11 are allowed."),
        (6, f"Address may hold at most 100 characters; it now has {LONG_STREET}."),
        (7, "The same contact stands in row 2 already."),
    ]
    assert sorted(file.codes["new"]["mailing_group"]) == ["GIFT", "KERST", "MOVE", "XCARD"]
    loaded(OUTLOOK, editor, match=["email"], new_codes=CREATE)
    assert contact("An De Meester", "company_name", "job_title", "address", "address_2", "post_code", "city", "country_id") == (
        "Drukkerij Claes",
        "Zaakvoerder",
        "Kouter 12",
        "bus 4",
        "09000",
        "Gent",
        "BE",
    )
    assert contact("An De Meester", "phone", "mobile", "email", "email_2") == (
        "09 225 11 22",
        "0470 12 34 56",
        "an@claes.example",
        "an@thuis.example",
    )
    assert groups("An De Meester") == ["GIFT", "KERST", "MOVE"]
    assert contact("Zoë van Damme", "address", "city", "post_code", "email") == (
        "Dorpstraat 3",
        "Luik",
        "4000",
        "zoe@damme.example; zoe@werk.example",
    )
    assert contact("Papierhandel Aerts", "type", "address", "address_2", "website") == (
        "Company",
        "Markt 1",
        "Toren B",
        "www.aerts.example",
    )
    assert groups("Els Maes") == ["XCARD"]
    assert contact("Drukkerij Claes", "type", "number") == ("Company", Contact.objects.get(name="Drukkerij Claes").number)


def test_codes_that_cannot_be_are_left_out_when_that_was_chosen(editor: User) -> None:
    file = checked(OUTLOOK, editor, match=["email"], new_codes=LEAVE_OUT)
    assert [row for row, state, _ in outcomes(file) if state == State.REFUSED] == [6, 7]
    assert file.codes["left_out"] == {"mailing_group": {"MOVE": 3, "Gift": 1, "KERST": 1, "GIFT": 1, "TWAALFLETTER": 1, "X-CARD": 1}}


def test_codes_that_do_not_exist_are_refused_unless_said_otherwise(editor: User) -> None:
    file = checked("name;mailing_groups\nAerts;MOVE\nClaes;X-CARD\n", editor)
    assert outcomes(file) == [
        (2, "refused", "Mailing group MOVE does not exist."),
        (3, "refused", "Mailing group X-CARD does not exist; it would be called XCARD."),
    ]


def test_google_of_today(editor: User) -> None:
    loaded(GOOGLE, editor, match=["email"], new_codes=CREATE)
    assert contact("An De Meester", "company_name", "job_title", "address", "address_2", "post_code", "phone", "mobile", "website") == (
        "Drukkerij Claes",
        "Zaakvoerder",
        "Kouter 12",
        "bus 4",
        "09000",
        "09 225 11 22",
        "0470 12 34 56",
        "www.claes.example",
    )
    assert groups("An De Meester") == ["GIFT", "MOVE"]
    assert contact("Luc 🎉 Dubois", "email", "email_2") == ("luc@a.example", "luc@b.example")
    assert groups("Luc 🎉 Dubois") == []
    assert contact("Papierhandel Aerts", "type") == ("Company",)


def test_google_of_before(editor: User) -> None:
    loaded(GOOGLE_OLD, editor, match=["email"], new_codes=CREATE)
    assert contact("An De Meester", "first_name", "middle_name", "surname", "mobile", "country_id", "company_name") == (
        "An",
        "",
        "De Meester",
        "0470 12 34 56",
        "BE",
        "Drukkerij Claes",
    )
    assert groups("An De Meester") == ["MOVE"]


def test_cards(editor: User) -> None:
    file = checked(CARDS, editor, match=["email", "name"], new_codes=CREATE, name="kaarten.vcf")
    assert [(row, state, reason) for row, state, reason in outcomes(file) if state == State.REFUSED] == [
        (4, "refused", "The file breaks off in this row.")
    ]
    loaded(CARDS, editor, match=["email", "name"], new_codes=CREATE, name="kaarten.vcf")
    assert groups("An Peeters") == ["GIFT", "KERST", "LEDEN", "MOVE"]
    assert groups("Papierhandel Aerts") == ["LEDEN"]
    assert contact("An Peeters", "address", "address_2", "county", "email_2") == (
        "Kouter 12",
        "bus 4",
        "Oost-Vlaanderen",
        "an@thuis.example",
    )
    assert contact("Zoë Desmet", "type") == ("Person",)


@pytest.mark.parametrize("content", [OUTLOOK, GOOGLE, GOOGLE_OLD, CARDS], ids=["outlook", "new", "old", "cards"])
def test_the_same_file_again_makes_no_difference(editor: User, content: bytes) -> None:
    loaded(content, editor, match=["email", "name"], new_codes=CREATE)
    again = checked(content, editor, match=["email", "name"], new_codes=CREATE, policy="update")
    assert {state: again.counts.get(state, 0) for state in (State.NEW, State.CHANGED)} == {State.NEW: 0, State.CHANGED: 0}
    assert again.counts["memberships"] == 0


def test_a_company_that_only_its_persons_name_is_made_once(editor: User) -> None:
    loaded("first_name;surname;company_name\nAn;Peeters;Drukkerij Claes\nJan;Maes;drukkerij CLAES\n", editor)
    assert list(Contact.objects.companies().values_list("name", flat=True)) == ["Drukkerij Claes"]
    assert set(Contact.objects.persons().values_list("company__name", flat=True)) == {"Drukkerij Claes"}


def test_a_person_stands_before_the_company_of_the_file(editor: User) -> None:
    text = "type;first_name;surname;name;company_name;phone\nPerson;An;Peeters;;Drukkerij Claes;\nCompany;;;Drukkerij Claes;;02 100 00 00\n"
    loaded(text, editor)
    assert contact("An Peeters", "phone", "company_name") == ("02 100 00 00", "Drukkerij Claes")
    assert Contact.objects.count() == 2


def test_a_person_of_a_refused_company_is_refused(editor: User) -> None:
    text = "type;name;company_name;email\nCompany;Drukkerij Claes;;geen\nPerson;An Peeters;Drukkerij Claes;\n"
    assert [reason for _, _, reason in outcomes(checked(text, editor))][1] == "Its company stands in row 2, which is refused."
    assert not Outcome.objects.filter(state=State.NEW).exists()


def test_an_address_is_that_of_the_file_or_that_of_the_company_and_never_mixed(editor: User) -> None:
    text = (
        "type;name;company_name;address;post_code;city\nCompany;Drukkerij Claes;;Markt 1;9000;Gent\n"
        "Person;An Peeters;Drukkerij Claes;;;\nPerson;Jan Maes;Drukkerij Claes;Kouter 12;;\n"
    )
    loaded(text, editor)
    assert contact("An Peeters", "address", "post_code", "city") == ("Markt 1", "9000", "Gent")
    assert contact("Jan Maes", "address", "post_code", "city") == ("Kouter 12", "", "")


def test_what_looks_like_several_values_is_one_in_a_file_that_is_not_of_google(editor: User) -> None:
    loaded("type;name\nCompany;Alfa ::: Beta\n", editor)
    assert Contact.objects.get().name == "Alfa ::: Beta"


@pytest.mark.parametrize(
    ("header", "row", "street"),
    [
        ("Naam;Straat;Huisnummer;Bus;Postcode", "Aerts;Kerkstraat;12;bus 3;9000", "Kerkstraat 12 bus 3"),
        ("Nom;Rue;Numéro;Boîte", "Aerts;Rue Haute;12;bte 3", "Rue Haute 12 bte 3"),
        ("Name;Straße;Hausnr.", "Aerts;Hauptstraße;12a", "Hauptstraße 12a"),
        ("Name;Straße und Hausnummer", "Aerts;Hauptstraße 12a", "Hauptstraße 12a"),
        ("Nom;Rue et numéro", "Aerts;Rue Haute 12", "Rue Haute 12"),
        ("Name;Street;House number", "Aerts;High Street;12", "High Street 12"),
        ("Nr;Naam;Straat", "K1;Aerts;Kerkstraat 12", "Kerkstraat 12"),
    ],
)
def test_a_house_number_beside_the_street_belongs_to_it(editor: User, header: str, row: str, street: str) -> None:
    loaded(f"{header}\n{row}\n", editor)
    assert contact("Aerts", "address") == (street,)
