import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from postkring.accounts.models import User
from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.classifications.queries import members
from postkring.contacts.actions import delete_contacts
from postkring.contacts.models import Contact
from tests.factories import make_company, make_group, make_person, many_contacts
from tests.snapshots import everything
from tests.web.asking import get, post, queries, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

CARD = "/mailing-groups/PERS/"


def numbers(client: Client, url: str = CARD) -> list[str]:
    return re.findall(r'<td class="column-code">([^<]+)</td>', get(client, url).content.decode())


def test_members_stand_with_company_city_since_and_by_whom(as_reader: Client, editor: User) -> None:
    company = make_company(name="Drukkerij Claes", city="Gent")
    person = make_person(name="An Peeters", company=company)
    with time_machine.travel(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)):  # after midnight in Brussels
        add_to_group(Contact.objects.filter(pk=person.pk), make_group("PERS"), by=editor)
    page = get(as_reader, CARD).content.decode()
    assert f'<a href="/contacts/{person.number}/">An Peeters</a>' in page
    assert "Drukkerij Claes Gent 01/02/2026 editor" in text_of(get(as_reader, CARD))


def test_members_can_be_searched_and_ordered_by_number(as_reader: Client) -> None:
    one, two = make_company(number="A1", name="Zwart"), make_company(number="A2", name="Appel")
    make_group("PERS", members=[one, two])
    assert numbers(as_reader) == ["A2", "A1"]
    assert numbers(as_reader, f"{CARD}?sort=number") == ["A1", "A2"]
    assert numbers(as_reader, f"{CARD}?q=zwa") == ["A1"]


def test_members_are_ordered_by_up_to_three_columns(as_reader: Client) -> None:
    people = [
        make_company(number=f"A{place}", name=name, city=city)
        for place, (name, city) in enumerate([("B", "Gent"), ("A", "Gent"), ("C", "Aalst")])
    ]
    make_group("PERS", members=people)
    assert numbers(as_reader, f"{CARD}?sort=city,name") == ["A2", "A1", "A0"]
    assert numbers(as_reader, f"{CARD}?sort=-city,-name") == ["A0", "A1", "A2"]
    assert 'data-sort="company_name"' in get(as_reader, CARD).content.decode()


def test_a_typed_number_or_an_unmistakable_name_puts_a_contact_in(as_editor: Client) -> None:
    one, two = make_company(name="Zwart"), make_company(name="Appel")
    group = make_group("PERS")
    assert post(as_editor, CARD, {"contact": one.number.lower()}).headers["Location"] == CARD
    post(as_editor, CARD, {"contact": "appel"})
    assert set(members(group)) == {one, two}
    assert toasts(as_editor)[0][0] == f"{one.number} Zwart added to PERS"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fill in Contact No.."),
        ("zzz", "zzz does not exist in Contacts."),
        ("\u202ezzz", "This text holds a sign that cannot be stored. Type it again."),
        ("claes", "Several contacts match “claes”."),
    ],
)
def test_who_cannot_be_told_is_refused_and_the_text_stays(as_editor: Client, typed: str, said: str) -> None:
    make_company(name="Claes Een"), make_company(name="Claes Twee")
    make_group("PERS")
    before = everything()
    response = post(as_editor, CARD, {"contact": typed})
    assert response.status_code == 422
    assert said in text_of(response)
    assert value_of(response, "contact") == typed
    assert everything() == before


def test_who_is_in_already_is_said_so_and_nothing_is_written(as_editor: Client) -> None:
    one = make_company(name="Zwart")
    make_group("PERS", members=[one])
    before = everything()
    post(as_editor, CARD, {"contact": one.number})
    assert toasts(as_editor) == [("Zwart is already in PERS.", "")]
    assert everything() == before


def test_taking_out_ends_the_membership_and_undo_brings_it_back(as_editor: Client) -> None:
    one = make_company(name="Zwart")
    group = make_group("PERS", members=[one])
    post(as_editor, CARD, {"take_out": one.number})
    assert list(members(group)) == []
    [(said, undo)] = toasts(as_editor)
    assert said == f"{one.number} Zwart taken out of PERS"
    assert post(as_editor, undo, {"next": CARD}).headers["Location"] == CARD
    assert list(members(group)) == [one]


def test_taking_out_who_is_gone_says_so(as_editor: Client) -> None:
    make_group("PERS")
    before = everything()
    assert [post(as_editor, CARD, {"take_out": number}).status_code for number in ("ZZZ", "A\x00")] == [404, 404]
    assert everything() == before


def test_htmx_gets_the_members_with_the_field_ready_and_the_toast_behind(as_editor: Client) -> None:
    one = make_company(name="Zwart")
    make_group("PERS")
    part = post(as_editor, f"{CARD}?sort=-number", {"contact": one.number}, part="members")
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert (value_of(part, "contact"), "autofocus" in part.content.decode()) == ("", True)
    assert f"{one.number} Zwart added to PERS" in text_of(part)
    assert f'hx-post="{CARD}?sort=-number"' in part.content.decode()


