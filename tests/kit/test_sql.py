"""The raw SQL of the product: rows as JSON and back, INSERT … SELECT, and columns put back where nobody changed them since."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.fields import BigIntegerField, DateTimeField
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact, ContactStamp
from postkring.kit.sql import (
    FromJson,
    RowJson,
    analyze,
    columns_of,
    expressions,
    field_of,
    has_two_ways,
    insert_from,
    keys_behind,
    little_cache,
    one_of,
    only_row,
    read_by_key,
    read_in_order,
    restore_columns,
    set_columns,
    stands_in,
    statements,
    with_keys,
    writes_alone,
)
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet, Image
from postkring.segments.models import SegmentStep
from postkring.setup.models import Salutation, Territory
from tests.factories import make_company, make_group, make_person, make_segment

pytestmark = pytest.mark.django_db


def change_set() -> ChangeSet:
    with act("test", by=None, permission="read") as writer:
        writer.keep = True
        writer.say(lambda: "test")
    return writer.change_set


@pytest.mark.parametrize("pairs", [3, 7, 48])
def test_a_row_is_one_object_however_many_columns_one_call_takes(monkeypatch: pytest.MonkeyPatch, pairs: int) -> None:
    monkeypatch.setattr(expressions, "_PAIRS", {"postgresql": pairs, "sqlite": pairs})
    contact = make_company(name='O\'Brien "&" Zn', city="Köln")
    columns = columns_of(Contact)
    assert len(columns) > 48
    row = Contact.objects.annotate(row=RowJson(*columns)).values_list("row", flat=True).get()
    assert set(row) == {field_of(Contact, column).column for column in columns}
    assert row["id"] == contact.pk
    assert row["name"] == 'O\'Brien "&" Zn'
    assert row["city"] == "Köln"
    assert row["territory_id"] is None
    assert row["job_title"] == ""


def test_more_columns_than_the_database_takes_in_one_call_are_no_trouble() -> None:
    make_company()
    columns = columns_of(Contact)
    # A company is its own company, so the same values come twice.
    twice = [*columns, *(f"company__{column}" for column in columns)]
    assert len(twice) > max(expressions._PAIRS.values())
    rows = Contact.objects.annotate(once=RowJson(*columns), twice=RowJson(*twice)).values_list("once", "twice")
    once, again = rows.get()
    assert once == again


def test_a_row_is_made_of_columns_only() -> None:
    make_company()
    with pytest.raises(TypeError):
        list(Contact.objects.annotate(loud=Upper("name")).annotate(row=RowJson("loud")).values_list("row"))


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Contact, "name", 'O\'Brien \\ "%s" 🎁 {0}'),
        (Contact, "name", "null"),
        (Contact, "search_own", ""),
        (Contact, "search_own", "regel\nregel\t" * 2000),
        (Contact, "territory", None),
        (Contact, "minor", False),
        (Contact, "exclude_from_segment", True),
        (Contact, "guid", UUID("00000000-0000-4000-8000-00000000000f")),
        (SegmentStep, "selection", {"version": 1, "criteria": [{"key": "name", "filter": "'O''Brien'|\"é\""}]}),
        (SegmentStep, "options", []),
        (SegmentStep, "action_number", 2_147_483_647),
        (User, "last_login", None),
        (User, "last_login", datetime(2026, 2, 1, 23, 59, 59, 999_999, tzinfo=UTC)),
        (User, "is_active", False),
    ],
)
def test_a_value_comes_out_of_the_object_as_it_went_in(model: type[models.Model], column: str, value: object) -> None:
    if model is User:
        User.objects.create(username="an")
    else:
        make_segment(contacts=[make_company()])
    field = field_of(model, column)
    stored = model._base_manager.all()
    stored.update(**{column: value})
    kept = stored.annotate(row=RowJson(field.attname)).values_list("row", flat=True).get()
    image = Image.objects.create(change_set=change_set(), label="test", object_id=1, kind="d", before=kept)
    read = Image.objects.filter(pk=image.pk).annotate(read=FromJson("before", field)).values_list("read", flat=True).get()
    assert read == value
    assert type(read) is type(value)


def test_dates_and_large_numbers_come_back_with_their_types() -> None:
    segment = make_segment(date="2026-02-28", contacts=[make_company()])
    segment.lines.update(line_number=9_000_000_000_000)
    for column, value in {"date": date(2026, 2, 28), "line_number": 9_000_000_000_000}.items():
        kept = segment.lines.annotate(row=RowJson(column)).values_list("row", flat=True).get()
        image = Image.objects.create(change_set=change_set(), label=column, object_id=1, kind="d", before=kept)
        field = field_of(type(segment.lines.get()), column)
        assert Image.objects.filter(pk=image.pk).annotate(read=FromJson("before", field)).get().read == value


def stamps(at: datetime) -> models.QuerySet[Contact, tuple[object, ...]]:
    number = Value(ChangeSet.objects.latest("number").number, output_field=BigIntegerField())
    values = {"which": F("pk"), "whose": number, "since": Value(at, output_field=DateTimeField())}
    return Contact.objects.annotate(**values).values_list(*values)


def test_insert_from_writes_a_row_for_each_and_counts_them() -> None:
    company, person = make_company(), make_person()
    ContactStamp.objects.all().delete()
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert insert_from(stamps(at), into=ContactStamp, columns=["contact", "change_set", "at"]) == 2
    assert set(ContactStamp.objects.values_list("contact", "at")) == {(company.pk, at), (person.pk, at)}


def test_insert_from_nothing_writes_nothing() -> None:
    make_company()
    columns = ["contact", "change_set", "at"]
    now = datetime(2026, 2, 1, tzinfo=UTC)
    assert insert_from(stamps(now).none(), into=ContactStamp, columns=columns) == 0
    assert insert_from(stamps(now).filter(pk__in=[]), into=ContactStamp, columns=columns) == 0
    assert insert_from(stamps(now).filter(number="?"), into=ContactStamp, columns=columns, on_conflict="DO NOTHING") == 0


def test_insert_from_follows_its_clause_where_a_row_stands_already() -> None:
    make_company()
    columns, later = ["contact", "change_set", "at"], datetime(2030, 1, 1, tzinfo=UTC)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_from(stamps(later), into=ContactStamp, columns=columns)
    assert insert_from(stamps(later), into=ContactStamp, columns=columns, on_conflict="(contact_id) DO NOTHING") == 0
    assert not ContactStamp.objects.filter(at=later).exists()
    assert insert_from(stamps(later), into=ContactStamp, columns=columns, on_conflict="(contact_id) DO UPDATE SET at = excluded.at") == 1
    assert ContactStamp.objects.get().at == later


def test_insert_from_reads_the_table_it_writes() -> None:
    make_group("A", "eerste")
    values = {"next_code": Value("B"), "next_folded": Value("b"), "said": F("description"), "none": Value(0)}
    rows = MailingGroup.objects.order_by().annotate(**values).values_list(*values)
    assert insert_from(rows, into=MailingGroup, columns=["code", "code_folded", "description", "contact_count"]) == 1
    assert list(MailingGroup.objects.values_list("code", "description")) == [("A", "eerste"), ("B", "eerste")]
    assert MailingGroup.objects.values("guid").distinct().count() == 2


def test_restore_columns_leaves_a_column_that_was_changed_since() -> None:
    kept = Territory.objects.create(code="NOORD", description="eerst")
    other = Territory.objects.create(code="ZUID", description="eerst")
    with act("test", by=None, permission="read") as writer:
        with writer.updating(Territory.objects.all(), ["code", "description"]):
            Territory.objects.update(description="toen")
            Territory.objects.filter(pk=kept.pk).update(code="NOORDEN")
        writer.say(lambda: "test")
    Territory.objects.filter(pk=kept.pk).update(description="nu")
    fields = [field_of(Territory, name) for name in ("code", "description")]
    images = Image.objects.filter(change_set=writer.change_set)
    before, after = ([FromJson(side, field) for field in fields] for side in ("before", "after"))
    restore_columns(Territory, ["code", "description"], images.values_list("object_id", *before, *after))
    assert Territory.objects.filter(pk=kept.pk).values_list("code", "description").get() == ("NOORD", "nu")
    assert Territory.objects.filter(pk=other.pk).values_list("code", "description").get() == ("ZUID", "eerst")


def test_restore_columns_puts_nothing_back_too() -> None:
    salutation = Salutation.objects.create(code="M")
    company = make_company()
    with act("test", by=None, permission="read") as writer:
        with writer.updating(Contact.objects.all(), ["salutation"]):
            Contact.objects.update(salutation=salutation)
        writer.say(lambda: "test")
    field = field_of(Contact, "salutation_id")
    images = Image.objects.filter(change_set=writer.change_set)
    restore_columns(Contact, ["salutation_id"], images.values_list("object_id", FromJson("before", field), FromJson("after", field)))
    assert Contact.objects.get(pk=company.pk).salutation_id is None


def test_set_columns_gives_each_row_its_own_values_in_one_statement(django_assert_num_queries: Any) -> None:
    first, second, other = (Territory.objects.create(code=code, description="eerst") for code in ("A", "B", "C"))
    with django_assert_num_queries(1):
        set_columns(Territory, ["code", "description"], [(first.pk, "A2", "een \"&\" 'é'\n%s"), (second.pk, "B2", ""), (0, "X", "")])
    assert list(Territory.objects.order_by("pk").values_list("pk", "code", "description")) == [
        (first.pk, "A2", "een \"&\" 'é'\n%s"),
        (second.pk, "B2", ""),
        (other.pk, "C", "eerst"),
    ]


def test_set_columns_knows_keys_flags_and_nothing() -> None:
    Salutation.objects.create(code="M")
    company, columns = make_company(city="Gent"), ["salutation_id", "exclude_from_segment"]
    stored = Contact.objects.filter(pk=company.pk).values_list(*columns, "city")
    set_columns(Contact, columns, [(company.pk, "M", True)])
    assert list(stored.all()) == [("M", True, "Gent")]
    set_columns(Contact, columns, [(company.pk, None, False)])
    assert list(stored.all()) == [(None, False, "Gent")]


def test_stands_in_is_the_same_set_as_a_list_of_keys() -> None:
    first, second = make_company(), make_company()
    group = make_group(members=[second])
    rows = group.assignments.all()
    assert list(Contact.objects.filter(stands_in(rows, "contact_id"))) == [second]
    assert list(Contact.objects.exclude(stands_in(rows, "contact_id"))) == [first]
    assert list(Contact.objects.filter(stands_in(rows, "contact_id", most=True))) == [second]


def test_rows_read_in_order_are_the_same_and_are_looked_up_in_the_set() -> None:
    companies = [make_company(name=name) for name in ("Beta", "Alfa", "Gamma")]
    group = make_group(members=companies[:2])
    rows = Contact.objects.filter(stands_in(group.assignments.all(), "contact")).order_by("sort_name")
    found = read_in_order(rows)[:5]
    assert [contact.name for contact in found] == ["Alfa", "Beta"] == [contact.name for contact in rows]
    assert has_two_ways(rows)
    assert "EXISTS" in str(found.query)
    assert ("EXISTS" in str(rows.query)) == (connection.vendor == "postgresql")
    others = Contact.objects.exclude(stands_in(group.assignments.all(), "contact")).filter(~Q(name="Zeta"))
    assert [contact.name for contact in read_in_order(others)] == ["Gamma"]
    assert not has_two_ways(Contact.objects.all())


def test_rows_of_a_small_set_are_fetched_by_their_keys() -> None:
    companies = [make_company(name=name) for name in ("Beta", "Alfa", "Gamma")]
    group = make_group(members=companies[:2])
    rows = Contact.objects.filter(stands_in(group.assignments.all(), "contact")).annotate(louder=Upper("name")).order_by("sort_name")
    found = read_by_key(rows)
    assert [vars(contact)["louder"] for contact in found] == ["ALFA", "BETA"]
    assert ("= ANY((ARRAY(" in str(found.query)) == (connection.vendor == "postgresql")
    assert [contact.name for contact in read_by_key(rows.filter(name="Alfa"))] == ["Alfa"]
    assert "ARRAY" not in str(read_by_key(rows.filter(name="Alfa")).query)


def test_rows_by_keys_found_before_keep_what_is_read_of_them_and_nothing_that_narrowed_them() -> None:
    here, other = make_company(name="Alfa"), make_company(name="Beta")
    rows = Contact.objects.filter(name="Alfa").annotate(louder=Upper("name"))
    assert {row.pk: vars(row)["louder"] for row in with_keys(rows, [here.pk, other.pk])} == {here.pk: "ALFA", other.pk: "BETA"}
    assert [row.pk for row in rows] == [here.pk]


def test_the_only_row_is_read_in_no_order() -> None:
    company = make_company(number="CT1")
    make_company(number="CT2")
    with CaptureQueriesContext(connection) as queries:
        assert only_row(Contact.objects.order_by("name").filter(number="CT1")) == company
        assert only_row(Contact.objects.filter(number="CT3")) is None
    assert [query for query in queries if "ORDER BY" in query["sql"]] == []


def test_keys_are_counted_alone_where_nothing_else_narrows_the_rows() -> None:
    company = make_company()
    one, two = make_group("ONE", members=[company]), make_group("TWO", members=[company])
    rows = ContactMailingGroup.objects.filter(mailing_group__in=[one, two])
    everyone = Contact.objects.filter(stands_in(rows, "contact"))
    keys = keys_behind(everyone)
    assert everyone.count() == 1
    assert keys is not None
    assert keys.count() == 1
    assert "contacts_contact" not in str(keys.query)
    assert keys_behind(everyone.exclude(stands_in(rows, "contact"))) is None
    assert keys_behind(everyone.filter(name="x")) is None
    assert keys_behind(Contact.objects.filter(~stands_in(rows, "contact"))) is None
    assert keys_behind(Contact.objects.all()) is None
    # Nobody vouches for a number that only says which contact it was about.
    assert keys_behind(Contact.objects.filter(stands_in(Image.objects.all(), "subject_id"))) is None


def test_both_databases_know_the_smallest_version_that_this_needs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version_num")
        version = str(cursor.fetchone()[0])
    needed = (3, 38) if connection.vendor == "sqlite" else (150_000,)
    assert tuple(int(part) for part in version.split(".")[: len(needed)]) >= needed


def test_rows_by_their_keys_however_many() -> None:
    here, other = make_company(), make_company(name="Alfa")
    keys = [here.pk, *range(1_000_000, 1_100_000)]
    assert list(Contact.objects.filter(one_of(keys))) == [here]
    assert list(Contact.objects.filter(~one_of(keys))) == [other]
    assert not Contact.objects.filter(one_of([])).exists()


def test_a_little_cache_ends_with_what_it_was_taken_for() -> None:
    def size() -> int:
        if not writes_alone(Contact):
            return 0
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size")
            return int(cursor.fetchone()[0])

    before = size()
    with little_cache(Contact):
        assert size() == (-8192 if writes_alone(Contact) else 0)
    assert size() == before
    with pytest.raises(RuntimeError, match="broken off"), little_cache(Contact):
        raise RuntimeError("broken off")
    assert size() == before


@pytest.mark.parametrize("missing", ["", False, True, None])
def test_a_column_that_is_not_in_the_object_has_the_value_for_it(missing: str | bool | None) -> None:
    image = Image.objects.create(change_set=change_set(), label="test", object_id=1, kind=Image.DELETED, before={})
    field = field_of(Contact, "minor" if isinstance(missing, bool) else "city")
    read = Image.objects.filter(pk=image.pk).annotate(read=FromJson("before", field, missing=missing))
    assert read.values_list("read", flat=True).get() == missing


@pytest.mark.parametrize(("rows", "counted"), [(2, []), (3, [Salutation])])
def test_a_table_is_counted_anew_once_many_rows_are_committed(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    rows: int,
    counted: list[type[models.Model]],
) -> None:
    asked: list[type[models.Model]] = []
    monkeypatch.setattr(statements, "COUNTED_ANEW", 3)
    monkeypatch.setattr(statements, "analyze", asked.append)
    for number in range(rows):
        Territory.objects.create(code=f"T{number}")
    with django_capture_on_commit_callbacks(execute=True):
        insert_from(Territory.objects.values_list("code", "code"), into=Salutation, columns=["code", "description"])
        assert asked == []
    assert asked == counted


def test_both_databases_count_a_table() -> None:
    make_company()
    analyze(Contact)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Contact._meta.db_table])
            assert cursor.fetchone()[0] == 1
