"""A worker that is killed outright in the middle of an act: nothing is half done, and another worker does it, once."""

import signal
from pathlib import Path

import pytest
from pytest_django import Settings

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import counter_differences
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY
from postkring.imports.models import FileImport, Stage
from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet, Image, Meant
from postkring.ledger.models import State as Running
from postkring.ledger.standing import standing
from postkring.segments.actions import add_contacts, add_line
from postkring.segments.models import Segment, SegmentLine
from postkring.segments.queries import ORDER
from postkring.work.actions import cancel
from postkring.work.leases import is_held, keys
from postkring.work.models import State, Work
from tests.factories import make_group, make_segment, make_user, many_contacts
from tests.imports.files import CREATE, checked, loaded
from tests.snapshots import snapshot
from tests.work.pieces import add_to_segment, delete, delete_segment, go_back, load_file, put_everybody_in, undo
from tests.work.processes import WORKER, held_in, running, wait_until

pytestmark = pytest.mark.usefixtures("own_database")

TEXT = "first_name;surname;email;mailing_groups\n" + "".join(f"An;Peeters {n};an{n}@claes.example;MOVE\n" for n in range(120))


def everything() -> tuple[int, ...]:
    """What acts leave behind, without the queue and the work itself."""
    return tuple(model._base_manager.count() for model in (Contact, MailingGroup, ContactMailingGroup, ChangeSet, Image))


def kill_in(module: str, function: str, mark: Path, work: Work) -> None:
    before = everything()
    with held_in(module, function, mark) as worker:
        assert Work.objects.get(pk=work.pk).state == State.RUNNING
        assert is_held(work.pk)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert everything() == before
    assert not is_held(work.pk)
    assert Work.objects.get(pk=work.pk).is_open


def finish(work: Work) -> ChangeSet:
    """Another worker comes, and goes when it is told to."""
    with running(WORKER, "worker") as worker:
        wait_until(lambda: not Work.objects.get(pk=work.pk).is_open)
        worker.terminate()
        assert worker.wait(10) == 0
    work.refresh_from_db()
    assert (work.state, work.said, work.tries) == (State.DONE, "", 2)
    assert work.change_set is not None
    assert keys() == set()
    assert not counter_differences().exists()
    return work.change_set


def test_in_the_middle_of_an_assignment(an: User, tmp_path: Path) -> None:
    many_contacts(150)
    group = make_group()
    work = put_everybody_in(group.code, 150, by=an)
    kill_in("postkring.classifications.members", "recount", tmp_path / "mark", work)
    change_set = finish(work)
    assert list(ChangeSet.objects.filter(verb="mailing_group.add")) == [change_set]
    assert (change_set.by, change_set.counts["added"]) == (an, 150)
    assert ContactMailingGroup.objects.filter(standing(), begun_by=change_set).count() == ContactMailingGroup.objects.count() == 150


def test_in_the_middle_of_an_import(an: User, tmp_path: Path) -> None:
    file = checked(TEXT, an, match=["email"], new_codes=CREATE)
    work = load_file(file, 120)
    kill_in("postkring.imports.writing", "touch", tmp_path / "mark", work)
    assert FileImport.objects.get(pk=file.pk).stage == Stage.CHECKED
    change_set = finish(work)
    assert list(ChangeSet.objects.filter(verb="contact.import")) == [change_set]
    assert FileImport.objects.get(pk=file.pk).change_set == change_set
    assert (Contact.objects.count(), ContactMailingGroup.objects.count()) == (120, 120)
    assert len(set(Contact.objects.values_list("number", flat=True))) == 120


