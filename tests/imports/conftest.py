import pytest
from pytest_django import Settings

from postkring.ledger import pace
from tests.imports.stepping import ROWS


@pytest.fixture
def in_steps_of_two_rows(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASK_ROWS = ROWS
    monkeypatch.setattr(pace, "PAUSE", 0)
