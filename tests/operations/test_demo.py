"""The demo organisation goes in as one act and out as one, and takes nothing of the user's own along."""

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone
from pytest_django import Settings

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.classifications.actions import add_to_group, create_group
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.fitting import unfitting
from postkring.classifications.mailing_groups import MAILING_GROUPS, MailingGroup
from postkring.classifications.queries import counter_differences, members
from postkring.contacts.actions import change_contact
from postkring.contacts.models import Contact, ContactStamp
from postkring.criteria.selections import selection_of
from postkring.interactions.actions import create_template
from postkring.kit.errors import Refused
from postkring.ledger.doors import DEMO
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.operations.demo import demo_is_there, demo_user, load_demo, password_file, remove_demo
from postkring.operations.demo.segments import day_of
from postkring.segments.actions import add_contacts, create_segment, go_back, log_segment
from postkring.segments.models import Segment, SegmentLine, StepAction
from postkring.setup.models import Organisation, Salesperson
from tests.factories import make_company, make_person, make_segment, make_user
from tests.permissions import assert_only_with
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def an(small_demo: None) -> User:
    """Its administrator."""
    assert load_demo()
    user = demo_user()
    assert user is not None
    return user


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def test_it_is_loaded_into_an_empty_database() -> None:
    assert load_demo()
    assert (Contact.objects.companies().count(), Contact.objects.persons().count()) == (60, 240)
    load = ChangeSet.objects.get(verb="demo.load")
    assert (load.by, load.counts) == (demo_user(), {"added": 300, "groups": 8, "codes": 11})
    assert [spec.codes().count() for spec in CLASSIFICATIONS] == [8, 6, 5]
    assert not MailingGroup.objects.filter(code__in=["VERHUIZING", "GESCHENK"]).exists()
    assert MailingGroup.objects.get(code="PROEFDRUK").contact_count == 0
    assert not any(counter_differences(spec).exists() for spec in CLASSIFICATIONS)
    assert not any(unfitting(spec.standing()).exists() for spec in CLASSIFICATIONS)
    assert ContactStamp.objects.count() == 300
    assert Organisation.objects.get().name == "Papierhandel Van Looveren NV"
    assert demo_is_there()


def test_its_segments_are_made_step_by_step_outside_of_the_series(an: User) -> None:
    steps = {segment.number: [step.action for step in segment.steps.all()] for segment in Segment.objects.all()}
    assert steps == {
        "DEMO-1": [StepAction.ADD, StepAction.ADD, StepAction.REDUCE],
        "DEMO-2": [StepAction.ADD, StepAction.REFINE],
        "DEMO-3": [StepAction.ADD, StepAction.ADD, StepAction.REDUCE],
    }
    assert all(segment.lines.exists() and segment.date >= timezone.localdate() for segment in Segment.objects.all())
    assert set(ChangeSet.objects.exclude(verb="user.add").values_list("door", "by")) == {(DEMO, an.pk)}
    cards = Segment.objects.get(number="DEMO-1")
    before = cards.lines.count()
    reduced = cards.steps.get(action=StepAction.REDUCE)
    go_back(cards, by=an)
    assert cards.lines.count() == before + reduced.removed > before
    assert create_segment(description="Van mij", by=an).number == "SM00001"


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"in_days": 7}, date(2027, 1, 2)),
        ({"month_and_day": [12, 26]}, date(2026, 12, 26)),
        ({"month_and_day": [12, 25]}, date(2027, 12, 25)),
    ],
)
def test_its_mailings_are_still_to_come(facts: dict[str, Any], day: date) -> None:
    assert day_of(facts, date(2026, 12, 26)) == day


def test_it_is_not_loaded_twice(an: User) -> None:
    before, password = everything(), password_file().read_text()
    assert not load_demo()
    assert everything() == before
    assert password_file().read_text() == password


@pytest.mark.parametrize("there", [lambda: make_user(Role.READER), make_company])
def test_it_is_not_loaded_beside_what_is_there(there: Callable[[], object]) -> None:
    there()
    before = everything()
    assert not load_demo()
    assert everything() == before
    assert not password_file().exists()


@pytest.mark.usefixtures("small_demo")
def test_its_administrator_signs_in_with_a_password_that_only_one_s_own_account_may_read(home: Path) -> None:
    password_file().write_text("of long ago")
    password_file().chmod(0o644)
    load_demo()
    assert password_file().parent == home
    assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
    password = password_file().read_text().strip()
    assert len(password) >= 16
    assert authenticate(username="demo", password=password) == demo_user()


@pytest.mark.usefixtures("small_demo")
def test_without_a_place_for_the_password_nothing_is_loaded(settings: Settings, home: Path) -> None:
    settings.HOME = home / "not there"
    before = everything()
    with pytest.raises(FileNotFoundError):
        load_demo()
    assert everything() == before


