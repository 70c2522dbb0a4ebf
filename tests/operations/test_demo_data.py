"""The files of the demo organisation, as files: nothing here touches a database."""

import csv
import json
import re
from collections import Counter
from importlib.resources import files
from itertools import chain

import phonenumbers
import pytest
from email_validator import validate_email

FOLDER = files("postkring") / "operations" / "demo"
LENGTHS = {
    "name": 100,
    "name_2": 50,
    "first_name": 100,
    "middle_name": 100,
    "surname": 100,
    "initials": 30,
    "job_title": 100,
    "company_name": 100,
    "address": 100,
    "address_2": 50,
    "post_code": 20,
    "city": 100,
    "county": 100,
    "country": 2,
    "phone": 30,
    "mobile": 30,
    "email": 80,
    "website": 255,
    "language": 2,
    "vat_number": 20,
    "registration_number": 20,
}
# How many contacts have each code.
CODES = {
    "mailing_groups": {
        "CATALOGUS": 80,
        "JUBILEUM": 25,
        "KERSTKAART": 120,
        "LEVERANCIER": 15,
        "NIEUWSBRIEF": 150,
        "OPENDEUR": 60,
        "PERS": 12,
        "PROEFDRUK": 0,
    },
    "industry_groups": {"GRAFISCH": 12, "KANTOOR": 8, "NONPROFIT": 8, "PAPIER": 11, "VOEDING": 9, "VRIJBEROEP": 10},
    "job_responsibilities": {"AANKOOP": 15, "BOEKHOUDING": 11, "DIRECTIE": 40, "PRODUCTIE": 16, "VERKOOP": 30},
}
OTHERS = {"type", "correspondence_type", "exclude_from_segment", "privacy_blocked", "minor", *CODES}
POST_CODES = {
    "BE": r"[1-9]\d{3}",
    "NL": r"[1-9]\d{3} [A-Z]{2}",
    "FR": r"\d{5}",
    "DE": r"\d{5}",
    "LU": r"\d{4}",
    "GB": r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}",
    "IE": r"[A-Z]\d\d [A-Z\d]{4}",
}
# The ranges that README.md beside the data gives reasons for.
FREE_NUMBERS = {
    "BE": r"\+32([1568]\d|71)0\d{5}|\+324(53|54|57|59)\d{6}",
    "NL": r"\+31(10|13|20|30|38|43|50|58|76)1\d{6}|\+311181\d{5}|\+3168[89]\d{6}",
    "LU": r"\+352260\d{5}",
    "DE": r"\+49(3023125|2214710)\d{3}|\+49(17139200|176040690)\d{2}",
    "FR": r"\+33(19900|35301)\d{4}",
    "GB": r"\+44(207946|113496)0\d{3}",
}
Row = dict[str, str]


def read(name: str) -> list[Row]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


CONTACTS = read("contacts.csv")
GROUPS = {column: read(f"{column}.csv") for column in CODES}
COMPANIES = {row["name"]: row for row in CONTACTS if row["type"] == "Company"}
PERSONS = [row for row in CONTACTS if row["type"] == "Person"]


def codes_of(row: Row, column: str = "mailing_groups") -> list[str]:
    return [code for code in row[column].split("|") if code]


def country_of(row: Row) -> str:
    return row["country"] or COMPANIES[row["company_name"]]["country"]


def flagged(column: str) -> list[Row]:
    return [row for row in CONTACTS if row[column] == "true"]


def is_enterprise_number(digits: str) -> bool:
    return len(digits) == 10 and 97 - int(digits[:8]) % 97 == int(digits[8:])


def test_there_are_60_companies_and_240_persons() -> None:
    assert (len(COMPANIES), len(PERSONS), len(CONTACTS)) == (60, 240, 300)


def test_the_columns_are_those_of_a_contact_file() -> None:
    assert all(set(row) == LENGTHS.keys() | OTHERS for row in CONTACTS)
    assert all(set(row) == {"code", "description"} for rows in GROUPS.values() for row in rows)


def test_names_and_email_addresses_are_unique() -> None:
    names = Counter(row["name"] for row in CONTACTS)
    addresses = Counter(row["email"].lower() for row in CONTACTS if row["email"])
    assert [text for text, times in (names + addresses).items() if times > 1] == []


@pytest.mark.parametrize(("column", "longest"), LENGTHS.items())
def test_no_value_is_longer_than_its_field(column: str, longest: int) -> None:
    assert [row[column] for row in CONTACTS if len(row[column]) > longest] == []


def test_values_are_trimmed_and_hold_no_double_blanks() -> None:
    values = [value for row in [*CONTACTS, *chain(*GROUPS.values())] for value in row.values()]
    assert [value for value in values if value != " ".join(value.split())] == []


def test_the_name_of_a_person_is_made_of_its_parts() -> None:
    for row in PERSONS:
        parts = [row["first_name"], row["middle_name"], row["surname"]]
        assert row["name"] == " ".join(part for part in parts if part)
        assert row["first_name"]
        assert row["surname"]


def test_companies_have_no_fields_of_persons_and_the_other_way_round() -> None:
    of_persons = ("first_name", "middle_name", "surname", "initials", "job_title", "company_name")
    assert [row["name"] for row in COMPANIES.values() if any(row[column] for column in of_persons)] == []
    assert [row["name"] for row in PERSONS if row["vat_number"] or row["registration_number"]] == []


