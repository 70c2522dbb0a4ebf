"""The lines on the envelope, country by country. No test here asks a database."""

from dataclasses import replace

import pytest

from postkring.outputs.address_block import address_block, country_line
from postkring.outputs.recipient import Address, Recipient, Sender
from postkring.outputs.salutations import formal_salutation

BELGIAN = Sender("BE", "nl")


def to(country: str, street: str, post_code: str, city: str, **more: str) -> Recipient:
    return Recipient("An Peeters", address=Address(street, post_code=post_code, city=city, country=country, **more))


@pytest.mark.parametrize(
    ("recipient", "at_home", "from_belgium"),
    [
        (to("BE", "Kerkstraat 12 bus 3", "9000", "Gent"), ["Kerkstraat 12 bus 3", "9000 GENT"], None),
        (to("BE", "Rue Haute 1", "B-4000", "Liège"), ["Rue Haute 1", "4000 LIÈGE"], None),
        (to("NL", "Markt 5", "1234ab", "Delft"), ["Markt 5", "1234 AB  DELFT"], ["Markt 5", "1234 AB  DELFT", "NEDERLAND"]),
        (to("NL", "Markt 5", "1234", "Delft"), ["Markt 5", "1234  DELFT"], ["Markt 5", "1234  DELFT", "NEDERLAND"]),
        (to("NL", "Markt 5", "", "Delft"), ["Markt 5", "DELFT"], ["Markt 5", "DELFT", "NEDERLAND"]),
        (
            to("FR", "12, rue de l’Église", "75001", "Paris"),
            ["12 RUE DE L’ÉGLISE", "75001 PARIS"],
            ["12 RUE DE L’ÉGLISE", "75001 PARIS", "FRANKRIJK"],
        ),
        (
            to("DE", "Große Straße 7", "D-52062", "Aachen"),
            ["Große Straße 7", "52062 Aachen"],
            ["Große Straße 7", "52062 AACHEN", "DUITSLAND"],
        ),
        (
            to("LU", "3, rue Haute", "1234", "Luxembourg"),
            ["3, rue Haute", "L-1234 LUXEMBOURG"],
            ["3, rue Haute", "L-1234 LUXEMBOURG", "LUXEMBURG"],
        ),
        (to("LU", "3, rue Haute", "L-1234", "Luxembourg"), ["3, rue Haute", "L-1234 LUXEMBOURG"], None),
        (to("CH", "Hauptgasse 1", "8000", "Zürich"), ["Hauptgasse 1", "8000 Zürich"], ["Hauptgasse 1", "8000 ZÜRICH", "ZWITSERLAND"]),
        (
            to("GB", "1 High Street", "sw1a 1aa", "London", county="Greater London"),
            ["1 High Street", "LONDON", "SW1A 1AA"],
            ["1 High Street", "LONDON", "SW1A 1AA", "VERENIGD KONINKRIJK"],
        ),
        (
            to("IE", "1 Main Street", "d02 x285", "Dublin", county="Co. Dublin"),
            ["1 Main Street", "DUBLIN", "Co. Dublin", "D02 X285"],
            ["1 Main Street", "DUBLIN", "Co. Dublin", "D02 X285", "IERLAND"],
        ),
        (
            to("US", "1 Main St", "12345-6789", "Springfield", county="Il"),
            ["1 Main St", "SPRINGFIELD IL 12345-6789"],
            ["1 Main St", "SPRINGFIELD IL 12345-6789", "VERENIGDE STATEN"],
        ),
        (to("ES", "Calle Mayor 1", "28001", "Madrid"), ["Calle Mayor 1", "28001 Madrid"], ["Calle Mayor 1", "28001 MADRID", "SPANJE"]),
        (to("QX", "Weg 1", "1", "Stad"), ["Weg 1", "1 Stad"], ["Weg 1", "1 STAD", "QX"]),
    ],
    ids=lambda value: f"{value.address.country} {value.address.post_code}" if isinstance(value, Recipient) else "",
)
def test_a_country_has_its_own_order(recipient: Recipient, at_home: list[str], from_belgium: list[str] | None) -> None:
    assert address_block(recipient, Sender(recipient.address.country, "nl")) == ["An Peeters", *at_home]
    if from_belgium:
        assert address_block(recipient, BELGIAN) == ["An Peeters", *from_belgium]


