"""Doing a piece of work: once, or not at all; watched, and cancelled while it is under way."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any, NoReturn

import pytest
from django.db import transaction
from django.utils import translation

from postkring.accounts.models import Role, User
from postkring.classifications.actions import take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.imports.generations import begin
from postkring.imports.models import FileImport, Outcome, Stage
from postkring.kit.errors import Changed, NotPermitted
from postkring.ledger.doors import WEB, through
from postkring.ledger.models import ChangeSet
from postkring.ledger.standing import standing
from postkring.work import leases, running
from postkring.work.actions import cancel, plan
from postkring.work.catalogue import KINDS
from postkring.work.models import State, Work
from postkring.work.queries import Standing, standing_of
from postkring.work.running import MOST_TRIES, advance
from tests.factories import make_company, make_group, make_user, many_contacts
from tests.imports.files import CREATE, checked
from tests.snapshots import everything
from tests.work.pieces import load_file, put_everybody_in, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = "first_name;surname;email;mailing_groups\nAn;De Meester;an@claes.example;MOVE\nJan;Peeters;jan@peeters.example;MOVE\n"


@pytest.fixture
def work(an: User) -> Work:
    many_contacts(20)
    make_group()
    return put_everybody_in("VERHUIZING", 20, by=an)


def again(work: Work) -> Work:
    return Work.objects.select_related("change_set", "by").get(pk=work.pk)


def in_the_middle(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Any]) -> None:
    """Before the first number is counted again: the members are written by then, and nothing is committed."""
    members = import_module("postkring.classifications.members")
    real = members.recount

    def hooked(*given: Any) -> Any:
        assert ContactMailingGroup.objects.count() == 20
        what()
        return real(*given)

    monkeypatch.setattr(members, "recount", hooked)


def test_it_is_done_as_the_act_it_is_by_whom_and_through_which_door_it_came(an: User) -> None:
    many_contacts(20)
    make_group()
    with through(WEB):
        work = put_everybody_in("VERHUIZING", 20, by=an)
    assert not ChangeSet.objects.filter(verb="mailing_group.add").exists()
    advance(work.pk)
    done = again(work)
    assert done.state == State.DONE
    assert done.change_set is not None
    assert (done.change_set.by, done.change_set.door, done.change_set.counts["added"]) == (an, WEB, 20)
    assert done.change_set.sentence == "Mailing group VERHUIZING: 20 put in"
    assert done.ended_at is not None
    assert leases.keys() == set()


def test_a_nudge_that_comes_twice_finds_it_done(work: Work) -> None:
    advance(work.pk)
    before = everything()
    advance(work.pk)
    assert everything() == before


def test_who_is_at_it_already_is_left_alone(work: Work) -> None:
    before = everything()
    with leases.lease(work.pk) as mine:
        assert mine
        advance(work.pk)
    assert everything() == before


def test_what_another_has_settled_meanwhile_is_not_done_again(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    in_the_middle(monkeypatch, lambda: running.settle(work, State.CANCELLED))
    advance(work.pk)
    assert everything() == before


def test_other_numbers_than_those_that_were_seen_refuse_it(work: Work) -> None:
    make_company()
    before = everything()
    advance(work.pk)
    done = again(work)
    assert done.state == State.REFUSED
    assert done.said == "The outcome is another one by now. Nothing was done; look at the new numbers and confirm."
    assert everything() == before


def test_a_refusal_is_in_the_language_of_whoever_asked(an: User) -> None:
    many_contacts(3)
    make_group()
    with translation.override("nl"):
        work = put_everybody_in("VERHUIZING", 2, by=an)
    advance(work.pk)
    assert again(work).said == "De uitkomst is intussen anders. Er is niets gedaan; bekijk de nieuwe aantallen en bevestig."


def test_whoever_may_do_it_no_longer_is_refused(work: Work) -> None:
    User.objects.filter(pk=work.by_id).update(role=Role.READER)
    before = everything()
    advance(work.pk)
    assert again(work).state == State.REFUSED
    assert everything() == before


def test_the_worker_goes_no_further_than_the_token_by_which_it_was_planned(db: None) -> None:
    """The user who is fetched again has one's own role; what the token lent of it stands with the work."""
    many_contacts(3)
    make_group()
    owner = make_user(Role.ADMINISTRATOR)
    owner.at_most = Role.EDITOR
    planned = [put_everybody_in("VERHUIZING", 3, by=owner) for _ in range(2)]
    assert [again(work).at_most for work in planned] == ["editor", "editor"]
    Work.objects.filter(pk=planned[0].pk).update(at_most=Role.READER)
    before = everything()
    advance(planned[0].pk)
    assert again(planned[0]).state == State.REFUSED
    assert everything() == before
    advance(planned[1].pk)
    assert again(planned[1]).state == State.DONE


