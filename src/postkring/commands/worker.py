"""postkring worker: one more background worker; any number may run."""

from argparse import Namespace

from postkring.operations import configuration
from postkring.operations.schema import bring_up_to_date
from postkring.operations.worker import work


def run(options: Namespace) -> int:
    configuration.refuse_dead_paths()
    bring_up_to_date()
    work(parent=options.stop_with)
    return 0
