import pytest
from django.test import Client
from django.utils import translation

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.actions import add_to_group, create_group
from postkring.classifications.members import Mode, change_members
from postkring.contacts.models import Contact
from postkring.ledger.acts import act
from postkring.operations.demo import load_demo
from postkring.segments.models import LoggedSegment
from postkring.web.home import figures
from tests.factories import make_contact, make_group, make_person, make_segment, make_user
from tests.people import client_of

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _every_page_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "url_or_nothing", lambda name: f"/{name}/")


def done(user: User) -> list[bool]:
    return [step.is_done for step in figures.first_steps(user)]


def test_a_newcomer_sees_three_steps_and_no_numbers(as_marketer: Client, marketer: User) -> None:
    page = as_marketer.get("/", headers=ENGLISH).content.decode()
    assert done(marketer) == [False, False, False]
    assert "Make a mailing group" in page
    assert "Choose contacts for a segment" in page
    assert "Activities" not in page


def test_a_step_is_ticked_by_the_act_it_names(marketer: User) -> None:
    contact = make_contact()
    group = create_group("GIFT", by=marketer)
    assert done(marketer) == [True, False, False]
    add_to_group(Contact.objects.filter(pk=contact.pk), group, by=marketer)
    assert done(marketer) == [True, True, False]


def test_a_group_that_was_made_equal_to_contacts_was_assigned(marketer: User) -> None:
    contact, group = make_contact(), create_group("GIFT", by=marketer)
    change_members(Contact.objects.filter(pk=contact.pk), group, Mode.REPLACE, expected=None, by=marketer)
    assert done(marketer) == [True, True, False]


def test_steps_are_only_those_the_user_may_take(editor: User, reader: User) -> None:
    assert len(figures.first_steps(editor)) == 2
    assert figures.first_steps(reader) == []


@pytest.mark.usefixtures("small_demo")
def test_the_demo_ticks_nothing_and_can_be_taken_out(db: None) -> None:
    load_demo()
    demo = User.objects.get(username="demo")
    assert done(demo) == [False, False, False]
    assert "Start with your own data" in client_of(demo).get("/", headers=ENGLISH).content.decode()


@pytest.mark.usefixtures("small_demo")
def test_the_demo_goes_only_after_asking_and_only_by_an_administrator(db: None) -> None:
    load_demo()
    contacts = Contact.objects.count()
    asked = client_of(User.objects.get(username="demo")).get("/own-data", headers=ENGLISH)
    refused = client_of(make_user("marketer")).post("/own-data")
    assert "Remove the demo organisation" in asked.content.decode()
    assert f"{contacts} contacts of the demo go, from segments too" in asked.content.decode()
    assert "and so does a group or segment of the demo that has contacts of yours." in asked.content.decode()
    assert refused.status_code == 403
    assert Contact.objects.count() == contacts > 0


def test_numbers_lead_to_what_they_count(reader: User, as_reader: Client) -> None:
    make_contact(email="an@example.com")
    make_person()
    make_segment()
    logged = make_segment()
    with act("test.log", by=None, permission=Permission.EDIT_SEGMENTS) as writer:
        writer.insert(LoggedSegment(segment=logged, description="Done", date=logged.date, logged_by=writer.change_set))
        writer.say(str)
    make_group("EMPTY")
    with translation.override("en"):
        shown = {cue.label: (cue.count, cue.url, bool(cue.warning)) for cue in figures.cues()}
    assert shown == {
        "Contacts": (2, "/contacts/", False),
        "Companies": (1, "/contacts/?type=Company", False),
        "Persons": (1, "/contacts/?type=Person", False),
        "Open segments": (1, "/segments/?status=open", False),
        "Contacts without email": (1, "/contacts/?email=%27%27", True),
        "Empty mailing groups": (1, "/mailing_groups/?empty=1", True),
    }
    assert as_reader.get("/").status_code == 200
