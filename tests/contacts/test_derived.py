"""Whatever is done to contacts, what is worked out from their fields says what they say."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.folding import derive
from postkring.contacts.models import Contact
from postkring.kit.errors import DomainError
from postkring.ledger.models import ChangeSet
from postkring.operations.demo.load import load_demo
from postkring.operations.demo.remove import remove_demo
from tests.contacts.derived import stale
from tests.factories import make_company, make_person, make_user, many_contacts

pytestmark = pytest.mark.django_db

TEXTS: dict[str, list[Any]] = {
    "name": ["Claes", "Œuvre & Zonen", "Jan van der Smit", "Straße"],
    "first_name": ["", "Jan", "Zoë"],
    "surname": ["", "Boer", "de Vries"],
    "search_name": ["", "iets"],
    "city": ["", "Nergens", "Köln"],
    "post_code": ["", "2200", "1012 AB"],
    "address": ["", "Kade 1"],
    "email": ["", "An@X.example"],
    "phone": ["", "014 25 36 47", "12"],
    "mobile": ["", "+32 470 12 34 56"],
    "country": ["", "BE", "NL"],
    "external_id": ["", "X-1"],
    "number": ["Z1", "Z2"],
    "type": ["Company", "Person"],
    "company_number": ["", "K1", "K2"],
    "minor": [True, False],
    "privacy_blocked": [True, False],
    "parental_consent": [True, False],
}
VALUES = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in TEXTS.items()})
NOTHING: st.SearchStrategy[dict[str, Any]] = st.just({})
CHANGE = st.tuples(st.just("change"), st.integers(0, 5), VALUES)
CREATE = st.tuples(st.just("create"), st.integers(0, 5), VALUES)
DELETE = st.tuples(st.just("delete"), st.integers(0, 5), NOTHING)
UNDO = st.tuples(st.just("undo"), st.integers(0, 9), NOTHING)
ACTS = st.lists(CHANGE | CHANGE | CREATE | DELETE | UNDO | UNDO, min_size=2, max_size=10)


@contextmanager
def taken_back() -> Iterator[None]:
    """Each example begins with the same rows."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def do(kind: str, place: int, values: dict[str, Any], by: User) -> None:
    contacts, acts = Contact.objects.order_by("pk"), ChangeSet.objects.order_by("-number")
    if kind == "create":
        create_contact(values, by=by)
    elif kind == "undo" and acts[place : place + 1]:
        undo_act(acts[place], by=by)
    elif kind == "change" and contacts[place : place + 1]:
        change_contact(contacts[place], values, by=by)
    elif kind == "delete":
        delete_contacts(Contact.objects.filter(pk__in=contacts[place : place + 1].values("pk")), by=by)


def inconsistent() -> list[str]:
    """Numbers of contacts that break a rule about several of their fields."""
    wrong = []
    for contact in Contact.objects.select_related("company"):
        parts = [contact.first_name, contact.middle_name, contact.surname]
        sound = contact.company_id == contact.pk and not any(parts)
        if contact.is_person:
            sound = any(parts) and (contact.company is None or contact.company.is_company)
        if not sound:
            wrong.append(contact.number)
    return wrong


@given(acts=ACTS)
def test_no_act_and_no_undo_leaves_a_derived_column_stale(administrator: User, acts: list[tuple[str, int, dict[str, Any]]]) -> None:
    with taken_back():
        first = make_company(name="Claes", number="K1", phone="014 25 36 47")
        make_company(name="Aerts", number="K2")
        make_person(name="An Boer", company=first)
        for kind, place, values in acts:
            try:
                with transaction.atomic():
                    do(kind, place, values, administrator)
            except DomainError:
                continue
            assert stale() == []
            assert inconsistent() == []


def test_every_path_that_writes_contacts_derives_alike() -> None:
    load_demo()
    administrator = make_user("administrator")
    assert Contact.objects.count() == 300
    mine = make_person(name="Mijn Eigen", company=Contact.objects.companies()[3])
    removal = remove_demo(by=administrator)
    assert [contact.company_name for contact in Contact.objects.all()] == [""]
    assert (stale(), inconsistent()) == ([], [])
    many_contacts(20)
    assert (stale(), inconsistent()) == ([], [])
    undo_act(removal, by=administrator)
    mine.refresh_from_db()
    assert mine.company is not None
    assert mine.company_name == mine.company.name
    assert (stale(), inconsistent()) == ([], [])


def test_deriving_twice_changes_nothing() -> None:
    contact = make_person(name="José Ø", phone="014 25 36 47", city="Liège")
    before = vars(contact).copy()
    derive(contact, home_country="BE")
    assert vars(contact) == before
