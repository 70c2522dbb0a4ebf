"""Interactions as a criterion: one entry of the log satisfies all fields that are asked about."""

import json
from typing import Any

import pytest
import time_machine
from django.utils import translation

from postkring.accounts.asking import asked_by
from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria, offered
from postkring.criteria.errors import FilterError
from postkring.criteria.selections import SelectionError, contacts, read_selection, sentence
from postkring.interactions.models import InteractionTemplate
from postkring.kit.errors import DoesNotExist, DomainError
from postkring.segments.actions import add_contacts
from postkring.segments.explaining import explanation
from postkring.setup.models import Salesperson
from postkring.setup.tied_users import tie_user
from tests.factories import make_company, make_entry, make_person, make_segment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def log() -> dict[str, Contact]:
    for code in ("UITNOD", "KAART"):
        InteractionTemplate.objects.create(code=code, code_folded=code.casefold())
    for code in ("JR", "LS"):
        Salesperson.objects.create(code=code)
    company = make_company(name="Company")
    named = {"company": company, "person": make_person(company=company, first_name="Person"), "other": make_person(first_name="Other")}
    make_entry(named["company"], date="2026-01-10", campaign_number="C1")
    make_entry(named["person"], date="2026-02-20", template_code="KAART", segment_number="SM00002", evaluation="Positive")
    make_entry(named["person"], date="2025-12-24", salesperson_code="LS")
    make_entry(named["other"], date="2026-02-20", canceled=True)
    make_company(name="Nothing")
    return named


def asked(**fields: Any) -> dict[str, Any]:
    return {"version": 1, "criteria": [{"key": "interaction", "filter": fields}]}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"date": "1/1/2026.."}, "company other person"),
        ({"date": "..31/12/2025"}, "person"),
        ({"date": "20/02/2026", "canceled": "no"}, "person"),
        ({"canceled": "yes"}, "other"),
        ({"templateCode": "uitnod"}, "company other person"),
        ({"templateCode": "UITNOD", "date": "1/1/2026.."}, "company other"),  # of the person's two, neither is both
        ({"templateCode": "<>UITNOD"}, "person"),
        ({"templateCode": "UITNOD&KAART"}, ""),
        ({"templateCode": "k*|x*"}, "person"),
        ({"segmentNumber": "sm00002"}, "person"),
        ({"segmentNumber": "<>SM00002"}, "company other person"),
        ({"campaignNumber": "''"}, "other person"),
        ({"campaignNumber": "c1|nobody"}, "company"),
        ({"evaluation": "positief"}, "person"),
        ({"evaluation": "''", "salespersonCode": "JR"}, "company other"),
        ({"salespersonCode": "LS.."}, "person"),
    ],
)
def test_one_entry_satisfies_them_all(fields: dict[str, str], found: str, log: dict[str, Contact]) -> None:
    keys = set(contacts(read_selection(asked(**fields))).values_list("pk", flat=True))
    assert sorted(name for name, contact in log.items() if contact.pk in keys) == found.split()
    assert len(keys) == len(found.split())


@pytest.mark.usefixtures("log")
def test_me_is_the_salesperson_of_whoever_asks(administrator: User, marketer: User) -> None:
    tie_user(marketer, "LS", by=administrator)
    with asked_by(lambda: marketer):
        selection = read_selection(asked(salespersonCode="%me", canceled="no"))
    assert selection.as_data() == asked(salespersonCode="LS", canceled="no")
    assert contacts(selection).count() == 1
    with asked_by(lambda: administrator), pytest.raises(DoesNotExist, match="tied to no salesperson"):
        read_selection(asked(salespersonCode="%me"))


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("given", "error", "position", "field"),
    [
        ({"date": "vorige week"}, FilterError, 1, "interaction.date"),
        ({"date": "1/1/2026", "evaluation": "goed"}, FilterError, 1, "interaction.evaluation"),
        ({"evaluation": "Positive..Neutral"}, FilterError, 9, "interaction.evaluation"),
        ({"templateCode": "UITNOD|WEG"}, DoesNotExist, 8, "interaction.templateCode"),
        ({"segmentNumber": "SM00099"}, DoesNotExist, 1, "interaction.segmentNumber"),
        ({"salespersonCode": "XX"}, DoesNotExist, 1, "interaction.salespersonCode"),
        ({"date": ""}, FilterError, 1, "interaction.date"),
        ({"description": "x"}, SelectionError, None, "interaction"),
        ({"templateCode": ["UITNOD"]}, SelectionError, None, ""),
        ({}, SelectionError, None, ""),
        ("1/1/2026..", FilterError, 1, ""),
        (json.dumps({"date": "1/1/2026.."}), SelectionError, None, ""),
    ],
)
def test_what_cannot_be_meant_is_refused(given: Any, error: type[DomainError], position: int | None, field: str) -> None:
    with pytest.raises(error) as refusal:
        read_selection({"version": 1, "criteria": [{"key": "interaction", "filter": given}]})
    assert (refusal.value.values.get("position"), refusal.value.field) == (position, field)


@time_machine.travel("2026-03-09T12:00:00Z", tick=False)
def test_the_sentence_in_four_languages() -> None:
    fields = json.dumps({"date": "1/1/2026..t", "templateCode": "A|B"})
    said = []
    for language in ("nl", "fr", "de", "en"):
        with translation.override(language):
            said.append(criteria()["interaction"].describe(criteria()["interaction"].read(fields)))
    assert said == [
        "met een interactie (Datum tussen 01/01/2026 en 09/03/2026 en (Interactiesjablooncode is A of is B))",
        "avec une interaction (Date entre 01/01/2026 et 09/03/2026 et (Code modèle interaction est A ou est B))",
        "mit einer Aktivität (Datum zwischen 01.01.2026 und 09.03.2026 und (Aktivitätenvorlagencode ist A oder ist B))",
        "with an interaction (Date between 01/01/2026 and 09/03/2026 and (Interaction Template Code is A or is B))",
    ]


def test_a_step_keeps_it_and_why_shows_the_newest_entries(log: dict[str, Contact], administrator: User) -> None:
    for day in (1, 2):
        make_entry(log["person"], date=f"2026-03-0{day}")
    segment = make_segment()
    step, outcome = add_contacts(segment, read_selection(asked(templateCode="KAART")), by=administrator)
    assert (step.selection, outcome.added) == (asked(templateCode="KAART"), 1)
    told = {name: explanation(segment, contact).steps[0].criteria[0] for name, contact in log.items()}
    assert {name: (each.holds, each.seen) for name, each in told.items()} == {
        "company": (False, "10/01/2026 UITNOD"),
        "person": (True, "02/03/2026 UITNOD, 01/03/2026 UITNOD, 20/02/2026 KAART, …"),
        "other": (False, "20/02/2026 UITNOD"),
    }
    InteractionTemplate.objects.filter(code="KAART").delete()
    assert explanation(segment, log["person"]).steps[0].criteria[0].holds is None
    assert sentence(read_selection(asked(date="1/1/2026"))) == "with an interaction (Date is 01/01/2026)"


def test_it_is_offered_when_something_was_logged() -> None:
    assert "interaction" not in {each.key for each in offered(criteria().values())}
    make_entry(make_company())
    assert "interaction" in {each.key for each in offered(criteria().values())}
