import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts, add_line
from postkring.segments.models import Segment
from tests.factories import make_company, make_group, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

GO_BACK = "/segments/SM00001/go-back"


@pytest.fixture
def segment() -> Segment:
    """One line stands from the first step; a group has two members more."""
    make_group("PERS", members=[make_company(), make_company(name="Twee")])
    return make_segment("Opendeur", contacts=[make_company(name="Eerste")])


def test_it_asks_with_what_it_undoes_from_how_many_to_how_many(as_marketer: Client, segment: Segment, administrator: User) -> None:
    add_contacts(segment, selection_of([("mailingGroup", "PERS")]), by=administrator)
    before = everything()
    said = text_of(get(as_marketer, GO_BACK))
    assert "Undo the last step, “Add Contacts” of" in said
    assert "Contacts in the segment: from 3 to 1." in said
    assert "in mailing group PERS" in said
    assert everything() == before


def test_confirmed_it_restores_exactly_what_was(as_marketer: Client, segment: Segment, administrator: User) -> None:
    before = snapshot()
    add_contacts(segment, selection_of([("mailingGroup", "PERS")]), by=administrator)
    response = post(as_marketer, GO_BACK, {"step": "2"})
    assert response.headers["Location"] == "/segments/SM00001/"
    assert snapshot() == before


def test_going_back_can_itself_be_undone(as_marketer: Client, segment: Segment, administrator: User) -> None:
    add_contacts(segment, selection_of([("mailingGroup", "PERS")]), by=administrator)
    before = snapshot()
    post(as_marketer, GO_BACK, {"step": "2"})
    [(said, undo)] = toasts(as_marketer)
    assert said == "Undone: 2 contacts added to segment SM00001"
    post(as_marketer, undo)
    assert snapshot() == before


@pytest.mark.parametrize("step", ["1", "3", "", "x", "99999999999999999999"])
def test_a_page_that_is_older_than_the_last_step_does_nothing(
    as_marketer: Client, segment: Segment, administrator: User, step: str
) -> None:
    add_line(segment, make_company(number="A9").number, by=administrator)
    before = everything()
    response = post(as_marketer, GO_BACK, {"step": step})
    assert response.status_code == 422
    assert "The last step is another one by now. Nothing was undone; look again and confirm." in text_of(response)
    assert "from 2 to 1" in text_of(response)
    assert everything() == before


def test_without_a_step_there_is_nothing_to_undo(as_marketer: Client) -> None:
    make_segment()
    before = everything()
    said = text_of(get(as_marketer, GO_BACK))
    assert "There is no step to undo. Close" in said
    assert "Cancel" not in said
    for posted in ({"step": "1"}, {}):
        response = post(as_marketer, GO_BACK, posted)
        assert response.status_code == 422
        assert text_of(response).count("There is no step to undo.") == 1
    assert everything() == before


def test_in_the_window_the_whole_page_goes_to_the_card(as_marketer: Client, segment: Segment) -> None:
    assert post(as_marketer, GO_BACK, {"step": "1"}, part="dialog").headers["HX-Redirect"] == "/segments/SM00001/"
