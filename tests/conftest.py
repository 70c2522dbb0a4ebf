"""What every test shares. People and contacts to test with come from people.py and factories.py."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from postkring.kit.circles import spare_what_is_loaded
from tests.laws import examples

pytest_plugins = ["tests.people", "tests.together"]

SQLITE: Final = "postkring.kit.sqlite"
# With one of these, or with the mark, a test may ask the database; pytest-django keeps the others from it.
OPENERS: Final = frozenset({"db", "database_to_copy", "running_site"})

# A database makes single examples slow; that is no fault of the law that is tested.
hypothesis_settings.register_profile(
    "postkring",
    deadline=None,
    max_examples=examples(quick=8, full=40),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("postkring")


def pytest_configure() -> None:
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"] == SQLITE:
        # Said here, because pytest-xdist would otherwise make a file for each of its workers.
        database.setdefault("TEST", {})["NAME"] = ":memory:"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What cannot reach the database is tested once, on SQLite: on another one it would be the same test again."""
    if settings.DATABASES["default"]["ENGINE"] == SQLITE:
        return
    elsewhere = [item for item in items if not _may_reach_the_database(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in set(elsewhere)]


def _may_reach_the_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not OPENERS.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_finish() -> None:
    """As the server does: with all tests loaded the search for circles would take a sixth of the time."""
    spare_what_is_loaded()


@pytest.fixture
def english() -> Iterator[None]:
    """Messages as they are written; without this they are in the language of the installation."""
    with translation.override("en"):
        yield
