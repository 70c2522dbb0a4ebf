from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from postkring.accounts.actions import add_user, set_password, set_role
from postkring.accounts.models import Role, User
from postkring.classifications.actions import add_to_group, describe_group, empty_and_delete_group, take_out_of_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import add_line, remove_line
from postkring.setup.actions import change_inheritance, change_organisation
from tests.factories import make_company, make_group, make_person, make_segment, make_user, many_contacts
from tests.people import client_of
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, queries, text_of, toasts

pytestmark = pytest.mark.django_db


def last() -> str:
    return f"/changes/{ChangeSet.objects.latest('number').number}/"


def test_it_says_who_when_where_and_how_many(as_editor: Client, editor: User) -> None:
    add_to_group(Contact.objects.filter(pk__in=[make_company(number="A1").pk]), make_group("PERS"), by=editor)
    ChangeSet.objects.filter(verb="mailing_group.add").update(door="command", at=timezone.localtime().replace(hour=13, minute=5))
    said = text_of(get(as_editor, last()))
    day = timezone.localdate().strftime("%d/%m/%Y")
    assert f"By editor At {day} 13:05 Where At the terminal Rows 1 added" in said


def test_of_a_change_it_shows_each_field_with_its_value_before_and_after(as_editor: Client, editor: User) -> None:
    company = make_company(number="A9", name="Drukkerij")
    contact = make_person(number="A1", name="An Peeters", phone="014 21 00 00", country="BE")
    values = {"phone": "014 22 00 00", "country": "NL", "exclude_from_segment": True, "company_number": "A9", "email": "an@aerts.example"}
    change_contact(contact, values, by=editor)
    said = text_of(get(as_editor, last()))
    assert "A1 An Peeters" in said
    for told in (
        "Phone No. 014 21 00 00 → 014 22 00 00",
        "Country/Region Code Belgium → Netherlands",
        "Email empty → an@aerts.example",
        "Exclude from Segment No → Yes",
        f"Company No. empty → A9 {company.name}",
    ):
        assert told in said
    for hidden in ("+3214", "e164", "folded", "search_own"):
        assert hidden not in said


def test_of_a_deletion_it_says_what_was_there_and_of_an_addition_where_it_is(as_editor: Client, editor: User) -> None:
    create_contact({"number": "A1", "name": "Aerts"}, by=editor)
    made = last()
    assert '<a href="/contacts/A1/">A1 Aerts</a>' in get(as_editor, made).content.decode()
    delete_contacts(Contact.objects.all(), by=editor)
    page = get(as_editor, last())
    assert "Contacts: deleted" in text_of(page)
    assert "A1 Aerts" in text_of(page)
    assert 'href="/contacts/A1/"' not in page.content.decode()
    assert 'href="/contacts/A1/"' not in get(as_editor, made).content.decode()


def test_of_memberships_it_says_who_was_put_into_and_taken_out_of_which_group(as_editor: Client, editor: User) -> None:
    contact = make_person(number="A1", name="An Claes")
    group, mine = make_group("VERHUIZING", "Kantoorverhuizing"), Contact.objects.filter(pk=contact.pk)
    add_to_group(mine, group, by=editor)
    put_in = get(as_editor, last())
    assert "Contact Mailing Groups: put in" in text_of(put_in)
    assert "A1 An Claes VERHUIZING Kantoorverhuizing" in text_of(put_in)
    assert 'href="/mailing-groups/VERHUIZING/"' in put_in.content.decode()
    take_out_of_group(mine, group, by=editor)
    assert "Contact Mailing Groups: taken out" in text_of(get(as_editor, last()))


def test_an_act_on_several_tables_shows_them_part_by_part(as_editor: Client, editor: User) -> None:
    contacts = [make_company(number=f"A{place}") for place in range(3)]
    empty_and_delete_group(make_group("PERS", "Pers", members=contacts), by=editor)
    page = get(as_editor, last())
    assert "Contact Mailing Groups: taken out 3" in text_of(page)
    assert "Mailing Groups: deleted 1" in text_of(page)
    deleted = text_of(get(as_editor, f"{last()}?show=classifications.mailinggroup-d"))
    assert "PERS Pers" in deleted.split("Row")[-1]
    assert "A0" not in deleted
    assert get(as_editor, f"{last()}?show=nonsense").status_code == 200


def test_lines_of_a_segment_are_told_by_their_contacts(as_marketer: Client, marketer: User) -> None:
    add_line(make_segment("Opendeur"), make_company(number="A1", name="Aerts").number, by=marketer)
    assert '<a href="/contacts/A1/">A1 Aerts</a>' in get(as_marketer, f"{last()}?show=segments.segmentline-i").content.decode()


