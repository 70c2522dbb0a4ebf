"""The codes that a contact had on a day, or in a period: after the ledger, in the organisation's time zone, in words, and refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from postkring.accounts.models import User
from postkring.classifications.actions import add_to_group, empty_and_delete_group, rename_group, take_out_of_group
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria
from postkring.criteria.errors import FilterError
from postkring.criteria.selections import SelectionError, read_selection, read_stored, sentence
from postkring.kit.errors import DoesNotExist, DomainError
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.lists.contacts import selection_in
from postkring.segments.actions import add_contacts, reuse_criteria, save_criteria
from postkring.segments.explaining import explanation
from postkring.segments.models import SavedAction, SegmentLine
from tests.criteria.chosen import chosen, store
from tests.factories import make_code, make_company, make_group, make_person, make_segment, make_user, make_view

pytestmark = pytest.mark.django_db

GROUP = "mailingGroup"


def dated(code: str, **days: str) -> str:
    return json.dumps({"code": code, **days})


def on(day: int, hour: int = 12) -> datetime:
    return datetime(2025, 12, day, hour, tzinfo=UTC)


def selection_with(filter_: Any, key: str = GROUP) -> dict[str, Any]:
    return {"version": 1, "criteria": [{"key": key, "filter": filter_}]}


@pytest.fixture
def december(editor: User) -> None:
    """0 is in GESCHENK from the 2nd to the 5th and from the 20th on, 1 from the 4th on and in PERS until the 10th, 2 never."""
    zero, one, _ = store({}, {}, {})
    with time_machine.travel(on(1), tick=False) as clock:
        gift, press = make_group("GESCHENK"), make_group("PERS", members=[one])
        for day, act, group, who in (
            (2, add_to_group, gift, zero),
            (4, add_to_group, gift, one),
            (5, take_out_of_group, gift, zero),
            (10, take_out_of_group, press, one),
            (20, add_to_group, gift, zero),
        ):
            clock.move_to(on(day))
            act(Contact.objects.filter(pk=who.pk), group, by=editor)


@pytest.mark.usefixtures("december")
@pytest.mark.parametrize(
    ("code", "days", "found"),
    [
        ("GESCHENK", {"asOf": "1/12/2025"}, set()),
        ("GESCHENK", {"asOf": "2025-12-02"}, {0}),
        ("geschenk", {"asOf": "04.12.2025"}, {0, 1}),
        ("GESCHENK", {"asOf": "5/12/2025"}, {1}),
        ("<>GESCHENK", {"asOf": "5/12/2025"}, {0, 2}),
        ("GESCHENK&PERS", {"asOf": "5/12/2025"}, {1}),
        ("GESCHENK|PERS", {"asOf": "2/12/2025"}, {0, 1}),
        ("G*", {"asOf": "2/12/2025"}, {0}),
        ("P..", {"asOf": "2/12/2025"}, {1}),
        ("*", {"asOf": "2/12/2025"}, {0, 1}),
        ("''", {"asOf": "2/12/2025"}, {2}),
        ("PERS", {"asOf": "t"}, set()),
        ("PERS", {"since": "10/12/2025"}, {1}),
        ("PERS", {"since": "11/12/2025"}, set()),
        ("GESCHENK", {"until": "1/12/2025"}, set()),
        ("GESCHENK", {"until": "2/12/2025"}, {0}),
        ("GESCHENK", {"since": "5/12/2025", "until": "19/12/2025"}, {0, 1}),
        ("GESCHENK", {"since": "6/12/2025", "until": "19/12/2025"}, {1}),
        ("<>GESCHENK", {"since": "6/12/2025", "until": "19/12/2025"}, {0, 2}),
        ("GESCHENK&PERS", {"since": "6/12/2025", "until": "19/12/2025"}, {1}),
        ("''", {"since": "1/12/2025"}, {2}),
    ],
)
def test_who_had_a_code_then(code: str, days: dict[str, str], found: set[int]) -> None:
    assert chosen(GROUP, dated(code, **days)) == found


def test_a_day_is_one_of_the_organisation(editor: User) -> None:
    """In December midnight in Brussels is at 23:00 UTC of the day before."""
    store({})
    with time_machine.travel(datetime(2025, 12, 1, 23, 0, tzinfo=UTC), tick=False):
        group = make_group("A", members=Contact.objects.all())
    with time_machine.travel(datetime(2025, 12, 9, 22, 59, 59, tzinfo=UTC), tick=False):
        take_out_of_group(Contact.objects.all(), group, by=editor)
    assert [bool(chosen(GROUP, dated("A", asOf=f"{day}/12/2025"))) for day in (1, 2, 8, 9)] == [False, True, True, False]
    assert [bool(chosen(GROUP, dated("A", until=f"{day}/12/2025"))) for day in (1, 2)] == [False, True]
    assert [bool(chosen(GROUP, dated("A", since=f"{day}/12/2025"))) for day in (9, 10)] == [True, False]


ACTS = st.lists(st.tuples(st.sampled_from("AB"), st.sets(st.integers(0, 2)), st.sampled_from(["in", "out", "undo"])), max_size=6)


@given(acts=ACTS)
def test_as_of_agrees_with_a_replay_of_the_ledger_and_a_period_with_its_days(acts: list[tuple[str, set[int], str]]) -> None:
    """One act a day, at noon: whoever had a code in a period had it at the end of one of its days, or of the day before it."""
    with transaction.atomic():
        states = states_after(acts)
        for day, held in enumerate(states, start=1):
            for code in "AB":
                assert chosen(GROUP, dated(code, asOf=f"{day}/12/2025")) == {place for place, one in held if one == code}
        for first, last in ((1, 3), (2, 5), (3, 4)):
            within = {place for held in states[max(first - 2, 0) : last] for place, code in held if code == "A"}
            period = {"since": f"{first}/12/2025", "until": f"{last}/12/2025"}
            assert chosen(GROUP, dated("A", **period)) == within
            assert chosen(GROUP, dated("<>A", **period)) == {0, 1, 2} - within
        transaction.set_rollback(True)


def states_after(acts: list[tuple[str, set[int], str]]) -> list[set[tuple[int, str]]]:
    """Who has which code at the end of each day, by the change sets that began and ended rows."""
    editor = make_user()
    places = {contact.pk: place for place, contact in enumerate(store({}, {}, {}))}
    groups = {code: make_group(code) for code in "AB"}
    done: list[ChangeSet] = []
    states: list[set[tuple[int, str]]] = [set()]
    with time_machine.travel(on(1), tick=False) as clock:
        for day, (code, who, act) in enumerate(acts, start=2):
            clock.move_to(on(day))
            before = ChangeSet.objects.latest("number").number
            among = Contact.objects.filter(pk__in=[key for key, place in places.items() if place in who])
            if act == "undo" and done:
                undo(done.pop(), by=editor)
            elif act != "undo":
                (add_to_group if act == "in" else take_out_of_group)(among, groups[code], by=editor)
            made = list(ChangeSet.objects.filter(number__gt=before))
            done += [each for each in made if act != "undo"]
            states.append((states[-1] - pairs(places, ended_by__in=made)) | pairs(places, begun_by__in=made))
    return [*states, states[-1]]


def pairs(places: dict[int, int], **which: Any) -> set[tuple[int, str]]:
    rows = ContactMailingGroup.objects.filter(**which).values_list("contact_id", "mailing_group__code")
    return {(places[contact], code) for contact, code in rows}


def test_a_person_has_what_its_company_had(editor: User) -> None:
    company = make_company()
    person, alone = make_person(company=company), make_person()
    with time_machine.travel(on(2), tick=False):
        group = make_code(INDUSTRY_GROUPS, "BOUW", members=[company])
    with time_machine.travel(on(5), tick=False):
        take_out_of_group(Contact.objects.all(), group, by=editor)
    keys = [company.pk, person.pk, alone.pk]
    for day, found in ((1, []), (3, keys[:2]), (6, [])):
        selection = read_selection(selection_with({"code": "BOUW", "asOf": f"{day}/12/2025"}, "industryGroup"))
        criterion = criteria()["industryGroup"]
        condition = criterion.condition(criterion.parse(selection.criteria[0].filter))
        assert sorted(Contact.objects.filter(condition).values_list("pk", flat=True)) == sorted(found)
        assert criterion.seen_by(criterion.parse(selection.criteria[0].filter), person) == ("BOUW" if found else "")
        assert criterion.seen_by(criterion.parse(selection.criteria[0].filter), alone) == ""


def test_a_code_that_was_deleted_is_an_error_and_still_counts_as_one(administrator: User) -> None:
    store({}, {})
    with time_machine.travel(on(2), tick=False):
        group = make_group("OUD", members=Contact.objects.order_by("pk")[:1])
    with time_machine.travel(on(5), tick=False):
        empty_and_delete_group(group, by=administrator)
    with pytest.raises(DoesNotExist):
        chosen(GROUP, dated("OUD", asOf="3/12/2025"))
    assert chosen(GROUP, dated("*", asOf="3/12/2025")) == {0}
    assert chosen(GROUP, dated("''", asOf="3/12/2025")) == {1}
    node = criteria()[GROUP].parse(dated("*", asOf="3/12/2025"))
    assert criteria()[GROUP].seen_by(node, Contact.objects.order_by("pk")[0]) == "OUD"


@pytest.mark.parametrize(
    ("filter_", "error", "code", "position", "field"),
    [
        ({"code": "A", "asOf": "32/12/2025"}, FilterError, "Application_FilterErrorException", 1, "mailingGroup.asOf"),
        ({"code": "A", "asOf": "1/12/2025..2/12/2025"}, FilterError, "Application_FilterErrorException", 10, "mailingGroup.asOf"),
        ({"code": "A", "asOf": "1/12/2025|t"}, FilterError, "Application_FilterErrorException", 1, "mailingGroup.asOf"),
        ({"code": "A", "asOf": ">=1/12/2025"}, FilterError, "Application_FilterErrorException", 1, "mailingGroup.asOf"),
        ({"code": "A", "asOf": "*"}, FilterError, "Application_FilterErrorException", 1, "mailingGroup.asOf"),
        ({"code": "A", "since": ""}, FilterError, "Application_FilterErrorException", 1, "mailingGroup.since"),
        ({"code": "A", "asOf": "t", "since": "t"}, FilterError, "Application_FilterErrorException", 0, "mailingGroup.asOf"),
        (
            {"code": "A", "since": "2/12/2025", "until": "1/12/2025"},
            FilterError,
            "Application_FilterErrorException",
            0,
            "mailingGroup.until",
        ),
        ({"code": "A||B", "asOf": "t"}, FilterError, "Application_FilterErrorException", 3, "mailingGroup"),
        ({"code": "A|WEG", "asOf": "t"}, DoesNotExist, "Internal_InvalidTableRelation", 3, "mailingGroup"),
        ({"code": '{"code": "A"}', "asOf": "t"}, FilterError, "Application_FilterErrorException", 1, ""),
        ({"asOf": "t"}, FilterError, "Application_FilterErrorException", 0, "mailingGroup"),
        ({"code": "A", "asof": "t"}, SelectionError, "BadRequest_InvalidRequest", None, "mailingGroup"),
        ({"code": "A", "asOf": 20251201}, SelectionError, "BadRequest_InvalidRequest", None, ""),
        ({}, SelectionError, "BadRequest_InvalidRequest", None, ""),
        (dated("A", asOf="t"), SelectionError, "BadRequest_InvalidRequest", None, ""),
    ],
)
def test_what_cannot_be_meant_is_refused(filter_: Any, error: type[DomainError], code: str, position: int | None, field: str) -> None:
    make_group("A")
    with pytest.raises(error) as refusal:
        read_selection(selection_with(filter_))
    assert (refusal.value.code, refusal.value.values.get("position"), refusal.value.field) == (code, position, field)


def test_the_limits_hold_inside_too() -> None:
    make_group("A")
    many = "|".join(["A"] * 500)
    with pytest.raises(FilterError, match="501"):
        read_selection(selection_with({"code": many, "asOf": "t"}))
    with pytest.raises(FilterError):
        read_selection(selection_with({"code": "A", "asOf": "1" * 2049}))
    with pytest.raises(SelectionError):
        read_selection(selection_with({"code": "A", "asOf": "t"}, "city"))


@time_machine.travel(on(9), tick=False)
def test_the_sentence_in_four_languages() -> None:
    filters = [
        dated("A", asOf="1/12/2025"),
        dated("A|B", since="1/12/2025", until="t"),
        dated("<>A", since="1/12/2025"),
        dated("''", until="1/12/2025"),
    ]
    said = {}
    for language in ("nl", "fr", "de", "en"):
        with translation.override(language):
            said[language] = [criteria()[GROUP].describe(criteria()[GROUP].read(text)) for text in filters]
    assert said == {
        "nl": [
            "in mailinggroep A op 01/12/2025",
            "(in mailinggroep A of B) in de periode van 01/12/2025 tot en met 09/12/2025",
            "niet in mailinggroep A in de periode vanaf 01/12/2025",
            "in geen enkele mailinggroep in de periode tot en met 01/12/2025",
        ],
        "fr": [
            "dans le groupe de distribution A le 01/12/2025",
            "(dans le groupe de distribution A ou B) dans la période du 01/12/2025 au 09/12/2025 inclus",
            "pas dans le groupe de distribution A dans la période à partir du 01/12/2025",
            "dans aucun groupe de distribution dans la période jusqu’au 01/12/2025 inclus",
        ],
        "de": [
            "im Verteiler A am 01.12.2025",
            "(im Verteiler A oder B) im Zeitraum vom 01.12.2025 bis einschließlich 09.12.2025",
            "nicht im Verteiler A im Zeitraum ab dem 01.12.2025",
            "in keinem Verteiler im Zeitraum bis einschließlich 01.12.2025",
        ],
        "en": [
            "in mailing group A on 01/12/2025",
            "(in mailing group A or B) in the period from 01/12/2025 up to 09/12/2025",
            "not in mailing group A in the period from 01/12/2025 on",
            "in no mailing group at all in the period up to 01/12/2025",
        ],
    }


@pytest.mark.usefixtures("december", "english")
def test_a_step_keeps_it_and_saved_criteria_take_it_again(administrator: User) -> None:
    asked = {"code": "GESCHENK", "asOf": "5/12/2025"}
    selection = read_selection(selection_with(asked))
    assert read_selection(selection_with({"code": "GESCHENK"})).as_data() == selection_with("GESCHENK")
    segment, other = make_segment(), make_segment()
    step, _ = add_contacts(segment, selection, by=administrator)
    assert (step.selection, step.added) == (selection_with(asked), 1)
    assert read_stored(step.selection) == selection
    saved = save_criteria(segment, "GEEFT", by=administrator)
    reuse_criteria(other, saved, by=administrator)
    lines = SegmentLine.objects.filter(segment=other).values_list("contact__number", flat=True)
    assert list(lines) == ["N1"]
    assert sentence(read_stored(other.steps.get().selection)) == "in mailing group GESCHENK on 05/12/2025"
    rename_group(MailingGroup.objects.get(code="GESCHENK"), "CADEAU", by=administrator)
    assert SavedAction.objects.get().selection == selection_with({**asked, "code": "CADEAU"})


@pytest.mark.usefixtures("december")
def test_a_renamed_code_is_followed_inside_and_back(administrator: User) -> None:
    segment = make_segment()
    asked = {"code": "GESCHENK|PERS", "since": "1/12/2025"}
    add_contacts(segment, read_selection(selection_with(asked)), by=administrator)
    view = make_view(owner=administrator, mailingGroup=dated("geschenk", asOf="5/12/2025"))
    rename_group(MailingGroup.objects.get(code="GESCHENK"), "CADEAU", by=administrator)
    assert segment.steps.get().selection == selection_with({**asked, "code": "CADEAU|PERS"})
    view.refresh_from_db()
    assert view.query == {GROUP: dated("CADEAU", asOf="5/12/2025")}
    undo(ChangeSet.objects.latest("number"), by=administrator)
    view.refresh_from_db()
    assert segment.steps.get().selection == selection_with(asked)
    assert view.query == {GROUP: dated("geschenk", asOf="5/12/2025")}


@pytest.mark.usefixtures("december")
def test_why_agrees_with_who_is_chosen_and_shows_what_was_held_then(administrator: User) -> None:
    segment = make_segment()
    for filter_ in ({"code": "GESCHENK", "asOf": "5/12/2025"}, {"code": "<>PERS", "since": "1/12/2025", "until": "3/12/2025"}):
        add_contacts(segment, read_selection(selection_with(filter_)), by=administrator)
    told = {}
    for contact in Contact.objects.all():
        told[contact.number] = [(step.criteria[0].holds, step.criteria[0].seen) for step in explanation(segment, contact).steps]
    assert told == {
        "N0": [(False, ""), (True, "GESCHENK")],
        "N1": [(True, "GESCHENK, PERS"), (False, "PERS")],
        "N2": [(False, ""), (True, "")],
    }


def test_today_is_the_day_on_which_it_is_used() -> None:
    store({})
    with time_machine.travel(on(2), tick=False):
        make_group("A", members=Contact.objects.all())
    for day, found in ((1, set()), (2, {0})):
        with time_machine.travel(on(day), tick=False):
            assert chosen(GROUP, dated("A", asOf="t")) == found


def test_what_a_list_shows_is_such_a_selection_for_acts_on_many() -> None:
    make_group("A")
    shown = selection_in({"mailingGroup": "A", "mailingGroup.since": "1/12/2025", "q": "claes"}, but=["CT1"])
    assert shown.as_data()["criteria"] == [
        {"key": GROUP, "filter": {"code": "A", "since": "1/12/2025"}},
        {"key": "search", "filter": "claes"},
        {"key": "number", "filter": "<>CT1"},
    ]
    assert read_stored(shown.as_data()) == shown