def test_a_disabled_demo_user_is_none(an: User) -> None:
    User.objects.filter(pk=an.pk).update(is_active=False)
    assert demo_user() is None


def test_removing_it_leaves_what_the_user_made_and_undo_brings_all_of_it_back(an: User) -> None:
    demo_company = Contact.objects.companies().order_by("pk")[0]
    own_company, own_person = make_company(name="Van mij"), make_person(name="Ik Zelf", company=demo_company)
    mine = create_group("GESCHENK", by=an)
    for group in (mine, MailingGroup.objects.get(code="KERSTKAART")):
        add_to_group(Contact.objects.filter(pk__in=[own_company.pk, demo_company.pk]), group, by=an)
    change_contact(demo_company, {"city": "Gent"}, by=an)
    segment = make_segment(contacts=[own_company, own_person])
    add_contacts(segment, selection_of([("mailingGroup", "KERSTKAART")]), by=an)
    before = snapshot()

    removed = remove_demo(by=an)
    assert set(Contact.objects.all()) == {own_company, own_person}
    own_person.refresh_from_db()
    assert own_person.stamp.change_set == removed
    assert (own_person.company, own_person.company_name, own_person.search_company) == (None, "", "")
    assert list(MailingGroup.objects.values_list("code", "contact_count")) == [("GESCHENK", 1), ("KERSTKAART", 1)]
    assert list(members(mine)) == [own_company]
    assert [line.contact for line in segment.lines.all()] == [own_person, own_company]
    assert segment.steps.count() == 2
    assert list(Segment.objects.all()) == [segment]
    assert not any(spec.codes().exists() for spec in CLASSIFICATIONS if spec is not MAILING_GROUPS)
    assert User.objects.filter(is_active=True).exists()
    assert Organisation.objects.get().name == ""
    assert not demo_is_there()

    report = undo(removed, by=an)
    assert (report.left, report.not_undone) == (0, [])
    assert snapshot() == before
    assert demo_is_there()
    assert ContactStamp.objects.count() == Contact.objects.count()


def test_a_segment_of_the_demo_that_has_contacts_of_the_user_or_was_logged_stays(an: User) -> None:
    own = make_company(name="Van mij")
    add_contacts(Segment.objects.get(number="DEMO-1"), selection_of([("number", own.number)]), by=an)
    logged = Segment.objects.get(number="DEMO-3")
    template = create_template("UITNOD", description="Uitnodiging", by=an)
    SegmentLine.objects.filter(segment=logged).update(salesperson=Salesperson.objects.create(code="JR"), interaction_template=template)
    log_segment(logged, by=an)
    before = snapshot()
    removed = remove_demo(by=an)
    left = {segment.number: [line.contact for line in segment.lines.all()] for segment in Segment.objects.all()}
    assert left == {"DEMO-1": [own], "DEMO-3": []}
    assert removed.counts["segments"] == 1
    assert undo(removed, by=an).left == 0
    assert snapshot() == before


def test_a_person_put_into_a_segment_since_is_reported_and_all_the_others_come_back(an: User) -> None:
    person = make_person(name="Nele Wouters", company=Contact.objects.companies().order_by("pk")[0])
    removed = remove_demo(by=an)
    make_segment(contacts=[person])
    report = undo(removed, by=an)
    assert [each.what for each in report.not_undone] == [str(person)]
    assert report.left == 1
    assert Contact.objects.count() == 21  # of the small demo of these tests, and her
    person.refresh_from_db()
    assert person.company is None


def test_a_name_that_the_user_gave_the_organisation_stays(an: User) -> None:
    Organisation.objects.update(name="Van mij NV")
    remove_demo(by=an)
    assert Organisation.objects.get().name == "Van mij NV"


def test_what_is_not_there_any_more_is_not_removed_again(an: User) -> None:
    remove_demo(by=an)
    before = everything()
    with pytest.raises(Refused):
        remove_demo(by=an)
    assert everything() == before


def test_only_an_administrator_removes_it(an: User) -> None:
    assert_only_with(Permission.ADMINISTER, lambda user: remove_demo(by=user))
    assert demo_is_there()


def test_loading_it_may_be_undone_too_the_last_act_first(an: User) -> None:
    before, acts = snapshot(), list(ChangeSet.objects.filter(door=DEMO).order_by("number"))
    undone = [undo(each, by=an) for each in reversed(acts)]
    assert {report.left for report in undone} == {0}
    assert not Contact.objects.exists()
    assert not Segment.objects.exists()
    assert not any(spec.codes().exists() for spec in CLASSIFICATIONS)
    for report in reversed(undone):
        assert report.change_set is not None
        undo(report.change_set, by=an)
    assert snapshot() == before
