"""How log lines are written: one JSON object each, and nothing in them that says who somebody is."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

# What a line may carry beside its message: facts about requests and acts, never what was typed.
EXTRAS: Final = ("method", "path", "status", "milliseconds", "user_id", "reference", "change_set")

_ADDRESS = re.compile(r"[^\s@<>\"'(]+@[^\s@<>\"')]+")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_addresses(record.getMessage()),
        }
        line |= {name: plain(getattr(record, name)) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line |= failure(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def failure(kind: type[BaseException], trace: TracebackType | None) -> dict[str, Any]:
    """What failed and where. The error's own text is left out: databases put the offending row into it."""
    frames = traceback.extract_tb(trace)
    return {"error": f"{kind.__module__}.{kind.__qualname__}", "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def without_addresses(text: str) -> str:
    return _ADDRESS.sub("[e-mail address]", text)


def plain(value: object) -> str | int | float | None:
    """Numbers stay numbers; paths lose their query, which may hold a name somebody searched for."""
    if value is None or isinstance(value, int | float):
        return value
    return without_addresses(str(value).partition("?")[0])