@pytest.fixture
def in_steps(settings: Settings) -> None:
    settings.TASK_ROWS = 50


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize("act", ["assignment", "deletion"])
def test_in_the_middle_of_a_long_act(act: str, an: User, tmp_path: Path) -> None:
    many_contacts(150)
    group, before = make_group(), snapshot()
    work = put_everybody_in(group.code, 150, by=an) if act == "assignment" else delete(150, by=an)
    place = ("postkring.classifications.members", "recount") if act == "assignment" else ("postkring.contacts.actions.delete", "leave")
    with held_in(*place, tmp_path / "mark", call=2) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    begun = ChangeSet.objects.get(state=Running.RUNNING)
    done = ContactMailingGroup.objects.count() if act == "assignment" else 150 - Contact.objects.count()
    assert (done, Meant.objects.count()) == (50, 100)
    change_set = finish(work)
    assert (change_set, change_set.state, change_set.counts.get("added", change_set.counts.get("deleted"))) == (begun, Running.DONE, 150)
    assert not Meant.objects.exists()
    assert undo_act(change_set, by=an).left == 0
    assert snapshot() == before


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize("act", ["add", "delete"])
def test_in_the_middle_of_an_act_on_a_segment(act: str, an: User, tmp_path: Path) -> None:
    many_contacts(150)
    segment = make_segment(contacts=Contact.objects.all() if act == "delete" else [])
    before, acts = snapshot(), ChangeSet.objects.count()
    work = add_to_segment(segment, 150, by=an) if act == "add" else delete_segment(segment, by=an)
    with held_in(
        f"postkring.segments.actions.{'add_contacts' if act == 'add' else 'delete'}", "locked", tmp_path / "mark", call=4
    ) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    begun = ChangeSet.objects.get(state=Running.RUNNING)
    assert (SegmentLine.objects.count(), Meant.objects.count()) == (100 if act == "add" else 50, 50)
    with pytest.raises(Refused, match=r"at work|bezig"):
        add_line(segment, Contact.objects.latest("pk").number, by=an)
    change_set = finish(work)
    assert (change_set, change_set.state, ChangeSet.objects.count()) == (begun, Running.DONE, acts + 1)
    assert not Meant.objects.exists()
    if act == "add":
        lines = SegmentLine.objects.order_by("line_number")
        assert list(lines.values_list("line_number", flat=True)) == [10_000 * place for place in range(1, 151)]
        assert list(lines.values_list("contact", flat=True)) == list(Contact.objects.order_by(*ORDER).values_list("pk", flat=True))
        assert list(segment.steps.values_list("action_number", "added", "removed", "change_set")) == [(1, 150, 0, begun.number)]
    else:
        assert not Segment.objects.exists()
    assert undo_act(change_set, by=an).left == 0
    assert snapshot() == before


@pytest.mark.usefixtures("in_steps")
def test_in_the_middle_of_go_back(an: User, tmp_path: Path) -> None:
    many_contacts(150)
    segment = make_segment()
    before = snapshot()
    add_contacts(segment, EVERYBODY, by=an)
    work = go_back(segment, by=an)
    with held_in("postkring.ledger.undo", "dependants", tmp_path / "mark", call=3) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    begun = ChangeSet.objects.get(state=Running.RUNNING)
    assert SegmentLine.objects.count() == 50
    change_set = finish(work)
    assert (change_set, change_set.counts) == (begun, {"undone": 151, "left": 0})
    assert snapshot() == before


def killed_in_the_third_step(work: Work, mark: Path) -> ChangeSet:
    with held_in("postkring.imports.writing", "touch", mark, call=3) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert (Contact.objects.count(), ContactMailingGroup.objects.count()) == (100, 100)
    return ChangeSet.objects.get(verb="contact.import")


@pytest.mark.usefixtures("in_steps")
def test_in_the_middle_of_an_import_in_steps(an: User, tmp_path: Path) -> None:
    before = snapshot()
    file = checked(TEXT, an, match=["email"], new_codes=CREATE)
    work = load_file(file, 120)
    begun = killed_in_the_third_step(work, tmp_path / "mark")
    assert (begun.state, begun.position, FileImport.objects.get(pk=file.pk).stage) == (Running.RUNNING, 100, Stage.LOADING)
    change_set = finish(work)
    assert (change_set, change_set.state, change_set.counts["added"]) == (begun, Running.DONE, 120)
    assert sorted(Contact.objects.persons().values_list("email", flat=True)) == sorted(f"an{n}@claes.example" for n in range(120))
    assert ContactMailingGroup.objects.filter(standing()).count() == ContactMailingGroup.objects.count() == 120
    assert len(set(Contact.objects.values_list("number", flat=True))) == 120
    assert undo_act(change_set, by=an).left == 0
    assert snapshot() == before


