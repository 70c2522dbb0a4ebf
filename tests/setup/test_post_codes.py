"""The post codes that come with the product (R-3110)."""

import csv
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

import postkring.setup
from postkring.contacts.models import LENGTHS
from postkring.kit.text import fold
from postkring.setup.models import PostCode

FILE = Path(postkring.setup.__file__).parent / "post_codes" / "be.csv"
PROVINCES = {
    "Antwerpen": "2",
    "Vlaams-Brabant": "13",
    "Limburg": "3",
    "Oost-Vlaanderen": "92",  # Zwijndrecht has been in it since 2025
    "West-Vlaanderen": "8",
    "Brabant wallon": "1",
    "Hainaut": "67",
    "Liège": "4",
    "Luxembourg": "6",
    "Namur": "5",
    "": "1",
}
WELL_KNOWN = {
    "1050": {"Elsene", "Ixelles"},
    "1348": {"Louvain-la-Neuve"},
    "1930": {"Zaventem", "Nossegem"},
    "2018": {"Antwerpen"},
    "2222": {"Itegem", "Wiekevorst"},
    "2600": {"Berchem"},
    "3001": {"Heverlee"},
    "3798": {"'s-Gravenvoeren", "Fouron-le-Comte"},
    "4020": {"Bressoux", "Jupille-sur-Meuse", "Liège", "Wandre"},
    "4780": {"Recht", "Saint-Vith", "Sankt Vith"},
    "5100": {"Dave", "Jambes", "Naninne", "Wépion", "Wierde"},
    "6061": {"Montignies-sur-Sambre"},
    "6700": {"Arlon", "Bonnert", "Heinsch", "Toernich"},
    "7850": {"Edingen", "Enghien", "Lettelingen", "Marcq", "Mark", "Petit-Enghien"},
    "8200": {"Sint-Andries", "Sint-Michiels"},
    "8900": {"Brielen", "Dikkebus", "Ieper", "Sint-Jan"},
    "9050": {"Gentbrugge", "Ledeberg"},
    "9180": {"Moerbeke"},
    "9600": {"Renaix", "Ronse"},
    "9992": {"Middelburg"},
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_belgian_post_code_is_there_and_no_special_one(rows: list[dict[str, str]]) -> None:
    codes = {row["code"] for row in rows}
    assert (len(codes), len(rows)) == (1149, 2830)
    assert not codes & {"0612", "1005", "1041", "1110", "1212", "1818", "2099", "4090", "5012", "7510"}
    assert set(Counter(code[0] for code in codes)) == set("123456789")


def test_a_row_is_four_digits_a_name_and_nothing_around_them(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert (len(row["code"]), row["code"].isascii(), row["code"].isdigit(), row["code"][0] != "0") == (4, True, True, True), row
        assert all(value == value.strip() and "  " not in value for value in row.values()), row
        assert 0 < len(row["city"]) <= LENGTHS["city"], row
        assert not set(row["city"]) & set("()/*0123456789’"), row
        assert row["city"][0].isupper() or row["city"].startswith("'s"), row


def test_no_place_stands_twice_under_its_post_code_whatever_its_case_and_accents(rows: list[dict[str, str]]) -> None:
    counts = Counter((row["code"], fold(row["city"])) for row in rows)
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_rows_are_in_order(rows: list[dict[str, str]]) -> None:
    keys = [(row["code"], fold(row["city"])) for row in rows]
    assert keys == sorted(keys)


def test_a_province_has_the_post_codes_of_its_region(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert row["code"][0] in PROVINCES[row["county"]], row
        assert (row["county"] == "") == (row["code"] < "1300"), row
    assert len({(row["code"], row["county"]) for row in rows}) == 1149


def test_a_municipality_is_said_only_where_it_has_another_name(rows: list[dict[str, str]]) -> None:
    assert [row for row in rows if fold(row["municipality"]) == fold(row["city"])] == []
    ghent = {row["code"] for row in rows if "Gent" in (row["city"], row["municipality"])}
    assert ghent == {"9000", "9030", "9031", "9032", "9040", "9041", "9042", "9050", "9051", "9052"}


@pytest.mark.parametrize("code", WELL_KNOWN)
def test_a_well_known_post_code_has_its_places(rows: list[dict[str, str]], code: str) -> None:
    assert {row["city"] for row in rows if row["code"] == code} == WELL_KNOWN[code]


@pytest.mark.django_db
def test_the_database_begins_with_the_rows_of_the_file(rows: list[dict[str, str]]) -> None:
    stored = PostCode.objects.order_by("pk").values_list("country__code", "code", "city", "city_folded", "municipality", "county")
    expected = [("BE", row["code"], row["city"], fold(row["city"]), row["municipality"], row["county"]) for row in rows]
    assert list(stored) == expected


@pytest.mark.django_db
def test_the_rows_are_loaded_by_a_few_statements() -> None:
    migration = import_module("postkring.setup.migrations.0003_post_codes")
    migration.empty(apps, SimpleNamespace(connection=connection))
    assert not PostCode.objects.exists()
    with CaptureQueriesContext(
        connection,
    ) as statements:
        migration.fill(apps, SimpleNamespace(connection=connection))
    assert len(statements) < 30
    assert PostCode.objects.count() == 2830
