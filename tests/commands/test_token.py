from datetime import timedelta

import pytest
from django.utils import timezone

from postkring.accounts.actions import disable_user
from postkring.accounts.models import ApiToken, User
from postkring.accounts.token_actions import make_token
from postkring.accounts.tokens import caller_of_token
from postkring.commands import main
from postkring.ledger.models import ChangeSet

pytestmark = pytest.mark.django_db


def test_add_prints_the_token_alone_on_standard_output(editor: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "add", "editor", "--name", "Power BI", "--role", "editor", "--days", "10"]) == 0
    shown, token = capsys.readouterr(), ApiToken.objects.get()
    caller = caller_of_token(shown.out.removesuffix("\n"))
    assert caller is not None
    assert (caller.user, caller.token) == (editor, token.pk)
    last = timezone.localdate() + timedelta(days=10)
    assert shown.err == f"Token {token.pk} of editor, editor, valid until {last:%Y-%m-%d}. It is shown this once:\n"
    assert (token.name, token.role, token.last_day) == ("Power BI", "editor", last)
    change_set = ChangeSet.objects.get()
    assert (change_set.verb, change_set.by, change_set.door) == ("token.create", None, "command")


def test_add_without_more_makes_a_token_of_the_owner_s_role_for_a_year(administrator: User) -> None:
    main(["token", "add", "administrator"])
    token = ApiToken.objects.get()
    assert (token.name, token.role, token.last_day) == ("terminal", "administrator", timezone.localdate() + timedelta(days=365))


def test_add_without_end(administrator: User, capsys: pytest.CaptureFixture[str]) -> None:
    main(["token", "add", "administrator", "--days", "0"])
    assert ApiToken.objects.get().expires is None
    assert "valid until revoked." in capsys.readouterr().err


def test_list_shows_what_was_not_revoked(editor: User, reader: User, capsys: pytest.CaptureFixture[str]) -> None:
    now = timezone.now()
    first, text = make_token(reader, "Excel", role="reader", expires=None, by=reader)
    second, _ = make_token(editor, "Word", role="editor", expires=now + timedelta(days=1), by=editor)
    gone, _ = make_token(editor, "Access", role="editor", expires=None, by=editor)
    caller_of_token(text)
    ApiToken.objects.filter(pk=second.pk).update(expires=now)
    main(["token", "revoke", str(gone.pk)])
    capsys.readouterr()
    assert main(["token", "list"]) == 0
    shown = capsys.readouterr().out
    used = f"used {timezone.localtime(ApiToken.objects.get(pk=first.pk).last_used):%Y-%m-%d %H:%M}"
    lines = [
        f"{second.pk}\teditor\teditor\tWord\t{second.hint}…\texpired\tnot used yet",
        f"{first.pk}\treader\treader\tExcel\t{first.hint}…\tuntil revoked\t{used}",
    ]
    assert shown.splitlines() == lines
    assert text not in shown
    main(["token", "list", "reader"])
    assert capsys.readouterr().out.splitlines() == lines[1:]


def test_revoke(editor: User, capsys: pytest.CaptureFixture[str]) -> None:
    token, text = make_token(editor, "Excel", role="reader", expires=None, by=editor)
    assert main(["token", "revoke", str(token.pk)]) == 0
    assert capsys.readouterr().out == f"Token {token.pk} of editor opens nothing any more.\n"
    assert caller_of_token(text) is None
    assert ChangeSet.objects.get(verb="token.revoke").door == "command"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "nobody"], "There is no user nobody: postkring user list shows everybody."),
        (["list", "nobody"], "There is no user nobody: postkring user list shows everybody."),
        (["add", "editor", "--role", "marketer"], "An API token may do no more than its owner."),
        (["add", "editor", "--role", "boss"], "“boss” is not a role. Roles: administrator, marketer, editor, reader."),
        (["add", "editor", "--name", " "], "Fill in Name."),
        (["add", "disabled"], "User disabled is disabled."),
        (["revoke", "987654"], "There is no token 987654: postkring token list shows all that open something."),
        (["revoke", "9" * 30], f"There is no token {'9' * 30}: postkring token list shows all that open something."),
    ],
)
def test_refusal_is_one_sentence_and_changes_nothing(
    administrator: User, editor: User, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    disable_user(User.objects.create_user("disabled"), by=administrator)
    before = ChangeSet.objects.count()
    assert main(["token", *words]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"{sentence}\n")
    assert not ApiToken.objects.exists()
    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize("words", [["add"], ["add", "x", "--days", "-1"], ["add", "x", "--days", "36501"], ["revoke", "x"], ["revoke"]])
def test_what_cannot_be_meant_is_refused_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["token", *words])
    assert stopped.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1