@pytest.mark.usefixtures("in_steps")
def test_an_import_in_steps_that_is_cancelled_while_nobody_is_at_it(an: User, tmp_path: Path) -> None:
    before = snapshot()
    file = checked(TEXT, an, match=["email"], new_codes=CREATE)
    work = load_file(file, 120)
    begun = killed_in_the_third_step(work, tmp_path / "mark")
    cancel(work)
    assert Work.objects.get(pk=work.pk).is_open  # a worker takes it back
    with held_in("postkring.classifications.undoing", "touch", tmp_path / "second", call=2) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    begun.refresh_from_db()
    assert begun.state == Running.CANCELLING
    assert ContactMailingGroup.objects.filter(standing()).count() == 50  # half of what was loaded has lost its group
    assert ChangeSet.objects.get(undoes=begun).state == Running.RUNNING
    with running(WORKER, "worker"):
        wait_until(lambda: not Work.objects.get(pk=work.pk).is_open and not keys())
    work.refresh_from_db()
    begun.refresh_from_db()
    assert (work.state, begun.state) == (State.CANCELLED, Running.CANCELLED)
    assert snapshot() == before
    assert FileImport.objects.get(pk=file.pk).change_set is None


def test_in_the_middle_of_an_undo(an: User, tmp_path: Path) -> None:
    many_contacts(150)
    group = make_group()
    act = add_to_group(Contact.objects.all(), group, by=an).change_set
    assert act is not None
    work = undo(act, 150, by=an)
    kill_in("postkring.classifications.undoing", "recount", tmp_path / "mark", work)
    assert ContactMailingGroup.objects.filter(standing()).count() == 150
    change_set = finish(work)
    assert list(ChangeSet.objects.filter(verb="undo")) == [change_set]
    assert (change_set.undoes, change_set.counts) == (act, {"undone": 150, "left": 0})
    assert not ContactMailingGroup.objects.filter(standing()).exists()
    assert Image.objects.filter(label="classifications.contactmailinggroup").count() == 0


@pytest.mark.usefixtures("in_steps", "english")
def test_in_the_middle_of_an_undo_in_steps_of_an_assignment(an: User, tmp_path: Path) -> None:
    many_contacts(150)
    group = make_group()
    act = add_to_group(Contact.objects.all(), group, by=an).change_set
    assert act is not None
    work = undo(act, 150, by=an)
    with held_in("postkring.classifications.undoing", "touch", tmp_path / "mark", call=3) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    begun = ChangeSet.objects.get(undoes=act)
    assert (begun.state, begun.counts) == (Running.RUNNING, {"undone": 100, "left": 0})
    assert ContactMailingGroup.objects.filter(standing()).count() == 50
    with pytest.raises(Refused, match="goes on to its end"):
        cancel(work)
    not_reached = ContactMailingGroup.objects.filter(standing()).values_list("contact", flat=True)[0]
    take_out_of_group(Contact.objects.filter(pk=not_reached), group, by=make_user(username="jan"))
    change_set = finish(work)
    assert (change_set, change_set.state, change_set.counts) == (begun, Running.DONE, {"undone": 149, "left": 1})
    assert list(ChangeSet.objects.filter(verb="undo")) == [begun]
    work.refresh_from_db()
    assert [row["why"] for row in work.report] == ["It was changed again since."]
    assert not ContactMailingGroup.objects.filter(standing()).exists()


@pytest.mark.usefixtures("in_steps")
def test_in_the_middle_of_an_undo_in_steps_of_an_import(an: User, tmp_path: Path) -> None:
    before = snapshot()
    act = loaded(TEXT, an, match=["email"], new_codes=CREATE)
    after = snapshot()
    work = undo(act, 241, by=an)
    with held_in("postkring.contacts.undoing", "touch", tmp_path / "mark", call=5) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert 0 < Contact.objects.count() < 120
    begun = ChangeSet.objects.get(undoes=act)
    assert begun.state == Running.RUNNING
    change_set = finish(work)
    assert (change_set, change_set.counts, snapshot()) == (begun, {"undone": 241, "left": 0}, before)
    assert undo_act(change_set, by=an).left == 0
    assert snapshot() == after
