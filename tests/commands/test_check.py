import pytest

from postkring.classifications.mailing_groups import MailingGroup
from postkring.commands import main
from tests.commands.conftest import Postkring

SUBJECTS = ["database", "tables", "memberships", "worker", "disk", "secret key"]


def subjects(output: str) -> list[str]:
    return [line[7:].partition(":")[0] for line in output.splitlines()]


def test_check_makes_the_database_of_a_new_home_and_finds_it_sound(postkring: Postkring) -> None:
    result = postkring("check")
    assert (result.returncode, result.stderr) == (0, "")
    assert subjects(result.stdout) == SUBJECTS
    assert all(line.startswith("ok ") for line in result.stdout.splitlines())


def test_database_that_does_not_answer_is_wrong(postkring: Postkring) -> None:
    result = postkring("check", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert result.returncode == 1
    assert result.stdout.splitlines()[0] == "WRONG  database: postgresql does not answer (OperationalError)"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("POSTKRING_LANGUAGE", "tlh", "POSTKRING_LANGUAGE must be one of nl, fr, de, en; it is “tlh”."),
        ("POSTKRING_TIMEZONE", "UTC", "POSTKRING_TIMEZONE is not a setting of Postkring."),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL must name PostgreSQL"),
    ],
)
def test_bad_setting_stops_the_start_with_a_sentence_that_names_it(postkring: Postkring, name: str, value: str, sentence: str) -> None:
    result = postkring("check", **{name: value})
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1


@pytest.mark.django_db
def test_counters_are_compared_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    MailingGroup.objects.create(code="GESCHENK", code_folded="geschenk", description="", contact_count=0)
    assert main(["check", "--counters"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "ok     counters: every one equals its count"


@pytest.mark.django_db
def test_wrong_counter_is_named_with_both_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    MailingGroup.objects.create(code="GESCHENK", code_folded="geschenk", description="", contact_count=3)
    assert main(["check", "--counters"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "WRONG  counter of GESCHENK: says 3, counted 0"
    assert MailingGroup.objects.get().contact_count == 3
