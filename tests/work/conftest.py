import pytest
from pytest_django import Settings

from postkring.accounts.models import Role, User
from postkring.ledger import pace
from tests.factories import make_user


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Leases stand in the home folder under the numbers of the database: every test has both for itself."""
    settings.HOME = tmp_path_factory.mktemp("home")


@pytest.fixture
def an(request: pytest.FixtureRequest) -> User:
    request.getfixturevalue("own_database" if "own_database" in request.fixturenames else "db")
    return make_user(Role.MARKETER, username="an")


@pytest.fixture
def in_steps_of_two_rows(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASK_ROWS = 2
    monkeypatch.setattr(pace, "PAUSE", 0)
