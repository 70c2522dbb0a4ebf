"""The guide for integrators: its examples run as they are written, against a server that really listens."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import ContactMailingGroup
from postkring.contacts.models import Contact
from postkring.segments.models import SegmentLine
from tests.api.conftest import token_of
from tests.factories import make_company, make_user

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def examples(language: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    assert found
    return "\n".join(found)


def run(program: list[str], address: str, user: User) -> str:
    environment = {**os.environ, "POSTKRING": f"{address}/api/v2.0", "TOKEN": token_of(user)}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_examples_do_what_they_say(address: str) -> None:
    if shutil.which("curl") is None and os.environ.get("CI") != "true":
        pytest.skip("the examples are written for curl, which this machine has not")
    user = make_user("administrator")
    make_company(number="OTHER", city="Gent")
    said = run(["bash", "-euo", "pipefail", "-c", examples("sh")], address, user)
    assert '"contactNumber":"API1"' in said
    assert Contact.objects.get(number="API2").city == "Gent"
    assert set(ContactMailingGroup.objects.values_list("contact__number", flat=True)) == {"API1", "API2", "OTHER"}
    assert SegmentLine.objects.count() == 3
    said = run([sys.executable, "-c", examples("python")], address, user)
    assert "API1 Drukkerij Claes" in said
    assert "'undone': 1" in said
    assert Contact.objects.get(number="API2").job_title == "Directeur"
    assert not Contact.objects.filter(name="Vergissing").exists()