def test_rows_come_in_pages_and_queries_do_not_grow_with_them(as_editor: Client, editor: User) -> None:
    group = make_group("PERS")
    add_to_group(Contact.objects.filter(pk__in=[make_company(number="A1").pk]), group, by=editor)
    few = queries(as_editor, last())
    many_contacts(120)
    add_to_group(Contact.objects.all(), group, by=editor)
    # One more: the rows are counted, for they go beyond the page.
    assert queries(as_editor, last()) <= few + 1
    assert "1–50 of 120" in text_of(get(as_editor, last()))
    assert "101–120 of 120" in text_of(get(as_editor, f"{last()}?page=3"))
    made = f"/changes/{ChangeSet.objects.get(verb='test.many').number}/"
    assert "1–50 of 120" in text_of(get(as_editor, made))
    assert queries(as_editor, f"{made}?size=100") == queries(as_editor, f"{made}?size=25")


def test_undo_undo_of_the_undo_and_back_again(as_editor: Client, editor: User) -> None:
    group = make_group("PERS", "Een")
    before = snapshot()
    describe_group(group, "Twee", by=editor)
    after = snapshot()
    act = last()
    assert f'action="{act}undo"' in get(as_editor, act).content.decode()
    assert post(as_editor, f"{act}undo", {"next": act}).headers["Location"] == act
    assert snapshot() == before
    undo = last()
    page = get(as_editor, act)
    assert f'action="{act}undo"' not in page.content.decode()
    assert f'href="{undo}"' in page.content.decode()
    assert "Undone: Mailing group PERS: description changed" in text_of(page)
    assert f'href="{act}"' in get(as_editor, undo).content.decode()
    assert "Description Twee → Een" in text_of(get(as_editor, undo))
    post(as_editor, f"{undo}undo", {"next": undo})
    assert snapshot() == after
    assert "Done again" in text_of(get(as_editor, act))
    post(as_editor, f"{act}undo", {"next": act})
    assert snapshot() == before


def test_what_cannot_be_undone_is_reported(as_editor: Client, editor: User) -> None:
    group = make_group("PERS", "Een")
    describe_group(group, "Twee", by=editor)
    act = last()
    describe_group(group, "Drie", by=editor)
    said = text_of(post(as_editor, f"{act}undo", {"next": act}))
    assert "Not everything could be undone" in said
    assert "PERS Drie It was changed again since." in said
    assert MailingGroup.objects.get().description == "Drie"


def test_only_whoever_may_undo_is_offered_it(as_editor: Client, as_reader: Client, as_administrator: Client, editor: User) -> None:
    make_user(Role.MARKETER)
    describe_group(make_group("PERS", "Een"), "Twee", by=editor)
    for client, offered in (
        (as_editor, True),
        (as_administrator, True),
        (as_reader, False),
        (client_of(User.objects.get(username="marketer")), False),
    ):
        assert (f'action="{last()}undo"' in get(client, last()).content.decode()) is offered
    until = (timezone.localdate() + timedelta(days=30)).strftime("%d/%m/%Y")
    assert f"You can undo this until {until}." in text_of(get(as_editor, last()))
    assert f"editor or an administrator can undo this until {until}." in text_of(get(as_reader, last()))


@override_settings(UNDO_DAYS=7)
def test_after_the_days_of_the_setting_nobody_undoes_it(as_administrator: Client, as_editor: Client, editor: User) -> None:
    describe_group(make_group("PERS", "Een"), "Twee", by=editor)
    act, at = last(), timezone.now() - timedelta(days=8)
    ChangeSet.objects.filter(verb="mailing_group.change").update(at=at)
    day = (timezone.localdate(at) + timedelta(days=7)).strftime("%d/%m/%Y")
    before = everything()
    for client in (as_administrator, as_editor):
        page = get(client, act)
        assert f"This could be undone until {day}. It stays as it is." in text_of(page)
        assert f'action="{act}undo"' not in page.content.decode()
        for answer in (get(client, f"{act}undo"), post(client, f"{act}undo")):
            assert answer.status_code == 422
            assert f"This could be undone until {day}." in text_of(answer)
    assert everything() == before
    ChangeSet.objects.filter(verb="mailing_group.change").update(at=timezone.now() - timedelta(days=7))
    assert post(as_editor, f"{act}undo").status_code == 302


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER])
def test_acts_on_the_set_up_and_on_users_are_for_administrators(administrator: User, role: Role) -> None:
    client = client_of(make_user(role, username="other"))
    third = make_user(Role.READER, username="third")
    acts = []
    set_role(third, Role.EDITOR, by=administrator)
    acts.append(last())
    change_organisation(name="Firma", country="BE", by=administrator)
    acts.append(last())
    set_password(third, "een heel lang wachtwoord", by=administrator)
    acts.append(last())
    for url in acts:
        assert get(client, url).status_code == 403
        assert get(client_of(administrator), url).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_acts_on_contacts_are_for_everybody_who_reads_contacts(editor: User, role: Role) -> None:
    create_contact({"number": "A1", "name": "Aerts"}, by=editor)
    assert "A1 Aerts" in text_of(get(client_of(make_user(role, username="other")), last()))


