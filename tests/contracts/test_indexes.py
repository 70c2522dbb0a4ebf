"""Statements that would read a whole table without the index made for them."""

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from postkring.accounts.models import User
from postkring.classifications.actions import take_out_of_group
from postkring.classifications.queries import history_of
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.ledger.numbers import gone_numbers
from tests.factories import make_company, make_group

pytestmark = pytest.mark.django_db


def plan(statement: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # which so few rows would not need
        cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def plan_of(rows: "models.QuerySet[models.Model]") -> str:
    with CaptureQueriesContext(connection) as queries:
        list(rows)
    return plan(queries.captured_queries[-1]["sql"])


def test_a_contact_s_memberships_are_found_by_an_index_also_the_ended_ones(editor: User) -> None:
    contact = make_company()
    take_out_of_group(Contact.objects.all(), make_group(members=[contact]), by=editor)
    assert "mailing_group_of_contact" in plan_of(history_of(contact))
    with CaptureQueriesContext(connection) as queries:
        delete_contacts(Contact.objects.all(), by=editor)
    written = [query["sql"] for query in queries.captured_queries]
    naming = next(sql for sql in written if sql.startswith('UPDATE "classifications_contactmailinggroup"'))
    assert "mailing_group_of_contact" in plan(naming)


def test_what_was_done_once_and_which_numbers_are_gone_is_found_by_an_index() -> None:
    assert "change_set_by_verb" in plan_of(ChangeSet.objects.filter(verb__in=["mailing_group.create"], undone_by__isnull=True))
    assert "gone_number_by_number" in plan_of(gone_numbers(Contact).filter(number="CT000001"))
    assert "gone_number_by_number" in plan_of(gone_numbers(Contact).filter(number__gte="CT000001").order_by("number"))
