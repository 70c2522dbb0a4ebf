"""For tests that the number of queries does not grow with the rows."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

FEW, MANY = 10, 500


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
