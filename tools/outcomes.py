"""What a pass of the tests gave, read from pytest's report, and the sum of several passes in pytest's own words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

WORDS: Final = ("failed", "passed", "skipped", "error")
WIDTH: Final = 80


@dataclass(frozen=True)
class Outcome:
    title: str
    status: int
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    broken: tuple[str, ...] = ()

    def sentence(self) -> str:
        ended = "" if self.counts else f"pytest ended with status {self.status}"
        return f"{ended or counted(self.counts)} in {self.seconds:.0f} s"


def read_outcome(title: str, status: int, report: Path) -> Outcome:
    """A pass that wrote no report broke down before its end: its status is all there is."""
    if not report.exists():
        return Outcome(title, status)
    suites = ElementTree.parse(report).getroot().findall("testsuite")
    counts: Counter[str] = Counter()
    broken = []
    for case in (case for suite in suites for case in suite.findall("testcase")):
        word = _word(case)
        counts[word] += 1
        if word in {"failed", "error"}:
            broken.append(f"{case.get('classname')}::{case.get('name')}")
    return Outcome(title, status, sum(float(suite.get("time", "0")) for suite in suites), counts, tuple(dict.fromkeys(broken)))


def _word(case: ElementTree.Element) -> str:
    found = {child.tag for child in case}
    return next((word for tag, word in (("error", "error"), ("failure", "failed"), ("skipped", "skipped")) if tag in found), "passed")


def counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])


def summary_line(outcomes: Sequence[Outcome], seconds: float) -> str:
    total = sum((outcome.counts for outcome in outcomes), Counter[str]())
    crashed = sum(outcome.status != 0 and not outcome.broken for outcome in outcomes)
    total["error"] += crashed
    return f" {counted(total) or 'no tests ran'} in {seconds:.2f}s ".center(WIDTH, "=")
