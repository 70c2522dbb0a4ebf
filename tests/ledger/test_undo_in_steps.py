"""A large act taken back in steps: as one act, after a crash, and with others who write in between."""

from typing import Any

import pytest
from pytest_django import Settings

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act, undo_large_act
from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import counter_differences
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.models import Contact, ContactQuerySet, ContactStamp
from postkring.imports import steps
from postkring.kit.errors import NotPermitted, Refused
from postkring.ledger import pace, parts, undo_in_steps
from postkring.ledger.models import ChangeSet, Image, State
from postkring.ledger.standing import standing
from tests.contacts.derived import stale
from tests.factories import make_company, make_group, make_person, make_user, many_contacts
from tests.imports.files import CREATE, UPDATE, checked, loaded
from tests.imports.stepping import TEXT, Stopped, stop, stopped_before
from tests.ledger.stepping import between_undone, undo_stopped_before
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def of_two_rows(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASK_ROWS = 2
    monkeypatch.setattr(pace, "PAUSE", 0)


@pytest.fixture
def act(editor: User) -> ChangeSet:
    """Seven in a group."""
    many_contacts(7)
    change_set = add_to_group(Contact.objects.all(), make_group(), by=editor).change_set
    assert change_set is not None
    return change_set


def whose_turn_comes(order: str) -> ContactQuerySet:
    """The contact that the undo comes to first (`pk`) or last (`-pk`). Memberships go by their keys, in whatever order of contacts."""
    return Contact.objects.filter(pk__in=[ContactMailingGroup.objects.order_by(order).values_list("contact", flat=True)[0]])


def in_the_group() -> int:
    return ContactMailingGroup.objects.filter(standing()).count()


def test_it_is_one_act_that_can_be_undone(act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, after = between_undone(monkeypatch, lambda: None), snapshot()
    undone = undo_large_act(act, by=editor).change_set
    assert undone is not None
    assert (len(begun), in_the_group(), undone.state) == (4, 0, State.DONE)
    assert (undone.sentence, undone.counts) == (f"Undone: {act.sentence}", {"undone": 7, "left": 0})
    assert set(ContactStamp.objects.values_list("change_set", flat=True)) == {undone.number}
    assert not counter_differences().exists()
    again = undo_large_act(undone, by=editor).change_set
    assert again is not None
    assert (again.sentence, again.counts, len(begun)) == (f"Done again: {act.sentence}", {"undone": 7, "left": 0}, 8)
    assert snapshot() == after
    assert act.standing() == again


def test_while_it_is_under_way_nobody_else_undoes_the_act_or_the_undo(
    act: ChangeSet, editor: User, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    undoing = undo_stopped_before(monkeypatch, act, 3, by=editor)
    assert (undoing.state, undoing.sentence) == (State.RUNNING, f"Being undone: {act.sentence}")
    assert (undoing.counts, in_the_group()) == ({"undone": 4, "left": 0}, 3)
    before = everything()
    for each in (act, undoing):
        with pytest.raises(Refused, match="This is being undone"):
            undo_act(each, by=administrator)
    assert everything() == before


def test_it_goes_on_where_it_had_come_to(act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    undoing = undo_stopped_before(monkeypatch, act, 3, by=editor)
    begun = between_undone(monkeypatch, lambda: None)
    report = undo_large_act(act, by=editor)
    assert (report.change_set, report.undone, report.left, len(begun)) == (undoing, 7, 0, 2)
    assert (ChangeSet.objects.filter(verb="undo").count(), in_the_group()) == (1, 0)


def test_it_goes_on_also_when_the_right_was_taken_away_and_does_not_begin_then(
    act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    undo_stopped_before(monkeypatch, act, 3, by=editor)
    editor.role = Role.READER
    editor.save()
    report = undo_large_act(act, by=editor)
    assert (report.undone, in_the_group()) == (7, 0)
    assert report.change_set is not None
    before = everything()
    with pytest.raises(NotPermitted):
        undo_large_act(report.change_set, by=editor)
    assert everything() == before


def test_what_others_change_before_it_comes_there_is_left_and_named(act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    last = whose_turn_comes("-pk")
    between_undone(monkeypatch, lambda: take_out_of_group(last, MailingGroup.objects.get(), by=make_user(username="jan")))
    report = undo_large_act(act, by=editor)
    assert (report.undone, report.left) == (6, 1)
    assert [each.why for each in report.not_undone] == ["It was changed again since."]
    assert not counter_differences().exists()


def test_what_others_do_where_it_has_been_stays(act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = whose_turn_comes("pk")
    between_undone(monkeypatch, lambda: add_to_group(first, MailingGroup.objects.get(), by=make_user(username="jan")))
    report = undo_large_act(act, by=editor)
    assert (report.undone, report.left, in_the_group()) == (7, 0, 1)
    assert not counter_differences().exists()


def test_a_file_goes_as_it_came(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person(first_name="An", surname="Oud", email="an5@claes.example")
    before = snapshot()
    change_set = loaded(TEXT, editor, match=["email"], new_codes=CREATE, policy=UPDATE)
    after, begun = snapshot(), between_undone(monkeypatch, lambda: None)
    undone = undo_large_act(change_set, by=editor).change_set
    assert undone is not None
    assert len(begun) > 5
    assert snapshot() == before
    assert undo_large_act(undone, by=editor).left == 0
    assert snapshot() == after
    assert stale() == []
    assert not counter_differences().exists()


def test_contacts_of_a_file_that_others_took_up_meanwhile_stay_with_their_company(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    change_set = loaded(TEXT, editor, match=["email"], new_codes=CREATE)
    jan = make_user(username="jan")

    def meanwhile() -> None:
        change_contact(Contact.objects.get(email="an4@claes.example"), {"phone": "02 200 00 00"}, by=jan)
        company = Contact.objects.get(name="Papierhandel Aerts")
        create_contact({"type": "Person", "name": "Els", "company_number": company.number}, by=jan)

    between_undone(monkeypatch, meanwhile, before_step=3)
    report = undo_large_act(change_set, by=editor)
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["An Peeters 4", "Drukkerij Claes", "Els", "Papierhandel Aerts"]
    assert sorted((each.what.split(" ", 1)[1], each.why) for each in report.not_undone) == [
        ("An Peeters 4", "It was changed again since."),
        ("Drukkerij Claes", "It is in use by now."),
        ("Papierhandel Aerts", "It is in use by now."),
    ]
    assert (report.undone, report.left) == (16, 3)
    assert stale() == []


def test_what_a_rule_keeps_from_going_back_is_narrowed_down_to_the_row(
    act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = ContactMailingGroup.objects.order_by("pk")[4]

    def refuse(writer: Any, undone: ChangeSet) -> None:
        if ContactMailingGroup.objects.filter(pk=kept.pk, ended_by=writer.change_set).exists():
            raise Refused("It is needed.")

    monkeypatch.setattr("postkring.classifications.undoing.after_members", refuse)
    report = undo_large_act(act, by=editor)
    assert (report.undone, report.left) == (6, 1)
    assert [each.why for each in report.not_undone] == ["It is needed."]
    assert list(ContactMailingGroup.objects.filter(standing())) == [kept]


def test_when_nothing_goes_back_there_was_no_act(act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    take_out_of_group(Contact.objects.all(), MailingGroup.objects.get(), by=editor)
    before = everything()
    report = undo_large_act(act, by=editor)
    assert (report.change_set, report.undone, report.left) == (None, 0, 7)
    assert everything() == before
    assert act.standing() == act


def test_what_cannot_come_to_its_end_is_ended_and_the_rest_is_left(act: ChangeSet, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    undoing = undo_stopped_before(monkeypatch, act, 2, by=editor)
    report = undo_in_steps.stop(act)
    assert report is not None
    assert (report.change_set, report.undone, report.left, in_the_group()) == (undoing, 2, 5, 5)
    assert {each.why for each in report.not_undone} == {"The undo was stopped before it came to this."}
    undoing.refresh_from_db()
    assert (undoing.state, undoing.counts) == (State.DONE, {"undone": 2, "left": 5})
    assert undo_in_steps.stop(act) is None
    assert undo_large_act(undoing, by=editor).undone == 2
    assert in_the_group() == 7


def looks_at_two(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """All of it would be one step by its rows; each part has few among many."""
    settings.TASK_ROWS = 100
    monkeypatch.setattr(parts, "LOOKED_AT", 2)


def test_a_step_looks_at_few_images_however_few_are_what_it_is_about(
    editor: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = make_company()
    for number in range(5):
        make_person(name=f"An {number}", company=company)
    before = snapshot()
    change_set = delete_contacts(Contact.objects.all(), by=editor)
    assert change_set is not None
    looks_at_two(monkeypatch, settings)
    most: list[int] = []
    real = parts.Step._next_images

    def seen(step: parts.Step, looks: int) -> list[int]:
        keys = real(step, looks)
        most.append(len(keys))
        return keys

    monkeypatch.setattr(parts.Step, "_next_images", seen)
    begun = between_undone(monkeypatch, lambda: None)
    report = undo_in_steps.undo_in_steps(change_set, by=editor)
    assert (report.undone, report.left, snapshot()) == (6, 0, before)
    assert max(most) == 2
    assert len(begun) > 6  # the six are looked at for each part of which some could be


def test_also_what_looks_at_few_images_is_stopped_at_its_end(
    act: ChangeSet, editor: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted = delete_contacts(Contact.objects.all(), by=editor)
    assert deleted is not None
    looks_at_two(monkeypatch, settings)
    with monkeypatch.context() as patched:
        between_undone(patched, stop, before_step=6)
        with pytest.raises(Stopped):
            undo_in_steps.undo_in_steps(deleted, by=editor)
    there = Contact.objects.count()
    report = undo_in_steps.stop(deleted)
    assert report is not None
    assert 0 < there < 7
    assert (report.undone, Contact.objects.count()) == (there, there)
    assert report.left == rows_left(deleted)
    assert report.change_set is not None
    assert report.change_set.state == State.DONE


def rows_left(change_set: ChangeSet) -> int:
    """Of a deletion: the contacts that did not come back, and the memberships that did not begin again."""
    ended = ContactMailingGroup.objects.filter(ended_by=change_set).count()
    return Image.objects.filter(change_set=change_set, stands=True).count() + ended - in_the_group()


def test_a_file_of_which_the_undo_is_stopped_keeps_what_it_says(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    change_set = loaded(TEXT, editor, match=["email"], new_codes=CREATE)
    undo_stopped_before(monkeypatch, change_set, 7, by=editor)
    there = Contact.objects.count()
    assert 0 < there < 10
    report = undo_in_steps.stop(change_set)
    assert report is not None
    assert (report.left, Contact.objects.count()) == (there + MailingGroup.objects.count(), there)
    assert Image.objects.filter(change_set=change_set, stands=True).count() == report.left


def test_a_cancel_goes_on_where_it_had_come_to(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot()
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    change_set = stopped_before(monkeypatch, file, 4)
    with monkeypatch.context() as patched:
        between_undone(patched, lambda: 1 / 0, before_step=3)
        with pytest.raises(ZeroDivisionError):
            steps.take_back(file, by=editor)
    change_set.refresh_from_db()
    undoing = ChangeSet.objects.get(undoes=change_set)
    assert (change_set.state, undoing.state) == (State.CANCELLING, State.RUNNING)
    assert steps.take_back(file, by=editor) is not None
    assert snapshot() == before
    for each in (change_set, undoing):
        each.refresh_from_db()
        assert each.state == State.CANCELLED
        with pytest.raises(Refused):
            undo_act(each, by=editor)


def test_two_changes_of_one_row_are_one_image(editor: User) -> None:
    """A person follows its company, which goes back in another step than what the act changed of the person itself."""
    company = make_company(name="Aerts")
    for number in range(3):
        make_person(number=f"P-{number}", name=f"An {number}", company=company)
    before = snapshot()
    text = f"number;name;phone\n{company.number};Claes;02 200 00 00\n" + "".join(f"P-{n};;02 300 00 0{n}\n" for n in range(3))
    change_set = loaded(text, editor, match=["number"], policy=UPDATE)
    after = snapshot()
    undone = undo_large_act(change_set, by=editor)
    assert (undone.left, snapshot()) == (0, before)
    assert undone.change_set is not None
    assert undo_large_act(undone.change_set, by=editor).left == 0
    assert snapshot() == after
