"""The list of changes as a file, in its own columns or in those of the list."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postkring.accounts.models import User
from postkring.classifications.actions import describe_group
from postkring.ledger.models import ChangeSet
from tests.factories import make_group
from tests.web.asking import Answer, get, text_of

pytestmark = pytest.mark.django_db


def body(response: Answer) -> bytes:
    return b"".join(response.streaming_content)


def statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        body(get(client, "/changes/export?format=csv"))
    return len(captured)


def test_the_file_of_changes_has_the_columns_of_its_list_when_asked_for_them(as_editor: Client, editor: User) -> None:
    describe_group(make_group("LEEG"), "Nog niemand", by=editor)
    done = ChangeSet.objects.latest("number")
    asked = "/changes/export?by=editor&columns=about,sentence,number&sort=-at"
    window = get(as_editor, asked).content.decode()
    assert '<input type="hidden" name="columns" value="about,sentence,number">' in window
    assert "The columns of the list, as they are called there" in window
    lines = body(get(as_editor, f"{asked}&format=csv&content=visible")).decode("utf-8-sig").splitlines()
    assert lines == ["About,What was done,No.", f"Mailing Groups,{done.sentences['en']},{done.number}"]
    usual = body(get(as_editor, "/changes/export?by=editor&format=csv&content=visible")).decode("utf-8-sig").splitlines()
    assert usual[0] == "No.,What was done,At,By,Rows,Where,State"
    refused = get(as_editor, "/changes/export?columns=about,city&format=csv&content=visible")
    assert refused.status_code == 422
    assert "“city” is not a column of changes." in text_of(refused)


def test_whether_acts_stand_costs_the_file_of_changes_the_same_for_many(as_editor: Client, editor: User) -> None:
    group = make_group("LEEG")
    describe_group(group, "Nul", by=editor)
    few = statements(as_editor)
    for place in range(9):
        describe_group(group, f"Nog {place}", by=editor)
    assert statements(as_editor) == few
