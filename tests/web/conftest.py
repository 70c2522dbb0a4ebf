"""The people of the tests, for tests of pages."""

from tests.people import (
    administrator,
    as_administrator,
    as_editor,
    as_marketer,
    as_reader,
    as_stranger,
    editor,
    marketer,
    reader,
    stranger,
)

__all__ = [
    "administrator",
    "as_administrator",
    "as_editor",
    "as_marketer",
    "as_reader",
    "as_stranger",
    "editor",
    "marketer",
    "reader",
    "stranger",
]