def test_the_situation_on_a_day_names_who_was_there_then(as_reader: Client, editor: User) -> None:
    early, late, gone = make_company(number="A1", name="Vroeg"), make_company(number="A2", name="Laat"), make_company(number="A3")
    group = make_group("PERS")
    with time_machine.travel(datetime(2026, 2, 1, 22, 30, tzinfo=UTC)):
        add_to_group(Contact.objects.filter(pk__in=[early.pk, gone.pk]), group, by=editor)
    with time_machine.travel(datetime(2026, 2, 1, 23, 30, tzinfo=UTC)):  # after midnight in Brussels
        add_to_group(Contact.objects.filter(pk=late.pk), group, by=editor)
        take_out_of_group(Contact.objects.filter(pk=early.pk), group, by=editor)
    delete_contacts(Contact.objects.filter(pk=gone.pk), by=editor)
    assert numbers(as_reader, f"{CARD}?on=2026-01-31") == []
    assert numbers(as_reader, f"{CARD}?on=2026-02-01") == ["A1", "A3"]
    assert numbers(as_reader, f"{CARD}?on=2026-02-02") == ["A2", "A3"]
    assert numbers(as_reader) == ["A2"]
    assert "Deleted" in text_of(get(as_reader, f"{CARD}?on=2026-02-01"))


def test_the_situation_can_only_be_read(as_editor: Client) -> None:
    make_group("PERS", members=[make_company()])
    page = get(as_editor, f"{CARD}?on=2030-01-01").content.decode()
    assert 'name="contact"' not in page
    assert 'name="take_out"' not in page


@pytest.mark.parametrize("day", ["31/31/2026", "gisteren", "0001-01-01", "9999-12-31", "%00"])
def test_a_day_that_cannot_be_read_shows_nobody_and_says_how(as_reader: Client, day: str) -> None:
    make_group("PERS", members=[make_company()])
    page = get(as_reader, f"{CARD}?on={day}")
    assert page.status_code == 200
    assert "Enter the date like this:" in text_of(page)
    assert numbers(as_reader, f"{CARD}?on={day}") == []


def test_the_number_of_queries_does_not_grow_with_the_members(as_editor: Client, administrator: User) -> None:
    group = make_group("PERS", members=[make_company()])
    addresses = (CARD, f"{CARD}?on=2030-01-01", f"{CARD}?columns=company_number,mailing_groups,last_modified,salutation&sort=-email,city")
    before = [queries(as_editor, address) for address in addresses]
    add_to_group(Contact.objects.filter(pk__in=many_contacts(45).values("pk")), group, by=administrator)
    assert [queries(as_editor, address) for address in addresses] == before
    assert before[2] <= before[0] + 2


def test_columns_of_the_contact_list_can_be_chosen_and_the_name_stays(as_reader: Client) -> None:
    company = make_company(name="Drukkerij Claes")
    person = make_person(name="An Peeters", company=company, email="an@claes.example", language="fr")
    make_group("PERS", members=[person])
    make_group("GESCHENK", members=[person])
    page = get(as_reader, f"{CARD}?columns=email,mailing_groups,company_number,language,nonsense")
    [row] = re.findall(r"<tbody>\s*<tr>(.*?)</tr>", page.content.decode(), re.DOTALL)
    cells = [re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)]
    assert cells == ["", "An Peeters", "an@claes.example", "GESCHENK, PERS", company.number, "French", ""]


def test_the_view_is_a_window_with_what_the_list_shows_ticked(as_reader: Client) -> None:
    make_group("PERS", members=[make_company()])
    assert f'href="{CARD}?choose=1"' in get(as_reader, CARD).content.decode() or 'href="?choose=1"' in get(as_reader, CARD).content.decode()
    window = get(as_reader, f"{CARD}?choose=1&columns=name,email&sort=-city&number=A*", part="dialog").content.decode()
    ticked = re.findall(r'value="(\w+)" checked', window)
    assert ticked == ["name", "email"]
    assert re.search(r'<option value="-city" selected>', window)
    assert '<input type="hidden" name="number" value="A*" data-kept>' in window
    assert f'action="{CARD}#member-rows"' in window
    assert 'value="since"' in window


@pytest.mark.parametrize(("role", "offered"), [("as_reader", False), ("as_editor", True)])
def test_each_row_has_the_menu_of_contacts_beside_its_cross(request: pytest.FixtureRequest, role: str, offered: bool) -> None:
    one = make_company(name="Zwart")
    make_group("PERS", members=[one])
    page = get(request.getfixturevalue(role), CARD).content.decode()
    assert f'<a href="/contacts/{one.number}/" data-row-menu aria-label="Actions"></a>' in page
    assert 'href="/contacts/__row__/mailing-groups"' in page
    assert ('name="take_out"' in page, 'href="/contacts/delete?selected=__row__"' in page) == (offered, offered)


def test_on_a_day_of_the_past_the_list_shows_its_own_columns_only(as_reader: Client) -> None:
    make_group("PERS", members=[make_company(email="an@claes.example")])
    page = get(as_reader, f"{CARD}?on=2030-01-01&columns=email").content.decode()
    assert "an@claes.example" not in page
    assert "data-row-menu " not in page
    assert get(as_reader, f"{CARD}?on=2030-01-01&choose=1").status_code == 200


def test_fifty_rows_stay_light(as_editor: Client, administrator: User) -> None:
    group = make_group("PERS")
    add_to_group(Contact.objects.filter(pk__in=many_contacts(60).values("pk")), group, by=administrator)
    assert len(get(as_editor, CARD).content) <= 60_000
