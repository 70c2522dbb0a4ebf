"""Industry groups and job responsibilities as criteria: who has a code, of persons through their company (R-4207, R-2901)."""

from typing import Any

import pytest
from django.utils import translation

from postkring.accounts.models import User
from postkring.classifications.actions import rename_group, rename_mentions
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria, offered
from postkring.criteria.selections import selection_of
from postkring.kit.errors import DoesNotExist
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.saved_views.models import SavedView
from postkring.segments.actions import add_contacts
from tests.factories import make_code, make_company, make_person, make_segment, make_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> dict[str, Contact]:
    built, served = make_company(name="Bouw"), make_company(name="Horeca")
    people = {
        "bouw": built,
        "horeca": served,
        "none": make_company(name="None"),
        "an": make_person(company=built, first_name="An"),
        "els": make_person(company=served, first_name="Els"),
        "alone": make_person(first_name="Alone"),
    }
    make_code(INDUSTRY_GROUPS, "BOUW", members=[built])
    make_code(INDUSTRY_GROUPS, "HORECA", members=[built, served])
    make_code(JOB_RESPONSIBILITIES, "AANKOOP", members=[people["an"], people["alone"]])
    make_code(JOB_RESPONSIBILITIES, "VERKOOP", members=[people["els"], people["an"]])
    return people


INDUSTRY = {
    "BOUW": "bouw an",
    "horeca": "bouw horeca an els",
    "BOUW&HORECA": "bouw an",
    "BOUW|HORECA": "bouw horeca an els",
    "B*": "bouw an",
    "C..": "bouw horeca an els",
    "*": "bouw horeca an els",
    # D4: the others, also persons without a company, who are in none (R-2901).
    "<>BOUW": "horeca none els alone",
    "<>*": "none alone",
    "''": "none alone",
}
JOBS = {
    "AANKOOP": "an alone",
    "AANKOOP&VERKOOP": "an",
    "<>AANKOOP": "bouw horeca none els",
    "''": "bouw horeca none",
    "*": "an els alone",
}


def found(office: dict[str, Contact], key: str, expression: str) -> str:
    criterion = criteria()[key]
    keys = set(Contact.objects.filter(criterion.condition(criterion.parse(expression))).values_list("pk", flat=True))
    return " ".join(name for name, contact in office.items() if contact.pk in keys)


def test_who_is_in_an_industry_group(office: dict[str, Contact]) -> None:
    assert {expression: found(office, "industryGroup", expression) for expression in INDUSTRY} == INDUSTRY


def test_who_has_a_job_responsibility(office: dict[str, Contact]) -> None:
    assert {expression: found(office, "jobResponsibility", expression) for expression in JOBS} == JOBS


def test_how_many_of_them(office: dict[str, Contact]) -> None:
    """2.10: a person shows those of its company."""
    assert found(office, "numberOfIndustryGroups", "2") == "bouw an"
    assert found(office, "numberOfIndustryGroups", "0") == "none alone"
    assert found(office, "numberOfJobResponsibilities", ">=1") == "an els alone"


@pytest.mark.parametrize(("key", "page"), [("industryGroup", "Sectoren"), ("jobResponsibility", "Functiegroepen")])
def test_a_code_must_exist(key: str, page: str, office: dict[str, Contact]) -> None:
    with pytest.raises(DoesNotExist, match=f"NIETS bestaat niet in {page}"):
        criteria()[key].parse("NIETS")


def test_the_sentence_in_four_languages() -> None:
    said = []
    for language in ("nl", "fr", "de", "en"):
        with translation.override(language):
            each = [criteria()["industryGroup"], criteria()["jobResponsibility"]]
            said.append([one.describe(one.read(expression)) for one in each for expression in ("A|B", "<>A")])
    assert said == [
        ["in sector A of B", "niet in sector A", "met functiegroep A of B", "zonder functiegroep A"],
        [
            "dans le secteur d’activité A ou B",
            "pas dans le secteur d’activité A",
            "avec la responsabilité A ou B",
            "sans la responsabilité A",
        ],
        ["in der Branche A oder B", "nicht in der Branche A", "mit der Verantwortlichkeit A oder B", "ohne die Verantwortlichkeit A"],
        ["in industry group A or B", "not in industry group A", "with job responsibility A or B", "without job responsibility A"],
    ]


def test_they_are_offered_when_there_are_codes() -> None:
    def keys() -> set[str]:
        return {each.key for each in offered(criteria().values())} & {"mailingGroup", "industryGroup", "jobResponsibility"}

    assert keys() == {"mailingGroup"}
    make_code(INDUSTRY_GROUPS)
    assert keys() == {"mailingGroup", "industryGroup"}


@pytest.mark.parametrize("spec", [INDUSTRY_GROUPS, JOB_RESPONSIBILITIES], ids=lambda spec: spec.key)
def test_saved_selections_follow_a_renamed_code_and_back(spec: Spec, administrator: User) -> None:
    group = make_code(spec, "OUD")
    make_code(INDUSTRY_GROUPS if spec is JOB_RESPONSIBILITIES else JOB_RESPONSIBILITIES, "OUD")
    segment = make_segment()
    add_contacts(segment, selection_of([(spec.key, "OUD|OUD")]), by=administrator)
    query: dict[str, Any] = {spec.key: "OUD"}
    view = make_view(owner=administrator, **query)
    assert len(rename_mentions(group, by=administrator)) == 2
    rename_group(group, "NIEUW", by=administrator)
    assert segment.steps.get().selection["criteria"] == [{"key": spec.key, "filter": "NIEUW|NIEUW"}]
    assert SavedView.objects.get(pk=view.pk).query[spec.key] == "NIEUW"
    undo(ChangeSet.objects.latest("number"), by=administrator)
    assert segment.steps.get().selection["criteria"] == [{"key": spec.key, "filter": "OUD|OUD"}]
    assert SavedView.objects.get(pk=view.pk).query[spec.key] == "OUD"
