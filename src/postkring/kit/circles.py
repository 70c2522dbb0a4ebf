"""Python's search for objects that refer to each other in circles, put off while many are made that do not."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """For a piece of work that ends soon. What is in no circle goes away as ever; the search would take a quarter of the time."""
    was_enabled = gc.isenabled()
    try:  # before it is switched off: a signal may raise at any line
        gc.disable()
        yield
    finally:
        if was_enabled:
            gc.enable()
