"""The law of acts in steps: they come to the same as in one transaction, and so does their undo, whatever was done before."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from pytest_django import Settings

from postkring.accounts.undoing import undo_large_act
from postkring.classifications import actions as groups
from postkring.classifications.emptying import empty_and_delete_in_steps
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.members import Mode, change_members, change_members_in_steps, outcome_sets
from postkring.classifications.queries import members
from postkring.classifications.several import SELECTED, change_groups, change_groups_in_steps
from postkring.contacts.actions import delete_contacts
from postkring.contacts.actions.change_all import change_for_all, change_in_steps, change_sets, read_change
from postkring.contacts.actions.delete import delete_in_steps
from postkring.contacts.models import Contact, ContactStamp
from postkring.criteria.selections import selection_of
from postkring.kit.errors import DomainError
from postkring.ledger import pace, parts
from postkring.ledger.models import ChangeSet, GoneNumber, Image, Meant
from postkring.segments import actions as segments
from postkring.segments.actions.add_contacts import add_contacts_in_steps
from postkring.segments.actions.delete import delete_segment_in_steps
from postkring.segments.actions.describe import change_segment_in_steps
from postkring.segments.actions.go_back import go_back_in_steps
from postkring.segments.models import Segment
from postkring.segments.queries import last_step, preview
from tests.laws import examples
from tests.ledger.office import ANY, FOR_ALL, NAMES, Office, pick
from tests.snapshots import Snapshot, snapshot

pytestmark = pytest.mark.django_db

LAW = settings(max_examples=examples(quick=5, full=15), stateful_step_count=20, phases=[Phase.generate])

Act: TypeAlias = Callable[[], ChangeSet | None]


def what_it_did(made: ChangeSet | None) -> tuple[Any, ...]:
    """Of an act that wrote nothing there is nothing to say."""
    if made is None:
        return (snapshot(),)
    made.refresh_from_db()
    inserted = Image.objects.filter(change_set=made, kind=Image.INSERTED).order_by("pk")
    images = Image.objects.filter(change_set=made).order_by("label", "object_id")
    imaged = images.exclude(kind=Image.INSERTED).values_list("label", "object_id", "subject_id", "kind", "after", "stands", "before")
    rows = ContactMailingGroup.objects.order_by("mailing_group_id", "contact_id", "pk")
    pairs = ("mailing_group_id", "contact_id", "contact_number", "code", "since")
    return (
        alike(snapshot(), made),
        sorted(inserted.values_list("label", "subject_id", "stands", "before"), key=str),
        (made.verb, made.permission, made.state, made.counts, made.sentences, sorted(made.tables.items())),
        [(*image[:-1], _without_counter(image[-1])) for image in imaged],
        list(rows.filter(begun_by=made).values_list(*pairs, "begun_at")),
        list(rows.filter(ended_by=made).values_list(*pairs, "ended_at")),
        sorted(GoneNumber.objects.values_list("object_id", "number")),
        sorted(ContactStamp.objects.filter(change_set=made).values_list("contact", "at")),
    )


def alike(taken: Snapshot, made: ChangeSet | None) -> Snapshot:
    """Keys and numbers that no two acts have in common are told apart from others, and no more."""
    lines, steps = taken["segments.segmentline"], taken["segments.segmentstep"]
    new = made.number if made else None
    for rows, by, place in ((lines, "added_by_id", "line_number"), (steps, "change_set_id", "action_number")):
        for row in [each for each in rows.values() if each[by] == new]:
            del rows[row["id"]]
            rows[row["segment_id"], row[place]] = {**row, "id": None, "guid": None, by: None}
    return taken


def _without_counter(before: dict[str, Any] | None) -> dict[str, Any]:
    """Counted anew when the row comes back: a group that is emptied in steps goes when it is empty."""
    return {name: value for name, value in (before or {}).items() if name != "contact_count"}


class LongActs(Office):
    """In steps of two rows each."""

    def both(self, at_once: Act, in_steps: Act) -> None:
        expected = self.at_once(at_once)
        said: list[Any] = []

        def act() -> None:
            try:
                said.append(what_it_did(in_steps()))
            except DomainError as error:
                said.append(error.message)
                raise

        before = self.state
        made = self.do(act)
        assert said == [expected]
        assert not Meant.objects.exists()
        if made:
            self.do(lambda: undo_large_act(made, by=self.user))
            assert self.state == before

    def at_once(self, act: Act) -> Any:
        with transaction.atomic():
            self.clock.shift(self.hours)
            try:
                return what_it_did(act())
            except DomainError as error:
                return error.message
            finally:
                self.clock.shift(-self.hours)
                transaction.set_rollback(True)

    def may_look_the_same(self, made: ChangeSet | None) -> bool:
        return made is not None and made.undoes_id is not None

    @rule(which=ANY)
    def delete_from(self, which: int) -> None:
        if contact := pick(Contact.objects.all(), which):
            chosen = Contact.objects.filter(pk__gte=contact.pk)
            self.both(lambda: delete_contacts(chosen, by=self.user), lambda: delete_in_steps(chosen, by=self.user))

    @rule(which=ANY)
    def delete_members_in_steps(self, which: int) -> None:
        if group := pick(MailingGroup.objects.all(), which):
            chosen = members(group)
            self.both(lambda: delete_contacts(chosen, by=self.user), lambda: delete_in_steps(chosen, by=self.user))

    @rule(which=ANY, where=ANY, mode=st.sampled_from(Mode), inside=st.booleans())
    def change_members_in_steps(self, which: int, where: int, mode: Mode, inside: bool) -> None:
        """Also by a selection that hangs on the group itself."""
        contact, group = pick(Contact.objects.all(), which), pick(MailingGroup.objects.all(), where)
        if contact and group:
            others = Contact.objects.exclude(pk__in=members(group).values("pk"))
            chosen = Contact.objects.filter(pk__gte=contact.pk) if inside else others
            shown = {name: rows.count() for name, rows in outcome_sets(chosen, group, mode).items()}
            given: Any = {"expected": shown, "by": self.user}
            self.both(
                lambda: change_members(chosen, group, mode, **given).change_set,
                lambda: change_members_in_steps(chosen, group, mode, **given),
            )

    @rule(which=ANY, where=ANY, elsewhere=ANY, inside=st.booleans())
    def change_groups_in_steps(self, which: int, where: int, elsewhere: int, inside: bool) -> None:
        """Also by a selection that hangs on one of the groups."""
        contact, group = pick(Contact.objects.all(), which), pick(MailingGroup.objects.all(), where)
        other = pick(MailingGroup.objects.exclude(pk=group.pk), elsewhere) if group else None
        if contact and group:
            others = Contact.objects.exclude(pk__in=members(group).values("pk"))
            chosen = Contact.objects.filter(pk__gte=contact.pk) if inside else others
            given: Any = {"into": [group], "out_of": [other] if other else [], "expected": {SELECTED: chosen.count()}, "by": self.user}
            self.both(lambda: change_groups(chosen, **given), lambda: change_groups_in_steps(chosen, **given))

    @rule(which=ANY, values=FOR_ALL, outside=st.booleans())
    def change_all_in_steps(self, which: int, values: tuple[str, str], outside: bool) -> None:
        """Also by a selection that hangs on the field itself."""
        if contact := pick(Contact.objects.all(), which):
            change = read_change(*values)
            chosen = Contact.objects.filter(~change.same) if outside else Contact.objects.filter(pk__gte=contact.pk)
            shown = {name: rows.count() for name, rows in change_sets(chosen, change).items()}
            given: Any = {"expected": shown, "by": self.user}
            self.both(lambda: change_for_all(chosen, change, **given), lambda: change_in_steps(chosen, change, **given))

    @rule(which=ANY, where=ANY, everybody=st.booleans())
    def add_contacts_in_steps(self, which: int, where: int, everybody: bool) -> None:
        """Also by a selection that hangs on the segment itself."""
        segment, group = pick(Segment.objects.all(), which), pick(MailingGroup.objects.all(), where)
        if segment and (group or everybody):
            selection = selection_of([("segment", f"<>'{segment.number}'")]) if everybody or not group else self.choose(group)
            shown = preview(segment, selection)
            given: Any = {"expected": {"added": shown.added, "unchanged": shown.unchanged, **shown.left_out}, "by": self.user}
            self.both(
                lambda: segments.add_contacts(segment, selection, refuse_nobody=True, **given)[0].change_set,
                lambda: add_contacts_in_steps(segment, selection, **given),
            )

    @rule(which=ANY, text=NAMES)
    def change_segment_in_steps(self, which: int, text: str) -> None:
        if segment := pick(Segment.objects.all(), which):
            given: Any = {"description": text, "day": segment.date, "by": self.user}
            self.both(lambda: segments.change_segment(segment, **given), lambda: change_segment_in_steps(segment, **given))

    @rule(which=ANY)
    def delete_segment_in_steps(self, which: int) -> None:
        if segment := pick(Segment.objects.all(), which):
            given: Any = {"expected": {"lines": segment.lines.count()}, "by": self.user}
            self.both(lambda: segments.delete_segment(segment, **given), lambda: delete_segment_in_steps(segment, **given))

    @rule(which=ANY)
    def go_back_in_steps(self, which: int) -> None:
        if (segment := pick(Segment.objects.all(), which)) and (step := last_step(segment)):
            given: Any = {"step": step.action_number, "by": self.user}
            self.both(lambda: segments.go_back(segment, **given).change_set, lambda: go_back_in_steps(segment, **given).change_set)

    @rule(which=ANY)
    def empty_in_steps(self, which: int) -> None:
        if group := pick(MailingGroup.objects.all(), which):
            number = members(group).count()
            self.both(
                lambda: groups.empty_and_delete_group(group, by=self.user),
                lambda: empty_and_delete_in_steps(group, expected=number, by=self.user),
            )


def test_it_comes_to_the_same(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASK_ROWS = 2
    monkeypatch.setattr(pace, "PAUSE", 0)
    monkeypatch.setattr(parts, "LOOKED_AT", 3)
    run_state_machine_as_test(LongActs, settings=LAW)
