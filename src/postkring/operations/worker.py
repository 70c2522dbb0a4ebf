"""The background worker as a process: takes from the queue, and brings back what has lost its worker."""

import logging
import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from postkring.kit.circles import spare_what_is_loaded
from postkring.operations.parents import stop_with
from postkring.work.actions import sweep
from postkring.work.leases import present
from postkring.work.stopping import is_stopping, stop

logger = logging.getLogger(__name__)

INTERVAL: Final = 0.5  # seconds between two looks at the queue
SWEEP: Final = 2.0


def work(*, parent: int | None = None) -> None:
    """Works until SIGINT or SIGTERM, or until the parent is gone. What it is at then is rolled back and taken up by another."""
    if parent is not None:
        stop_with(parent)
    queue = _queue()

    def end(number: int, frame: FrameType | None) -> None:
        queue.running = False
        stop()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    spare_what_is_loaded()
    swept = 0.0
    with present():
        while not is_stopping():
            if time.monotonic() - swept >= SWEEP:
                _patiently(sweep)
                swept = time.monotonic()
            _patiently(lambda: _take(queue))
            time.sleep(INTERVAL)


def _queue() -> Worker:
    """django-tasks' own worker, in its form that ends when the queue is empty: so that there is time for the sweep."""
    return Worker(
        queue_names=["*"],
        interval=INTERVAL,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"postkring-{os.getpid()}",
        excluded_queue_names=[],
    )


def _take(queue: Worker) -> None:
    # It looks at the queue in an exclusive transaction, which on SQLite keeps others waiting: only when there is something.
    if DBTaskResult.objects.ready().exists():
        queue.run()


def _patiently(step: Callable[[], object]) -> None:
    """A database that is busy for long, or away for a moment, is no reason to end."""
    try:
        step()
    except OperationalError as error:
        logger.warning("The database did not answer (%s)", type(error.__cause__).__name__)
    finally:
        close_old_connections()
