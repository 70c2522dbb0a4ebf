"""The contacts of a saved view as a criterion: its filters of the moment, for whom it is, and never everybody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from postkring.accounts.asking import asked_by
from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria
from postkring.criteria.errors import FilterError
from postkring.criteria.selections import contacts, read_selection, read_stored, sentence
from postkring.kit.errors import DoesNotExist, DomainError, NotAcceptable, Refused
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.lists.contacts import filters_in
from postkring.saved_views.actions import change_view, delete_view, save_view
from postkring.saved_views.models import SavedView
from postkring.segments.actions import add_contacts, reuse_criteria, save_criteria
from postkring.segments.explaining import explanation
from postkring.segments.models import SegmentLine
from tests.factories import make_company, make_segment, make_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def people() -> list[Contact]:
    return [make_company(name=name, city=city) for name, city in (("Aerts", "Gent"), ("Boels", "Gent"), ("Claes", "Aalst"))]


def asked(text: str) -> dict[str, Any]:
    return {"version": 1, "criteria": [{"key": "savedView", "filter": text}]}


def names(text: str) -> str:
    return " ".join(contacts(read_selection(asked(text))).order_by("name").values_list("name", flat=True))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gent", "Aerts Boels"),
        ("<>Gent", "Claes"),
        ("Gent&'A & C'", "Aerts"),
        ("Gent|Aalst", "Aerts Boels Claes"),
        ("'A & C'&<>Aalst", "Aerts"),
        ("'2026'", "Claes"),
    ],
)
def test_they_are_named_by_their_names(text: str, found: str) -> None:
    make_view("Gent", city="Gent", sort="-name"), make_view("Aalst", city="Aalst"), make_view("2026", q="claes")
    make_view("A & C", displayName="A*|C*", columns="number,name,city")
    make_view("Gent", list_name="segments", number="SM1")
    assert names(text) == found


@pytest.mark.usefixtures("people")
def test_what_is_kept_follows_another_name_and_other_filters(administrator: User) -> None:
    view = make_view("Gent", city="Gent")
    segment, other = make_segment(), make_segment()
    step, _ = add_contacts(segment, read_selection(asked("gent")), by=administrator)
    assert (step.selection, step.added) == (asked(str(view.pk)), 2)
    saved = save_criteria(segment, "STAD", by=administrator)
    change_view(view, name="Stad", shared=True, by=administrator)
    view.refresh_from_db()
    save_view(view, {"city": "Aalst"}, by=administrator)
    assert sentence(read_stored(step.selection)) == "in view “Stad”"
    reuse_criteria(other, saved, by=administrator)
    assert list(SegmentLine.objects.filter(segment=other).values_list("contact__name", flat=True)) == ["Claes"]


@pytest.mark.usefixtures("people")
def test_a_private_view_is_of_whoever_made_it(marketer: User, reader: User) -> None:
    own, shared = make_view("Gent", owner=marketer, city="Aalst"), make_view("Gent", city="Gent")
    with asked_by(lambda: marketer):
        kept = read_selection(asked("Gent"))
        assert (kept.as_data(), names("Gent"), names(str(shared.pk))) == (asked(str(own.pk)), "Claes", "Aerts Boels")
        assert sentence(kept) == "in view “Gent”"
    whoever: tuple[Callable[[], object], ...] = (lambda: reader, lambda: None)
    for who in whoever:
        with asked_by(who):
            assert names("gent") == "Aerts Boels"
            for refused in (str(own.pk), f"<>{own.pk}", f"{shared.pk}|{own.pk}"):
                with pytest.raises(DoesNotExist, match="This view is private") as refusal:
                    names(refused)
            assert refusal.value.values["position"] == len(str(shared.pk)) + 2
            assert "Gent" not in sentence(kept)


def test_a_step_of_another_user_is_no_way_to_a_private_view(people: list[Contact], administrator: User, marketer: User) -> None:
    view = make_view("Geheim", owner=marketer, city="Gent")
    segment, other = make_segment(), make_segment()
    with asked_by(lambda: marketer):
        add_contacts(segment, read_selection(asked("Geheim")), by=marketer)
    saved = save_criteria(segment, "STAD", by=marketer)
    with asked_by(lambda: administrator):
        with pytest.raises(DoesNotExist):
            reuse_criteria(other, saved, by=administrator)
        told = explanation(segment, people[0]).steps[0].criteria[0]
    assert (told.holds, told.sentence) == (None, "in view of somebody else")
    assert not SegmentLine.objects.filter(segment=other).exists()
    with asked_by(lambda: marketer):
        assert explanation(segment, people[0]).steps[0].criteria[0].holds is True
        assert explanation(segment, people[2]).steps[0].criteria[0].holds is False
    delete_view(view, by=marketer)
    with asked_by(lambda: administrator), pytest.raises(DoesNotExist, match=rf"^{view.pk} does not exist in Views\.$"):
        reuse_criteria(other, saved, by=administrator)


@pytest.mark.usefixtures("people")
def test_a_view_that_is_gone_is_named_and_never_everybody(administrator: User) -> None:
    view = make_view("Gent", city="Gent")
    kept = read_selection(asked("Gent"))
    delete_view(view, by=administrator)
    for read in (lambda: read_selection(kept.as_data()), lambda: contacts(kept)):
        with pytest.raises(DoesNotExist, match=r"“Gent” does not exist in Views\."):
            read()
    assert sentence(kept) == "in view “Gent”"
    with pytest.raises(DoesNotExist, match="“Nooit” does not exist"):
        names("Nooit")
    undo(ChangeSet.objects.latest("number"), by=administrator)
    assert contacts(kept).count() == 2


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("query", "error", "code"),
    [
        ({}, Refused, "Application_DialogException"),
        ({"columns": "number", "sort": "-name"}, Refused, "Application_DialogException"),
        ({"city": "A||B"}, FilterError, "Application_FilterErrorException"),
        ({"mailingGroup": "WEG"}, DoesNotExist, "Internal_InvalidTableRelation"),
        ({"city": "Gent", "gone": "x"}, NotAcceptable, "Application_FieldValidationException"),
        ({"savedView": "Gent"}, NotAcceptable, "Application_FieldValidationException"),
    ],
)
def test_one_that_means_nothing_is_an_error(query: dict[str, str], error: type[DomainError], code: str) -> None:
    SavedView.objects.create(list_name="contacts", shelf=0, name="Leeg", name_folded="leeg", query=query)
    with pytest.raises(error) as refusal:
        names("Leeg")
    assert (refusal.value.code, refusal.value.field) == (code, "savedView")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("text", "position"), [("G*", 1), ("''", 1), ("*", 1), ("Gent..Aalst", 5), (">Gent", 1), ("Gent||x", 6)])
def test_only_names_and_numbers_are_understood(text: str, position: int) -> None:
    make_view("Gent", city="Gent")
    with pytest.raises(FilterError) as refusal:
        names(text)
    assert refusal.value.values["position"] == position


def test_the_limits_count_what_the_views_ask() -> None:
    make_view("Groot", city="|".join(["Gent"] * 300))
    assert len(read_selection(asked("Groot")).criteria) == 1
    with pytest.raises(FilterError, match="602"):
        read_selection(asked("Groot|Groot"))
    with pytest.raises(FilterError, match="21"):
        read_selection(asked("|".join(["Groot"] * 21)))


def test_no_list_is_filtered_by_a_view() -> None:
    make_view("Gent", city="Gent")
    with pytest.raises(NotAcceptable):
        filters_in({"savedView": "Gent"})


def test_the_sentence_in_four_languages() -> None:
    view = make_view("Gent", city="Gent")
    said = []
    for language in ("nl", "fr", "de", "en"):
        with translation.override(language):
            criterion = criteria()["savedView"]
            said.append(criterion.describe(criterion.read(f"{view.pk}|Aalst&<>{view.pk}")))
    assert said == [
        "in weergave “Gent” of (in weergave “Aalst” en niet in weergave “Gent”)",
        "dans la vue «\u00a0Gent\u00a0» ou (dans la vue «\u00a0Aalst\u00a0» et pas dans la vue «\u00a0Gent\u00a0»)",
        "in der Ansicht „Gent“ oder (in der Ansicht „Aalst“ und nicht in der Ansicht „Gent“)",
        "in view “Gent” or (in view “Aalst” and not in view “Gent”)",
    ]
