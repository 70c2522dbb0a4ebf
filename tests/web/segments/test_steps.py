import re

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts, add_line, remove_line
from postkring.segments.models import Segment
from tests.factories import make_company, make_group, make_segment
from tests.web.asking import get, queries, text_of

pytestmark = pytest.mark.django_db

CRITERIA = "/segments/SM00001/criteria"


@pytest.fixture
def segment(marketer: User) -> Segment:
    """Two are added by their group, one is taken away by hand."""
    one, two = make_company(number="A1", name="Zwart"), make_company(number="A2", name="Appel")
    make_group("PERS", members=[one, two])
    segment = make_segment("Opendeur")
    add_contacts(segment, selection_of([("mailingGroup", "PERS")]), by=marketer)
    remove_line(segment, "A1", by=marketer)
    return segment


def numbers(client: Client, url: str) -> list[str]:
    return re.findall(r'<td class="column-code">([^<]+)</td>', get(client, url).content.decode())


def test_every_step_stands_with_its_sentence_its_numbers_and_its_author(as_reader: Client, segment: Segment) -> None:
    page = get(as_reader, CRITERIA)
    said = text_of(page)
    assert "1 Add Contacts in mailing group PERS 2 0 marketer" in said
    assert "2 Reduce Contacts No. is A1 0 1 marketer" in said
    assert f'<a href="{CRITERIA}/1?show=added">2</a>' in page.content.decode()
    assert f'<a href="{CRITERIA}/2?show=removed">1</a>' in page.content.decode()


def test_a_step_opens_with_exactly_the_contacts_it_added_or_removed(as_reader: Client, segment: Segment) -> None:
    assert numbers(as_reader, f"{CRITERIA}/1?show=added") == ["A2", "A1"]
    assert numbers(as_reader, f"{CRITERIA}/1?show=added&sort=number") == ["A1", "A2"]
    assert numbers(as_reader, f"{CRITERIA}/1?show=removed") == []
    assert numbers(as_reader, f"{CRITERIA}/2") == ["A1"]
    assert numbers(as_reader, f"{CRITERIA}/1?q=appel") == ["A2"]


def test_contacts_that_were_deleted_since_are_counted(as_reader: Client, segment: Segment, administrator: User) -> None:
    delete_contacts(Contact.objects.filter(number="A1"), by=administrator)
    page = get(as_reader, f"{CRITERIA}/1?show=added")
    assert numbers(as_reader, f"{CRITERIA}/1?show=added") == ["A2"]
    assert "1 contact was deleted since." in text_of(page)


@pytest.mark.parametrize("url", [f"{CRITERIA}/9", "/segments/ZZZ/criteria", "/segments/ZZZ/criteria/1"])
def test_a_step_that_is_not_there_is_a_record_that_is_gone(as_reader: Client, segment: Segment, url: str) -> None:
    assert get(as_reader, url).status_code == 404


def test_a_segment_without_steps_says_so(as_reader: Client, as_marketer: Client) -> None:
    make_segment()
    assert "No step yet. Add Contacts makes the first one." in text_of(get(as_marketer, CRITERIA))
    said = text_of(get(as_reader, CRITERIA))
    assert "No step yet." in said
    assert "makes the first one" not in said


def test_the_number_of_queries_does_not_grow_with_the_steps(as_reader: Client, segment: Segment, administrator: User) -> None:
    before = queries(as_reader, CRITERIA)
    for number in range(15):
        add_line(segment, make_company(number=f"Z{number}").number, by=administrator)
    assert queries(as_reader, CRITERIA) == before