def test_of_users_only_role_and_state_are_shown(as_administrator: Client, administrator: User) -> None:
    user = add_user("an.peeters", role=Role.READER, password="circus lepel 9", by=administrator)
    assert "an.peeters" in text_of(get(as_administrator, last()))
    set_role(user, Role.EDITOR, by=administrator)
    assert "Role Reader → Editor" in text_of(get(as_administrator, last()))
    assert 'href="/users/"' in get(as_administrator, last()).content.decode()
    set_password(user, "een heel lang wachtwoord", by=administrator)
    page = get(as_administrator, last())
    assert "It keeps no rows that could be shown." in text_of(page)
    assert f'action="{last()}undo"' not in page.content.decode()
    user.refresh_from_db()
    assert user.password not in page.content.decode()


def test_the_set_up_is_told_in_words(as_administrator: Client, administrator: User) -> None:
    change_organisation(name="Firma", country="BE", by=administrator)
    assert "Name empty → Firma" in text_of(get(as_administrator, last()))
    change_inheritance(frozenset(), by=administrator)
    said = text_of(get(as_administrator, last()))
    assert "Marketing Setup Salesperson Yes → No" in said


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999999"])
def test_a_change_that_there_never_was(as_editor: Client, number: str) -> None:
    assert get(as_editor, f"/changes/{number}/").status_code == 404


def test_from_the_acts_of_a_deleted_contact_it_comes_back_whole(as_marketer: Client, marketer: User) -> None:
    contact = create_contact({"number": "A1", "name": "Aerts"}, by=marketer)
    mine, group, left = Contact.objects.filter(pk=contact.pk), make_group("PERS"), make_group("OUD")
    for each in (group, left):
        add_to_group(mine, each, by=marketer)
    take_out_of_group(mine, left, by=marketer)
    segment = make_segment("Opendeur")
    add_line(segment, "A1", by=marketer)
    remove_line(segment, "A1", by=marketer)  # a contact in a segment is not deleted
    change_contact(Contact.objects.get(), {"city": "Gent"}, by=marketer)
    before, card = snapshot(), get(as_marketer, "/contacts/A1/").content.decode()
    delete_contacts(mine, by=marketer)
    assert get(as_marketer, "/contacts/A1/").status_code == 404
    found = get(as_marketer, "/changes/?contact=A1").content.decode()
    act = last()
    assert f'<a href="{act}">1 contact deleted: A1 Aerts</a>' in found
    assert f'action="{act}undo"' in get(as_marketer, act).content.decode()
    post(as_marketer, f"{act}undo", {"next": act})
    assert toasts(as_marketer)[0][0] == "Undone"
    assert snapshot() == before
    again = get(as_marketer, "/contacts/A1/").content.decode()
    for told in ("A1 Aerts created", "A1 Aerts added to PERS", "A1 Aerts taken out of OUD"):
        assert told in card
        assert told in again
    assert 'href="/contacts/A1/"' in get(as_marketer, last()).content.decode()


def test_an_act_of_which_the_undo_left_rows_says_so_and_shows_them(as_administrator: Client, administrator: User) -> None:
    many_contacts(4)
    made, last_one = ChangeSet.objects.latest("number"), Contact.objects.latest("pk")
    add_to_group(Contact.objects.filter(pk=last_one.pk), make_group("PERS"), by=administrator)
    post(as_administrator, f"/changes/{made.number}/undo")
    left = set(Contact.objects.values_list("name", flat=True))
    assert last_one.name in left
    page = get(as_administrator, f"/changes/{made.number}/?show=contacts.contact-i-left")
    assert "Undone in part" in text_of(page)
    assert f"Contacts: left as they are by the undo {len(left)}" in text_of(page)
    for contact in Contact.objects.all():
        assert f'<a href="/contacts/{contact.number}/">' in page.content.decode()
    assert "Undone in part" in text_of(get(as_administrator, "/changes/"))


def test_what_an_undo_left_is_told_after_it_was_done_again_and_undone_too(as_administrator: Client, administrator: User) -> None:
    many_contacts(4)
    made = ChangeSet.objects.latest("number")
    add_to_group(Contact.objects.filter(pk=Contact.objects.latest("pk").pk), make_group("PERS"), by=administrator)
    for _ in range(2):
        post(as_administrator, f"/changes/{made.number}/undo")
        assert "Undone in part" in text_of(get(as_administrator, f"/changes/{made.number}/"))
        post(as_administrator, f"/changes/{ChangeSet.objects.latest('number').number}/undo")
        assert "Done again" in text_of(get(as_administrator, f"/changes/{made.number}/"))
