"""No page asks more the more there is: with twenty of everything each takes the queries that it takes with three."""

from typing import Final

import pytest

from postkring.accounts.models import Role, User
from postkring.classifications.actions import add_to_group
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY
from postkring.segments.actions import add_contacts
from postkring.segments.models import Segment
from tests.factories import make_code, make_company, make_group, make_person, make_segment, make_user, make_view
from tests.imports.files import checked, loaded
from tests.people import client_of
from tests.web.asking import queries

pytestmark = pytest.mark.django_db

PAGES: Final = (
    "/",
    "/search?q=peeters",
    "/contacts/",
    "/contacts/?q=peeters",
    "/contacts/?filters=1&mailingGroup=VAST&city=Gent",
    "/contacts/?columns=name,company_number,last_modified,mailing_groups,salesperson",
    "/contacts/P1/",
    "/contacts/C1/",
    "/contacts/P1/mailing-groups",
    "/contacts/mailing-groups?selected=P1&selected=C1",
    "/contacts/delete?selected=P1&selected=C1",
    "/contacts/lookup?q=peeters",
    "/contacts/number-lookup?q=peeters",
    "/contacts/bulk/group?every=1&query=city%3DGent&code=VAST&mode=replace",
    "/contacts/bulk/group?every=1&query=city%3DGent&code=VAST&mode=replace&show=added",
    "/contacts/bulk/segment?every=1&query=city%3DGent&segment=SM00001",
    "/contacts/bulk/exclude?every=1&query=city%3DGent",
    "/contacts/bulk/field?every=1&query=city%3DGent&field=language&value=fr",
    "/mailing-groups/",
    "/mailing-groups/VAST/",
    "/mailing-groups/lookup?q=v",
    "/industry-groups/",
    "/industry-groups/VAST/",
    "/contacts/P1/industry-groups",
    "/contacts/industry-groups?selected=P1&selected=C1",
    "/segments/",
    "/segments/SM00001/",
    "/segments/SM00001/criteria",
    "/segments/SM00001/criteria/1",
    "/segments/SM00001/add-contacts/preview?mailingGroup=VAST&show=added",
    "/segments/SM00001/reduce-contacts?mailingGroup=VAST&entireCompanies=on",
    "/segments/SM00001/refine-contacts/preview?mailingGroup=VAST&show=unchanged",
    "/segments/lookup?q=sm",
    "/changes/?size=200",
    "/changes/?contact=P1&size=200",
    "/imports/",
    "/views/",
    "/users/",
)


FEW: Final = 3
MANY: Final = 20  # of everything; two contacts each, so that they still stand on one page


def some(numbers: range, by: User) -> None:
    """More of everything that lists show, all of it in what was there first."""
    company, person = (Contact.objects.get(number=number) for number in ("C1", "P1"))
    for number in numbers:
        another = make_company(name=f"Peeters {number}", city="Gent", post_code="9000")
        make_person(name=f"An Peeters {number}", company=company, city="Gent")
        make_group(f"G{number}", members=[company, another, person])
        make_code(INDUSTRY_GROUPS, f"S{number}", members=[company, another])
        make_segment(f"Segment {number}", contacts=[company])
        make_user(Role.READER, username=f"user{number}")
        make_view(f"View {number}", by, pinned=True, city="Gent")
        make_view(f"View {number}", list_name="mailing_groups")
        checked(f"type;name\nCompany;Alleen gezien {number}\n", by)
    loaded(f"type;name;mailing_groups\nCompany;Ingelezen {len(numbers)};VAST\n", by)
    add_to_group(Contact.objects.companies(), INDUSTRY_GROUPS.codes().get(code="VAST"), by=by)
    add_to_group(Contact.objects.all(), MailingGroup.objects.get(code="VAST"), by=by)
    add_contacts(Segment.objects.get(number="SM00001"), EVERYBODY, by=by)


def test_no_page_takes_more_queries_the_more_there_is(administrator: User) -> None:
    client = client_of(administrator)
    company = make_company(number="C1", name="Peeters", city="Gent")
    make_person(number="P1", name="Jan Peeters", company=company)
    make_group("VAST", members=[company])
    make_code(INDUSTRY_GROUPS, "VAST", members=[company])
    make_segment("Vast")
    some(range(FEW), administrator)
    few = {page: queries(client, page) for page in PAGES}
    some(range(FEW, MANY), administrator)
    assert {page: (few[page], many) for page in PAGES if (many := queries(client, page)) > few[page]} == {}
