"""postkring check: the facts of operations/check.py on the terminal."""

from argparse import Namespace
from typing import Any

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.queries import counter_differences
from postkring.operations import check
from postkring.operations.schema import bring_up_to_date


def run(options: Namespace) -> int:
    facts = [check.database_answers()]
    if facts[0].good:
        bring_up_to_date()
        facts = check.facts()
    for fact in facts:
        print(f"{'ok' if fact.good else 'WRONG':<6} {fact.subject}: {fact.finding}")
    good = all(fact.good for fact in facts)
    if options.counters and good:
        good = counters_agree()
    return 0 if good else 1


def counters_agree() -> bool:
    differences: list[Any] = [each for spec in CLASSIFICATIONS for each in counter_differences(spec)]
    for group in differences:
        print(f"WRONG  counter of {group.code}: says {group.contact_count}, counted {group.counted}")
    if not differences:
        print("ok     counters: every one equals its count")
    return not differences
