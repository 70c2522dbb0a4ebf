"""The pages that stand on large tables ask their indexes: no statement of theirs reads a whole large table to filter or order it."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postkring.accounts.models import Role
from postkring.classifications.actions import add_to_group
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY, selection_of
from postkring.segments.actions import add_contacts
from tests.factories import make_group, make_segment, make_user, many_contacts

# Twenty thousand contacts that are rolled back stay in the files of PostgreSQL, and slow down every test that comes after them.
pytestmark = pytest.mark.usefixtures("own_database")

CONTACTS: Final = 20_000
MEMBERS: Final = 200
LARGE: Final = ("contacts_contact", "classifications_contactmailinggroup", "segments_segmentline", "contacts_contactstamp", "ledger_image")


def test_pages_on_large_tables_use_indexes(client: Client) -> None:
    user = make_user(Role.ADMINISTRATOR)
    contacts = many_contacts(CONTACTS)
    add_to_group(Contact.objects.all(), make_group("GROOT"), by=user)
    group, segment = make_group("KLEIN"), make_segment("Doorsnede")
    add_to_group(Contact.objects.filter(pk__in=contacts.values_list("pk", flat=True)[5_000 : 5_000 + MEMBERS]), group, by=user)
    everybody = make_segment("Allemaal")
    add_contacts(everybody, EVERYBODY, by=user)
    step, _ = add_contacts(segment, selection_of([("mailingGroup", "KLEIN")]), by=user)
    assert step.added == MEMBERS
    number = contacts[5_000].number
    Contact.objects.filter(number=number).update(vat_number="BE0403170701")  # others with the same one are looked for
    settle()
    client.force_login(user)
    for address in (
        "/contacts/",
        "/contacts/?sort=city",
        "/contacts/?sort=-email&page=100",
        "/contacts/?q=0005017",
        "/contacts/?group=KLEIN",
        "/contacts/?mailingGroup=KLEIN&mailingGroup.asOf=t",
        "/contacts/?mailingGroup=KLEIN&mailingGroup.since=1/1/2026",
        f"/contacts/{number}/",
        f"/contacts/{number}/mailing-groups",
        "/mailing-groups/KLEIN/",
        f"/segments/{segment.number}/",
        *(f"/segments/{segment.number}/?sort={order}" for order in ("name", "-company_name", "city,line")),
        f"/segments/{segment.number}/criteria",
        f"/segments/{segment.number}/criteria/1",
        "/search?q=0005017",
    ):
        assert list(whole_readings(client, address)) == [], address
    for order in ("name", "-company_name", "city,line"):
        # Nearly all lines are counted for this one.
        readings = whole_readings(client, f"/segments/{everybody.number}/?sort={order}")
        assert [reading for reading in readings if "COUNT(*)" not in reading] == [], order


def settle() -> None:
    """What autovacuum does after a while: statistics, and the trigram indexes with what was written last sorted in."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relname LIKE %s",
                ["%trigrams"],
            )


def whole_readings(client: Client, address: str) -> Iterator[str]:
    """The steps of the page's plans that read a large table from end to end; only counting may."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    for query in queries.captured_queries:
        statement = query["sql"]
        if statement.startswith("SELECT") and any(f'"{table}"' in statement for table in LARGE):
            for reading in sqlite_readings(statement) if connection.vendor == "sqlite" else postgresql_readings(statement):
                yield f"{reading} in {statement[:1000]}"


def sqlite_readings(statement: str) -> Iterator[str]:
    """A scan over an index alone is the search box's way on SQLite, and cheap; a scan of the rows is not."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + statement)
        for *_, detail in cursor.fetchall():
            if re.search(rf"SCAN ({'|'.join(LARGE)})", detail) and "USING" not in detail:
                yield detail


def postgresql_readings(statement: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + statement)
        plan = cursor.fetchone()[0]
    yield from whole_scans((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"])


def whole_scans(plan: dict[str, Any], above: str = "") -> Iterator[str]:
    """A plain count reads rows in any case, or as many as a limit lets it; what is filtered or ordered must not take them all."""
    if plan["Node Type"] == "Seq Scan" and plan.get("Relation Name") in LARGE and ("Filter" in plan or above not in {"Aggregate", "Limit"}):
        yield f"Seq Scan on {plan['Relation Name']} where {plan.get('Filter', 'everything')}, for {above or 'the answer'}"
    for below in plan.get("Plans", []):
        yield from whole_scans(below, plan["Node Type"])
