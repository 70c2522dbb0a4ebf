"""The secret key: made once, for its owner alone."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postkring.settings.secret import secret_key


def test_it_is_made_once_and_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    key = secret_key(folder)
    assert len(key) >= 50
    assert secret_key(folder) == key == (folder / "secret_key").read_text()
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        secret_key(tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_of_two_who_make_it_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert len(set(pool.map(lambda number: secret_key(tmp_path / str(number // 4)), range(8)))) == 2


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


@pytest.mark.parametrize("text", ["mine\n", "  mine  "])
def test_a_key_that_is_there_is_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret_key").write_text(text)
    assert secret_key(tmp_path) == "mine"
