"""Changing a contact: what two people do to each other's changes, what the ledger says of it, and what it costs."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postkring.accounts.models import Role, User
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.models import Contact, ContactStamp
from postkring.kit.errors import Changed, DoesNotExist, NotFound, NotPermitted
from postkring.ledger.models import ChangeSet, Image
from tests.factories import make_company, make_person, make_user, many_contacts
from tests.snapshots import everything
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.django_db
def test_a_change_is_one_change_set_that_names_the_fields(editor: User) -> None:
    company = make_company(name="Claes", number="K1")
    change_contact(company, {"city": "Nergens", "phone": "1", "country": "BE"}, by=editor)
    change_set = ChangeSet.objects.latest("number")
    assert (change_set.verb, change_set.by, change_set.counts) == ("contact.change", editor, {"changed": 1, "persons": 0})
    assert change_set.sentence == "K1 Claes changed: Country/Region Code, City, Phone No."
    assert ContactStamp.objects.get(contact=company).change_set == change_set


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{}, {"name": "Claes"}, {"name": "  Claes "}, {"country": "be"}, {"minor": False}, {"vat_number": "be0403170701"}]
)
def test_what_changes_nothing_leaves_no_trace(editor: User, values: dict[str, Any]) -> None:
    company = make_company(name="Claes", country="BE", vat_number="BE0403170701")
    before, stamp = everything(), ContactStamp.objects.get().at
    change_contact(company, values, by=editor)
    assert everything() == before
    assert ContactStamp.objects.get().at == stamp


@pytest.mark.django_db
def test_of_two_who_change_the_same_field_the_second_is_told(editor: User, marketer: User) -> None:
    company = make_company(city="Gent")
    change_contact(company, {"city": "Luik"}, seen={"city": "Gent"}, by=marketer)
    before = everything()
    with pytest.raises(Changed) as refusal:
        change_contact(company, {"city": "Ieper", "phone": "1"}, seen={"city": "Gent", "phone": ""}, by=editor)
    error = refusal.value
    assert (error.field, error.values["now"], error.values["yours"], error.code) == ("city", "Luik", "Ieper", "Request_EntityChanged")
    assert error.message.startswith("marketer changed this record at ")
    assert error.message.endswith("Your change to City was not saved.")
    assert everything() == before


@pytest.mark.django_db
def test_of_two_who_change_different_fields_both_are_kept(editor: User, marketer: User) -> None:
    company = make_company(city="Gent", phone="1")
    change_contact(company, {"city": "Luik"}, seen={"city": "Gent"}, by=marketer)
    change_contact(company, {"phone": "2"}, seen={"phone": "1"}, by=editor)
    company.refresh_from_db()
    assert (company.city, company.phone) == ("Luik", "2")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "seen", "typed"),
    [("city", "Gent", "Luik"), ("country", "BE", "nl"), ("minor", False, True), ("minor", "", True), ("company_number", "", "K2")],
)
def test_a_form_that_is_sent_twice_changes_once(editor: User, name: str, seen: Any, typed: Any) -> None:
    make_company(name="Aerts", number="K2")
    person = make_person(city="Gent", country="BE")
    change_contact(person, {name: typed}, seen={name: seen}, by=editor)
    before = everything()
    change_contact(person, {name: typed}, seen={name: seen}, by=editor)
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "seen", "now", "typed"),
    [
        ("country", "BE", "NL", "FR"),
        ("company_number", "K1", "K2", ""),
        ("company_name", "Claes", "Aerts", ""),
        ("email", "", "a@x.example", "b@x.example"),
    ],
)
def test_every_kind_of_field_notices(editor: User, name: str, seen: str, now: str, typed: str) -> None:
    claes, _ = make_company(name="Claes", number="K1", country="BE"), make_company(name="Aerts", number="K2", country="BE")
    person = make_person(company=claes)
    change_contact(person, {name: now}, seen={name: seen}, by=editor)
    before = everything()
    with pytest.raises(Changed) as refusal:
        change_contact(person, {name: typed}, seen={name: seen}, by=editor)
    assert (refusal.value.field, refusal.value.values["now"]) == (name, now)
    assert everything() == before


@pytest.mark.django_db
def test_what_nobody_saw_is_not_compared(editor: User) -> None:
    company = make_company(city="Gent")
    change_contact(company, {"city": "Luik"}, by=editor)
    assert change_contact(company, {"city": "Ieper"}, by=editor).city == "Ieper"


@pytest.mark.django_db
def test_a_contact_that_is_gone_is_said_to_be_gone(editor: User) -> None:
    company = make_company()
    delete_contacts(Contact.objects.all(), by=editor)
    before = everything()
    with pytest.raises(NotFound, match=r"^This record no longer exists\.$"):
        change_contact(company, {"city": "Gent"}, by=editor)
    assert everything() == before


@pytest.mark.django_db
def test_readers_strangers_and_the_disabled_change_nothing() -> None:
    company = make_company()
    nobodies: tuple[Any, ...] = (make_user(Role.READER), make_user(Role.EDITOR, username="gone", is_active=False), AnonymousUser())
    before = everything()
    for nobody in nobodies:
        with pytest.raises(NotPermitted):
            change_contact(company, {"city": "Gent"}, by=nobody)
    assert everything() == before


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_table(editor: User) -> None:
    company = make_company()

    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            change_contact(company, {"city": f"Gent {text}", "phone": text}, by=editor)
            create_contact({"type": "Person", "name": f"Jan {text}", "company_name": company.name}, by=editor)
        return len(captured)

    first = queries("0"), queries("1")
    many_contacts(1000)
    assert (queries("2"), queries("3")) == (first[1], first[1])


@pytest.mark.usefixtures("own_database")
def test_two_changes_at_once_of_different_fields_are_both_kept() -> None:
    user, company = make_user(), make_company(phone="1", city="Gent")
    at_once(
        lambda: [change_contact(company, {"phone": str(number)}, by=user) for number in range(10)],
        lambda: [change_contact(company, {"city": f"Gent {number}"}, by=user) for number in range(10)],
    )
    company.refresh_from_db()
    assert (company.phone, company.city) == ("9", "Gent 9")
    assert Image.objects.filter(kind=Image.UPDATED, object_id=company.pk).count() == 20


@pytest.mark.usefixtures("own_database")
def test_who_is_linked_while_the_company_gets_another_name_has_the_new_one() -> None:
    user, company = make_user(), make_company(name="Claes")
    persons = [make_person(name=f"An {number}") for number in range(8)]

    def link() -> None:
        for person in persons:
            change_contact(person, {"company_number": company.number}, by=user)

    def rename() -> None:
        for number in range(8):
            change_contact(company, {"name": f"Claes {number}"}, by=user)

    assert at_once(link, rename) == [None, None]
    assert set(Contact.objects.persons().values_list("company_name", "search_company")) == {("Claes 7", "claes 7")}


@pytest.mark.usefixtures("own_database")
def test_who_is_linked_while_the_company_is_deleted_is_refused_or_goes_with_it() -> None:
    user = make_user()
    for number in range(5):
        company, person = make_company(name=f"Claes {number}"), make_person()

        def link(company: Contact = company, person: Contact = person) -> None:
            change_contact(person, {"company_number": company.number}, by=user)

        def delete(company: Contact = company) -> None:
            delete_contacts(Contact.objects.filter(pk=company.pk), by=user)

        linked, deleted = at_once(link, delete)
        assert deleted is None
        assert not Contact.objects.filter(pk=company.pk).exists()
        assert linked is None or isinstance(linked, DoesNotExist | NotFound)
        assert Contact.objects.filter(pk=person.pk, company=None).exists() is (linked is not None)
