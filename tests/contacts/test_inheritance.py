"""What the persons of a company follow when it changes (3.6 B)."""

from typing import Any
from uuid import uuid4

import pytest

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions import change_contact
from postkring.contacts.folding import derive
from postkring.contacts.models import Contact, ContactStamp
from postkring.ledger.models import ChangeSet, Image
from postkring.setup.models import MarketingSetup, Salesperson
from tests.contacts.derived import stale
from tests.factories import make_company, make_person
from tests.queries import FEW, MANY, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

X = {"address": "Kade 1", "address_2": "bus 2", "post_code": "1012 AB", "city": "Amsterdam", "county": "NH"}
Y = {"address": "Laan 9", "address_2": "", "post_code": "1012 AB", "city": "Amsterdam", "county": "NH"}
Z = {"address": "Meent 3", "address_2": "", "post_code": "3011 AA", "city": "Rotterdam", "county": "ZH"}
NONE = dict.fromkeys(X, "")


def person_with(company: Contact, **values: Any) -> Contact:
    """A person of the company with exactly these values, whatever it took over."""
    person = make_person(company=company)
    for name, value in values.items():
        setattr(person, f"{name}_id" if name in ("country", "language", "salesperson") else name, value)
    derive(person, home_country="BE")
    person.save()
    return person


def address(contact: Contact) -> dict[str, str]:
    contact.refresh_from_db()
    return {name: getattr(contact, name) for name in X}


def column(name: str, *contacts: Contact) -> list[Any]:
    return [Contact.objects.values_list(name, flat=True).get(pk=contact.pk) for contact in contacts]


def test_whoever_has_the_address_of_the_company_moves_along(editor: User) -> None:
    company = make_company(**X)
    same, own, none = (person_with(company, **values) for values in (X, Y, NONE))
    change_contact(company, Z, by=editor)
    assert [address(person) for person in (same, own, none)] == [Z, Y, NONE]


def test_without_an_address_on_either_side_the_persons_receive_the_first_one(editor: User) -> None:
    company = make_company()
    none, own = person_with(company), person_with(company, **Y)
    change_contact(company, X, by=editor)
    assert [address(none), address(own)] == [X, Y]


def test_county_and_country_do_not_make_an_address_another_one(editor: User) -> None:
    company = make_company(country="NL", **X)
    person = person_with(company, county="Gelderland", country="BE")
    change_contact(company, {"address": "Meent 3"}, by=editor)
    assert address(person) == X | {"address": "Meent 3", "county": "Gelderland"}


def test_another_country_of_the_company_empties_the_place_of_those_at_its_address(editor: User) -> None:
    company = make_company(country="NL", **X)
    same, own = person_with(company), person_with(company, **Y)
    change_contact(company, {"country": "BE"}, by=editor)
    assert address(same) == X | {"post_code": "", "city": "", "county": ""}
    assert address(own) == Y
    assert column("country", same, own) == ["BE", "BE"]


@pytest.mark.parametrize("name", ["phone", "mobile", "email", "website"])
def test_phone_and_the_like_follow_one_by_one(editor: User, name: str) -> None:
    one, two, three = ("1", "2", "3") if name != "email" else ("a@x.example", "b@x.example", "c@x.example")
    company = make_company(**{name: one})
    persons = [person_with(company, **{name: value}) for value in (one, two, "")]
    change_contact(company, {name: three}, by=editor)
    assert column(name, *persons) == [three, two, ""]


def test_a_first_phone_number_goes_to_those_without_one(editor: User) -> None:
    company = make_company()
    persons = [person_with(company, phone=value) for value in ("", "2")]
    change_contact(company, {"phone": "3"}, by=editor)
    assert column("phone", *persons) == ["3", "2"]


@pytest.mark.parametrize(
    ("name", "codes"), [("country", ["BE", "NL", "FR"]), ("language", ["nl", "fr", "de"]), ("salesperson", ["A", "B", "C"])]
)
def test_a_code_follows_where_it_was_that_of_the_company(editor: User, name: str, codes: list[str]) -> None:
    Salesperson.objects.bulk_create(Salesperson(code=code) for code in ("A", "B", "C"))
    company = make_company(**{name: codes[0]})
    persons = [person_with(company, **{name: value}) for value in (codes[0], codes[1], None)]
    change_contact(company, {name: codes[2]}, by=editor)
    assert column(name, *persons) == [codes[2], codes[1], None]
    change_contact(company, {name: ""}, by=editor)
    assert column(name, *persons) == [None, codes[1], None]


def test_the_correspondence_type_never_follows(editor: User) -> None:
    company = make_company(correspondence_type="Email")
    person = person_with(company, correspondence_type="Email")
    change_contact(company, {"correspondence_type": "Hard Copy"}, by=editor)
    assert column("correspondence_type", person) == ["Email"]


