import pytest

from postkring.accounts.models import Role, User
from postkring.commands import main
from postkring.ledger.models import ChangeSet

pytestmark = pytest.mark.django_db


def test_add_makes_a_password_and_shows_it_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", "jan", "--role", "editor"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "jan can sign in now, as editor."
    label, password = second.split(": ")
    assert label == "Password (shown this once)"
    assert len(password) == 20
    assert User.objects.get(username="jan").check_password(password)


def test_add_stands_in_the_ledger_as_an_act_from_the_terminal() -> None:
    main(["user", "add", "jan", "--role", "editor"])
    change_set = ChangeSet.objects.get()
    assert (change_set.verb, change_set.by, change_set.door) == ("user.add", None, "command")


def test_add_takes_the_password_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: "correct horse battery\n", raising=False)
    assert main(["user", "add", "jan", "--role", "administrator", "--password-stdin"]) == 0
    assert capsys.readouterr().out == "jan can sign in now, as administrator.\n"
    assert User.objects.get().check_password("correct horse battery")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["user", "add", "jan", "--role", "boss"], "“boss” is not a role. Roles: administrator, marketer, editor, reader."),
        (["user", "disable", "jan"], "There is no user jan: postkring user list shows everybody."),
    ],
)
def test_refusal_is_one_sentence_and_changes_nothing(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"{sentence}\n")
    assert not User.objects.exists()
    assert not ChangeSet.objects.exists()


def test_empty_password_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: "", raising=False)
    assert main(["user", "add", "jan", "--role", "reader", "--password-stdin"]) == 1
    assert capsys.readouterr().err.startswith("No password came in on standard input")
    assert not User.objects.exists()


def test_same_name_twice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "jan", "--role", "reader"])
    capsys.readouterr()
    assert main(["user", "add", "Jan", "--role", "editor"]) == 1
    assert capsys.readouterr().err == "User Jan exists already.\n"
    assert User.objects.get().role == Role.READER


def test_list_shows_everybody_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    for name, role in (("zoe", "administrator"), ("adam", "reader")):
        main(["user", "add", name, "--role", role])
    main(["user", "disable", "adam"])
    capsys.readouterr()
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "adam\treader\tdisabled\nzoe\tadministrator\tactive\n"


def test_disabled_user_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "zoe", "--role", "administrator"])
    main(["user", "add", "adam", "--role", "reader"])
    capsys.readouterr()
    assert main(["user", "disable", "adam"]) == 0
    assert capsys.readouterr().out == "adam can sign in no longer.\n"
    assert not User.objects.get(username="adam").is_active


def test_last_administrator_cannot_be_disabled(capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "zoe", "--role", "administrator"])
    capsys.readouterr()
    assert main(["user", "disable", "zoe"]) == 1
    assert capsys.readouterr().err == "There must be at least one active administrator.\n"
    assert User.objects.get().is_active