def test_an_address_without_a_country_is_at_home() -> None:
    recipient = to("", "Markt 5", "1234ab", "Delft")
    assert address_block(recipient, Sender("NL", "nl")) == ["An Peeters", "Markt 5", "1234 AB  DELFT"]


@pytest.mark.parametrize(
    ("language", "line"),
    [("nl", "DUITSLAND"), ("fr", "ALLEMAGNE"), ("de", "DEUTSCHLAND"), ("en", "GERMANY"), ("nl-BE", "DUITSLAND"), ("", "GERMANY")],
)
def test_the_country_is_named_in_the_sender_s_language(language: str, line: str) -> None:
    assert country_line("DE", language) == line
    assert country_line("CQ", language) == "SARK"


PERSON = Recipient(
    "An Peeters",
    name_2="Drukkerijschool",
    company="Drukkerij Claes NV",
    company_2="Afdeling Gent",
    address=Address("Kerkstraat 12", "Bedrijvenpark Zuid", "SW1A 1AA", "London", "", "GB"),
)


def test_a_person_stands_below_its_company() -> None:
    assert address_block(PERSON, BELGIAN) == [
        "Drukkerij Claes NV",
        "Afdeling Gent",
        "An Peeters",
        "Drukkerijschool",
        "Kerkstraat 12, Bedrijvenpark Zuid",
        "LONDON",
        "SW1A 1AA",
        "VERENIGD KONINKRIJK",
    ]


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (
            9,
            [
                "Drukkerij Claes NV",
                "Afdeling Gent",
                "An Peeters",
                "Drukkerijschool",
                "Kerkstraat 12",
                "Bedrijvenpark Zuid",
                "LONDON",
                "SW1A 1AA",
                "VERENIGD KONINKRIJK",
            ],
        ),
        (
            6,
            [
                "Drukkerij Claes NV Afdeling Gent",
                "An Peeters Drukkerijschool",
                "Kerkstraat 12, Bedrijvenpark Zuid",
                "LONDON",
                "SW1A 1AA",
                "VERENIGD KONINKRIJK",
            ],
        ),
        (
            5,
            [
                "Drukkerij Claes NV Afdeling Gent",
                "An Peeters Drukkerijschool",
                "Kerkstraat 12, Bedrijvenpark Zuid",
                "LONDON SW1A 1AA",
                "VERENIGD KONINKRIJK",
            ],
        ),
    ],
)
def test_nothing_is_left_out_of_fewer_lines(most: int, lines: list[str]) -> None:
    assert address_block(PERSON, BELGIAN, most=most) == lines


def test_a_belgian_box_stands_behind_the_number() -> None:
    recipient = Recipient("An", name_2="b", company="c", company_2="d", address=Address("Kerkstraat 12", "bus 3", "9000", "Gent", "", "BE"))
    assert address_block(recipient, BELGIAN, most=6) == ["c", "d", "An", "b", "Kerkstraat 12 bus 3", "9000 GENT"]


def test_a_person_without_an_address_is_reached_at_its_company() -> None:
    company = Address("Markt 5", "", "1234AB", "Delft", "", "NL")
    person = replace(PERSON, name_2="", company_2="", address=Address(country="BE"), company_address=company)
    assert address_block(person, BELGIAN) == ["Drukkerij Claes NV", "An Peeters", "Markt 5", "1234 AB  DELFT", "NEDERLAND"]


def test_without_any_address_there_are_no_lines() -> None:
    assert address_block(Recipient("An Peeters", address=Address(country="NL")), BELGIAN) == []


@pytest.mark.parametrize(
    ("language", "salutation"),
    [
        ("nl", "Geachte heer, mevrouw,"),
        ("nl-BE", "Geachte heer, mevrouw,"),
        ("fr", "Madame, Monsieur,"),
        ("de", "Sehr geehrte Damen und Herren,"),
        ("en", "Dear Sir or Madam,"),
        ("es", "Dear Sir or Madam,"),
        ("", "Geachte heer, mevrouw,"),
    ],
)
def test_a_letter_begins_in_the_language_of_who_reads_it(language: str, salutation: str) -> None:
    assert formal_salutation(Recipient("An Peeters", language=language), BELGIAN) == salutation
