import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.module_loading import import_string

from postkring.operations.configuration import TUPLES, refuse_dead_paths


@pytest.mark.parametrize("name", TUPLES)
def test_every_path_of_the_settings_resolves(name: str) -> None:
    assert [callable(import_string(path)) for path in getattr(settings, name)] == [True] * len(getattr(settings, name))


@pytest.mark.parametrize("name", TUPLES)
def test_dead_path_stops_the_start_with_a_sentence(name: str) -> None:
    dead = override_settings(**{name: ("postkring.segments.nothing.Here",)})
    with dead, pytest.raises(SystemExit, match=f"The setting {name} names postkring.segments.nothing.Here, which cannot be imported"):
        refuse_dead_paths()
