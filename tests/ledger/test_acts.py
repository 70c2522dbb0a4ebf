"""What an act leaves behind: a change set that says what was done, images of what it wrote, or no trace at all."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db.models import F, Value
from django.db.models.fields import BigIntegerField
from django.utils import translation

from postkring.accounts.models import User
from postkring.classifications import actions as groups
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.kit.errors import Refused
from postkring.ledger.acts import Writer, act
from postkring.ledger.doors import COMMAND, SYSTEM, WEB, current_door, through
from postkring.ledger.models import ChangeSet, Image
from postkring.setup.models import Territory
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


def said(writer: Writer) -> Writer:
    writer.say(lambda: "done")
    return writer


def images() -> list[tuple[str, str, int]]:
    return list(Image.objects.order_by("pk").values_list("kind", "label", "object_id"))


@time_machine.travel(NOON, tick=False)
def test_a_change_set_says_who_did_what_when_through_which_door_and_with_which_permission(editor: User) -> None:
    with through(WEB):
        group = groups.create_group("VERHUIZING", by=editor)
    made = ChangeSet.objects.get()
    assert (made.verb, made.by, made.door, made.at, made.permission) == ("mailing_group.create", editor, "web", NOON, "edit_contacts")
    assert (made.counts, made.tables, made.state, made.undoes) == ({"added": 1}, {"classifications.mailinggroup": []}, "done", None)
    assert images() == [("i", "classifications.mailinggroup", group.pk)]


def test_the_door_is_the_one_that_is_open() -> None:
    assert current_door() == SYSTEM
    with through(COMMAND):
        with through(WEB):
            assert current_door() == WEB
        assert current_door() == COMMAND
    assert current_door() == SYSTEM


def test_the_sentence_stands_in_every_language_and_is_read_in_one_s_own(editor: User) -> None:
    groups.create_group("VERHUIZING", by=editor)
    made = ChangeSet.objects.get()
    assert set(made.sentences) == {"nl", "fr", "de", "en"}
    assert len(set(made.sentences.values())) == 4
    assert all("VERHUIZING" in sentence for sentence in made.sentences.values())
    with translation.override("fr"):
        assert made.sentence == made.sentences["fr"]
    with translation.override("de-at"):
        assert made.sentence == made.sentences["de"]
    made.sentences.pop("nl")
    with translation.override("nl"):
        assert made.sentence == made.sentences["en"]


def test_an_act_that_writes_nothing_leaves_no_trace() -> None:
    Territory.objects.create(code="NOORD")
    before = everything()
    with act("test", by=None, permission="read") as writer, said(writer).updating(Territory.objects.all(), ["description"]):
        Territory.objects.update(description="")
    assert everything() == before
    assert images() == []


def test_an_act_worth_keeping_is_kept_even_so() -> None:
    with act("test", by=None, permission="read") as writer:
        said(writer).keep = True
    assert ChangeSet.objects.get() == writer.change_set


def test_an_act_must_say_what_it_did() -> None:
    with pytest.raises(RuntimeError), act("test", by=None, permission="read") as writer:
        writer.insert(Territory(code="NOORD"))
    assert not ChangeSet.objects.exists()
    assert not Territory.objects.exists()


def halfway() -> None:
    with act("test", by=None, permission="read") as writer:
        said(writer).insert(Territory(code="NOORD"))
        raise Refused("no")


def test_an_act_that_is_refused_in_its_middle_leaves_nothing() -> None:
    before = everything()
    with pytest.raises(Refused):
        halfway()
    assert everything() == before
    assert images() == []


def test_rows_that_keep_their_values_leave_no_image() -> None:
    Territory.objects.create(code="NOORD", description="a")
    changed = Territory.objects.create(code="ZUID", description="b")
    with act("test", by=None, permission="read") as writer, said(writer).updating(Territory.objects.all(), ["description"]):
        Territory.objects.update(description="a")
    image = Image.objects.get()
    assert (image.kind, image.object_id, image.before, image.after) == ("u", changed.pk, {"description": "b"}, {"description": "a"})
    assert writer.change_set.tables == {"setup.territory": ["description"]}


def update_twice(first: str, second: str) -> None:
    with act("test", by=None, permission="read") as writer:
        with said(writer).updating(Territory.objects.all(), [first]):
            Territory.objects.update(description="b")
        with writer.updating(Territory.objects.none(), [second]):
            pass


def test_one_act_updates_one_set_of_columns_of_a_table() -> None:
    Territory.objects.create(code="NOORD", description="a")
    with pytest.raises(RuntimeError):
        update_twice("description", "code")
    assert Territory.objects.get().description == "a"
    update_twice("description", "description")
    assert Territory.objects.get().description == "b"


def test_a_deleted_row_leaves_all_its_columns_and_its_contact() -> None:
    contact = make_company(name="Aerts")
    line = make_segment(contacts=[contact]).lines.get()
    with act("test", by=None, permission="read") as writer:
        assert said(writer).delete(type(line)._base_manager.filter(pk=line.pk)) == 1
    image = Image.objects.get(change_set=writer.change_set)
    assert (image.kind, image.subject_id, image.after) == ("d", contact.pk, None)
    assert image.before is not None
    assert set(image.before) == {field.column for field in type(line)._meta.concrete_fields}


def test_what_is_being_deleted_is_settled_before_the_block() -> None:
    noord = Territory.objects.create(code="NOORD", description="gaat")
    Territory.objects.create(code="ZUID", description="blijft")
    going = Territory.objects.filter(description="gaat")
    with act("test", by=None, permission="read") as writer, said(writer).deleting(going) as leaving:
        assert leaving.number == 1
        assert list(Territory.objects.filter(pk__in=leaving.keys)) == [noord]
        Territory.objects.update(description="gaat")
    assert list(Territory.objects.values_list("code", flat=True)) == ["ZUID"]


@time_machine.travel(NOON, tick=False)
def test_a_pair_begins_once_however_often_it_is_begun() -> None:
    contact, group = make_company(), make_group()
    pair = (Value(group.pk, output_field=BigIntegerField()), F("pk"))
    with act("test", by=None, permission="read") as writer:
        assert said(writer).begin(Contact.objects.all(), into=ContactMailingGroup, pair=pair) == 1
        assert writer.begin(Contact.objects.all(), into=ContactMailingGroup, pair=pair) == 0
    row = ContactMailingGroup.objects.get()
    assert (row.contact_id, row.mailing_group_id) == (contact.pk, group.pk)
    assert (row.begun_by, row.added_by, row.begun_at, row.since) == (writer.change_set, writer.change_set, NOON, NOON)
    assert (row.ended_by, row.ended_at) == (None, None)


def test_ending_leaves_what_has_ended_already_as_it_is() -> None:
    contact = make_person()
    group = make_group(members=[contact])
    with act("test", by=None, permission="read") as first:
        assert said(first).end(ContactMailingGroup.objects.all()) == 1
    before = ContactMailingGroup.objects.values().get()
    with act("test", by=None, permission="read") as second:
        assert said(second).end(ContactMailingGroup.objects.all()) == 0
    assert ContactMailingGroup.objects.values().get() == before
    assert before["ended_by_id"] == first.change_set.pk
    assert ChangeSet.objects.latest("number") == first.change_set
    assert MailingGroup.objects.get() == group
