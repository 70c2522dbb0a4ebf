"""Every table, door and column of the ledger has words; what has none is shown nowhere."""

import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from postkring.contacts.folding import DERIVED
from postkring.contacts.models import Contact
from postkring.ledger import doors
from postkring.ledger.declarations import label_of
from postkring.ledger.models import ChangeSet, Image, State
from postkring.lists.changes import DOORS
from postkring.web.bulk.acts import NUMBERS
from postkring.web.changes.values import CONTACT, Difference, differences, labels
from postkring.web.changes.words import COLUMNS, STATES, TABLES, counts_in_words

pytestmark = pytest.mark.usefixtures("english")

# Columns that no page changes, that are worked out, or that are no words: numbers are drawn from a series, and so on.
NOT_SHOWN = {
    "contacts.contact": {"number_series_id"},
    "classifications.mailinggroup": set[str](),
    "segments.segment": {"number_series_id"},
    "setup.organisation": set[str](),
    "setup.numberseries": {"last_number_used"},
}


def ledgered() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if "ledger" in vars(model)]


def test_every_table_of_the_ledger_has_a_name() -> None:
    assert {label_of(model) for model in ledgered()} == set(TABLES)
    assert set(DOORS) == {doors.WEB, doors.API, doors.COMMAND, doors.SYSTEM, doors.DEMO}
    assert set(STATES) == set(State.values) - {State.DONE}


@pytest.mark.parametrize("label", sorted(NOT_SHOWN))
def test_every_column_that_a_user_fills_in_has_a_label(label: str) -> None:
    fields = [field for field in apps.get_model(label)._meta.concrete_fields if field.editable and not field.primary_key]
    assert {field.attname for field in fields} - set(labels(label)) == NOT_SHOWN[label]


def test_worked_out_columns_have_none() -> None:
    assert not {*DERIVED, "guid", "id"} & set(labels(CONTACT))


def test_of_users_nothing_is_shown_but_role_and_state() -> None:
    assert set(COLUMNS["accounts.user"]) == {"role", "is_active"}
    image = _image("accounts.user", {"password": "a", "role": "reader", "email": "x"}, {"password": "b", "role": "editor", "email": "y"})
    assert differences(image, {}) == [Difference("Role", "Reader", "Editor")]


@pytest.mark.parametrize(
    ("column", "before", "after", "told"),
    [
        ("privacy_blocked", False, True, Difference("Privacy Blocked", "No", "Yes")),
        ("privacy_blocked", 1, 0, Difference("Privacy Blocked", "Yes", "No")),
        ("country_id", None, "BE", Difference("Country/Region Code", "", "Belgium")),
        ("language_id", "nl", "fr-BE", Difference("Language Code", "Dutch", "French (Belgium)")),
        ("salutation_id", "HEER", None, Difference("Salutation Code", "HEER", "")),
        ("type", "Person", "Company", Difference("Type", "Person", "Company")),
        ("correspondence_type", "", "Hard Copy", Difference("Correspondence Type", "", "Hard Copy")),
        ("company_id", 1, 2, Difference("Company No.", "A1 Aerts", "…")),
        ("name", "A <b>", "B", Difference("Name", "A <b>", "B")),
    ],
)
def test_a_value_is_told_as_the_card_shows_it(column: str, before: Any, after: Any, told: Difference) -> None:
    assert differences(_image(CONTACT, {column: before}, {column: after}), {1: "A1 Aerts"}) == [told]


def test_days_are_told_as_days_and_equal_values_not_at_all() -> None:
    image = _image("segments.segment", {"date": "2026-03-09", "description": "x"}, {"date": "2026-03-10", "description": "x"})
    assert differences(image, {}) == [Difference("Date", date(2026, 3, 9).strftime("%d/%m/%Y"), "10/03/2026")]


def test_counts_are_words_without_what_did_not_happen() -> None:
    counts = {"added": 1284, "unchanged": 0, "removed": 2, "left": 1, "unheard_of": 3}
    assert counts_in_words(counts, lambda number: f"{number:,}") == "1,284 added · 2 taken out · 1 left as it is"


def test_what_a_file_did_is_said_in_words() -> None:
    counts = {"added": 0, "changed": 1, "memberships": 2, "groups": 0, "refused": 3}
    assert counts_in_words(counts, str) == "1 changed · 2 put into groups · 3 refused"


def _image(label: str, before: dict[str, Any], after: dict[str, Any]) -> Image:
    return Image(change_set=ChangeSet(number=1), label=label, object_id=1, kind=Image.UPDATED, before=before, after=after)


def test_contacts_are_the_only_ones_named_by_key() -> None:
    keyed = [
        field.attname for field in Contact._meta.concrete_fields if isinstance(field, models.ForeignKey) and field.target_field.primary_key
    ]
    assert keyed == ["company_id"]


def test_who_was_left_out_of_an_act_is_said_in_so_many_words() -> None:
    counts = {"changed": 2, "minors": 1, "unfit": 3}
    assert counts_in_words(counts, str) == "2 changed · 1 minor without consent of the parents · 3 without this field"


def test_every_number_of_a_preview_has_words_in_the_list_of_changes() -> None:
    never_done = {"heldBack", "staying"}  # while there are any, nothing is done that could be told afterwards
    names = {re.sub("[A-Z]", lambda sign: f"_{sign[0].lower()}", name) for name in NUMBERS if name not in never_done}
    assert {name for name in names if counts_in_words({name: 1}, str)} == names
