"""What acts on views do, to whom they are open, and that an undo restores exactly."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import DataError, IntegrityError, transaction

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import delete_group
from postkring.criteria.errors import FilterError
from postkring.kit.errors import AlreadyExists, Changed, DomainError, NotAcceptable, NotFound, NotPermitted, TooLong
from postkring.ledger.models import ChangeSet
from postkring.saved_views import actions as views
from postkring.saved_views.access import may_change, view_to_change, view_to_read
from postkring.saved_views.models import PinnedView, SavedView
from postkring.saved_views.queries import matching, pinned_by, stored, visible_to
from tests.factories import make_group, make_user, make_view
from tests.permissions import assert_only_with, those_who_may
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

Act = Callable[[SavedView, Any], object]

CHANGING: Final[dict[str, Act]] = {
    "save": lambda view, user: views.save_view(view, {"city": "Luik"}, by=user),
    "rename": lambda view, user: views.change_view(view, name="Anders", shared=view.is_shared, by=user),
    "turn": lambda view, user: views.change_view(view, name=view.name, shared=not view.is_shared, by=user),
    "delete": lambda view, user: views.delete_view(view, by=user),
}
PINNING: Final[dict[str, Act]] = {
    "pin": lambda view, user: views.pin_view(view, by=user),
    "unpin": lambda view, user: views.unpin_view(view, by=user),
}


def last() -> ChangeSet:
    return ChangeSet.objects.latest("number")


def test_a_view_keeps_what_was_typed_and_nothing_that_the_list_does_by_itself(reader: User) -> None:
    query = {"city": " Gent ", "last_modified": "x", "q": "peeters", "sort": "name", "size": "50", "page": "3", "filters": "1", "view": "9"}
    view = views.create_view("contacts", "  Gentenaars ", query, by=reader)
    view.refresh_from_db()
    assert (view.name, view.owner, view.is_shared) == ("Gentenaars", reader, False)
    assert view.query == {"city": "Gent", "q": "peeters"}
    assert (last().verb, last().permission, last().sentence) == ("view.create", "read", "View “Gentenaars” saved.")


def test_columns_orders_and_size_belong_to_a_view_and_filters_stand_under_their_own_names(reader: User) -> None:
    make_group("VASTE")
    query = {"group": "VASTE", "email": "none", "columns": "city,name", "sort": "-city,name", "size": "100"}
    view = views.create_view("contacts", "Alles", query, by=reader)
    assert stored(view) == {"mailingGroup": "VASTE", "email": "''", "columns": "city,name", "sort": "-city,name", "size": "100"}


def test_relative_dates_stay_relative(reader: User) -> None:
    assert views.create_view("segments", "Deze maand", {"date": "..t"}, by=reader).query == {"date": "..t"}
    assert views.create_view("changes", "Van mij", {"mine": "on", "first": "t"}, by=reader).query == {
        "by": "%me",
        "date": "t..",
    }


@pytest.mark.parametrize(
    ("name", "query", "refusal"),
    [
        ("  ", {}, NotAcceptable),
        ("x" * 51, {}, TooLong),
        ("a\tb", {}, NotAcceptable),
        ("Goed", {"city": "A||B"}, FilterError),
        ("Goed", {"group": "NIETS"}, DomainError),
        ("Goed", {"q": "x" * 2049}, FilterError),
        ("Goed", {"q": "nul\x00"}, NotAcceptable),
    ],
)
def test_what_cannot_be_read_or_named_is_not_saved(name: str, query: dict[str, str], refusal: type[DomainError], reader: User) -> None:
    before = everything()
    with pytest.raises(refusal):
        views.create_view("contacts", name, query, by=reader)
    with pytest.raises(NotFound):
        views.create_view("users", "Goed", {}, by=reader)
    assert everything() == before


def test_a_name_is_taken_once_by_each_owner_and_once_by_the_shared_ones_of_a_list(marketer: User, reader: User) -> None:
    views.create_view("contacts", "Élan", {}, by=marketer)
    views.create_view("contacts", "Élan", {}, by=reader)
    views.create_view("segments", "Élan", {}, by=marketer)
    views.create_view("contacts", "Élan", {}, shared=True, by=marketer)
    before = everything()
    for shared in (False, True):
        with pytest.raises(AlreadyExists, match="“Élan”"):
            views.create_view("contacts", "elan", {}, shared=shared, by=marketer)
    with pytest.raises(AlreadyExists):
        views.change_view(SavedView.objects.get(list_name="contacts", owner=marketer), name="Élan", shared=True, by=marketer)
    assert everything() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Elan", "name_folded": "elan"},
        {"name": "", "name_folded": ""},
        {"shelf": 5},
        {"list_name": "users"},
        {"name": "x" * 51},
    ],
)
def test_the_database_holds_it_as_well(wrong: dict[str, Any], reader: User) -> None:
    """Of the shared ones too, which have no owner to be unique by."""
    for owner in (reader, None):
        make_view("Elan", owner)
        view = make_view("Andere", owner)
        with pytest.raises((IntegrityError, DataError)), transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(**wrong)


def test_saving_replaces_the_query_unless_somebody_else_did_meanwhile(marketer: User) -> None:
    view = make_view(city="Gent")
    assert views.save_view(view, {"city": "Luik"}, expected={"city": "Gent"}, by=marketer) == last()
    before = everything()
    with pytest.raises(Changed):
        views.save_view(view, {"city": "Ieper"}, expected={"city": "Gent"}, by=marketer)
    assert views.save_view(view, {"city": "Luik"}, by=marketer) is None
    assert everything() == before
    undo_act(last(), by=marketer)
    assert stored(SavedView.objects.get()) == {"city": "Gent"}


def test_renaming_and_sharing_are_one_act_that_goes_back_as_one(marketer: User, reader: User) -> None:
    view = make_view("Oud", marketer, pinned=True)
    before = snapshot()
    assert not visible_to(reader).exists()
    views.change_view(view, name="Nieuw", shared=True, by=marketer)
    assert (last().verb, last().permission) == ("view.share", "share_views")
    assert last().sentence == "View “Oud” became “Nieuw” · View “Nieuw” shared with everyone"
    assert [each.name for each in visible_to(reader)] == ["Nieuw"]
    undo_act(last(), by=marketer)
    assert snapshot() == before


def test_a_view_that_becomes_private_again_leaves_the_home_pages_of_others(marketer: User, reader: User) -> None:
    view = make_view()
    for user in (reader, marketer):
        views.pin_view(view, by=user)
    before = snapshot()
    views.change_view(view, name=view.name, shared=False, by=marketer)
    assert SavedView.objects.get().owner == marketer
    assert list(PinnedView.objects.values_list("user", flat=True)) == [marketer.pk]
    assert last().sentence == "View “Gentenaars” is private now"
    undo_act(last(), by=marketer)
    assert snapshot() == before


def test_a_deleted_view_comes_back_to_every_home_page(marketer: User, reader: User) -> None:
    view = make_view()
    views.pin_view(view, by=reader)
    before = snapshot()
    change_set = views.delete_view(view, by=marketer)
    assert not SavedView.objects.exists()
    assert not PinnedView.objects.exists()
    undo_act(change_set, by=marketer)
    assert snapshot() == before


def test_a_pin_stands_once_and_unpinning_what_is_not_pinned_leaves_no_trace(reader: User) -> None:
    view, other = make_view(), make_view("Andere", reader)
    assert views.unpin_view(view, by=reader) is None
    views.pin_view(other, by=reader)
    views.pin_view(view, by=reader)
    assert views.pin_view(view, by=reader) is None
    assert list(pinned_by(reader)) == [other, view]
    views.unpin_view(view, by=reader)
    undo_act(last(), by=reader)
    assert set(pinned_by(reader)) == {other, view}


@pytest.mark.parametrize("act", CHANGING)
def test_a_shared_view_is_changed_only_by_who_may_share(act: str) -> None:
    view = make_view(city="Gent")
    assert_only_with(Permission.SHARE_VIEWS, lambda user: CHANGING[act](view, user))
    with pytest.raises(NotPermitted):
        view_to_change(view.pk, by=make_user(Role.EDITOR))


def test_sharing_needs_the_permission_too(reader: User) -> None:
    view = make_view("Mijn", reader)
    before = everything()
    with pytest.raises(NotPermitted):
        views.change_view(view, name="Mijn", shared=True, by=reader)
    with pytest.raises(NotPermitted):
        views.create_view("contacts", "Voor allen", {}, shared=True, by=reader)
    assert everything() == before


@pytest.mark.parametrize("act", PINNING)
def test_a_stranger_pins_nothing(act: str) -> None:
    view = make_view()
    assert_only_with(Permission.READ, lambda user: PINNING[act](view, user))


@pytest.mark.parametrize("act", [*CHANGING, *PINNING])
def test_a_private_view_of_somebody_else_is_not_there_not_even_for_an_administrator(act: str, reader: User) -> None:
    view = make_view("Geheim", reader)
    for user in those_who_may(Permission.READ):
        before = everything()
        with pytest.raises((NotFound, NotPermitted)):
            (CHANGING | PINNING)[act](view, user)
        with pytest.raises(NotFound):
            view_to_read(view.pk, by=user)
        assert everything() == before
        assert not may_change(view, by=user)
        assert not visible_to(user).exists()


def test_one_s_own_view_is_one_s_own_whatever_the_role(reader: User) -> None:
    view = make_view("Mijn", reader, city="Gent")
    assert may_change(view, by=reader)
    views.save_view(view, {"city": "Luik"}, by=reader)
    views.change_view(view, name="Ook mijn", shared=False, by=reader)
    assert last().sentence == "View “Mijn” became “Ook mijn”"
    undo_act(last(), by=reader)
    views.delete_view(view_to_change(view.pk, by=reader), by=reader)
    assert not SavedView.objects.exists()


def test_taking_back_an_act_on_what_became_everybody_s_needs_what_changing_it_needs(marketer: User) -> None:
    view = make_view("Mijn", marketer, city="Gent")
    saved = views.save_view(view, {"city": "Luik"}, by=marketer)
    views.change_view(view, name="Mijn", shared=True, by=marketer)
    User.objects.filter(pk=marketer.pk).update(role=Role.READER)
    before = everything()
    assert saved is not None
    with pytest.raises(NotPermitted):
        undo_act(saved, by=User.objects.get(pk=marketer.pk))
    assert everything() == before
    User.objects.filter(pk=marketer.pk).update(role=Role.MARKETER)
    undo_act(saved, by=User.objects.get(pk=marketer.pk))
    assert stored(SavedView.objects.get()) == {"city": "Gent"}


def test_nobody_takes_back_on_a_view_that_became_another_s_own(marketer: User) -> None:
    other = make_user(Role.MARKETER, username="other")
    view = make_view(city="Gent")
    saved = views.save_view(view, {"city": "Luik"}, by=other)
    views.change_view(view, name=view.name, shared=False, by=marketer)
    before = everything()
    assert saved is not None
    with pytest.raises(NotPermitted):
        undo_act(saved, by=other)
    assert everything() == before


def test_a_name_given_to_another_view_meanwhile_is_reported_by_the_undo(reader: User) -> None:
    views.change_view(make_view("Oud", reader), name="Nieuw", shared=False, by=reader)
    renamed = last()
    make_view("Oud", reader)
    before = snapshot()
    report = undo_act(renamed, by=reader)
    assert (report.undone, report.left) == (0, 1)
    assert snapshot() == before
    assert "Nieuw" not in str(report.not_undone)


def test_the_private_views_of_a_user_go_with_the_user_and_the_shared_ones_stay(reader: User) -> None:
    private, shared = make_view("Mijn", reader, pinned=True), make_view()
    PinnedView.objects.create(user=reader, view=shared)
    ChangeSet.objects.filter(by=reader).update(by=None)  # acts name who did them; nobody who has acted is deleted
    reader.delete()
    assert list(SavedView.objects.all()) == [shared]
    assert not SavedView.objects.filter(pk=private.pk).exists()
    assert not PinnedView.objects.exists()


def test_a_query_that_is_no_query_is_refused_and_one_that_means_nothing_any_more_is_kept(editor: User) -> None:
    group = make_group("WEG")
    view = views.create_view("contacts", "Weg", {"group": "WEG"}, by=editor)
    delete_group(group, by=editor)
    assert stored(SavedView.objects.get()) == {"mailingGroup": "WEG"}
    unreadable: tuple[Any, ...] = ([], {"city": 5}, "city")
    for wrong in unreadable:
        view.query = wrong
        with pytest.raises(NotAcceptable):
            stored(view)


def test_views_are_found_by_all_words_of_their_names(reader: User) -> None:
    make_view("Klanten uit Gent")
    make_view("Klanten uit Élouges", reader)
    found = {text: [each.name for each in matching(visible_to(reader), text)] for text in ("gent KLANT", "eloug", "niets", "", "\x00", "´")}
    assert found == {"gent KLANT": ["Klanten uit Gent"], "eloug": ["Klanten uit Élouges"], "niets": [], "": [], "\x00": [], "´": []}
