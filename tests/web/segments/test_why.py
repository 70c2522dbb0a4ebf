"""Why a contact is in a segment: every step with what it did, every criterion with whether it is met today."""

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.classifications.actions import add_to_group, delete_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.models import Contact
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts, reduce_contacts
from postkring.segments.models import Segment
from postkring.segments.options import Options
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything
from tests.web.asking import get, post, text_of

pytestmark = pytest.mark.django_db

WHY = "/segments/SM00001/why"


@pytest.fixture
def segment(administrator: User) -> Segment:
    """A1 was added and stays, A2 was added and taken away, A3 comes with its person, X is excluded, and Z is somebody else."""
    one, two = make_company(number="A1", name="Een", city="Gent"), make_company(number="A2", name="Twee", city="Luik")
    three = make_company(number="A3", name="Drie", city="Gent")
    excluded = make_company(number="X", name="Uit", exclude_from_segment=True)
    make_company(number="Z", name="Ander")
    make_group("PERS", members=[one, two, make_person(number="P3", name="An", company=three), excluded])
    made = make_segment("Opendeur")
    add_contacts(made, selection_of([("mailingGroup", "PERS")]), Options(allow_related_companies=True), by=administrator)
    reduce_contacts(made, selection_of([("city", "Luik"), ("type", "Company")]), by=administrator)
    return made


def said(client: Client, number: str) -> str:
    return text_of(get(client, f"{WHY}/{number}"))


def test_of_who_is_on_a_line_it_says_which_step_added_it(as_reader: Client, segment: Segment) -> None:
    text = said(as_reader, "A1")
    assert "Een is in segment SM00001, on line" in text
    assert "1. Add Contacts in mailing group PERS · Allow Related Companies The step put this contact on a line." in text
    assert "in mailing group PERS met today" in text
    assert "The step took no line of this contact away." in text
    assert "City is Luik not met today" in text


def test_of_who_was_taken_away_it_says_by_which_step(as_reader: Client, segment: Segment) -> None:
    text = said(as_reader, "A2")
    assert "Twee is not in segment SM00001." in text
    assert "The step took the line of this contact away." in text
    assert "City is Luik met today" in text


def test_who_came_through_its_company_is_told_through_whom(as_reader: Client, segment: Segment) -> None:
    page = get(as_reader, f"{WHY}/A3").content.decode()
    assert f'Through its company: <a href="{WHY}/P3">An</a>' in page
    assert "in mailing group PERS not met today" in said(as_reader, "A3")


def test_who_is_left_out_is_told_why(as_reader: Client, segment: Segment) -> None:
    text = said(as_reader, "X")
    assert "Add Contacts leaves this contact out: excluded from segments" in text
    assert "It meets the criteria, but the step leaves it out: excluded from segments" in text


def test_who_meets_nothing_was_not_added(as_reader: Client, segment: Segment) -> None:
    assert "The step did not add this contact." in said(as_reader, "Z")


def test_who_meets_them_since_is_told_so(as_reader: Client, segment: Segment, administrator: User) -> None:
    add_to_group(Contact.objects.filter(number="Z"), MailingGroup.objects.get(code="PERS"), by=administrator)
    assert "When the step ran it did not meet them yet, or was on a line already." in said(as_reader, "Z")


def test_a_code_that_is_no_more_is_neither_met_nor_not(as_reader: Client, segment: Segment, administrator: User) -> None:
    empty = make_group("LEEG")
    reduce_contacts(segment, selection_of([("mailingGroup", "LEEG")]), by=administrator)
    delete_group(empty, by=administrator)
    assert "in mailing group LEEG names something that is no longer there" in said(as_reader, "A1")


def test_any_contact_can_be_asked_about_by_number_or_name(as_reader: Client, segment: Segment) -> None:
    before = everything()
    assert post(as_reader, WHY, {"contact": "Ander"}).headers["Location"] == f"{WHY}/Z"
    refused = post(as_reader, WHY, {"contact": "niemand zo"})
    assert (refused.status_code, everything()) == (422, before)
    assert "niemand zo does not exist in Contacts." in text_of(refused)
    assert post(as_reader, WHY, {"contact": ""}).status_code == 422
    assert get(as_reader, WHY).status_code == 200
    assert get(as_reader, f"{WHY}/NIETS").status_code == 404


def test_lines_and_cards_lead_there(as_reader: Client, segment: Segment) -> None:
    assert f'href="{WHY}/__row__"' in get(as_reader, "/segments/SM00001/").content.decode()
    assert f'href="{WHY}"' in get(as_reader, "/segments/SM00001/").content.decode()
    assert f'href="{WHY}/A1"' in get(as_reader, "/contacts/A1/").content.decode()
    assert "/why/" not in get(as_reader, "/contacts/").content.decode()
