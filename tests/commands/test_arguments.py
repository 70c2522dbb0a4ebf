import pytest

from postkring.commands import arguments


def test_serve_stays_on_this_machine_unless_told_otherwise() -> None:
    options = arguments.parse(["serve"])
    assert (options.host, options.port, options.demo) == ("127.0.0.1", 8000, False)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "abc", "80.5", "٨٠"])
def test_port_that_is_none_is_refused_in_one_line(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        arguments.parse(["serve", f"--port={port}"])
    assert stopped.value.code == 1
    message = capsys.readouterr().err
    assert f"not “{port}”" in message
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    "words", [[], ["fly"], ["user"], ["user", "add"], ["user", "add", "jan"], ["export"], ["export", "contacts"], ["check", "--all"]]
)
def test_what_is_not_a_command_is_refused_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        arguments.parse(words)
    assert stopped.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1
