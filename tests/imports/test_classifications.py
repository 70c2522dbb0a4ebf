"""A column for each classification: its codes are read, proposed, given and taken back alike; who may hold them differs."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import translation

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import rename_group
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.classifications.queries import codes_by_contact, counter_differences
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactType
from postkring.imports.actions import load
from postkring.imports.columns import recognised
from postkring.imports.models import FileImport, Outcome, OutcomeCode
from postkring.kit.errors import NotPermitted
from tests.factories import make_code, make_company, make_person, make_user
from tests.imports.files import CREATE, LEAVE_OUT, UPDATE, checked, loaded, outcomes
from tests.imports.stepping import between
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

EVERY = pytest.mark.parametrize("spec", CLASSIFICATIONS, ids=lambda spec: spec.keys)
BOUND = pytest.mark.parametrize("spec", [INDUSTRY_GROUPS, JOB_RESPONSIBILITIES], ids=lambda spec: spec.keys)


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


def kind_of(spec: Spec) -> str:
    return str(spec.held_by or ContactType.PERSON)


def other_kind(spec: Spec) -> str:
    return str(ContactType.PERSON if spec.held_by == ContactType.COMPANY else ContactType.COMPANY)


def held(spec: Spec) -> dict[str, list[str]]:
    codes = codes_by_contact(Contact.objects.values_list("pk", flat=True), spec)
    return {contact.name: codes[contact.pk] for contact in Contact.objects.filter(pk__in=codes).order_by("name")}


@EVERY
def test_its_column_is_recognised_by_its_name_and_its_captions_in_every_language(spec: Spec) -> None:
    captions = {spec.names, spec.names.upper()}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            captions |= {str(spec.plural), str(spec.code_label)}
    assert {caption: recognised([caption]) for caption in captions} == {caption: [spec.names] for caption in captions}


@EVERY
def test_codes_are_shown_before_they_are_made_and_one_undo_takes_everything_back(spec: Spec, administrator: User) -> None:
    make_code(spec, "ZORG")
    text = f"type;name;{spec.plural}\n{kind_of(spec)};An Aerts;bouw|zorg|X-1\n{kind_of(spec)};Bert Maes;X1, bouw\n"
    before = snapshot()
    file = checked(text, administrator, new_codes=CREATE)
    assert [(each.name, codes) for each, codes in file.new_codes_by_spec] == [
        (spec.name, {"BOUW": {"written": ["bouw"], "contacts": 2}, "X1": {"written": ["X-1", "X1"], "contacts": 2}})
    ]
    assert [each.codes_by_spec for each in Outcome.objects.filter(file=file)] == [
        [(spec, ["BOUW", "ZORG", "X1"])],
        [(spec, ["X1", "BOUW"])],
    ]
    assert snapshot() == before
    change_set = load(file, token=file.token, by=administrator)
    assert held(spec) == {"An Aerts": ["BOUW", "X1", "ZORG"], "Bert Maes": ["BOUW", "X1"]}
    made = {"groups": 0} | {spec.counted: 2}
    assert change_set.counts == {"added": 2, "changed": 0, "memberships": 5, "refused": 0} | made
    assert not counter_differences(spec).exists()
    assert checked(text, administrator, policy=UPDATE, match=["name"]).counts == {"unchanged": 2, "memberships": 0}
    assert undo_act(change_set, by=administrator).left == 0
    assert snapshot() == before


@BOUND
@pytest.mark.parametrize("policy", [CREATE, LEAVE_OUT])
def test_a_contact_of_the_other_type_is_refused_with_the_reason(spec: Spec, policy: str, administrator: User) -> None:
    make_code(spec, "BOUW")
    there = make_company(name="Claes") if spec.held_by == ContactType.PERSON else make_person(name="Claes")
    text = f"number;type;name;{spec.names}\n;{other_kind(spec)};Aerts;BOUW\n{there.number};;;BOUW\n;{kind_of(spec)};Maes;BOUW\n"
    file = checked(text, administrator, policy=UPDATE, new_codes=policy)
    who, is_a = ("persons", "company") if spec.held_by == ContactType.PERSON else ("companies", "person")
    said = f"{spec.plural} are for {who} only; %s is a {is_a}."
    assert sorted(outcomes(file)) == [(2, "refused", said % "Aerts"), (3, "refused", said % "Claes"), (4, "new", "")]
    assert set(Outcome.objects.filter(file=file, state="refused").values_list("field", flat=True)) == {spec.names}
    load(file, token=file.token, by=administrator)
    assert held(spec) == {"Maes": ["BOUW"]}


@BOUND
def test_a_contact_that_the_row_makes_fitting_gets_the_code(spec: Spec, administrator: User) -> None:
    make_code(spec, "BOUW")
    there = make_company(name="Claes") if spec.held_by == ContactType.PERSON else make_person(name="Claes")
    loaded(f"number;type;{spec.names}\n{there.number};{kind_of(spec)};BOUW\n", administrator, policy=UPDATE)
    assert held(spec) == {"Claes": ["BOUW"]}


def test_a_refused_row_makes_no_company(administrator: User) -> None:
    make_code(INDUSTRY_GROUPS, "BOUW")
    person = make_person(name="An Claes")
    file = checked(f"number;company_name;industry_groups\n{person.number};Nieuw NV;BOUW\n", administrator, policy=UPDATE)
    assert file.counts["refused"] == 1
    assert not Outcome.objects.filter(file=file, is_proposed=True).exists()


@BOUND
def test_who_may_not_make_codes_gives_those_that_there_are(spec: Spec, editor: User, administrator: User) -> None:
    make_code(spec, "ZORG")
    text = f"type;name;{spec.names};mailing_groups\n{kind_of(spec)};Aerts;ZORG;NIEUW\n{kind_of(spec)};Maes;BOUW;NIEUW\n"
    file = checked(text, editor, new_codes=CREATE)
    said = f"{spec.label} BOUW does not exist, and only administrators can create it."
    assert outcomes(file) == [(2, "new", ""), (3, "refused", said)]
    load(file, token=file.token, by=editor)
    assert held(spec) == {"Aerts": ["ZORG"]}
    file, before = checked(text, administrator, new_codes=CREATE, match=["name"]), everything()
    with pytest.raises(NotPermitted):
        load(file, token=file.token, by=editor)
    assert everything() == before


def test_one_code_in_every_classification(administrator: User) -> None:
    columns = ";".join(spec.names for spec in CLASSIFICATIONS)
    text = f"type;name;{columns}\nCompany;Aerts;BOUW;BOUW;\nPerson;Jan Maes;BOUW;;BOUW\n"
    loaded(text, administrator, new_codes=CREATE)
    assert [held(spec) for spec in CLASSIFICATIONS] == [
        {"Aerts": ["BOUW"], "Jan Maes": ["BOUW"]},
        {"Aerts": ["BOUW"]},
        {"Jan Maes": ["BOUW"]},
    ]


@BOUND
@pytest.mark.usefixtures("in_steps_of_two_rows")
def test_a_code_that_somebody_renames_while_a_large_file_is_loaded(
    spec: Spec, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = make_code(spec, "BOUW")
    text = f"type;name;{spec.names}\n" + "".join(f"{kind_of(spec)};Firma {n};{'BOUW' if n != 2 else ''}\n" for n in range(4))
    between(monkeypatch, lambda: rename_group(group, "AANNEMING", by=administrator))
    file = checked(text, administrator)
    change_set = load(file, token=file.token, by=administrator)
    reason = "One of its codes was created, renamed or deleted after the file was checked. Load the row again."
    assert [each for each in outcomes(file) if each[1] == "refused"] == [(5, "refused", reason)]
    assert held(spec) == {"Firma 0": ["AANNEMING"], "Firma 1": ["AANNEMING"]}
    undo_act(change_set, by=administrator)
    assert not Contact.objects.exists()


def test_what_was_staged_before_there_were_others_is_about_mailing_groups(editor: User) -> None:
    migration: Any = importlib.import_module("postkring.imports.migrations.0004_codes_of_every_classification")
    file = checked("name;mailing_groups\nAerts;MOVE|GIFT\nMaes;\n", editor, new_codes=CREATE)
    now = [FileImport.objects.get(pk=file.pk).codes, list(Outcome.objects.order_by("row").values_list("codes", flat=True))]
    migration.of_mailing_groups(apps, connection.schema_editor())
    assert Outcome.objects.get(row=2).codes == ["MOVE", "GIFT"]
    assert sorted(FileImport.objects.get(pk=file.pk).codes["new"]) == ["GIFT", "MOVE"]
    migration.by_classification(apps, connection.schema_editor())
    assert [FileImport.objects.get(pk=file.pk).codes, list(Outcome.objects.order_by("row").values_list("codes", flat=True))] == now
    assert set(OutcomeCode.objects.values_list("classification", flat=True)) == {"mailing_group"}
