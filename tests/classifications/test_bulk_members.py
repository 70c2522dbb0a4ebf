"""Many contacts and one group: the preview is what then happens, or nothing happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.members import Mode, change_members, outcome_numbers, outcome_sets
from postkring.classifications.queries import members
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.criteria.selections import contacts as contacts_of
from postkring.criteria.selections import selection_of
from postkring.kit.errors import NotPermitted
from postkring.ledger.expectations import PreviewChanged
from postkring.ledger.models import ChangeSet
from tests.factories import make_group, many_contacts
from tests.snapshots import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def contacts(db: None) -> ContactQuerySet:
    return Contact.objects.filter(pk__in=[contact.pk for contact in many_contacts(8)])


def keys(rows: ContactQuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def counts(sets: dict[str, ContactQuerySet]) -> dict[str, int]:
    return {name: rows.order_by().count() for name, rows in sets.items()}


@pytest.mark.parametrize(
    ("mode", "numbers", "left"),
    [
        (Mode.ADD, {"added": 3, "unchanged": 2}, 7),
        (Mode.REMOVE, {"removed": 2, "unchanged": 3}, 2),
        (Mode.REPLACE, {"added": 3, "removed": 2, "unchanged": 2}, 5),
    ],
)
def test_what_was_previewed_happens_and_can_be_undone(
    editor: User, contacts: ContactQuerySet, mode: Mode, numbers: dict[str, int], left: int
) -> None:
    every = list(contacts.order_by("pk"))
    group = make_group("VERHUIZING", members=every[:4])
    chosen = Contact.objects.filter(pk__in=[contact.pk for contact in every[2:7]])
    before = keys(members(group))
    assert counts(outcome_sets(chosen, group, mode)) == numbers
    outcome = change_members(chosen, group, mode, expected=numbers, by=editor)
    assert outcome.change_set is not None
    assert len(keys(members(group))) == left
    assert MailingGroup.objects.get().contact_count == left
    if mode is Mode.REPLACE:
        assert keys(members(group)) == keys(chosen)
    undo_act(outcome.change_set, by=editor)
    assert keys(members(group)) == before
    assert MailingGroup.objects.get().contact_count == 4


def test_one_and_several_are_said_apart_in_french(editor: User, contacts: ContactQuerySet) -> None:
    every = list(contacts.order_by("pk"))
    group = make_group("PRESSE", members=every[:2])
    chosen = Contact.objects.filter(pk__in=[contact.pk for contact in every[2:3]])
    outcome = change_members(chosen, group, Mode.REPLACE, expected=None, by=editor)
    assert outcome.change_set is not None
    assert outcome.change_set.sentences["fr"] == "Groupe de distribution PRESSE rendu égal\u00a0: 1 ajouté, 2 retirés"


@pytest.mark.parametrize("mode", Mode)
def test_another_outcome_than_the_previewed_one_does_nothing(editor: User, contacts: ContactQuerySet, mode: Mode) -> None:
    every = list(contacts.order_by("pk"))
    group = make_group("VERHUIZING", members=every[:4])
    chosen = Contact.objects.filter(pk__in=[contact.pk for contact in every[2:7]])
    before = everything()
    with pytest.raises(PreviewChanged) as changed:
        change_members(chosen, group, mode, expected=dict.fromkeys(outcome_sets(chosen, group, mode), 4), by=editor)
    assert changed.value.values["now"] == counts(outcome_sets(chosen, group, mode))
    assert everything() == before


@pytest.mark.parametrize(
    ("key", "text"), [("mailingGroup", "<>VERHUIZING"), ("numberOfMailingGroups", "0"), ("numberOfMailingGroups", "2")]
)
def test_a_group_is_made_equal_to_a_selection_that_depends_on_it(editor: User, contacts: ContactQuerySet, key: str, text: str) -> None:
    every = list(contacts.order_by("pk"))
    group = make_group("VERHUIZING", members=every[:4])
    make_group("KERST", members=every[3:5])
    make_group("PERS", members=every[4:5])
    chosen = contacts_of(selection_of([(key, text)]))
    wanted, numbers = keys(chosen), outcome_numbers(chosen, group, Mode.REPLACE)
    assert numbers == counts(outcome_sets(chosen, group, Mode.REPLACE))
    change_members(chosen, group, Mode.REPLACE, expected=numbers, by=editor)
    assert keys(members(group)) == wanted


def test_nothing_to_do_leaves_no_trace(editor: User, contacts: ContactQuerySet) -> None:
    group = make_group("VERHUIZING", members=list(contacts))
    number = ChangeSet.objects.count()
    for mode in (Mode.ADD, Mode.REPLACE):
        assert change_members(contacts, group, mode, expected=None, by=editor).change_set is None
    assert ChangeSet.objects.count() == number


@pytest.mark.parametrize("mode", Mode)
def test_a_reader_may_not(reader: User, contacts: ContactQuerySet, mode: Mode) -> None:
    group = make_group("VERHUIZING")
    before = everything()
    with pytest.raises(NotPermitted):
        change_members(contacts, group, mode, expected=None, by=reader)
    assert everything() == before


@given(inside=st.sets(st.integers(0, 7)), chosen=st.sets(st.integers(0, 7)), mode=st.sampled_from(Mode))
def test_the_preview_equals_the_outcome_whatever_is_chosen(inside: set[int], chosen: set[int], mode: Mode) -> None:
    every = list(Contact.objects.order_by("pk")[:8]) or many_contacts(8)
    editor = User.objects.filter(username="bulk").first() or User.objects.create(username="bulk", role="editor")
    group = MailingGroup.objects.filter(code="WET").first() or make_group("WET")
    change_members(Contact.objects.filter(pk__in=[every[n].pk for n in inside]), group, Mode.REPLACE, expected=None, by=editor)
    rows = Contact.objects.filter(pk__in=[every[n].pk for n in chosen])
    sets = {name: keys(found) for name, found in outcome_sets(rows, group, mode).items()}
    assert outcome_numbers(rows, group, mode) == {name: len(found) for name, found in sets.items()}
    before = keys(members(group))
    change_members(rows, group, mode, expected={name: len(found) for name, found in sets.items()}, by=editor)
    after = keys(members(group))
    assert after - before == sets.get("added", set())
    assert before - after == sets.get("removed", set())
