"""A chunk of a file is checked with the queries that ten of its rows take, whatever its rows name."""

import pytest

from postkring.accounts.models import User
from postkring.imports.actions import load
from postkring.imports.models import OutcomeCode
from postkring.setup.models import PostCode
from tests.factories import make_company, make_person
from tests.imports.files import CREATE, UPDATE, checked
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

FEW, MANY = 5, 60


def places(number: int) -> str:
    rows = [f"Firma {place};9000;;" for place in range(number)]
    return "\n".join(("name;post_code;city;mailing_groups", *rows, ""))


def different_places(number: int) -> str:
    """A post code alone or a city alone, another one in each row, of new contacts and of such that have an address."""
    known = list(PostCode.objects.order_by("pk").values_list("code", "city"))[::7]
    assert len(known) > 3 * number
    codes = [f";Firma {place};{code};" for place, (code, _) in enumerate(known[:number])]
    cities = [f";Zaak {place};;{city}" for place, (_, city) in enumerate(known[:number])]
    there = [make_company(post_code=code, city=city) for code, city in known[number : 2 * number]]
    others = [f"{contact.number};;;{city}" for contact, (_, city) in zip(there, known[2 * number :], strict=False)]
    nowhere = [f";Kantoor {place};{place};" for place in range(number)] + [f";Bureau {place};;Nergens {place}" for place in range(number)]
    return "\n".join(("number;name;post_code;city", *codes, *cities, *others, *nowhere, ""))


def unknown_companies(number: int) -> str:
    """Numbers that are nobody's, and numbers of persons."""
    persons = [make_person(first_name="An", surname=f"Peeters {number}-{place}").number for place in range(number)]
    named = [f"WEG{place}" for place in range(number)] + persons
    return "\n".join(("first_name;surname;company_number", *(f"Jan;Maes {place};{each}" for place, each in enumerate(named)), ""))


def several_of_one_name(number: int) -> str:
    for place in range(number):
        make_company(name=f"Dubbel {number}-{place}", post_code="9000")
        make_company(name=f"Dubbel {number}-{place}", post_code="9000")
    return "\n".join(("name;post_code;city", *(f"Dubbel {number}-{place};9000;Gent" for place in range(number)), ""))


def unknown_codes(number: int) -> str:
    return "\n".join(("name;salesperson", *(f"Firma {place};WEG" for place in range(number)), ""))


def companies(number: int) -> str:
    numbers = [f"C{number}-{place}" for place in range(number)]
    for each in numbers:
        make_person(first_name="An", surname=each, company=make_company(number=each, name=each, phone="02 100 00 00"))
    return "\n".join(("number;phone", *(f"{each};02 200 00 00" for each in numbers), ""))


@pytest.mark.parametrize(
    "text", [places, different_places, unknown_companies, several_of_one_name, unknown_codes, companies], ids=lambda text: text.__name__
)
def test_many_rows_take_the_queries_of_few(editor: User, text: object) -> None:
    assert callable(text)
    few, many = text(FEW), text(MANY)
    ways = ["number", "name+post_code"]
    checked(few, editor, policy=UPDATE, match=ways)
    of_many = queries_of(lambda: checked(many, editor, policy=UPDATE, match=ways))
    assert of_many == queries_of(lambda: checked(few, editor, policy=UPDATE, match=ways))


def test_new_groups_get_their_keys_in_one_statement(editor: User) -> None:
    file = checked("name;mailing_groups\nAerts;MOVE|GIFT\nMaes;GIFT|KERST\n", editor, new_codes=CREATE)
    keyless = OutcomeCode.objects.filter(file=file, group_key=None)
    assert keyless.count() == 4
    load(file, token=file.token, by=editor)
    assert keyless.count() == 0
