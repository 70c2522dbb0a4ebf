"""A file that we export loads back with no difference, in each of the three kinds."""

from pathlib import Path

import pytest

from postkring.accounts.models import Role
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.commands import main
from postkring.imports.models import FileImport, Outcome, State
from tests.factories import make_code, make_company, make_group, make_person, make_user
from tests.snapshots import snapshot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf"])
def test_what_was_exported_makes_no_difference(tmp_path: Path, ending: str) -> None:
    make_user(Role.EDITOR, username="jan")
    company = make_company(
        name="Drukkerij & Zonen; Claes, NV", address="Kouter 12", address_2="bus 4", post_code="09000", city="Gent", phone="+32 9 225 11 22"
    )
    an = make_person(
        first_name="An", surname="De Meester", company=company, email="an@claes.example", email_2="an@b.example", job_title="Chef"
    )
    zoe = make_person(first_name="Zoë", middle_name="van", surname="Damme 🎉", mobile="0470 12 34 56", language="nl-BE", country="BE")
    make_person(name="Jan van der Smit", exclude_from_segment=True, external_id="=1+1")
    make_group("MOVE", members=[company, an, zoe])
    make_group("GIFT", members=[an])
    for spec in CLASSIFICATIONS:
        fitting = {contact.type: contact for contact in (company, an)}[spec.held_by or an.type]
        for code in ("BOUW", "ÉTÉ"):
            make_code(spec, code, members=[fitting])
    file = tmp_path / f"contacten.{ending}"
    assert main(["export", "contacts", str(file)]) == 0
    before = snapshot()
    assert main(["import", str(file), "--as", "jan", "--policy", "update"]) == 0
    loaded = FileImport.objects.latest("pk")
    differing = Outcome.objects.filter(file=loaded).exclude(state=State.UNCHANGED)
    assert [(each.row, each.state, each.changes, each.codes, each.reason) for each in differing] == []
    assert loaded.counts == {"unchanged": 4, "memberships": 0}
    assert snapshot() == before
