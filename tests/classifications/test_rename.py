"""Another code for a group (R-1007, R-2006): members stay, saved selections that name it follow."""

import pytest
import time_machine

from postkring.accounts.models import User
from postkring.classifications.actions import create_group, rename_group, rename_mentions
from postkring.classifications.holders import Mention
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import ContactStamp
from postkring.criteria.selections import Selection, contacts, read_stored, selection_of
from postkring.kit.errors import AlreadyExists, DomainError, NotFound
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.segments.actions import add_contacts
from postkring.segments.models import SegmentStep
from tests.factories import make_company, make_group, make_segment
from tests.snapshots import everything, snapshot

pytestmark = pytest.mark.django_db


def step_with(filters: list[tuple[str, str]], *, by: User) -> SegmentStep:
    return add_contacts(make_segment(), selection_of(filters), by=by)[0]


def said(step: SegmentStep) -> list[tuple[str, str]]:
    step.refresh_from_db()
    return [(each.key, each.filter) for each in read_stored(step.selection).criteria]


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def test_members_stay_and_are_not_touched(editor: User) -> None:
    group = make_group("GESCHENK", members=[make_company(), make_company()])
    rows = list(ContactMailingGroup.objects.order_by("pk").values())
    stamps = list(ContactStamp.objects.order_by("pk").values())
    rename_group(group, " gift ", by=editor)
    group.refresh_from_db()
    assert (group.code, group.code_folded, group.contact_count) == ("GIFT", "gift", 2)
    assert list(ContactMailingGroup.objects.order_by("pk").values()) == rows
    assert list(ContactStamp.objects.order_by("pk").values()) == stamps


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ("GESCHENK", "GIFT"),
        ("geschenk", "GIFT"),
        ("VERHUIZING|GESCHENK", "VERHUIZING|GIFT"),
        (" ( Geschenk & <>VERHUIZING ) | 'GESCHENK' ", " ( GIFT & <>VERHUIZING ) | GIFT "),
        ("<>GESCHENK", "<>GIFT"),
        ("VERHUIZING", "VERHUIZING"),
        ("GESCH*", "GESCH*"),
        ("GESCHENK..GESCHENKJE", "GESCHENK..GESCHENKJE"),
    ],
)
def test_selections_that_name_the_code_follow_to_the_letter_of_the_rest(marketer: User, written: str, rewritten: str) -> None:
    group = make_group("GESCHENK")
    make_group("VERHUIZING")
    step = step_with([("displayName", "GESCHENK*"), ("mailingGroup", written)], by=marketer)
    rename_group(group, "GIFT", by=marketer)
    assert said(step) == [("displayName", "GESCHENK*"), ("mailingGroup", rewritten)]
    undo(last(), by=marketer)
    assert said(step) == [("displayName", "GESCHENK*"), ("mailingGroup", written)]
    undo(last(), by=marketer)
    assert said(step) == [("displayName", "GESCHENK*"), ("mailingGroup", rewritten)]


def test_a_selection_chooses_the_same_contacts_under_the_new_code(marketer: User) -> None:
    member = make_company()
    make_company()
    group = make_group("GESCHENK", members=[member])
    step = step_with([("mailingGroup", "GESCHENK")], by=marketer)
    rename_group(group, "GIFT", by=marketer)
    step.refresh_from_db()
    assert list(contacts(read_stored(step.selection))) == [member]


def test_what_will_follow_is_shown_beforehand(marketer: User) -> None:
    group = make_group("GESCHENK")
    make_group("ANDERE")
    step = step_with([("mailingGroup", "GESCHENK")], by=marketer)
    step_with([("mailingGroup", "ANDERE")], by=marketer)
    mentions = rename_mentions(group, by=marketer)
    assert [mention.number for mention in mentions] == [step.segment.number]
    assert isinstance(mentions[0], Mention)
    assert "GESCHENK" in mentions[0].sentence


def test_renaming_is_one_act_that_counts_the_selections(marketer: User) -> None:
    group = make_group("GESCHENK")
    for _ in range(3):
        step_with([("mailingGroup", "GESCHENK")], by=marketer)
    before, number = snapshot(), ChangeSet.objects.count()
    rename_group(group, "GIFT", by=marketer)
    assert ChangeSet.objects.count() == number + 1
    assert last().counts == {"changed": 1, "selections": 3}
    report = undo(last(), by=marketer)
    assert (report.undone, report.left) == (4, 0)
    assert snapshot() == before


def test_of_two_renamings_the_first_goes_back_and_nothing_is_left(marketer: User) -> None:
    first, second = make_group("AAA"), make_group("BBB")
    step = step_with([("mailingGroup", "AAA|BBB")], by=marketer)
    rename_group(first, "XXX", by=marketer)
    renamed = last()
    rename_group(second, "YYY", by=marketer)
    report = undo(renamed, by=marketer)
    assert (report.undone, report.left, said(step)) == (1, 0, [("mailingGroup", "AAA|YYY")])
    report = undo(last(), by=marketer)
    assert (report.undone, report.left, said(step)) == (2, 0, [("mailingGroup", "XXX|YYY")])


def test_selections_made_after_the_renaming_follow_its_undo(marketer: User) -> None:
    group = make_group("GESCHENK")
    rename_group(group, "GIFT", by=marketer)
    renamed = last()
    step = step_with([("mailingGroup", "GIFT")], by=marketer)
    before = snapshot()
    undo(renamed, by=marketer)
    assert said(step) == [("mailingGroup", "GESCHENK")]
    undo(last(), by=marketer)
    assert snapshot() == before


def test_everybody_names_no_code(marketer: User) -> None:
    make_company()
    group = make_group("GESCHENK")
    add_contacts(make_segment(), Selection(everybody=True), by=marketer)
    assert rename_mentions(group, by=marketer) == []
    rename_group(group, "GIFT", by=marketer)
    assert SegmentStep.objects.get().selection == {"version": 1, "all": True}


@pytest.mark.parametrize("same", ["GESCHENK", "geschenk", "  Geschenk "])
def test_the_same_code_again_leaves_no_trace(editor: User, same: str) -> None:
    group = make_group("GESCHENK")
    before = everything()
    assert rename_group(group, same, by=editor).code == "GESCHENK"
    assert everything() == before


def test_an_accent_may_be_added_to_a_group_s_own_code(editor: User) -> None:
    group = make_group("CAFE")
    assert rename_group(group, "café", by=editor).code == "CAFÉ"


@pytest.mark.parametrize("code", ["VERHUIZING", "verhüizing", "", "A B", "JAARVERSLAGE"])
def test_a_code_that_is_taken_or_wrong_is_refused(editor: User, code: str) -> None:
    group = make_group("GESCHENK", members=[make_company()])
    make_group("VERHUIZING")
    before = everything()
    with pytest.raises(DomainError) as refusal:
        rename_group(group, code, by=editor)
    assert refusal.value.field == "code"
    assert everything() == before


def test_a_group_that_vanished_is_not_renamed(editor: User) -> None:
    group = make_group("GESCHENK")
    MailingGroup.objects.all().delete()
    with pytest.raises(NotFound):
        rename_group(group, "GIFT", by=editor)


def test_the_old_code_is_free_for_another_and_then_the_undo_is_refused(editor: User) -> None:
    with time_machine.travel("2026-02-01T12:00Z", tick=False):
        group = make_group("GESCHENK", members=[make_company()])
        rename_group(group, "GIFT", by=editor)
    renamed = last()
    create_group("GESCHENK", by=editor)
    before = everything()
    with pytest.raises(AlreadyExists):
        undo(renamed, by=editor)
    assert everything() == before
