"""Clients that others wrote, against a server that really listens: what they make of the service is not what we meant, but what we say."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import requests
from odata import ODataService

from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from tests.api.conftest import token_of
from tests.factories import make_company, make_group, make_person, make_segment, make_user
from tests.laws import examples

WALK: Final = Path(__file__).with_name("odata_client.mjs")
JAVASCRIPT: Final = "2.21.10"  # the version of @odata/client


@pytest.fixture
def token(address: str) -> str:
    return token_of(make_user("administrator"))


def test_python_odata_reads_and_does_the_main_job(address: str, token: str) -> None:
    company = make_company(number="C1", name="Drukkerij Claes", city="Gent")
    for place in range(120):
        make_person(number=f"P{place:03}", name=f"An Peeters {place}", company=company)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    service: Any = ODataService(f"{address}/api/v2.0/", reflect_entities=True, session=session)
    contacts, groups, links = (service.entities[name] for name in ("contacts", "mailingGroups", "contactMailingGroups"))
    found = service.query(contacts).filter(contacts.city == "Gent").filter(contacts.type == "Company").all()
    assert [contact.displayName for contact in found] == ["Drukkerij Claes"]
    ordered = service.query(contacts).filter(contacts.displayName.contains("peeters 1")).order_by(contacts.displayName.asc()).limit(2).all()
    assert [contact.displayName for contact in ordered] == ["An Peeters 1", "An Peeters 10"]
    assert sorted(contact.number for contact in service.query(contacts)) == sorted(Contact.objects.values_list("number", flat=True))
    group = groups()
    group.code, group.description = "VERHUIZING", "Nieuw adres"
    service.save(group)
    assert str(MailingGroup.objects.get(code="VERHUIZING").guid) == str(group.id)
    link = links()
    link.contactNumber, link.mailingGroupCode = "C1", group.code
    service.save(link)
    assert ContactMailingGroup.objects.get(ended_at=None).contact == company
    service.delete(link)
    assert not ContactMailingGroup.objects.filter(ended_at=None).exists()


def test_odata_client_of_javascript_does_the_main_job(address: str, token: str, tmp_path: Path) -> None:
    if shutil.which("npm") is None and os.environ.get("CI") != "true":
        pytest.skip("this machine has no npm, with which the client is installed")
    make_company(number="C1", city="Gent")
    shutil.copy(WALK, tmp_path / "walk.mjs")
    words = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"@odata/client@{JAVASCRIPT}"]
    subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=300, check=True)
    environment = {**os.environ, "POSTKRING": f"{address}/api/v2.0", "TOKEN": token}
    done = subprocess.run(["node", "walk.mjs"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["found Drukkerij Claes", "read Gent", "link Drukkerij Claes", "act 1 1", "count 2"]
    assert list(ContactMailingGroup.objects.filter(ended_at=None).values_list("contact__number", flat=True)) == ["C1"]


def test_schemathesis_finds_nothing(address: str, token: str, tmp_path: Path) -> None:
    """It asks what the document allows and what it does not. A rule may refuse what no schema can describe: that check is left out."""
    person = make_person()
    make_group("VERHUIZING", members=[person])
    make_segment(contacts=[person])
    program = [sys.executable, "-c", "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"]
    words = ["run", f"{address}/api/v2.0/openapi.json", "--header", f"Authorization: Bearer {token}", "--no-color", "--continue-on-failure"]
    phases = "examples,fuzzing" if examples(quick=1, full=2) == 1 else "examples,coverage,fuzzing"
    depth = ["--phases", phases, "--max-examples", str(examples(quick=1, full=3)), "--generation-database", "none"]
    without = ["--exclude-checks", "positive_data_acceptance", "--seed", "1"]
    done = subprocess.run([*program, *words, *depth, *without], cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-20_000:]
