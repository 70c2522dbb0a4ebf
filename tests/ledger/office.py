"""An office at work, for the laws: every act of the product on contacts, groups and segments, in any order, on a clock that goes on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import time_machine
from django.db import connection, models, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from postkring.accounts.models import Role
from postkring.classifications import actions as groups
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.members import Mode, change_members, outcome_sets
from postkring.classifications.queries import as_of, counter_differences, members
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.actions.change_all import change_for_all, change_sets, read_change
from postkring.contacts.models import Contact, ContactStamp
from postkring.criteria.selections import EVERYBODY, Selection, selection_of
from postkring.kit.errors import DomainError
from postkring.ledger.models import ChangeSet
from postkring.segments import actions as segments
from postkring.segments.models import Segment
from tests.factories import make_company, make_group, make_person, make_segment, make_user
from tests.snapshots import snapshot

M = TypeVar("M", bound=models.Model)

ANY = st.integers(0, 7)  # which of the rows there are; counted round
CODES = st.sampled_from(["A", "b", "É", "straße", "2026"])
NAMES = st.sampled_from(["Aerts", "Drukkerij Claes", "An Peeters", "Zoë 't Hooft", "日本"])
CHANGES = st.sampled_from(
    [
        {"city": "Gent"},
        {"city": "Luik", "phone": "04 220 11 11"},
        {"name": "Een heel andere naam"},
        {"privacy_blocked": True},
        {"exclude_from_segment": True},
        {"company_number": ""},
        {"type": "Person"},
        {"type": "Company"},
        {"number": "Z-1"},
        {"language": "fr", "country": "FR"},
    ]
)
FOR_ALL = st.sampled_from(
    [
        ("exclude_from_segment", "yes"),
        ("exclude_from_segment", "no"),
        ("privacy_blocked", "yes"),
        ("privacy_blocked", "no"),
        ("language", "fr"),
    ]
)


def pick(rows: models.QuerySet[M], which: int) -> M | None:
    number = rows.count()
    return rows.order_by("pk")[which % number] if number else None


def pick_done(which: int, *, latest: bool) -> ChangeSet | None:
    """An act that nobody has undone: of the newest or of all, as it comes."""
    done = ChangeSet.objects.filter(undone_by__isnull=True)
    return done.order_by("-number")[which % done.count()] if latest and done else pick(done, which)


def pairs_of(memberships: models.QuerySet[ContactMailingGroup]) -> set[tuple[int, int]]:
    return set(memberships.values_list("mailing_group_id", "contact_id"))


def pairs_on(instant: datetime) -> list[tuple[int, int]]:
    return sorted(as_of(ContactMailingGroup.objects.all(), instant).values_list("mailing_group_id", "contact_id"))


def standing_pairs() -> set[tuple[int, int]]:
    return pairs_of(ContactMailingGroup.objects.filter(ended_at__isnull=True))


class Office(RuleBasedStateMachine):
    hours = timedelta(hours=7)  # between two acts

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.travel = time_machine.travel(datetime(2026, 1, 30, 8, tzinfo=UTC), tick=False)
        self.clock = self.travel.start()
        self.user = make_user(Role.ADMINISTRATOR)
        self.open()
        self.state = snapshot()
        self.truths: list[tuple[datetime, set[tuple[int, int]]]] = []
        self.sound = True

    def open(self) -> None:
        """Somebody in everything, so that there is something to do from the first act on."""
        company, alone = make_company(name="Aerts"), make_person(name="Zoë Claes")
        persons = [make_person(company=company, name=name) for name in ("An Peeters", "Jan Smit")]
        make_group("VERHUIZING", members=[company, persons[0]])
        make_segment(contacts=[alone, make_company(name="Drukkerij", exclude_from_segment=True)])

    def teardown(self) -> None:
        try:
            if self.sound:
                self.at_the_end()
        finally:
            self.travel.stop()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def at_the_end(self) -> None:
        """Time travel agrees with what was seen at the time, whatever was undone later, and with a replay of the ledger."""
        for instant, pairs in self.truths:
            assert pairs_on(instant) == sorted(pairs)
        replayed: set[tuple[int, int]] = set()
        acts = list(ChangeSet.objects.order_by("number"))
        for made, following in zip(acts, [*acts[1:], None], strict=True):
            replayed -= pairs_of(ContactMailingGroup.objects.filter(ended_by=made))
            replayed |= pairs_of(ContactMailingGroup.objects.filter(begun_by=made))
            if following is None or following.at != made.at:
                assert pairs_on(made.at) == sorted(replayed)

    def do(self, act: Callable[[], Any]) -> ChangeSet | None:
        """The change set of the act; None when it was refused or changed nothing, and then nothing did change."""
        self.sound = False
        self.clock.shift(self.hours)
        last = self.last_number()
        try:
            act()
        except DomainError:
            assert self.last_number() == last
        made = ChangeSet.objects.filter(number__gt=last).first()
        now = snapshot()
        assert (made is None) == (now == self.state) or self.may_look_the_same(made)
        self.state = now
        self.truths.append((timezone.now(), standing_pairs()))
        self.check()
        self.sound = True
        return made

    def last_number(self) -> int:
        return int(ChangeSet.objects.aggregate(last=models.Max("number"))["last"] or 0)

    def may_look_the_same(self, made: ChangeSet | None) -> bool:
        return False

    def check(self) -> None:
        connection.check_constraints()
        assert list(counter_differences()) == []
        gone = ContactMailingGroup.objects.exclude(contact__in=Contact.objects.values("pk"))
        assert not gone.filter(models.Q(contact_number="") | models.Q(ended_at__isnull=True)).exists()
        gone = ContactMailingGroup.objects.exclude(mailing_group__in=MailingGroup.objects.values("pk"))
        assert not gone.filter(models.Q(code="") | models.Q(ended_at__isnull=True)).exists()
        assert ContactStamp.objects.count() == Contact.objects.count()

    @rule(name=NAMES)
    def create_company(self, name: str) -> None:
        self.do(lambda: create_contact({"name": name, "city": "Herentals"}, by=self.user))

    @rule(name=NAMES, which=ANY)
    def create_person(self, name: str, which: int) -> None:
        company = pick(Contact.objects.companies(), which)
        values = {"type": "Person", "name": name, "company_number": company.number if company else ""}
        self.do(lambda: create_contact(values, by=self.user))

    @rule(which=ANY, values=CHANGES)
    def change_contact(self, which: int, values: dict[str, Any]) -> None:
        if contact := pick(Contact.objects.all(), which):
            self.do(lambda: change_contact(contact, values, by=self.user))

    @rule(which=ANY, where=ANY)
    def change_company(self, which: int, where: int) -> None:
        person, company = pick(Contact.objects.persons(), which), pick(Contact.objects.companies(), where)
        if person and company:
            self.do(lambda: change_contact(person, {"company_number": company.number}, by=self.user))

    @rule(which=ANY, values=FOR_ALL)
    def change_all(self, which: int, values: tuple[str, str]) -> None:
        if contact := pick(Contact.objects.all(), which):
            chosen, change = Contact.objects.filter(pk__gte=contact.pk), read_change(*values)
            shown = {name: rows.count() for name, rows in change_sets(chosen, change).items()}
            made = self.do(lambda: change_for_all(chosen, change, expected=shown, by=self.user))
            assert (made is not None) == (shown["changed"] + shown.get("following", 0) > 0)  # the law: what was shown happens

    @rule(which=ANY)
    def delete_contact(self, which: int) -> None:
        if contact := pick(Contact.objects.all(), which):
            self.do(lambda: delete_contacts(Contact.objects.filter(pk=contact.pk), by=self.user))

    @rule(which=ANY)
    def delete_members(self, which: int) -> None:
        if group := pick(MailingGroup.objects.all(), which):
            self.do(lambda: delete_contacts(members(group), by=self.user))

    @rule(code=CODES)
    def create_group(self, code: str) -> None:
        self.do(lambda: groups.create_group(code, by=self.user))

    @rule(which=ANY, code=CODES)
    def rename_group(self, which: int, code: str) -> None:
        if group := pick(MailingGroup.objects.all(), which):
            self.do(lambda: groups.rename_group(group, code, by=self.user))

    @rule(which=ANY, text=NAMES)
    def describe_group(self, which: int, text: str) -> None:
        if group := pick(MailingGroup.objects.all(), which):
            self.do(lambda: groups.describe_group(group, text, by=self.user))

    @rule(which=ANY, code=CODES)
    def assign(self, which: int, code: str) -> None:
        contact, group = pick(Contact.objects.all(), which), pick(MailingGroup.objects.all(), which)
        if contact and group:
            chosen = Contact.objects.filter(pk__gte=contact.pk)
            self.do(lambda: groups.add_to_group(chosen, group, by=self.user))
            # The law: a second time changes nothing.
            assert self.do(lambda: groups.add_to_group(chosen, group, by=self.user)) is None

    @rule(which=ANY, where=ANY)
    def remove(self, which: int, where: int) -> None:
        contact, group = pick(Contact.objects.all(), which), pick(MailingGroup.objects.all(), where)
        if contact and group:
            self.do(lambda: groups.take_out_of_group(Contact.objects.filter(pk__lte=contact.pk), group, by=self.user))

    @rule(which=ANY, where=ANY)
    def make_equal(self, which: int, where: int) -> None:
        contact, group = pick(Contact.objects.all(), which), pick(MailingGroup.objects.all(), where)
        if contact and group:
            chosen = Contact.objects.filter(pk__lte=contact.pk)
            shown = {name: rows.count() for name, rows in outcome_sets(chosen, group, Mode.REPLACE).items()}
            made = self.do(lambda: change_members(chosen, group, Mode.REPLACE, expected=shown, by=self.user))
            assert (made is not None) == (shown["added"] + shown["removed"] > 0)  # the law: what was shown happens

    @rule(which=ANY, everybody=st.booleans())
    def delete_group(self, which: int, everybody: bool) -> None:
        if group := pick(MailingGroup.objects.all(), which):
            act = groups.empty_and_delete_group if everybody else groups.delete_group
            self.do(lambda: act(group, by=self.user))

    @rule(text=NAMES)
    def create_segment(self, text: str) -> None:
        self.do(lambda: segments.create_segment(description=text, by=self.user))

    @rule(which=ANY, text=NAMES)
    def change_segment(self, which: int, text: str) -> None:
        if segment := pick(Segment.objects.all(), which):
            self.do(lambda: segments.change_segment(segment, description=text, day=segment.date, by=self.user))

    @rule(which=ANY, where=ANY, everybody=st.booleans())
    def add_contacts(self, which: int, where: int, everybody: bool) -> None:
        segment, group = pick(Segment.objects.all(), which), pick(MailingGroup.objects.all(), where)
        if segment and (group or everybody):
            selection = EVERYBODY if everybody or not group else self.choose(group)
            self.do(lambda: segments.add_contacts(segment, selection, by=self.user))

    def choose(self, group: MailingGroup) -> Selection:
        return selection_of([("mailingGroup", f"'{group.code}'|({group.code})"), ("type", "Company|Person")])

    @rule(which=ANY, where=ANY)
    def add_line(self, which: int, where: int) -> None:
        segment, contact = pick(Segment.objects.all(), which), pick(Contact.objects.all(), where)
        if segment and contact:
            self.do(lambda: segments.add_line(segment, contact.number, by=self.user))

    @rule(which=ANY, where=ANY)
    def remove_line(self, which: int, where: int) -> None:
        segment = pick(Segment.objects.filter(lines__isnull=False).distinct(), which)
        if segment and (line := pick(segment.lines.select_related("contact"), where)):
            self.do(lambda: segments.remove_line(segment, line.contact.number, by=self.user))

    @rule(which=ANY)
    def go_back(self, which: int) -> None:
        if segment := pick(Segment.objects.all(), which):
            self.do(lambda: segments.go_back(segment, by=self.user))

    @rule(which=ANY, where=ANY)
    def add_and_go_back(self, which: int, where: int) -> None:
        """The law: Go Back restores exactly."""
        segment, group = pick(Segment.objects.all(), which), pick(MailingGroup.objects.all(), where)
        if segment and group:
            before = self.state
            if self.do(lambda: segments.add_contacts(segment, self.choose(group), by=self.user)):
                self.do(lambda: segments.go_back(segment, by=self.user))
                assert self.state == before

    @rule(which=ANY)
    def delete_segment(self, which: int) -> None:
        if segment := pick(Segment.objects.all(), which):
            self.do(lambda: segments.delete_segment(segment, by=self.user))
