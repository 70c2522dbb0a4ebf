import json
import logging
import sys
from typing import Any

import pytest

from postkring.operations.logs import JsonLines


def line(message: str = "request", *arguments: object, **extra: Any) -> dict[str, Any]:
    record = logging.LogRecord("postkring.request", logging.INFO, "here.py", 1, message, arguments, extra.pop("exc_info", None))
    record.__dict__.update(extra)
    written = JsonLines().format(record)
    assert "\n" not in written
    decoded: dict[str, Any] = json.loads(written)
    return decoded


def test_line_holds_time_level_logger_and_message() -> None:
    written = line("took %s", 5)
    assert written.pop("time").endswith("+00:00")
    assert written == {"level": "INFO", "logger": "postkring.request", "message": "took 5"}


def test_known_facts_of_a_request_are_written_and_nothing_else() -> None:
    written = line(method="POST", path="/contacts/new", status=422, milliseconds=12, user_id=7, contact="Jan Peeters", form={"email": "x"})
    assert {key: written[key] for key in ("method", "path", "status", "milliseconds", "user_id")} == {
        "method": "POST",
        "path": "/contacts/new",
        "status": 422,
        "milliseconds": 12,
        "user_id": 7,
    }
    assert "Jan Peeters" not in json.dumps(written)
    assert "form" not in written


def test_query_of_a_path_is_left_out() -> None:
    assert line(path="/search?q=peeters")["path"] == "/search"


@pytest.mark.parametrize("text", ["sent to jan.peeters@example.be", "<jan.peeters@example.be>", "'jan.peeters@example.be' bounced"])
def test_mail_addresses_are_left_out(text: str) -> None:
    message = line(text)["message"]
    assert "peeters" not in message
    assert "[e-mail address]" in message


def test_failure_is_named_with_its_place_but_without_its_text() -> None:
    try:
        raise ValueError("Key (email)=(jan) already exists")
    except ValueError:
        written = line("Internal Server Error", exc_info=sys.exc_info())
    assert written["error"] == "builtins.ValueError"
    assert written["at"][-1].endswith("test_failure_is_named_with_its_place_but_without_its_text")
    assert "email" not in json.dumps(written)


def test_message_over_several_lines_stays_one_line() -> None:
    assert line("first\nsecond")["message"] == "first\nsecond"
