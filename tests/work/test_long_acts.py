"""Acts on many rows in steps, as a worker does them: others write in between, and nothing is ever half done."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act, undo_large_act
from postkring.classifications.actions import add_to_group, empty_and_delete_group, rename_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import counter_differences
from postkring.contacts.actions import change_contact, delete_contacts
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.criteria.selections import Selection, selection_of
from postkring.imports.lookups import see_changes
from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet, Meant
from postkring.ledger.models import State as Standing
from postkring.setup.models import MarketingSetup, Territory
from postkring.work import running
from postkring.work.actions import cancel
from postkring.work.models import State, Work
from postkring.work.queries import standing_of
from postkring.work.running import MOST_TRIES, advance
from tests.factories import make_company, make_group, make_person, make_segment, make_user
from tests.imports.files import checked
from tests.snapshots import NOT_TAKEN_BACK, everything, snapshot
from tests.work.outcomes import act_of, again, is_taken_back
from tests.work.pieces import change_field, change_group, delete, empty
from tests.work.stepping import between_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "in_steps_of_two_rows")]


@pytest.fixture
def jan(db: None) -> User:
    return make_user(Role.EDITOR, username="jan")


@pytest.fixture
def contacts(db: None) -> ContactQuerySet:
    """Two companies with their persons, and one alone; in one group all but the last, in another the last three, in a third nobody."""
    for name in ("Aerts", "Claes"):
        company = make_company(name=name, language="nl")
        make_person(name=f"An {name}", company=company, language="nl")
        make_person(name=f"Bo {name}", company=company)
    make_person(name="Chris", language="nl")
    Contact.objects.filter(name__startswith="Bo").update(language="fr")
    everybody = Contact.objects.order_by("pk")
    make_group("VERHUIZING", members=everybody[:6])
    make_group("ANDERE")
    make_group("KLANTEN", members=everybody[4:])
    return everybody


def all_deleted(by: User) -> Work:
    return delete(7, by=by)


def put_in(by: User) -> Work:
    return change_group("ANDERE", "add", {"added": 7, "unchanged": 0}, by=by)


def taken_out(by: User) -> Work:
    return change_group("VERHUIZING", "remove", {"removed": 6, "unchanged": 1}, by=by)


def made_equal(by: User) -> Work:
    """By a selection that hangs on the group itself: who is in it goes, and who is not comes."""
    return change_group("KLANTEN", "replace", {"added": 4, "removed": 3, "unchanged": 0}, by=by, selection=not_in("KLANTEN"))


def not_in(code: str) -> Selection:
    return selection_of([("mailingGroup", f"<>{code}")])


def emptied(by: User) -> Work:
    return empty("VERHUIZING", 6, by=by)


def in_french(by: User) -> Work:
    """Companies that have no French yet; of their persons those who speak what their company speaks follow."""
    MarketingSetup.objects.update(inherit_language=True)
    companies = selection_of([("type", "Company"), ("languageCode", "<>fr")])
    return change_field("language", "fr", {"changed": 2, "unchanged": 0, "following": 2}, by=by, selection=companies)


def excluded(by: User) -> Work:
    return change_field("exclude_from_segment", "yes", {"changed": 7, "unchanged": 0}, by=by)


Planned = Callable[[User], Work]
ACTS: Final[dict[str, Planned]] = {
    "delete": all_deleted,
    "put in": put_in,
    "take out": taken_out,
    "make equal": made_equal,
    "empty": emptied,
    "change": in_french,
    "exclude": excluded,
}
every_act = pytest.mark.parametrize("planned", ACTS.values(), ids=ACTS)


@pytest.mark.usefixtures("contacts")
@every_act
def test_it_is_one_act_that_one_undo_takes_back(an: User, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(an)
    steps, acts = between_steps(monkeypatch, lambda: None), ChangeSet.objects.count()
    advance(work.pk)
    done = again(work)
    assert (done.state, done.said) == (State.DONE, "")
    assert len(steps) >= 2
    assert ChangeSet.objects.count() == acts + 1
    assert done.change_set is not None
    assert (done.change_set, done.change_set.state, done.change_set.by) == (act_of(work), Standing.DONE, an)
    assert not done.change_set.sentence.startswith("Under way")
    assert not Meant.objects.exists()
    assert not counter_differences().exists()
    assert snapshot() != before
    report = undo_large_act(done.change_set, by=an)
    assert report.left == 0
    assert snapshot() == before


@pytest.mark.usefixtures("contacts")
@every_act
def test_other_numbers_than_those_that_were_seen_begin_nothing(an: User, planned: Planned) -> None:
    work = planned(an)
    make_group("NIEUW", members=[make_company(name="Zeven")])
    add_to_group(Contact.objects.filter(name="Zeven"), MailingGroup.objects.get(code="VERHUIZING"), by=an)
    before = everything()
    advance(work.pk)
    assert (again(work).state, again(work).said) == (
        State.REFUSED,
        "The outcome is another one by now. Nothing was done; look at the new numbers and confirm.",
    )
    assert everything() == before
    assert not Meant.objects.exists()


@pytest.mark.usefixtures("contacts")
@every_act
def test_under_way_it_is_seen_and_nobody_undoes_it(an: User, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    work, before = planned(an), snapshot()

    def look() -> None:
        act = act_of(work)
        assert (act.state, act.sentence[:11]) == (Standing.RUNNING, "Under way: ")
        assert snapshot() != before
        with pytest.raises(Refused, match="still under way"):
            undo_act(act, by=an)
        assert not counter_differences().exists()
        standing = standing_of(work)
        assert (standing.done, standing.total) == (2, again(work).total)

    monkeypatch.setattr(running, "_EVERY", 0)
    steps = between_steps(monkeypatch, look)
    advance(work.pk)
    assert len(steps) >= 2
    assert again(work).state == State.DONE


@pytest.mark.usefixtures("contacts")
@every_act
def test_cancelled_in_the_middle_it_is_taken_back(an: User, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(an)
    between_steps(monkeypatch, lambda: cancel(again(work)))
    advance(work.pk)
    assert again(work).state == State.CANCELLED
    assert act_of(work).sentence.startswith("Begun, then cancelled: ")
    is_taken_back(work, before)


@pytest.mark.usefixtures("contacts")
@every_act
def test_who_may_do_it_no_longer_has_it_taken_back(an: User, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(an)
    between_steps(monkeypatch, lambda: User.objects.filter(pk=an.pk).update(role=Role.READER), before_step=1)
    advance(work.pk)
    assert again(work).state == State.REFUSED
    assert again(work).said.startswith("You have no permission to do this")
    User.objects.filter(pk=an.pk).update(role=Role.MARKETER)
    is_taken_back(work, before)


@pytest.mark.usefixtures("contacts")
@every_act
def test_a_worker_without_time_leaves_it_to_the_next_one(an: User, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    work, stop = planned(an), list[bool]()
    with monkeypatch.context() as patched:
        between_steps(patched, lambda: stop.append(True))
        advance(work.pk, stopping=lambda: bool(stop))
    begun = act_of(work)
    assert (again(work).state, again(work).tries, begun.state) == (State.PLANNED, 0, Standing.RUNNING)
    advance(work.pk)
    assert (again(work).state, again(work).change_set) == (State.DONE, begun)


@pytest.mark.usefixtures("contacts")
@every_act
def test_given_up_in_the_middle_it_is_taken_back(an: User, monkeypatch: pytest.MonkeyPatch, planned: Planned) -> None:
    before, work = snapshot(), planned(an)

    def fail() -> None:
        raise ZeroDivisionError

    for number in range(MOST_TRIES):
        with monkeypatch.context() as patched:
            between_steps(patched, fail, before_step=1 if number else 2)
            with pytest.raises(ZeroDivisionError):
                advance(work.pk)
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "It was begun several times and never came to its end.")
    is_taken_back(work, before)


@pytest.mark.usefixtures("contacts")
def test_what_cannot_be_taken_back_stays_and_can_be_undone_later(an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before, work = snapshot(), all_deleted(an)
    between_steps(monkeypatch, lambda: cancel(again(work)))

    def refuse(*_: object) -> None:
        raise Refused("It is needed.")

    with monkeypatch.context() as patched:
        patched.setattr("postkring.ledger.undo_in_steps.ask_guards", refuse)
        advance(work.pk)
    act = act_of(work)
    assert (again(work).state, again(work).said, act.state) == (State.REFUSED, "It is needed.", Standing.DONE)
    assert (act.counts, Contact.objects.count(), Meant.objects.count()) == ({"deleted": 2}, 5, 0)
    undo_act(act, by=an)
    assert snapshot() == before


@pytest.mark.usefixtures("contacts")
def test_a_file_that_is_checked_meanwhile_has_seen_nothing_of_it(an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file, seen = checked("name\nDe Meester\n", an), list[int]()

    def look() -> None:
        see_changes(file)
        seen.append(file.basis)

    between_steps(monkeypatch, look)
    work = all_deleted(an)
    advance(work.pk)
    assert seen == [act_of(work).number - 1]


# Deleting.


def numbers_and_sentence(work: Work) -> tuple[dict[str, int], str]:
    act = act_of(work)
    return act.counts, act.sentence


def test_contacts_are_deleted_as_in_one_transaction(an: User, contacts: ContactQuerySet) -> None:
    group, first = MailingGroup.objects.get(code="VERHUIZING"), contacts[0]
    work = all_deleted(an)
    advance(work.pk)
    names = ", ".join(f"CT00000{number} {name}" for number, name in ((1, "Aerts"), (2, "An Aerts"), (3, "Bo Aerts")))
    assert numbers_and_sentence(work) == ({"deleted": 7}, f"7 contacts deleted: {names}, …")
    assert not Contact.objects.exists()
    group.refresh_from_db()
    assert group.contact_count == 0
    assert not ContactMailingGroup.objects.filter(ended_at__isnull=True).exists()
    assert not ContactMailingGroup.objects.filter(contact_number="").exists()
    with pytest.raises(Contact.DoesNotExist):
        first.refresh_from_db()


def test_persons_go_before_or_with_their_company(an: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch) -> None:
    company = contacts[0]
    for number in range(4):
        make_person(name=f"Dirk {number}", company=company)
    there: list[tuple[bool, int]] = []

    def look() -> None:
        there.append((Contact.objects.filter(pk=company.pk).exists(), Contact.objects.filter(company=company.pk).count()))

    between_steps(monkeypatch, look, before_step=3)
    work = delete(11, by=an)
    advance(work.pk)
    assert there == [(True, 3)]
    assert again(work).state == State.DONE


def test_who_came_onto_a_line_meanwhile_has_it_taken_back(an: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch) -> None:
    person = contacts[5]
    before = snapshot()
    between_steps(monkeypatch, lambda: make_segment(contacts=[person]), before_step=3)
    work = all_deleted(an)
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "Bo Claes is still in 1 segment that is not logged.")
    is_taken_back(work, before | {label: rows for label, rows in snapshot().items() if label.startswith("segments.")})


def test_a_company_that_got_a_person_meanwhile_has_it_taken_back(
    an: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, before = contacts[3], snapshot()
    between_steps(monkeypatch, lambda: make_person(name="Dirk", company=company))
    work = all_deleted(an)
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "Dirk became a person of Claes meanwhile. Nothing is deleted.")
    came = Contact.objects.values().get(name="Dirk")
    before["contacts.contact"][came["id"]] = {name: value for name, value in came.items() if name not in NOT_TAKEN_BACK}
    is_taken_back(work, before)


def test_who_was_deleted_meanwhile_is_not_counted_again(
    an: User, jan: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    chris = contacts[6]
    between_steps(monkeypatch, lambda: delete_contacts(Contact.objects.filter(pk=chris.pk), by=jan))
    work = all_deleted(an)
    advance(work.pk)
    assert (again(work).state, act_of(work).counts) == (State.DONE, {"deleted": 6})
    undo_large_act(act_of(work), by=an)
    assert not Contact.objects.filter(pk=chris.pk).exists()
    assert Contact.objects.count() == 6


def test_what_others_changed_meanwhile_goes_and_comes_back_as_they_left_it(
    an: User, jan: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    chris, group = contacts[6], MailingGroup.objects.get(code="VERHUIZING")

    def change() -> None:
        change_contact(chris, {"city": "Gent"}, by=jan)
        add_to_group(Contact.objects.filter(pk=chris.pk), group, by=jan)

    between_steps(monkeypatch, change)
    work = all_deleted(an)
    advance(work.pk)
    assert act_of(work).counts == {"deleted": 7}
    assert undo_large_act(act_of(work), by=an).left == 0
    chris.refresh_from_db()
    assert chris.city == "Gent"
    assert "Chris" in members_of("VERHUIZING")
    assert not counter_differences().exists()


def test_when_everybody_was_deleted_meanwhile_there_is_no_act(
    an: User, jan: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts: list[int] = []

    def empty() -> None:
        delete_contacts(contacts.all(), by=jan)
        acts.append(ChangeSet.objects.count())

    between_steps(monkeypatch, empty, before_step=1)
    work = all_deleted(an)
    advance(work.pk)
    assert (again(work).state, again(work).change_set) == (State.DONE, None)
    assert ChangeSet.objects.count() == acts[0] - 1
    assert not Meant.objects.exists()


# The members of a group.


def members_of(code: str) -> list[str]:
    rows = ContactMailingGroup.objects.filter(mailing_group__code=code, ended_at__isnull=True)
    return sorted(rows.values_list("contact__name", flat=True))


@pytest.mark.usefixtures("contacts")
def test_members_are_put_in_and_taken_out_as_in_one_transaction(an: User) -> None:
    said = []
    for planned in (put_in, taken_out, made_equal):
        work = planned(an)
        advance(work.pk)
        said.append(numbers_and_sentence(work))
    assert said == [
        ({"added": 7, "removed": 0, "unchanged": 0}, "Mailing group ANDERE: 7 put in"),
        ({"added": 0, "removed": 6, "unchanged": 1}, "Mailing group VERHUIZING: 6 taken out"),
        ({"added": 4, "removed": 3, "unchanged": 0}, "Mailing group KLANTEN made equal: 4 put in, 3 taken out"),
    ]
    assert (len(members_of("ANDERE")), members_of("VERHUIZING")) == (7, [])
    assert members_of("KLANTEN") == ["Aerts", "An Aerts", "Bo Aerts", "Claes"]


def test_what_others_did_with_members_meanwhile_is_not_counted(
    an: User, jan: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, chris = MailingGroup.objects.get(code="ANDERE"), contacts[6]

    def others() -> None:
        add_to_group(Contact.objects.filter(pk=contacts[4].pk), group, by=jan)
        delete_contacts(Contact.objects.filter(pk=chris.pk), by=jan)
        rename_group(group, "ANDER", by=jan)

    between_steps(monkeypatch, others)
    work = put_in(an)
    advance(work.pk)
    assert numbers_and_sentence(work) == ({"added": 5, "removed": 0, "unchanged": 0}, "Mailing group ANDER: 5 put in")
    assert len(members_of("ANDER")) == 6
    assert undo_large_act(act_of(work), by=an).left == 0
    assert members_of("ANDER") == ["An Claes"]


def test_a_group_that_is_deleted_meanwhile_has_it_taken_back(an: User, jan: User, contacts: ContactQuerySet, monkeypatch: Any) -> None:
    group = MailingGroup.objects.get(code="ANDERE")
    between_steps(monkeypatch, lambda: empty_and_delete_group(group, by=jan))
    work = put_in(an)
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "This record no longer exists.")
    assert act_of(work).state == Standing.CANCELLED
    assert not ContactMailingGroup.objects.filter(mailing_group=group.pk, ended_at__isnull=True).exists()
    assert not Meant.objects.exists()


# One field of many.


def languages() -> list[str]:
    return [str(language or "") for language in Contact.objects.order_by("pk").values_list("language", flat=True)]


@pytest.mark.usefixtures("contacts")
def test_a_field_is_changed_as_in_one_transaction(an: User) -> None:
    work = in_french(an)
    advance(work.pk)
    assert numbers_and_sentence(work) == ({"changed": 2, "unchanged": 0, "following": 2}, "Language Code of 4 contacts changed")
    assert languages() == ["fr", "fr", "fr", "fr", "fr", "fr", "nl"]
    work = excluded(an)
    advance(work.pk)
    assert numbers_and_sentence(work) == ({"changed": 7, "unchanged": 0}, "7 contacts excluded from segments")


def test_who_follows_no_more_is_left_alone(an: User, jan: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch) -> None:
    person, company = contacts[4], contacts[3]

    def others() -> None:
        change_contact(person, {"language": "de"}, by=jan)
        change_contact(company, {"language": "fr"}, by=jan)

    between_steps(monkeypatch, others, before_step=1)
    work = in_french(an)
    advance(work.pk)
    assert numbers_and_sentence(work) == ({"changed": 1, "unchanged": 0, "following": 1}, "Language Code of 2 contacts changed")
    assert languages() == ["fr", "fr", "fr", "fr", "de", "fr", "nl"]


def test_a_minor_of_meanwhile_stays_blocked(an: User, jan: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.filter(pk=an.pk).update(role=Role.ADMINISTRATOR)
    Contact.objects.update(privacy_blocked=True)
    chris = contacts[6]
    between_steps(monkeypatch, lambda: change_contact(chris, {"minor": True}, by=jan))
    work = change_field("privacy_blocked", "no", {"changed": 7, "unchanged": 0, "minors": 0}, by=User.objects.get(pk=an.pk))
    advance(work.pk)
    act = act_of(work)
    assert (act.counts["changed"], act.permission) == (6, "administer")
    assert list(Contact.objects.filter(privacy_blocked=True)) == [chris]


def test_a_code_that_is_gone_meanwhile_has_it_taken_back(an: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch) -> None:
    Territory.objects.create(code="NOORD")

    def delete_code() -> None:
        Contact.objects.update(territory=None)
        Territory.objects.all().delete()

    between_steps(monkeypatch, delete_code)
    work = change_field("territory", "NOORD", {"changed": 7, "unchanged": 0}, by=an)
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "NOORD does not exist in Territory Code.")
    assert act_of(work).state == Standing.CANCELLED
    assert not Contact.objects.filter(territory__isnull=False).exists()


# Emptying a group.


def test_a_group_is_emptied_and_deleted_as_in_one_transaction(an: User, contacts: ContactQuerySet) -> None:
    work = emptied(an)
    advance(work.pk)
    said = "6 contacts taken out of mailing group VERHUIZING, and the group deleted"
    assert numbers_and_sentence(work) == ({"deleted": 1, "removed": 6}, said)
    assert not MailingGroup.objects.filter(code="VERHUIZING").exists()
    assert ContactMailingGroup.objects.filter(code="VERHUIZING", ended_at__isnull=False).count() == 6


def test_who_was_put_in_meanwhile_has_it_taken_back(
    an: User, jan: User, contacts: ContactQuerySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    chris, group = contacts[6], MailingGroup.objects.get(code="VERHUIZING")
    between_steps(monkeypatch, lambda: add_to_group(Contact.objects.filter(pk=chris.pk), group, by=jan))
    work = emptied(an)
    advance(work.pk)
    said = "Mailing group VERHUIZING is still assigned to 1 contact and cannot be deleted."
    assert (again(work).state, again(work).said) == (State.REFUSED, said)
    assert (act_of(work).state, len(members_of("VERHUIZING"))) == (Standing.CANCELLED, 7)
    assert not counter_differences().exists()
