"""What stops `make run` on a bare machine is said in one sentence, with the remedy."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]

OLD: Final = """case "$2" in
  *sys.exit*) exit 1;;
  *) echo "Python 3.10.4";;
esac"""
WITHOUT_VENV: Final = """case "$2" in
  *ensurepip*) exit 1;;
  *sys.exit*) exit 0;;
  *) echo "Python 3.12.3";;
esac"""


def set_up(folder: Path, python: str) -> "subprocess.CompletedProcess[str]":
    """A checkout without a .venv, and a Python that is only a script."""
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{python}\n")
    program.chmod(0o755)
    environment = os.environ | {"PYTHON": str(program)}
    return subprocess.run(["sh", "tools/setup.sh"], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        (OLD, "Postkring needs Python 3.11 or newer and found Python 3.10.4: install a newer one, or name it with PYTHON="),
        (WITHOUT_VENV, "Python 3.12.3 has no venv module: install it (Debian and Ubuntu: apt install python3.12-venv) and start again."),
    ],
    ids=["old", "without venv"],
)
def test_an_unfit_python_is_named_with_its_remedy(tmp_path: Path, python: str, sentence: str) -> None:
    answer = set_up(tmp_path, python)
    assert answer.returncode == 1
    assert answer.stderr.startswith(sentence)
    assert answer.stderr.count("\n") == 1
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_is_not_there_is_said_to_be_none(tmp_path: Path) -> None:
    answer = set_up(tmp_path, "exit 127")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "found none" in answer.stderr


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_hands_on_the_port_and_that_no_demo_is_wanted() -> None:
    said = subprocess.run(["make", "--dry-run", "run", "DEMO=0", "PORT=8080"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "--port 8080" in said
    assert "--demo" not in said
    said = subprocess.run(["make", "--dry-run", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "--demo" in said
