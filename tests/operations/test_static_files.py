from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from pytest_django import Settings

from postkring.operations.static_files import collect
from postkring.web.assets import STYLESHEET, STYLESHEETS


@pytest.fixture
def sources(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "app.css").write_text("body {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "postkring.web.assets.Assets"}}
    return folder


def served(sources: Path) -> list[str]:
    return sorted(path.name for path in (sources.parent / "static").iterdir() if path.suffix == ".css")


def test_files_are_collected_once(sources: Path) -> None:
    assert collect() is True
    assert collect() is False
    assert len(served(sources)) == 2  # by its name, and by its name with a digest


def test_changed_file_is_collected_again_and_the_old_one_goes(sources: Path) -> None:
    collect()
    before = served(sources)
    (sources / "app.css").write_text("body { color: red }")
    assert collect() is True
    assert len(served(sources)) == 2
    assert served(sources) != before


def test_the_address_of_a_file_follows_what_it_holds(sources: Path) -> None:
    collect()
    before = staticfiles_storage.url("app.css")
    assert staticfiles_storage.url("app.css") == before
    (sources / "app.css").write_text("body { color: red }")
    collect()
    assert staticfiles_storage.url("app.css") != before


def test_interrupted_collecting_is_done_again(sources: Path) -> None:
    collect()
    (sources.parent / "static" / "staticfiles.json").unlink()
    assert collect() is True


def test_pages_are_given_all_style_sheets_in_one_in_their_order(sources: Path) -> None:
    for name in STYLESHEETS:
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text(f"/* {name} */")
    collect()
    stored = staticfiles_storage.url(STYLESHEET).removeprefix("/static/")
    assert stored != STYLESHEET
    joined = (sources.parent / "static" / stored).read_text()
    assert joined.split("\n") == [f"/* {name} */" for name in STYLESHEETS]


def test_files_are_collected_again_when_they_are_stored_otherwise(sources: Path, settings: Settings) -> None:
    collect()
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    assert collect() is True