def test_whoever_may_not_do_it_plans_nothing(db: None) -> None:
    reader = make_user(Role.READER)
    before = everything()
    with pytest.raises(NotPermitted):
        put_everybody_in("VERHUIZING", 1, by=reader)
    assert everything() == before
    assert not Work.objects.exists()


def test_cancelled_before_anybody_is_at_it_nothing_happens(work: Work) -> None:
    before = everything()
    cancel(work)
    assert again(work).state == State.CANCELLED
    advance(work.pk)
    assert everything() == before
    assert leases.keys() == set()


def test_cancelled_in_the_middle_nothing_is_half_done(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before, seen = everything(), []

    def then() -> None:
        cancel(work)
        seen.append(standing_of(work).is_cancelling)

    in_the_middle(monkeypatch, then)
    advance(work.pk)
    assert seen == [True]
    assert again(work).state == State.CANCELLED
    assert everything() == before
    assert leases.keys() == set()


def test_what_its_worker_has_no_time_for_is_as_it_was_planned(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before, stop = everything(), []
    in_the_middle(monkeypatch, lambda: stop.append(True))
    advance(work.pk, stopping=lambda: bool(stop))
    assert (again(work).state, again(work).tries) == (State.PLANNED, 0)
    assert everything() == before


def test_what_fails_every_time_is_given_up(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    in_the_middle(monkeypatch, fail)
    before = everything()
    for _ in range(MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            advance(work.pk)
        assert again(work).is_open
    advance(work.pk)
    assert (again(work).state, again(work).said) == (State.REFUSED, "It was begun several times and never came to its end.")
    assert everything() == before


def test_progress_can_be_read_while_it_is_under_way(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Standing] = []
    monkeypatch.setattr(running, "_EVERY", 0)
    in_the_middle(monkeypatch, lambda: seen.append(standing_of(work)))
    assert standing_of(work) == Standing(is_running=False, is_cancelling=False, lacks_worker=True, done=0, total=20)
    advance(work.pk)
    [standing] = seen
    assert (standing.is_running, standing.done, standing.total, standing.left) == (True, 20, 20, 0)
    assert standing.rate is not None
    assert standing.rate > 0


def test_an_undo_names_what_it_left(work: Work, an: User) -> None:
    advance(work.pk)
    act = again(work).change_set
    assert act is not None
    gone = Contact.objects.order_by("pk").last()
    assert gone is not None
    take_out_of_group(Contact.objects.filter(pk=gone.pk), MailingGroup.objects.get(), by=an)
    second = undo(act, 20, by=an)
    advance(second.pk)
    done = again(second)
    assert done.state == State.DONE
    assert done.change_set is not None
    assert done.change_set.counts == {"undone": 19, "left": 1}
    assert [row["why"] for row in done.report] == ["It was changed again since."]
    assert not ContactMailingGroup.objects.filter(standing()).exists()


def test_a_file_is_loaded(an: User) -> None:
    file = checked(TEXT, an, match=["email"], new_codes=CREATE)
    work = load_file(file, 2)
    advance(work.pk)
    stored = FileImport.objects.get(pk=file.pk)
    assert (again(work).state, stored.stage, stored.change_set) == (State.DONE, Stage.LOADED, again(work).change_set)
    assert Contact.objects.count() == 2


def test_a_file_that_would_do_something_else_is_refused_and_shows_the_new_difference(an: User) -> None:
    file = checked(TEXT, an, match=["email"], new_codes=CREATE)
    work = load_file(file, 2)
    make_company(email="an@claes.example", type="Person", name="An")
    advance(work.pk)
    assert again(work).state == State.REFUSED
    assert "Nothing was loaded; look at the new difference." in again(work).said
    assert Contact.objects.count() == 1
    assert Outcome.objects.filter(file=file, state="skipped").count() == 1


def test_what_loses_a_race_while_it_is_taken_back_stays_open_for_the_next_worker(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    leases.ask_to_cancel(work.pk)
    kind = KINDS[work.kind]

    def lose(*_: Any) -> NoReturn:
        raise Changed("Somebody else wrote at the same moment.")

    monkeypatch.setitem(KINDS, work.kind, replace(kind, take_back=lose))
    with pytest.raises(Changed):
        advance(work.pk)
    assert again(work).state == State.RUNNING
    monkeypatch.setitem(KINDS, work.kind, kind)
    advance(work.pk)
    assert again(work).state == State.CANCELLED
    assert not ContactMailingGroup.objects.exists()


def test_a_check_that_was_begun_anew_and_did_not_end_is_done_again_first(an: User) -> None:
    file = checked(TEXT, an, match=["email"], new_codes=CREATE)
    work = load_file(file, 2)
    with transaction.atomic():
        begin(FileImport.objects.get(pk=file.pk))
    advance(work.pk)
    assert (again(work).state, Contact.objects.count()) == (State.DONE, 2)


def test_more_rows_than_the_column_holds_are_as_many_as_it_holds(an: User) -> None:
    assert plan("group", {"rows": 3 * 10**9}, total=3 * 10**9, by=an).total == 2**31 - 1
