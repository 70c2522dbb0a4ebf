"""Views name mailing groups, and follow when one is renamed; also private ones, of which others read no more than that."""

import pytest

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import rename_group, rename_mentions
from postkring.ledger.models import ChangeSet
from postkring.saved_views.models import SavedView
from tests.factories import make_group, make_view
from tests.snapshots import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def queries() -> dict[str, dict[str, str]]:
    return {view.name: view.query for view in SavedView.objects.all()}


def test_views_of_contacts_and_of_groups_follow_and_go_back_with_the_code(editor: User) -> None:
    group = make_group("GESCHENK")
    make_view("Een", mailingGroup="VAST|geschenk", city="GESCHENK", columns="name,city")
    make_view("Twee", list_name="mailing_groups", code="<>GESCHENK", description="GESCHENK")
    make_view("Drie", mailingGroup="GES*")
    make_view("Vier", list_name="segments", number="GESCHENK")
    make_view("Vijf", mailingGroup="GESCHENK||")
    before = snapshot()
    rename_group(group, "GIFT", by=editor)
    assert queries() == {
        "Een": {"mailingGroup": "VAST|GIFT", "city": "GESCHENK", "columns": "name,city"},
        "Twee": {"code": "<>GIFT", "description": "GESCHENK"},
        "Drie": {"mailingGroup": "GES*"},
        "Vier": {"number": "GESCHENK"},
        "Vijf": {"mailingGroup": "GESCHENK||"},
    }
    assert ChangeSet.objects.latest("number").counts == {"changed": 1, "selections": 2}
    undo_act(ChangeSet.objects.latest("number"), by=editor)
    assert snapshot() == before


def test_a_view_saved_since_follows_the_undo_of_the_renaming(editor: User) -> None:
    group = make_group("GESCHENK")
    rename_group(group, "GIFT", by=editor)
    renamed = ChangeSet.objects.latest("number")
    make_view("Nieuw", mailingGroup="GIFT")
    undo_act(renamed, by=editor)
    assert queries() == {"Nieuw": {"mailingGroup": "GESCHENK"}}


def test_beforehand_each_is_named_but_of_a_private_one_only_whose_it_is(editor: User, reader: User) -> None:
    group = make_group("GESCHENK", "Relatiegeschenk")
    shared, own = make_view("Allen", mailingGroup="GESCHENK"), make_view("Eigen", editor, mailingGroup="GESCHENK")
    make_view("Geheim", reader, mailingGroup="GESCHENK")
    mentions = [(each.kind, each.number, each.key) for each in rename_mentions(group, by=editor)]
    assert mentions == [("View", "“Allen”", str(shared.pk)), ("View", "“Eigen”", str(own.pk)), ("View", "", "")]
    said = [each.sentence for each in rename_mentions(group, by=editor)]
    assert "GESCHENK" in said[0]
    assert said[2] == "private, of reader"
