from collections import Counter
from pathlib import Path

from outcomes import Outcome, read_outcome, summary_line

REPORT = """<testsuites><testsuite time="2.5">
<testcase classname="tests.a" name="fine"/>
<testcase classname="tests.a" name="wrong"><failure/></testcase>
<testcase classname="tests.a" name="left"><skipped/></testcase>
<testcase classname="tests.b" name="broken"><error/></testcase>
</testsuite></testsuites>"""


def test_report_is_counted_and_names_what_broke(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    outcome = read_outcome("SQLite", 1, report)
    assert outcome.counts == {"passed": 1, "failed": 1, "skipped": 1, "error": 1}
    assert outcome.broken == ("tests.a::wrong", "tests.b::broken")
    assert outcome.sentence() == "1 failed, 1 passed, 1 skipped, 1 error in 2 s"


def test_pass_without_report_is_told_by_its_status(tmp_path: Path) -> None:
    outcome = read_outcome("browser", 4, tmp_path / "missing.xml")
    assert outcome.sentence() == "pytest ended with status 4 in 0 s"


def test_summary_adds_the_passes_up_as_pytest_does() -> None:
    outcomes = [Outcome("SQLite", 0, 1.0, Counter(passed=3)), Outcome("PostgreSQL", 0, 2.0, Counter(passed=2, skipped=1))]
    assert summary_line(outcomes, 3.456).strip("= ") == "5 passed, 1 skipped in 3.46s"


def test_pass_that_broke_down_is_an_error_in_the_summary() -> None:
    outcomes = [Outcome("SQLite", 0, 1.0, Counter(passed=3)), Outcome("browser", 4)]
    assert summary_line(outcomes, 1.0).strip("= ") == "3 passed, 1 error in 1.00s"
