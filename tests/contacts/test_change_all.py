"""One field of many contacts: exactly those that were previewed, with the persons that follow, and undone whole."""

import pytest

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions.change_all import FOR_ALL, Change, change_for_all, change_sets, read_change
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.errors import DomainError, NotAcceptable, NotPermitted
from postkring.ledger.expectations import PreviewChanged
from postkring.setup.models import OrganizationalLevel, Salesperson
from tests.factories import make_company, make_person
from tests.snapshots import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _codes(db: None) -> None:
    Salesperson.objects.create(code="JR")
    Salesperson.objects.create(code="LS")
    OrganizationalLevel.objects.create(code="CEO")


def counts(contacts: ContactQuerySet, change: Change) -> dict[str, int]:
    return {name: rows.order_by().count() for name, rows in change_sets(contacts, change).items()}


def test_companies_take_the_persons_along_that_had_their_value(editor: User) -> None:
    company = make_company(salesperson="JR")
    follows = make_person(company=company, salesperson="JR")
    own = make_person(company=company, salesperson="LS")
    Contact.objects.filter(pk=own.pk).update(salesperson="LS")
    there = make_company(salesperson="LS")
    chosen = Contact.objects.filter(pk__in=[company.pk, there.pk])
    change = read_change("salesperson", "ls")
    numbers = {"changed": 1, "unchanged": 1, "following": 1}
    assert counts(chosen, change) == numbers
    act = change_for_all(chosen, change, expected=numbers, by=editor)
    assert act is not None
    assert {contact.salesperson_id for contact in Contact.objects.all()} == {"LS"}
    undo_act(act, by=editor)
    stored = {contact.pk: contact.salesperson_id for contact in Contact.objects.all()}
    assert stored == {company.pk: "JR", follows.pk: "JR", own.pk: "LS", there.pk: "LS"}


def test_contacts_without_the_field_are_left_out(editor: User) -> None:
    company, person = make_company(), make_person()
    change = read_change("organizational_level", "CEO")
    assert counts(Contact.objects.all(), change) == {"changed": 1, "unchanged": 0, "unfit": 1}
    change_for_all(Contact.objects.all(), change, expected=None, by=editor)
    assert Contact.objects.get(pk=person.pk).organizational_level_id == "CEO"
    assert Contact.objects.get(pk=company.pk).organizational_level_id is None


def test_a_block_is_set_by_editors_and_lifted_by_administrators_and_never_of_minors_without_consent(
    editor: User, administrator: User
) -> None:
    grown, minor = make_person(), make_person(minor=True, privacy_blocked=True)
    change_for_all(Contact.objects.all(), read_change("privacy_blocked", "yes"), expected=None, by=editor)
    lifting = read_change("privacy_blocked", "no")
    before = everything()
    with pytest.raises(NotPermitted):
        change_for_all(Contact.objects.all(), lifting, expected=None, by=editor)
    assert everything() == before
    assert counts(Contact.objects.all(), lifting) == {"changed": 1, "unchanged": 0, "minors": 1}
    change_for_all(Contact.objects.all(), lifting, expected=None, by=administrator)
    assert not Contact.objects.get(pk=grown.pk).privacy_blocked
    assert Contact.objects.get(pk=minor.pk).privacy_blocked


def test_another_outcome_does_nothing(editor: User) -> None:
    make_person()
    before = everything()
    with pytest.raises(PreviewChanged):
        change_for_all(
            Contact.objects.all(), read_change("exclude_from_segment", "yes"), expected={"changed": 2, "unchanged": 0}, by=editor
        )
    assert everything() == before


@pytest.mark.parametrize(("name", "value"), [("name", "X"), ("number", "1"), ("type", "Company"), ("nothing", ""), ("password", "")])
def test_other_fields_are_refused(name: str, value: str) -> None:
    with pytest.raises(NotAcceptable):
        read_change(name, value)


@pytest.mark.parametrize(("name", "value"), [("salesperson", "XX"), ("language", "klingon"), ("correspondence_type", "Fax")])
def test_a_value_that_does_not_exist_is_refused(name: str, value: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_change(name, value)
    assert refused.value.field == name


FLAGS = ("exclude_from_segment", "privacy_blocked")


def test_every_field_can_be_emptied_or_switched_off(administrator: User) -> None:
    make_person()
    for name in FOR_ALL:
        change_for_all(Contact.objects.all(), read_change(name, "no" if name in FLAGS else ""), expected=None, by=administrator)


@pytest.mark.parametrize("value", ["", None, " ", "1", "0", "NL", "yes ", "ja", "nothing"])
@pytest.mark.parametrize("name", FLAGS)
def test_what_is_neither_yes_nor_no_does_not_lift_blocks(name: str, value: str | None) -> None:
    with pytest.raises(NotAcceptable) as refused:
        read_change(name, value)
    assert refused.value.field == "value"


@pytest.mark.parametrize(("value", "meant"), [("yes", True), ("true", True), (True, True), ("no", False), ("false", False), (False, False)])
def test_a_flag_takes_yes_and_no(value: str | bool, meant: bool) -> None:
    assert read_change("privacy_blocked", value).value is meant
