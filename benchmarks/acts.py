"""Steps of a segment, beside the plainest SQL that writes the same lines."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from benchmarks.timing import ActTime, timed
from postkring.accounts.models import User
from postkring.criteria.selections import selection_of
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import add_contacts, create_segment, go_back, reduce_contacts
from postkring.segments.models import Segment, SegmentLine, StepAction
from postkring.segments.options import NONE, Options
from postkring.segments.queries import preview
from postkring.segments.reduction import reduction


def act_times(user: User) -> Iterator[ActTime]:
    segment = create_segment(description="Bench", by=user)
    chosen = selection_of([("mailingGroup", "GROUP1|GROUP2|GROUP3")])
    plain_count = timed(lambda: _plain_count(segment.pk))[0]
    seconds, numbers = timed(lambda: preview(segment, chosen))
    yield ActTime("preview of Add Contacts", numbers.added, seconds, plain_count, most=1.5)
    seconds, numbers = timed(lambda: preview(segment, chosen, Options(expand_companies=True)))
    yield ActTime("preview with the whole companies", numbers.added, seconds, plain_count)
    plain_lines = timed(lambda: _plain_lines(segment.pk))[0]
    seconds, (step, _) = timed(lambda: add_contacts(segment, chosen, by=user))
    yield ActTime("Add Contacts", step.added, seconds, plain_lines, most=3)
    yield from _taking_away(segment, user)
    seconds, report = timed(lambda: go_back(segment, by=user))
    yield ActTime("Go Back", report.undone, seconds, plain_lines, most=3)


def _taking_away(segment: Segment, user: User) -> Iterator[ActTime]:
    """Half of the lines, and back again."""
    chosen = selection_of([("mailingGroup", "GROUP1")])
    plain = timed(lambda: _plain_going(segment.pk))[0]
    seconds, seen = timed(lambda: reduction(segment, StepAction.REDUCE, chosen, NONE))
    yield ActTime("preview of Reduce", seen.removed, seconds, 0)
    seconds, step = timed(lambda: reduce_contacts(segment, chosen, by=user))
    yield ActTime("Reduce", step.removed, seconds, plain)
    seconds, report = timed(lambda: go_back(segment, by=user))
    yield ActTime("Go Back from it", report.undone, seconds, plain)


def _plain_going(segment: int) -> None:
    _plain(
        f"DELETE FROM {SegmentLine._meta.db_table} WHERE segment_id = %s AND contact_id IN "
        "(SELECT contact_id FROM classifications_contactmailinggroup m "
        "JOIN classifications_mailinggroup g ON g.id = m.mailing_group_id WHERE g.code = 'GROUP1' AND m.ended_at IS NULL)",
        segment,
    )  # fmt: skip


def _plain(statement: str, *values: Any) -> None:
    """Runs a statement and takes it back, so that the act finds the table as it was.

    PostgreSQL looks at foreign keys only when it commits: that belongs to the statement, as it belongs to the act.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def _plain_count(segment: int) -> None:
    """The same numbers: who would be added, who is on a line already, who is left out and why."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE l.id IS NULL AND NOT c.privacy_blocked AND NOT c.exclude_from_segment), "
            "count(*) FILTER (WHERE l.id IS NOT NULL), "
            "count(*) FILTER (WHERE l.id IS NULL AND c.privacy_blocked), "
            "count(*) FILTER (WHERE l.id IS NULL AND NOT c.privacy_blocked AND c.exclude_from_segment) "
            f"FROM contacts_contact c LEFT JOIN {SegmentLine._meta.db_table} l ON l.segment_id = %s AND l.contact_id = c.id "
            "WHERE c.id IN (SELECT m.contact_id FROM classifications_contactmailinggroup m "
            "JOIN classifications_mailinggroup g ON g.id = m.mailing_group_id "
            "WHERE g.code IN ('GROUP1', 'GROUP2', 'GROUP3') AND m.ended_at IS NULL)",
            [segment],
        )
        cursor.fetchone()


def _plain_lines(segment: int) -> None:
    act = ChangeSet.objects.order_by("-pk")[0]
    _plain(
        f"INSERT INTO {SegmentLine._meta.db_table} "
        "(segment_id, line_number, contact_id, description, date, campaign_number, correspondence_type, added_by_id) "
        "SELECT %s, 10000 * row_number() OVER (ORDER BY sort_company_name, sort_name, id), "
        "id, '', '2026-01-01', '', correspondence_type, %s "
        "FROM contacts_contact WHERE id IN (SELECT contact_id FROM classifications_contactmailinggroup m "
        "JOIN classifications_mailinggroup g ON g.id = m.mailing_group_id "
        "WHERE g.code IN ('GROUP1', 'GROUP2', 'GROUP3') AND m.ended_at IS NULL)",
        segment, act.pk,
    )  # fmt: skip