def test_a_person_follows_the_company_that_is_named() -> None:
    company = ""
    for row in CONTACTS:
        company = row["name"] if row["type"] == "Company" else company
        assert row["company_name"] in ("", company)


def test_every_company_has_one_to_twelve_persons_and_some_persons_have_none() -> None:
    sizes = Counter(row["company_name"] for row in PERSONS)
    assert sizes.pop("") == 33
    assert sizes.keys() == COMPANIES.keys()
    assert (min(sizes.values()), max(sizes.values())) == (1, 12)


def test_the_four_languages_have_their_shares() -> None:
    assert Counter(row["language"] for row in CONTACTS) == {"nl": 168, "fr": 80, "de": 30, "en": 22}


def test_about_half_of_the_persons_leave_the_address_to_their_company() -> None:
    without = [row for row in PERSONS if not row["address"]]
    assert all(row["company_name"] for row in without)
    assert 0.4 < len(without) / 207 < 0.6


def test_addresses_are_whole_and_post_codes_fit_the_country() -> None:
    for row in CONTACTS:
        if row["address"]:
            assert re.fullmatch(POST_CODES[row["country"]], row["post_code"]), row["name"]
            assert row["city"]
        else:
            assert not any(row[column] for column in ("address_2", "post_code", "city", "county", "country")), row["name"]


@pytest.mark.parametrize("column", ["phone", "mobile"])
def test_telephone_numbers_are_valid_and_free(column: str) -> None:
    for row in CONTACTS:
        if not row[column]:
            continue
        number = phonenumbers.parse(row[column], country_of(row))
        assert phonenumbers.is_valid_number(number), row["name"]
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert re.fullmatch(FREE_NUMBERS[country_of(row)], written), row["name"]


def test_email_addresses_are_valid_and_lead_nowhere() -> None:
    for address in (row["email"] for row in CONTACTS if row["email"]):
        assert validate_email(address, check_deliverability=False).normalized == address
        assert address.endswith(".example")


def test_web_sites_lead_nowhere() -> None:
    sites = [row["website"] for row in CONTACTS if row["website"]]
    assert [site for site in sites if not re.fullmatch(r"https://www\.[a-z-]+\.example", site)] == []


def test_belgian_companies_have_enterprise_numbers_that_are_not_given_out_yet() -> None:
    for row in COMPANIES.values():
        digits = row["registration_number"].replace(".", "")
        assert bool(digits) == (row["country"] == "BE"), row["name"]
        assert not digits or (is_enterprise_number(digits) and digits.startswith("19")), row["name"]
        assert row["vat_number"] in ("", f"BE{digits}" if digits else ""), row["name"]


def test_correspondence_types_can_be_used() -> None:
    assert {row["correspondence_type"] for row in CONTACTS} == {"", "Hard Copy", "Email"}
    assert [row["name"] for row in CONTACTS if row["correspondence_type"] == "Email" and not row["email"]] == []


@pytest.mark.parametrize("column", CODES)
def test_codes_are_capitals_and_described(column: str) -> None:
    codes = [row["code"] for row in GROUPS[column]]
    assert codes == sorted(CODES[column])
    assert all(re.fullmatch(r"[A-Z0-9]{1,11}", code) for code in codes)
    assert all(0 < len(row["description"]) <= 100 for row in GROUPS[column])


def test_the_newcomers_own_codes_are_missing() -> None:
    assert not {"VERHUIZING", "GESCHENK"} & {code for row in CONTACTS for code in [*CODES["mailing_groups"], *codes_of(row)]}


@pytest.mark.parametrize("column", CODES)
def test_every_code_has_its_contacts_once(column: str) -> None:
    assert all(len(codes_of(row, column)) == len(set(codes_of(row, column))) for row in CONTACTS)
    members = Counter(code for row in CONTACTS for code in codes_of(row, column))
    assert {code: members[code] for code in CODES[column]} == CODES[column]
    assert members.keys() <= CODES[column].keys()


def test_industry_groups_are_of_companies_and_job_responsibilities_of_persons() -> None:
    assert {row["type"] for row in CONTACTS if row["industry_groups"]} == {"Company"}
    assert {row["type"] for row in CONTACTS if row["job_responsibilities"]} == {"Person"}


def test_switches_are_spelled_out() -> None:
    columns = ("exclude_from_segment", "privacy_blocked", "minor")
    assert {row[column] for row in CONTACTS for column in columns} == {"true", "false"}


def test_some_contacts_are_excluded_or_blocked_and_the_minor_is_both_minor_and_blocked() -> None:
    blocked = flagged("privacy_blocked")
    assert (len(flagged("exclude_from_segment")), len(blocked)) == (6, 4)
    assert len([row for row in blocked if codes_of(row)]) == 2
    assert [row["privacy_blocked"] for row in flagged("minor")] == ["true"]


def test_the_organisation_itself_is_described_and_not_a_contact() -> None:
    own = json.loads((FOLDER / "organisation.json").read_text(encoding="utf-8"))
    assert own["name"] not in COMPANIES
    assert own["email"].endswith(".example")
    assert is_enterprise_number(own["registration_number"].replace(".", ""))
    assert phonenumbers.is_valid_number(phonenumbers.parse(own["phone"], own["country"]))
