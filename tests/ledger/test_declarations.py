"""Every table is answered for, and everything that is named by a path is there."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact, ContactStamp
from postkring.kit.sql import field_of
from postkring.ledger.declarations import EXCEPTIONS, OUTSIDE, Ledgered, Temporal, declaration, label_of, model_of, temporal
from postkring.ledger.models import TemporalRow

MODELS = [model for model in apps.get_models() if model.__module__.startswith("postkring.")]
LEDGERED = [model for model in MODELS if isinstance(vars(model).get("ledger"), Ledgered)]
TEMPORAL = [model for model in MODELS if isinstance(vars(model).get("ledger"), Temporal)]


@pytest.mark.parametrize("model", MODELS, ids=label_of)
def test_a_model_is_declared_or_a_known_exception_and_not_both(model: type[models.Model]) -> None:
    assert ("ledger" in vars(model)) != (label_of(model) in EXCEPTIONS)


def test_every_exception_is_a_table_and_says_why() -> None:
    assert {label_of(model_of(label)) for label in EXCEPTIONS} == set(EXCEPTIONS)
    assert all(EXCEPTIONS.values())


def test_every_column_written_outside_is_one_of_a_table_in_the_ledger_and_says_why() -> None:
    for name, reason in OUTSIDE.items():
        label, _, column = name.rpartition(".")
        assert isinstance(declaration(label), Ledgered)
        assert field_of(model_of(label), column).concrete
        assert reason


@pytest.mark.parametrize("model", LEDGERED, ids=label_of)
def test_a_declaration_names_columns_and_functions_that_are_there(model: type[models.Model]) -> None:
    declared = declaration(label_of(model))
    assert isinstance(declared, Ledgered)
    for column in filter(None, (*declared.title, declared.subject)):
        assert field_of(model, column).concrete
    for path in filter(None, (declared.guard, declared.unfit, declared.leaving, declared.afterwards)):
        assert callable(import_string(path))


@pytest.mark.parametrize("model", TEMPORAL, ids=label_of)
def test_a_temporal_declaration_names_its_two_parents(model: type[models.Model]) -> None:
    declared = temporal(model)
    assert issubclass(model, TemporalRow)
    for column, parent in zip(declared.pair, declared.parents, strict=True):
        field = field_of(model, column)
        assert isinstance(field, models.ForeignKey)
        assert field.related_model is model_of(parent)
    assert callable(import_string(declared.afterwards))


@pytest.mark.parametrize("model", TEMPORAL, ids=label_of)
def test_a_pair_stands_once_at_a_time_by_the_database(model: type[models.Model]) -> None:
    names = [name.removesuffix("_id") for name in temporal(model).pair]
    once = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint) and each.condition is not None]
    assert [(list(each.fields), each.condition) for each in once] == [(names, models.Q(ended_at__isnull=True))]


@pytest.mark.parametrize("model", LEDGERED, ids=label_of)
def test_a_row_is_restored_after_the_rows_it_belongs_to(model: type[models.Model]) -> None:
    own = declaration(label_of(model)).order
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model is not model and "ledger" in vars(field.related_model):
            assert declaration(label_of(field.related_model)).order < own


@pytest.mark.parametrize("model", [*LEDGERED, *TEMPORAL], ids=label_of)
def test_rows_are_known_by_one_number(model: type[models.Model]) -> None:
    assert isinstance(model._meta.pk, models.BigAutoField)
    assert model._meta.pk.column == "id"


def paths() -> list[str]:
    names = ("CONTACT_FOLLOWERS", "SELECTION_HOLDERS", "CRITERIA")
    return [path for name in names for path in getattr(settings, name)]


@pytest.mark.parametrize("path", paths())
def test_what_the_settings_name_is_there(path: str) -> None:
    module, _, name = path.rpartition(".")
    assert callable(getattr(import_module(module), name))


def test_a_table_without_declaration_is_refused() -> None:
    with pytest.raises(KeyError):
        declaration(label_of(ContactStamp))
    with pytest.raises(LookupError):
        declaration("contacts.nothing")
    with pytest.raises(TypeError):
        temporal(Contact)


def test_labels_lead_to_models_and_back() -> None:
    expected: dict[str, Any] = {"classifications.contactmailinggroup": ContactMailingGroup, "classifications.mailinggroup": MailingGroup}
    assert {label: model_of(label) for label in expected} == expected
