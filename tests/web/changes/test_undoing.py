import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import create_group, describe_group, empty_and_delete_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.actions import delete_contacts
from postkring.contacts.actions.change_all import change_for_all, read_change
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import add_line
from tests.factories import make_company, make_group, make_segment
from tests.people import client_of
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db


def last_undo() -> str:
    return f"/changes/{ChangeSet.objects.order_by('-number')[0].number}/undo"


def test_asked_for_it_says_what_would_be_taken_back(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    before = everything()
    said = text_of(get(as_editor, last_undo()))
    assert "Undo this?" in said
    assert "Mailing group PERS created editor ·" in said
    assert everything() == before


def test_posted_it_takes_back_and_returns_to_where_one_was(as_editor: Client, editor: User) -> None:
    before = snapshot()
    create_group("PERS", by=editor)
    response = post(as_editor, last_undo(), {"next": "/contacts/?q=x"})
    assert (response.status_code, response.headers["Location"]) == (302, "/contacts/?q=x")
    assert snapshot() == before
    assert toasts(as_editor)[0][0] == "Undone"


def test_what_was_undone_can_be_done_again(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    before = snapshot()
    post(as_editor, last_undo())
    [(_, again)] = toasts(as_editor)
    post(as_editor, again)
    assert snapshot() == before
    assert toasts(as_editor)[0][0] == "Done again: Mailing group PERS created"


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/mailing-groups/\x00/", ""])
def test_it_never_leads_elsewhere(as_editor: Client, editor: User, to: str) -> None:
    create_group("PERS", by=editor)
    assert post(as_editor, last_undo(), {"next": to}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("to", "back"), [("/mailing-groups/PERS/", "/mailing-groups/"), ("/mailing-groups/PERS/?page=2", "/mailing-groups/")]
)
def test_from_the_page_of_a_record_that_goes_it_leads_to_the_list(as_editor: Client, editor: User, to: str, back: str) -> None:
    create_group("PERS", by=editor)
    assert post(as_editor, last_undo(), {"next": to}).headers["Location"] == back


def test_nobody_undoes_what_another_did(as_editor: Client, administrator: User) -> None:
    create_group("PERS", by=administrator)
    before = everything()
    url = last_undo()
    assert get(as_editor, url).status_code == 403
    assert "administrator did this. Only administrator or an administrator can undo it." in text_of(get(as_editor, url))
    assert post(as_editor, url).status_code == 403
    assert everything() == before


def test_an_administrator_undoes_what_another_did(as_administrator: Client, editor: User) -> None:
    before = snapshot()
    create_group("PERS", by=editor)
    assert post(as_administrator, last_undo()).status_code == 302
    assert snapshot() == before


def test_who_may_no_longer_do_such_acts_does_not_undo_them_either(editor: User) -> None:
    create_group("PERS", by=editor)
    User.objects.filter(pk=editor.pk).update(role="reader")
    client = client_of(User.objects.get(pk=editor.pk))
    before = everything()
    assert post(client, last_undo()).status_code == 403
    assert everything() == before


def test_undone_already_is_said_so(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    url = last_undo()
    post(as_editor, url)
    before = everything()
    for response in (get(as_editor, url), post(as_editor, url)):
        assert response.status_code == 422
        assert "This was undone already." in text_of(response)
    assert everything() == before


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999999"])
def test_a_change_that_there_never_was_is_a_record_that_is_gone(as_editor: Client, number: str) -> None:
    assert [get(as_editor, f"/changes/{number}/undo").status_code, post(as_editor, f"/changes/{number}/undo").status_code] == [404, 404]


def test_what_could_not_be_undone_is_listed_with_its_reason(as_administrator: Client, administrator: User) -> None:
    stays, goes = make_company(number="A1", name="Blijft"), make_company(number="A2", name="Gaat")
    group = make_group("PERS", members=[stays, goes])
    empty_and_delete_group(group, by=administrator)
    url = last_undo()
    delete_contacts(Contact.objects.filter(pk=goes.pk), by=administrator)
    response = post(as_administrator, url, {"next": "/mailing-groups/"})
    said = text_of(response)
    assert response.status_code == 200
    assert "Not everything could be undone" in said
    assert "Undone: 2 · left as it is: 1" in said
    assert "What it belonged to is no longer there." in said
    assert 'href="/mailing-groups/"' in response.content.decode()
    assert list(MailingGroup.objects.values_list("code", "contact_count")) == [("PERS", 1)]


def test_a_later_change_is_left_alone_and_reported(as_editor: Client, editor: User) -> None:
    group = make_group("PERS", "Een")
    describe_group(group, "Twee", by=editor)
    url = last_undo()
    describe_group(group, "Drie", by=editor)
    response = post(as_editor, url)
    assert "It was changed again since." in text_of(response)
    assert MailingGroup.objects.get().description == "Drie"


def test_a_step_that_later_ones_build_on_is_refused(as_marketer: Client, marketer: User) -> None:
    segment = make_segment()
    first = add_line(segment, make_company(number="A1").number, by=marketer)
    add_line(segment, make_company(number="A2").number, by=marketer)
    before = everything()
    response = post(as_marketer, f"/changes/{first.change_set.number}/undo", {"next": "/segments/SM00001/"})
    assert response.status_code == 422
    assert "The segment has had later steps since. Go back through those first." in text_of(response)
    assert everything() == before


def test_no_undo_is_offered_or_done_that_would_lift_the_privacy_block_of_many(as_editor: Client, editor: User) -> None:
    numbers = [make_company(number=f"A{place}").number for place in range(2)]
    blocked = change_for_all(Contact.objects.all(), read_change("privacy_blocked", "yes"), expected=None, by=editor)
    assert blocked is not None
    url = last_undo()
    before = everything()
    for page in (f"/changes/{blocked.number}/", *(f"/contacts/{number}/" for number in numbers)):
        assert url not in get(as_editor, page).content.decode()
    for response in (get(as_editor, url), post(as_editor, url)):
        assert response.status_code == 403
        assert "You have no permission to do this" in text_of(response)
    assert everything() == before


def test_of_what_another_did_again_it_says_who(as_editor: Client, administrator: User, editor: User) -> None:
    create_group("PERS", by=editor)
    url = last_undo()
    for _ in range(2):
        undo_act(ChangeSet.objects.latest("number"), by=administrator)
    before = everything()
    assert "administrator did this. Only administrator or an administrator can undo it." in text_of(get(as_editor, url))
    assert post(as_editor, url).status_code == 403
    assert url not in get(as_editor, url.removesuffix("undo")).content.decode()
    assert everything() == before
