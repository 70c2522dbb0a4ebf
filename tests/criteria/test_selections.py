"""A selection as data: which shapes are read, and that nothing falls back to everyone."""

from typing import Any

import pytest

from postkring.criteria.errors import FilterError
from postkring.criteria.selections import (
    EVERYBODY,
    MOST_CRITERIA,
    Chosen,
    Selection,
    SelectionError,
    condition,
    contacts,
    read_selection,
    read_stored,
    selection_of,
    sentence,
)
from postkring.kit.errors import DoesNotExist
from tests.criteria.chosen import places, store
from tests.factories import make_group

pytestmark = pytest.mark.usefixtures("english")

CITY = {"key": "city", "filter": "Gent"}


@pytest.mark.django_db
def test_all_criteria_must_hold() -> None:
    contacts_ = store({"city": "Gent"}, {"city": "Gent", "country_id": "BE"}, {"country_id": "BE"}, {})
    make_group("A", members=contacts_[:2])
    selection = read_selection(
        {"version": 1, "criteria": [CITY, {"key": "country", "filter": "BE"}, {"key": "mailingGroup", "filter": "A"}]}
    )
    assert places(condition(selection)) == {1}
    assert [contact.number for contact in contacts(selection)] == ["N1"]


@pytest.mark.django_db
def test_a_key_may_come_more_than_once() -> None:
    store({"city": "Gent"}, {"city": "Geel"}, {"city": "Luik"})
    assert places(condition(selection_of([("city", "G*"), ("city", "*l")]))) == {1}


@pytest.mark.django_db
def test_everybody_is_everybody_and_only_that_way() -> None:
    store({}, {}, {})
    assert read_selection({"version": 1, "all": True}) == EVERYBODY
    assert contacts(EVERYBODY).count() == 3
    with pytest.raises(SelectionError):
        contacts(Selection())


@pytest.mark.django_db
def test_a_selection_is_read_back_as_it_was_written() -> None:
    for selection in (EVERYBODY, selection_of([("city", " Gent | 'Luik' "), ("minor", "no")])):
        assert read_selection(selection.as_data()) == selection
    assert selection_of([("city", "Gent")]).as_data() == {"version": 1, "criteria": [CITY]}
    assert EVERYBODY.as_data() == {"version": 1, "all": True}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "city",
        1,
        {},
        {"criteria": [CITY]},
        {"version": 2, "criteria": [CITY]},
        {"version": "1", "criteria": [CITY]},
        {"version": None, "all": True},
        {"version": 1},
        {"version": 1, "all": False},
        {"version": 1, "all": 1},
        {"version": 1, "all": "true"},
        {"version": 1, "all": None},
        {"version": 1, "all": True, "criteria": [CITY]},
        {"version": 1, "all": True, "criteria": []},
        {"version": 1, "criteria": []},
        {"version": 1, "criteria": None},
        {"version": 1, "criteria": CITY},
        {"version": 1, "criteria": "city"},
        {"version": 1, "criteria": [CITY], "more": 1},
        {"version": 1, "criteria": [None]},
        {"version": 1, "criteria": ["city"]},
        {"version": 1, "criteria": [[]]},
        {"version": 1, "criteria": [{}]},
        {"version": 1, "criteria": [{"key": "city"}]},
        {"version": 1, "criteria": [{"filter": "Gent"}]},
        {"version": 1, "criteria": [{"key": "city", "filter": None}]},
        {"version": 1, "criteria": [{"key": "city", "filter": 5}]},
        {"version": 1, "criteria": [{"key": "city", "filter": {"date": "x"}}]},
        {"version": 1, "criteria": [{"key": ["city"], "filter": "Gent"}]},
        {"version": 1, "criteria": [{"key": None, "filter": "Gent"}]},
        {"version": 1, "criteria": [CITY | {"negate": True}]},
        {"version": 1, "criteria": [CITY, {"key": "city"}]},
    ],
)
def test_any_other_shape_is_refused(data: Any) -> None:
    for read in (read_selection, read_stored):
        with pytest.raises(SelectionError, match=r"^This selection cannot be read\.$") as refusal:
            read(data)
        assert refusal.value.code == "BadRequest_InvalidRequest"


@pytest.mark.parametrize("key", ["", "City", "city ", "colour", "city__fold", "pk", "password", "x" * 5000, "\x00", "{0}", "%s"])
def test_an_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(SelectionError) as refusal:
        read_selection({"version": 1, "criteria": [CITY, {"key": key, "filter": "Gent"}]})
    assert refusal.value.message == f"There is no criterion “{key[:50]}”."
    assert refusal.value.code == "BadRequest_InvalidRequest"


@pytest.mark.django_db
@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_an_empty_filter_is_refused(empty: str) -> None:
    with pytest.raises(FilterError):
        read_selection({"version": 1, "criteria": [CITY, {"key": "country", "filter": empty}]})


def test_a_blank_field_of_a_form_is_a_criterion_left_out() -> None:
    assert selection_of([("city", ""), ("state", " "), ("displayName", "*")]) == Selection((Chosen("displayName", "*"),))


@pytest.mark.parametrize("filters", [[], [("city", "")], [("city", " "), ("state", "\t")]])
def test_a_form_in_which_nothing_is_filled_in_is_refused(filters: list[tuple[str, str]]) -> None:
    with pytest.raises(SelectionError, match="Fill in at least one filter"):
        selection_of(filters)


def test_an_unreadable_filter_is_refused_with_its_place() -> None:
    with pytest.raises(FilterError) as refusal:
        selection_of([("state", "x"), ("city", "A||B")])
    assert refusal.value.values["position"] == 3


def test_there_are_at_most_50_criteria() -> None:
    assert MOST_CRITERIA == 50
    assert len(selection_of([("city", "Gent")] * 50).criteria) == 50
    with pytest.raises(FilterError, match="too large: 51 criteria, at most 50"):
        selection_of([("city", "Gent")] * 51)


def test_all_criteria_together_have_at_most_500_operands() -> None:
    hundred = "|".join(["Gent"] * 100)
    selection_of([("city", hundred)] * 5)
    with pytest.raises(FilterError, match="too large: 501 values, at most 500"):
        selection_of([*[("city", hundred)] * 5, ("state", "x")])


@pytest.mark.django_db
def test_a_stored_selection_with_a_code_that_is_gone_can_be_said_but_not_used() -> None:
    stored = {"version": 1, "criteria": [{"key": "mailingGroup", "filter": "WEG"}]}
    selection = read_stored(stored)
    assert sentence(selection) == "in mailing group WEG"
    with pytest.raises(DoesNotExist):
        condition(selection)
    with pytest.raises(DoesNotExist):
        read_selection(stored)


@pytest.mark.django_db
def test_a_contact_is_chosen_once_whatever_it_is_in() -> None:
    members = store({}, {})
    for code in ("A", "B", "C"):
        make_group(code, members=members)
    assert contacts(selection_of([("mailingGroup", "A|B|C"), ("mailingGroup", "*")])).count() == 2
