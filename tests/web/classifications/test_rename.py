import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.classifications.mailing_groups import MailingGroup
from postkring.criteria.selections import selection_of
from postkring.segments.actions import add_contacts
from postkring.segments.models import SegmentStep
from tests.factories import make_company, make_group, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

RENAME = "/mailing-groups/PERS/rename"


@pytest.fixture
def group(administrator: User) -> MailingGroup:
    group = make_group("PERS", members=[make_company(), make_company(name="Twee")])
    make_group("GESCHENK")
    add_contacts(make_segment("Opendeur"), selection_of([("mailingGroup", "PERS|GESCHENK")]), by=administrator)
    return group


def test_it_first_shows_what_it_does(as_editor: Client, group: MailingGroup) -> None:
    before = everything()
    page = get(as_editor, f"{RENAME}?code=media")
    said = text_of(page)
    assert "PERS becomes MEDIA for every contact in the group." in said
    assert "No. of Contacts 2" in said
    assert "Segment SM00001 · in mailing group PERS or GESCHENK" in said
    assert 'href="/segments/SM00001/criteria"' in page.content.decode()
    assert everything() == before


def test_confirmed_it_renames_the_group_and_the_selections_that_name_it(as_editor: Client, group: MailingGroup) -> None:
    response = post(as_editor, RENAME, {"code": "MEDIA"})
    assert response.headers["Location"] == "/mailing-groups/MEDIA/"
    group.refresh_from_db()
    assert (group.code, group.contact_count) == ("MEDIA", 2)
    assert SegmentStep.objects.get().selection["criteria"][0]["filter"] == "MEDIA|GESCHENK"


def test_undo_takes_it_back_and_leads_to_the_old_card(as_editor: Client, group: MailingGroup) -> None:
    before = snapshot()
    post(as_editor, RENAME, {"code": "MEDIA"})
    [(said, undo)] = toasts(as_editor)
    assert said == "Mailing group PERS became MEDIA"
    assert post(as_editor, undo, {"next": "/mailing-groups/MEDIA/"}).headers["Location"] == "/mailing-groups/PERS/"
    assert snapshot() == before


@pytest.mark.parametrize(
    ("code", "said"), [("GESCHENK", "Code GESCHENK already exists."), ("A B", "may not stand in a code"), ("", "Enter a code.")]
)
def test_a_code_that_cannot_be_is_refused_with_a_field_to_mend_it(as_editor: Client, group: MailingGroup, code: str, said: str) -> None:
    before = everything()
    response = post(as_editor, RENAME, {"code": code})
    assert response.status_code == 422
    assert said in text_of(response)
    assert 'type="text" name="code"' in response.content.decode().replace("\n", " ").replace("         ", " ")
    assert everything() == before


@pytest.mark.parametrize("code", ["GESCHENK", "géschenk"])
def test_nothing_is_promised_of_a_code_that_another_group_has(as_editor: Client, group: MailingGroup, code: str) -> None:
    page = get(as_editor, f"{RENAME}?code={code}")
    assert page.status_code == 422
    assert "GESCHENK" in text_of(page)
    assert "for every contact in the group" not in text_of(page)


@pytest.mark.parametrize("asked", ["", "?code=PERS", "?code=pers"])
def test_of_the_code_that_it_has_there_is_nothing_to_ask(as_editor: Client, group: MailingGroup, asked: str) -> None:
    assert get(as_editor, f"{RENAME}{asked}").headers["Location"] == "/mailing-groups/PERS/"
    assert toasts(as_editor) == [("The code is PERS already; nothing changes.", "")]


def test_the_same_code_changes_nothing(as_editor: Client, group: MailingGroup) -> None:
    before = everything()
    assert post(as_editor, RENAME, {"code": "pers"}).headers["Location"] == "/mailing-groups/PERS/"
    assert everything() == before
    assert toasts(as_editor) == []