def test_what_belongs_to_the_contact_itself_never_follows(editor: User) -> None:
    company = make_company()
    person = make_person(company=company)
    own = {"name_2": "x", "email_2": "x@x.example", "external_id": "x", "exclude_from_segment": True, "minor": True, "search_name": "X"}
    change_contact(company, own, by=editor)
    person.refresh_from_db()
    assert (person.name_2, person.email_2, person.external_id, person.exclude_from_segment) == ("", "", "", False)
    assert (person.minor, person.privacy_blocked, person.search_name) == (False, False, "AN PEETERS")


@pytest.mark.parametrize(
    ("flag", "change"),
    [
        ("inherit_address", {"address": "Meent 3"}),
        ("inherit_communication", {"phone": "3", "email": "c@x.example"}),
        ("inherit_country", {"country": "FR"}),
        ("inherit_language", {"language": "de"}),
    ],
)
def test_a_flag_that_is_off_stops_it(editor: User, flag: str, change: dict[str, str]) -> None:
    company = make_company(phone="1", language="nl", **X)
    person = make_person(company=company)
    names = [f"{name}_id" if name in ("country", "language") else name for name in change]
    before = [column(name, person) for name in names]
    MarketingSetup.objects.update(**{flag: False})
    change_contact(company, change, by=editor)
    assert [column(name, person) for name in names] == before
    assert [column(name, company) for name in names] == [[value] for value in change.values()]


def test_only_persons_that_change_are_touched_and_all_in_one_change_set(editor: User) -> None:
    company = make_company(phone="1")
    same, own = person_with(company), person_with(company, phone="2")
    stamp = ContactStamp.objects.get(contact=own).change_set
    change_contact(company, {"phone": "3"}, by=editor)
    last = ChangeSet.objects.latest("number")
    assert last.counts == {"changed": 1, "persons": 1}
    assert set(Image.objects.filter(change_set=last).values_list("object_id", flat=True)) == {company.pk, same.pk}
    assert ContactStamp.objects.get(contact=same).change_set == last
    assert ContactStamp.objects.get(contact=own).change_set == stamp


def test_persons_of_another_company_and_of_none_stay_as_they_are(editor: User) -> None:
    company, other = make_company(phone="1"), make_company(name="Aerts", phone="1")
    elsewhere, alone = make_person(company=other), make_person(phone="1")
    change_contact(company, {"phone": "3", "name": "Nieuw"}, by=editor)
    assert column("phone", elsewhere, alone, other) == ["1", "1", "1"]
    assert column("company_name", elsewhere, alone) == ["Aerts", ""]


def test_what_is_worked_out_of_those_who_follow_is_right_whatever_country_they_are_in(editor: User) -> None:
    company = make_company(country="BE", phone="014 25 36 47", mobile="0470 12 34 56", email="info@claes.example", **X)
    person_with(company)
    person_with(company, country="NL")
    person_with(company, country=None, phone="02 555 12 12", **Y)
    change_contact(company, {"phone": "02 555 12 13", "mobile": "", "email": "post@claes.example", "city": "Antwerpen"}, by=editor)
    assert stale() == []
    assert column("phone_e164", *company.members.order_by("pk")) == ["+3225551213", "+3225551213", "", "+3225551212"]
    change_contact(company, {"country": "NL", "name": "Drukkerij Érard", "phone": "020 555 1213", **Z}, by=editor)
    assert stale() == []
    assert column("phone_e164", *company.members.order_by("pk")) == ["+31205551213", "+31205551213", "+31205551213", "+3225551212"]
    undo_act(ChangeSet.objects.latest("number"), by=editor)
    assert stale() == []


@pytest.mark.parametrize(
    "change",
    [{"name": "Aerts"}, {"phone": "02 555 12 13", "email": "c@x.example", "country": "NL", "salesperson": "B", **Z}],
)
def test_queries_do_not_grow_with_the_persons(editor: User, change: dict[str, str]) -> None:
    Salesperson.objects.create(code="B")
    few, many = make_company(phone="014 25 36 47", country="BE", **X), make_company(phone="014 25 36 47", country="BE", **X)
    first = make_person(company=few, email="own@x.example")
    persons = [person_copied(first, many, number) for number in range(MANY)]
    Contact.objects.bulk_create(persons)
    for person in (person_copied(first, few, MANY + number) for number in range(FEW)):
        person.save()
    assert queries_of(lambda: change_contact(many, change, by=editor)) == queries_of(lambda: change_contact(few, change, by=editor))
    assert stale() == []
    last = ChangeSet.objects.latest("number")
    assert last.counts == {"changed": 1, "persons": FEW + 1}
    assert Image.objects.filter(change_set=last).count() == FEW + 2


def person_copied(person: Contact, company: Contact, number: int) -> Contact:
    """Another person as this one, with a telephone number of its own in every second case."""
    copied = Contact.objects.get(pk=person.pk)
    copied.pk, copied.guid, copied.number, copied.company = None, uuid4(), f"P{number}", company
    if number % 2:
        copied.mobile = f"0470 12 {number:04}"
    derive(copied, home_country="BE")
    return copied
