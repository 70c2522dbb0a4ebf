"""A company that becomes a person, and a person that becomes a company (3.5)."""

import pytest

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact
from postkring.contacts.models import Contact, ContactType
from postkring.kit.errors import DomainError, Refused
from postkring.setup.models import MarketingSetup, OrganizationalLevel, Salutation
from tests.factories import make_company, make_group, make_person
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "salutations")]


@pytest.fixture
def salutations() -> None:
    Salutation.objects.create(code="COMPANY")
    Salutation.objects.create(code="UNISEX")
    MarketingSetup.objects.update(default_company_salutation="COMPANY", default_person_salutation="UNISEX")


def become(contact: Contact, kind: ContactType, by: User, **more: str) -> Contact:
    change_contact(contact, {"type": kind, **more}, by=by)
    return Contact.objects.get(pk=contact.pk)


def test_a_company_becomes_a_person_with_a_name_in_parts_and_no_company(editor: User) -> None:
    company = make_company(name="Anna Jansen")
    assert company.salutation_id == "COMPANY"
    person = become(company, ContactType.PERSON, editor)
    assert (person.type, person.company_id, person.company_name, person.salutation_id) == ("Person", None, "", "UNISEX")
    assert (person.name, person.first_name, person.middle_name, person.surname) == ("Anna Jansen", "Anna", "", "Jansen")


def test_a_person_becomes_a_company_of_its_own_without_parts_and_job_title(editor: User) -> None:
    person = make_person(name="Anna Jansen", job_title="Buyer", company=make_company())
    company = become(person, ContactType.COMPANY, editor)
    assert (company.type, company.company_id, company.company_name, company.salutation_id) == (
        "Company",
        company.pk,
        "Anna Jansen",
        "COMPANY",
    )
    assert (company.first_name, company.middle_name, company.surname, company.job_title) == ("", "", "", "")


def test_there_and_back_again(editor: User) -> None:
    company = make_company(name="Anna Jansen")
    again = become(become(company, ContactType.PERSON, editor), ContactType.COMPANY, editor)
    assert (again.company_id, again.company_name, again.name) == (company.pk, "Anna Jansen", "Anna Jansen")


def test_what_is_not_about_the_type_stays(editor: User) -> None:
    person = make_person(name="Anna Jansen", initials="A.J.", address="Kade 1", phone="1")
    group = make_group("PERS", members=[person])
    company = become(person, ContactType.COMPANY, editor)
    assert (company.initials, company.address, company.phone) == ("A.J.", "Kade 1", "1")
    group.refresh_from_db()
    assert group.contact_count == 1
    company = make_company(name="Claes", registration_number="0403.170.701")
    assert become(company, ContactType.PERSON, editor).registration_number == "0403.170.701"


def test_a_new_name_given_with_the_new_type_is_split_or_not_by_that_type(editor: User) -> None:
    person = become(make_company(), ContactType.PERSON, editor, name="Jan  van Dijk")
    assert (person.name, person.first_name, person.middle_name, person.surname) == ("Jan van Dijk", "Jan", "van", "Dijk")
    company = become(person, ContactType.COMPANY, editor, name="Van Dijk  NV")
    assert (company.name, company.company_name, company.first_name, company.surname) == ("Van Dijk  NV", "Van Dijk  NV", "", "")


def test_a_company_for_the_new_person_may_be_given_at_once(editor: User) -> None:
    claes = make_company(name="Claes")
    person = become(make_company(name="Jan Boer"), ContactType.PERSON, editor, company_name="claes")
    assert (person.company_id, person.company_name) == (claes.pk, "Claes")


def test_a_company_that_becomes_a_person_does_not_belong_to_what_it_was(editor: User) -> None:
    company = make_company(name="Jan Boer", number="K1")
    before = everything()
    with pytest.raises(Refused, match="is a person; choose a company") as refusal:
        change_contact(company, {"type": "Person", "number": "P1", "company_number": "K1"}, by=editor)
    assert refusal.value.field == "company_number"
    assert everything() == before


@pytest.mark.parametrize("kind", ContactType)
def test_the_type_it_has_already_changes_nothing(editor: User, kind: ContactType) -> None:
    contact = make_person() if kind == ContactType.PERSON else make_company()
    before = everything()
    change_contact(contact, {"type": kind}, by=editor)
    assert everything() == before


def refused(contact: Contact, kind: ContactType, by: User) -> DomainError:
    before = everything()
    with pytest.raises(Refused) as refusal:
        change_contact(contact, {"type": kind}, by=by)
    assert refusal.value.field == "type"
    assert everything() == before
    return refusal.value


def test_a_person_with_an_organizational_level_stays_a_person(editor: User) -> None:
    OrganizationalLevel.objects.create(code="CEO")
    person = make_person(name="Anna Jansen", organizational_level="CEO")
    refusal = refused(person, ContactType.COMPANY, editor)
    assert refusal.message == "Anna Jansen has an organizational level and cannot become a company."


def test_a_company_with_persons_stays_a_company(editor: User) -> None:
    company = make_company(name="Claes")
    for name in ("An", "Bo"):
        make_person(name=name, company=company)
    assert refused(company, ContactType.PERSON, editor).message == "Claes has persons (2) and cannot become a person."


def test_a_company_with_a_vat_number_stays_a_company(editor: User) -> None:
    company = make_company(name="Claes", vat_number="BE0403170701")
    assert refused(company, ContactType.PERSON, editor).message == "Claes has a VAT number and cannot become a person."
