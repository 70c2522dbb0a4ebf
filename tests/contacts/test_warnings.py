"""What is stored although somebody should look at it."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact
from postkring.contacts.warnings import warnings_of
from tests.factories import make_company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def warnings(**values: Any) -> dict[str, str]:
    return warnings_of(make_company(**values), "BE")


@pytest.mark.parametrize(
    ("post_code", "city", "places"),
    [
        ("9000", "Brugge", "Gent"),
        ("1000", "Gent", "Brussel, Bruxelles"),
        ("4000", "Namur", "Liège, Glain, Rocourt"),
        ("1700", "Gent", "Dilbeek, Sint-Martens-Bodegem, Sint-Ulriks-Kapelle"),
        ("5530", "Gent", "Yvoir, Dorinne, Durnal …"),
    ],
)
def test_a_city_of_another_post_code_is_hinted_at(post_code: str, city: str, places: str) -> None:
    assert warnings(post_code=post_code, city=city) == {"city": f"Post code {post_code} belongs to {places}. Change the city?"}


@pytest.mark.parametrize(
    "values",
    [
        {"post_code": "9000", "city": "gent"},
        {"post_code": "9040", "city": "Gent"},  # the municipality
        {"post_code": "4000", "city": "Luik"},  # its name in another language
        {"post_code": "9000", "city": "Gand"},
        {"post_code": "1000", "city": "Brussels"},
        {"post_code": "9000", "city": "", "country": "NL"},
        {"post_code": "", "city": "Gent", "country": "NL"},
        {"post_code": "0000", "city": "Gent"},
        {"post_code": "9000", "city": "Zürich", "country": "CH"},
    ],
)
def test_a_city_that_fits_or_cannot_be_told_is_not(values: dict[str, str]) -> None:
    assert warnings(**values) == {}


@pytest.mark.parametrize("number", ["014 25 36", "+32 14 25 36 4", "014 25 36 47 58 69", "12", "1", "1" * 20])
@pytest.mark.parametrize("field", ["phone", "mobile"])
def test_a_number_with_too_few_or_too_many_digits_is_hinted_at(field: str, number: str) -> None:
    (named, said), *others = warnings(**{field: number}).items()
    assert (named, others) == (field, [])
    assert said.startswith("This phone number has too few or too many digits. Example: ")


@pytest.mark.parametrize(
    "number", ["02 123 45 67", "09 123 45 67", "+32 2 123 45 67", "014 25 36 47", "0470 12 34 56", "+999 12 34 56", ""]
)
def test_of_a_number_that_may_exist_nothing_is_said(number: str) -> None:
    assert warnings(phone=number) == {}


def test_a_vat_number_that_others_have_is_told_with_their_names(editor: User) -> None:
    first = make_company(name="Bouw Claes NV", number="A1", vat_number="BE0403170701")
    second = change_contact(make_company(name="Claes Filiaal"), {"vat_number": "be0403170701"}, by=editor)
    assert warnings_of(second, "BE") == {"vat_number": "This VAT number is also that of A1 Bouw Claes NV."}
    assert first.vat_number == second.vat_number
    assert warnings(name="Zonder") == {}


def test_it_is_stored_all_the_same(editor: User) -> None:
    changed = change_contact(make_company(), {"post_code": "9000", "city": "Brugge"}, by=editor)
    changed.refresh_from_db()
    assert (changed.post_code, changed.city) == ("9000", "Brugge")
