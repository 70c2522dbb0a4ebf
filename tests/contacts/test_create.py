"""A new contact: what it begins with (3.3)."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from postkring.accounts.models import Role, User
from postkring.contacts.actions import create_contact
from postkring.contacts.models import Contact, ContactStamp, ContactType
from postkring.kit.errors import DoesNotExist, FieldErrors, NotAcceptable, NotPermitted, Refused
from postkring.ledger.models import ChangeSet, Image
from postkring.setup.models import MarketingSetup, NumberSeries, Salesperson, Salutation, Territory, UserSetup
from tests.factories import make_company, make_person, make_user
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def defaults() -> None:
    for model, codes in ((Salesperson, ["JR", "LS"]), (Territory, ["WEST", "EAST"]), (Salutation, ["FIRMA", "UNISEX", "MW"])):
        for code in codes:
            model.objects.create(code=code)
    MarketingSetup.objects.update(
        default_salesperson="JR",
        default_territory="WEST",
        default_country="BE",
        default_language="nl",
        default_correspondence_type="Hard Copy",
        default_company_salutation="FIRMA",
        default_person_salutation="UNISEX",
    )


def codes(contact: Contact) -> tuple[Any, ...]:
    return contact.salesperson_id, contact.territory_id, contact.country_id, contact.language_id, contact.correspondence_type


def test_a_new_contact_is_a_company_unless_said_otherwise(editor: User) -> None:
    assert create_contact({"name": "Aerts"}, by=editor).type == ContactType.COMPANY
    assert create_contact({"name": "An Aerts", "type": "Person"}, by=editor).type == ContactType.PERSON


def test_a_company_is_its_own_company(editor: User) -> None:
    company = create_contact({"name": "Aerts"}, by=editor)
    company.refresh_from_db()
    assert (company.company_id, company.company_name) == (company.pk, "Aerts")


def test_a_person_has_no_company_unless_given(editor: User) -> None:
    person = create_contact({"name": "An Aerts", "type": "Person"}, by=editor)
    assert (person.company_id, person.company_name) == (None, "")


@pytest.mark.usefixtures("defaults")
def test_defaults_fill_blank_fields_only(editor: User) -> None:
    plain = create_contact({"name": "Aerts"}, by=editor)
    assert codes(plain) == ("JR", "WEST", "BE", "nl", "Hard Copy")
    own = {"salesperson": "LS", "territory": "EAST", "country": "NL", "language": "fr", "correspondence_type": "Email"}
    assert codes(create_contact({"name": "Aerts", **own}, by=editor)) == ("LS", "EAST", "NL", "fr", "Email")


@pytest.mark.usefixtures("defaults")
def test_a_new_company_always_has_the_salutation_of_the_set_up(editor: User) -> None:
    assert create_contact({"name": "Aerts", "salutation": "MW"}, by=editor).salutation_id == "FIRMA"
    MarketingSetup.objects.update(default_company_salutation=None)
    assert create_contact({"name": "Aerts", "salutation": "MW"}, by=editor).salutation_id is None


@pytest.mark.usefixtures("defaults")
def test_a_new_person_has_the_salutation_given_or_that_of_the_set_up(editor: User) -> None:
    assert create_contact({"name": "An", "type": "Person", "salutation": "mw"}, by=editor).salutation_id == "MW"
    assert create_contact({"name": "An", "type": "Person"}, by=editor).salutation_id == "UNISEX"


@pytest.mark.usefixtures("defaults")
def test_the_salesperson_of_the_user_comes_before_the_default_and_behind_the_company(editor: User) -> None:
    """R-3206."""
    own, other = (Salesperson.objects.create(code=code) for code in ("OWN", "OTHER"))
    UserSetup.objects.create(user=editor, salesperson=own)
    assert create_contact({"name": "A"}, by=editor).salesperson_id == "OWN"
    company = create_contact({"name": "B", "salesperson": "OTHER"}, by=editor)
    assert company.salesperson_id == other.code
    person = create_contact({"type": "Person", "name": "C", "company_number": company.number}, by=editor)
    assert person.salesperson_id == "OTHER"
    Salesperson.objects.filter(pk=own.pk).update(privacy_blocked=True)
    assert create_contact({"name": "D"}, by=editor).salesperson_id == "JR"


@pytest.mark.usefixtures("defaults")
def test_a_person_takes_over_from_the_company_first_and_then_the_defaults(editor: User) -> None:
    company = make_company(salesperson="LS", country="NL")
    Contact.objects.filter(pk=company.pk).update(territory=None, language=None)
    person = create_contact({"name": "An", "type": "Person", "company_number": company.number, "salesperson": "JR"}, by=editor)
    assert codes(person) == ("JR", "WEST", "NL", "nl", "Hard Copy")
    assert (person.company_id, person.company_name) == (company.pk, company.name)


@pytest.mark.usefixtures("defaults")
def test_a_default_refills_what_the_company_left_blank_on_insert_only(editor: User) -> None:
    company = make_company()
    Contact.objects.filter(pk=company.pk).update(salesperson=None)
    assert create_contact({"name": "An", "type": "Person", "company_number": company.number}, by=editor).salesperson_id == "JR"


def test_a_person_given_its_own_number_as_company_has_none(editor: User) -> None:
    person = create_contact({"name": "An Boer", "type": "Person", "number": "P1", "company_number": "p1"}, by=editor)
    assert (person.number, person.company_id, person.company_name, person.surname) == ("P1", None, "", "Boer")


def test_the_address_of_the_company_is_taken_over_when_the_person_has_none(editor: User) -> None:
    company = make_company(address="Dorpsstraat 5", post_code="2200", city="Herentals", country="BE")
    person = create_contact({"name": "An", "type": "Person", "company_name": "drukkerij claes"}, by=editor)
    assert (person.company_id, person.address, person.post_code, person.city) == (company.pk, "Dorpsstraat 5", "2200", "Herentals")


def test_creating_is_one_change_set_that_says_so(editor: User) -> None:
    contact = create_contact({"name": "Aerts", "number": "A1"}, by=editor)
    change_set = ChangeSet.objects.get()
    assert (change_set.verb, change_set.by, change_set.counts) == ("contact.create", editor, {"added": 1})
    assert change_set.sentence == "A1 Aerts created"
    assert ContactStamp.objects.get(contact=contact).change_set == change_set
    image = Image.objects.get(change_set=change_set)
    assert (image.label, image.object_id, image.kind) == ("contacts.contact", contact.pk, Image.INSERTED)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": "A", "type": "Customer"}, ["type"]),
        ({"name": "A", "type": "Customer", "first_name": "Jan", "vat_number": "BE0403170701"}, ["type", "first_name"]),
        ({"name": "", "phone": "x", "country": "QX"}, ["name", "country", "phone"]),
        ({"name": "A", "company_number": "C1"}, ["company_number"]),
        ({"name": "A", "type": "Person", "company_number": "C1"}, ["company_number"]),
        ({"name": "A", "type": "Person", "parental_consent": True}, ["parental_consent"]),
        ({"name": "A", "minor": True, "privacy_blocked": False}, ["privacy_blocked"]),
    ],
)
def test_a_contact_that_breaks_a_rule_is_refused_whole(editor: User, values: dict[str, Any], fields: list[str]) -> None:
    before, series = everything(), NumberSeries.objects.get(code="CONT").last_number_used
    with pytest.raises((NotAcceptable, DoesNotExist, Refused, FieldErrors)) as refusal:
        create_contact(values, by=editor)
    refused = refusal.value.errors if isinstance(refusal.value, FieldErrors) else [refusal.value]
    assert [error.field for error in refused] == fields
    assert everything() == before
    assert NumberSeries.objects.get(code="CONT").last_number_used == series


def test_an_unknown_field_is_a_fault_of_the_caller(editor: User) -> None:
    with pytest.raises(KeyError, match="colour"):
        create_contact({"name": "Aerts", "colour": "red"}, by=editor)
    assert not Contact.objects.exists()


@pytest.mark.parametrize("role", [Role.READER])
def test_readers_create_nothing(role: str) -> None:
    user, before = make_user(role), everything()
    with pytest.raises(NotPermitted):
        create_contact({"name": "Aerts"}, by=user)
    assert everything()[0] == before[0]


def test_strangers_and_the_disabled_create_nothing() -> None:
    disabled = make_user(Role.ADMINISTRATOR, is_active=False)
    nobodies: tuple[Any, ...] = (AnonymousUser(), disabled)
    for nobody in nobodies:
        with pytest.raises(NotPermitted):
            create_contact({"name": "Aerts"}, by=nobody)
    assert not Contact.objects.exists()


def test_related_persons_do_not_matter_to_the_number_of_queries(editor: User, django_assert_max_num_queries: Any) -> None:
    company = make_company()
    for number in range(20):
        make_person(name=f"An {number}", company=company)
    with django_assert_max_num_queries(30):
        create_contact({"name": "Aerts", "type": "Person", "company_number": company.number}, by=editor)
