"""The ledger grows for ever: its list asks the indexes, and its pages cost the same however long it is."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateTimeField, F, JSONField, Max, Model, Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from postkring.kit.sql import insert_from
from postkring.ledger.models import ChangeSet, Image
from tests.contracts import test_plans
from tests.contracts.test_plans import settle, whole_readings
from tests.factories import make_contact, make_group, make_user, many_contacts
from tests.people import client_of

pytestmark = pytest.mark.usefixtures("own_database")

CONTACTS: Final = 20_000
DAYS: Final = 5  # with as many acts on each as there are contacts: 100,000
SLOW: Final = 0.4  # seconds in the database; a page takes a tenth of it


@pytest.fixture
def administrator(own_database: None) -> User:
    """With a ledger of 100,000 acts, and 3 acts of a second user among the older ones."""
    user, other = make_user(Role.ADMINISTRATOR), make_user(Role.EDITOR, username="other")
    many_contacts(CONTACTS)
    for day in range(DAYS):
        acts_on_every_contact(timezone.now() - timedelta(days=DAYS - day), by=user)
        if day == 1:
            group, mine = make_group("KLEIN"), Contact.objects.filter(pk=make_contact(number="A1").pk)
            add_to_group(mine, group, by=other)
            take_out_of_group(mine, group, by=other)
            delete_contacts(mine, by=other)
    add_to_group(Contact.objects.all(), group, by=user)
    take_out_of_group(Contact.objects.all(), group, by=user)
    settle()
    return user


def acts_on_every_contact(at: Any, *, by: User) -> None:
    """One act and one image for each contact, written by the database."""
    above = (ChangeSet.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    sentences = {language: f"A contact changed: Phone No. ({language})" for language in ("nl", "fr", "de", "en")}
    values = {
        "set_number": F("pk") + above,
        "set_verb": Value("contact.change", output_field=CharField()),
        "set_permission": Value(Permission.EDIT_CONTACTS.value, output_field=CharField()),
        "set_by": Value(by.pk, output_field=BigIntegerField()),
        "set_door": Value("web", output_field=CharField()),
        "set_at": Value(at, output_field=DateTimeField()),
        "set_counts": Value({"changed": 1}, output_field=JSONField()),
        "set_sentences": Value(sentences, output_field=JSONField()),
        "set_tables": Value({"contacts.contact": ["phone"]}, output_field=JSONField()),
        "set_state": Value("done", output_field=CharField()),
    }
    columns = ["number", "verb", "permission", "by_id", "door", "at", "counts", "sentences", "tables", "state"]
    insert_from(Contact.objects.annotate(**values).values_list(*values), into=ChangeSet, columns=columns)
    images = {
        "image_set": F("pk") + above,
        "image_label": Value("contacts.contact", output_field=CharField()),
        "image_object": F("pk"),
        "image_subject": F("pk"),
        "image_kind": Value(Image.UPDATED, output_field=CharField()),
    }
    names = ["change_set", "label", "object_id", "subject_id", "kind"]
    insert_from(Contact.objects.annotate(**images).values_list(*images), into=Image, columns=names)
    reset_numbers(ChangeSet)


def reset_numbers(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def test_the_ledger_asks_its_indexes(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ChangeSet.objects.count() > DAYS * CONTACTS
    large = set(test_plans.LARGE) - {"segments_segmentline"}  # this office has no segments
    if connection.vendor == "postgresql":  # on SQLite the order of the key is a scan in the plan, and stops at the page's end
        large.add("ledger_changeset")
    monkeypatch.setattr(test_plans, "LARGE", sorted(large))
    busy = Contact.objects.order_by("pk")[500].number
    small = ChangeSet.objects.filter(verb="mailing_group.add").earliest("number").number
    big = ChangeSet.objects.filter(verb="mailing_group.add").latest("number").number
    then = timezone.localdate() - timedelta(days=DAYS - 1)
    addresses = (
        "/changes/",
        "/changes/?page=200",
        "/changes/?by=other",
        "/changes/?about=groups",
        "/changes/?about=users",
        "/changes/?contact=A1",
        f"/changes/?contact={busy}",
        f"/changes/?contact={busy}&about=groups",
        f"/changes/{small}/",
        f"/contacts/{busy}/",
    )
    as_administrator = client_of(administrator)
    for address in addresses:
        assert list(whole_readings(as_administrator, address)) == [], address
    as_reader = client_of(make_user(Role.READER))
    # These have so many rows that reading the table may be the better plan: they must be quick all the same.
    of_many_rows = (
        "/changes/?about=contacts",
        f"/changes/?date={then}",
        "/changes/?by=<>other&door=command",
        f"/changes/{big}/",
        f"/changes/{big}/?page=100",
    )
    for address in (*addresses, *of_many_rows):
        for client in (as_administrator, as_reader):
            assert seconds_in_the_database(client, address) < SLOW, address


def seconds_in_the_database(client: Client, address: str) -> float:
    """The quicker of two, for whatever else the machine does at the moment."""
    return min(_once(client, address), _once(client, address))


def _once(client: Client, address: str) -> float:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(float(query["time"]) for query in queries.captured_queries)
