"""%me in a filter: the salesperson that whoever asks is tied to, and never everybody."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from postkring.accounts.asking import asked_by, whoever_asks
from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria
from postkring.criteria.selections import contacts, read_selection, read_stored, selection_of, sentence
from postkring.kit.errors import DoesNotExist
from postkring.setup.models import Salesperson
from postkring.setup.tied_users import tie_user
from tests.factories import make_company
from tests.web.asking import get, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

KEY = "salespersonCode"


@pytest.fixture(autouse=True)
def tied(administrator: User, marketer: User) -> None:
    for code in ("AB", "JR", "ZZ"):
        Salesperson.objects.create(code=code)
        make_company(name=code, salesperson=code)
    make_company(name="-")
    tie_user(marketer, "JR", by=administrator)


def found(expression: str) -> list[str]:
    condition = criteria()[KEY].condition(criteria()[KEY].parse(expression))
    return sorted(Contact.objects.filter(condition).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("%me", ["JR"]),
        (" %ME ", ["JR"]),
        ("%me|AB", ["AB", "JR"]),
        ("<>%me", ["-", "AB", "ZZ"]),
        ("%me..", ["JR", "ZZ"]),
        ("..%me", ["AB", "JR"]),
        (">%me", ["ZZ"]),
        ("(%me|ZZ)&<>AB", ["JR", "ZZ"]),
        ("%me*", []),
    ],
)
def test_it_stands_wherever_a_code_may(marketer: User, expression: str, names: list[str]) -> None:
    with asked_by(lambda: marketer):
        assert found(expression) == names


@pytest.mark.parametrize("expression", ["%me", "<>%me", "%me..", "AB|%me"])
def test_without_a_salesperson_it_is_an_error(administrator: User, expression: str) -> None:
    for who in (lambda: administrator, lambda: None):
        who_asks: Callable[[], object] = who
        with asked_by(who_asks), pytest.raises(DoesNotExist, match="You are tied to no salesperson, so %me means nobody"):
            criteria()[KEY].parse(expression)
    with pytest.raises(DoesNotExist):
        criteria()[KEY].parse(expression)
    assert whoever_asks() is None


def test_between_quotes_it_is_a_code_that_nobody_has(marketer: User) -> None:
    with asked_by(lambda: marketer), pytest.raises(DoesNotExist, match="%me does not exist"):
        criteria()[KEY].parse("'%me'")


def test_a_selection_that_is_kept_names_the_code(marketer: User) -> None:
    with asked_by(lambda: marketer):
        kept = read_selection({"version": 1, "criteria": [{"key": KEY, "filter": "%me|AB"}]})
        assert selection_of([(KEY, "%me|AB")]) == kept
    assert kept.criteria[0].filter == "JR|AB"
    assert read_stored(kept.as_data()) == kept
    assert sentence(kept) == "Salesperson Code is JR or is AB"
    assert sorted(contacts(kept).values_list("name", flat=True)) == ["AB", "JR"]


def test_on_pages_it_is_whoever_reads(as_marketer: Client, as_administrator: Client) -> None:
    address = f"/contacts/?{urlencode({KEY: '%me'})}"
    shown = get(as_marketer, address).content.decode()
    assert ">JR<" in shown
    assert ">AB<" not in shown
    assert "You are tied to no salesperson" in text_of(get(as_administrator, address))
