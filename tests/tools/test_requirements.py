import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pins(kind: str) -> dict[str, str]:
    """Every package of a requirements file with its version."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", (ROOT / "requirements" / f"{kind}.txt").read_text(), re.MULTILINE))


def declared() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {"runtime": project["dependencies"], "dev": project["optional-dependencies"]["dev"]}


def test_what_is_tested_with_is_what_runs() -> None:
    runtime, dev = pins("runtime"), pins("dev")
    assert {name: dev.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_every_declared_package_is_locked_as_declared(kind: str) -> None:
    for requirement in declared()[kind]:
        name, _, version = re.sub(r"\[.*?\]", "", requirement).partition(";")[0].strip().partition("==")
        assert pins(kind)[name] == version, "run make lock"


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_every_package_has_hashes_and_no_address(kind: str) -> None:
    text = (ROOT / "requirements" / f"{kind}.txt").read_text()
    assert len(pins(kind)) == len(re.findall(r"^[a-z].*\\\n    --hash=sha256:", text, re.MULTILINE))
    assert "://" not in text
