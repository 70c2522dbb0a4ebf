"""The window of an export, the file it gives, and the pages behind its numbers."""

import csv
import io
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from django.test import Client

from postkring.accounts.models import Role, User
from postkring.classifications.actions import describe_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.models import Contact
from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet
from postkring.web.exports import urls as exports
from postkring.web.exports import views
from postkring.web.exports.download import download, safe
from tests.factories import make_company, make_group, make_person, make_segment, make_user, many_contacts
from tests.people import client_of
from tests.snapshots import everything
from tests.web.asking import get, queries, text_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=ZoneInfo("Europe/Brussels"))
PAGES = {
    "contacts_export": "/contacts/export",
    "contacts_left_out": "/contacts/export/left-out?reason=excluded",
    "mailing_groups_export": "/mailing-groups/export",
    "mailing_group_export": "/mailing-groups/VOL/export",
    "mailing_group_left_out": "/mailing-groups/VOL/export/left-out?reason=privacyBlocked",
    "segments_export": "/segments/export",
    "changes_export": "/changes/export",
    "segment_export": "/segments/SM00001/export",
    "segment_left_out": "/segments/SM00001/export/left-out?reason=excluded",
}
FILES = (
    "/contacts/export?format=xlsx",
    "/mailing-groups/export?format=csv",
    "/mailing-groups/VOL/export?format=vcf",
    "/segments/SM00001/export?format=csv",
    "/segments/export?format=xlsx",
    "/changes/export?format=csv",
)


@pytest.fixture(autouse=True)
def _records() -> None:
    alfa = make_company(number="A1", name="Alfa", city="Gent", email="info@alfa.example")
    beta = make_company(number="A2", name="Beta", privacy_blocked=True)
    gamma = make_company(number="A3", name="Gamma", exclude_from_segment=True)
    make_person(number="A4", name="An Alfa", company=alfa)
    make_group("VOL", "Vol", members=[alfa, beta, gamma])
    make_group("LEEG")
    make_segment("Opendeur", contacts=[gamma, alfa])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def table(response: Any, separator: str = ",") -> list[dict[str, str]]:
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"), newline=""), delimiter=separator))


def numbers(response: Any) -> list[str]:
    return [row["number"] for row in table(response)]


def links(response: Any) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*left-out[^"]*)"', response.content.decode())]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", [*PAGES.values(), *FILES])
def test_every_role_may_export_and_nothing_is_written(address: str, role: Role) -> None:
    client = client_of(make_user(role))
    before = everything()
    response = get(client, address)
    assert response.status_code == 200
    if response.streaming:
        assert body(response)
    assert everything() == before


@pytest.mark.parametrize("address", [*PAGES.values(), *FILES])
def test_a_stranger_is_asked_to_sign_in(as_stranger: Client, address: str) -> None:
    response = get(as_stranger, address)
    assert (response.status_code, response.headers["Location"].partition("?")[0]) == (302, "/sign-in/")


def test_every_route_is_visited() -> None:
    assert {route.name for route in exports.urlpatterns} == PAGES.keys()


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("address", "name", "kind"),
    [
        ("/contacts/export?format=xlsx", "Contacts-2026-03-09.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("/mailing-groups/VOL/export?format=csv", "VOL-2026-03-09.csv", "text/csv; charset=utf-8"),
        ("/segments/SM00001/export?format=vcf3", "SM00001-2026-03-09.vcf", "text/vcard; charset=utf-8"),
        ("/mailing-groups/export?format=csv", "Mailing-Groups-2026-03-09.csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_file_has_a_name_and_is_kept_nowhere(as_reader: Client, address: str, name: str, kind: str) -> None:
    response = get(as_reader, address)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == (kind, "no-store")
    assert len(body(response)) == int(response.headers["Content-Length"])


@pytest.mark.parametrize(("name", "safe_name"), [("SM/1: a\\b", "SM-1-a-b"), ("..", "postkring"), ("ГРУППА", "ГРУППА"), ('a"\r\nb', "a-b")])
def test_a_name_is_safe_for_every_system(name: str, safe_name: str) -> None:
    assert safe(name) == safe_name


def test_the_list_is_exported_as_it_stands(as_reader: Client) -> None:
    assert numbers(get(as_reader, "/contacts/export?format=csv")) == ["A1", "A4", "A2", "A3"]
    assert numbers(get(as_reader, "/contacts/export?format=csv&sort=-number&page=7")) == ["A4", "A3", "A2", "A1"]
    assert numbers(get(as_reader, "/contacts/export?format=csv&q=alfa")) == ["A1", "A4"]
    assert numbers(get(as_reader, "/contacts/export?format=csv&group=VOL&q=alfa")) == ["A1"]
    assert numbers(get(as_reader, "/contacts/export?format=csv&selected=A3&selected=A1")) == ["A1", "A3"]
    assert numbers(get(as_reader, "/contacts/export?format=csv&q=%00")) == []


def test_a_file_for_mailing_holds_whom_one_may_write_to(as_reader: Client) -> None:
    rows = table(get(as_reader, "/mailing-groups/VOL/export?format=csv&for_mailing=on"))
    assert [row["number"] for row in rows] == ["A1"]
    assert rows[0]["formal_salutation"] == "Geachte heer, mevrouw,"
    assert numbers(get(as_reader, "/mailing-groups/VOL/export?format=csv")) == ["A1", "A2", "A3"]
    assert numbers(get(as_reader, "/segments/SM00001/export?format=csv")) == ["A1", "A3"]


def test_a_workbook_can_be_opened(as_reader: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body(get(as_reader, "/segments/SM00001/export?format=xlsx&content=visible"))))
    header, *rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert (book.active.title, header) == (
        "SM00001",
        ["No.", "Company Name", "Name", "City", "Phone No.", "Email", "Correspondence Type", "Language Code"],
    )
    assert rows == [
        ["A1", None, "Alfa", "Gent", None, "info@alfa.example", None, None],
        ["A3", None, "Gamma", None, None, None, None, None],
    ]


@pytest.mark.parametrize("page", ["/mailing-groups/VOL/", "/segments/SM00001/"])
def test_a_group_and_a_segment_are_exported_as_their_list_stands(as_reader: Client, page: str) -> None:
    assert numbers(get(as_reader, f"{page}export?format=csv&q=gam")) == ["A3"]
    assert numbers(get(as_reader, f"{page}export?format=csv&city=gent&page=7")) == ["A1"]
    assert numbers(get(as_reader, f"{page}export?format=csv&sort=-number&number=A1|A3|A4"))[:2] == ["A3", "A1"]
    assert numbers(get(as_reader, f"{page}export?format=csv&q=%00")) == []
    chosen = table(get(as_reader, f"{page}export?format=csv&content=visible&columns=email,name,since,line&city=gent"))
    assert [row["Email"] for row in chosen] == ["info@alfa.example"]
    refused = get(as_reader, f"{page}export?format=csv&city=a||b")
    assert (refused.status_code, "is not clear from position 3" in text_of(refused)) == (422, True)


@pytest.mark.parametrize("page", ["/mailing-groups/VOL/", "/segments/SM00001/"])
def test_the_window_says_which_rows_of_the_list_are_exported(as_reader: Client, page: str) -> None:
    assert f'href="{page}export?city=gent&amp;q=al"' in get(as_reader, f"{page}?city=gent&q=al&page=1").content.decode()
    window = get(as_reader, f"{page}export?city=gent&q=al")
    assert "· 1 contact" in text_of(window)
    assert "Only what the list shows: City is gent and found by “al”" in text_of(window)
    assert f'<a href="{page}export"' in window.content.decode()
    assert '<input type="hidden" name="city" value="gent">' in window.content.decode()
    whole = text_of(get(as_reader, f"{page}export"))
    assert "Only what" not in whole


def test_the_window_says_of_the_contact_list_too_which_rows_it_means(as_reader: Client) -> None:
    assert "Only what the list shows: in mailing group VOL" in text_of(get(as_reader, "/contacts/export?group=VOL"))
    assert "Only the rows that are selected" in text_of(get(as_reader, "/contacts/export?selected=A1"))
    every = text_of(get(as_reader, "/contacts/export?every=1&query=city%3Dgent&within=mailingGroup%3DVOL"))
    assert "Only what the list shows: in mailing group VOL and City is gent" in every
    assert "Only" not in text_of(get(as_reader, "/contacts/export?every=1"))


def test_of_a_day_of_the_past_who_is_in_the_group_now_is_exported(as_reader: Client) -> None:
    assert 'href="/mailing-groups/VOL/export"' in get(as_reader, "/mailing-groups/VOL/?on=2030-01-01").content.decode()


def test_the_separator_follows_the_language(as_reader: Client) -> None:
    response = as_reader.get("/mailing-groups/export?format=csv", headers={"Accept-Language": "fr"})
    assert body(response).decode("utf-8-sig").splitlines() == ["code;description;number_of_contacts", "LEEG;;0", "VOL;Vol;3"]
    assert body(get(as_reader, "/mailing-groups/export?format=csv&empty=1")).decode("utf-8-sig").splitlines()[1:] == ["LEEG,,0"]


def test_the_lists_of_segments_and_of_changes_are_exported_as_they_are_shown(as_editor: Client, editor: User) -> None:
    make_segment("Verhuizing")
    lines = body(get(as_editor, "/segments/export?format=csv&q=opendeur")).decode("utf-8-sig").splitlines()
    assert lines == ["number,description,date,number_of_lines", "SM00001,Opendeur,2026-02-01,2"]
    with time_machine.travel(NOON, tick=False):
        describe_group(MailingGroup.objects.get(code="LEEG"), "Nog niemand", by=editor)
    found = body(get(as_editor, "/changes/export?format=csv&by=editor")).decode("utf-8-sig").splitlines()
    done = ChangeSet.objects.latest("number")
    assert found == [
        "number,at,by,door,what_was_done,about,rows,state",
        f"{done.number},2026-03-09 12:00,editor,{done.door},{done.sentences['en']},Mailing Groups,1 changed,",
    ]
    assert len(body(get(as_editor, "/changes/export?format=csv")).decode().splitlines()) == 1 + ChangeSet.objects.count()


def test_the_window_says_who_is_left_out_and_every_number_opens_exactly_those(as_reader: Client) -> None:
    page = get(as_reader, "/contacts/export?group=VOL&page=3")
    assert "Contacts · 3 contacts" in text_of(page)
    assert "For mailing: 1 contact 1 left out: blocked for privacy 1 left out: excluded from segments" in text_of(page)
    blocked, excluded = links(page)
    assert (blocked, excluded) == (
        "/contacts/export/left-out?group=VOL&reason=privacyBlocked",
        "/contacts/export/left-out?group=VOL&reason=excluded",
    )
    assert re.findall(r"A\d", text_of(get(as_reader, blocked))) == ["A2"]
    assert re.findall(r"A\d", text_of(get(as_reader, excluded))) == ["A3"]
    for page in (get(as_reader, "/mailing-groups/VOL/export"), get(as_reader, "/segments/SM00001/export")):
        assert [re.findall(r"A\d", text_of(get(as_reader, link))) for link in links(page)] in ([["A2"], ["A3"]], [["A3"]])


@pytest.mark.parametrize(
    ("address", "ticked"),
    [
        ("/contacts/export", False),
        ("/contacts/export?selected=A1", False),
        ("/contacts/export?selected=A1&within=mailingGroup%3DVOL", True),
        ("/mailing-groups/VOL/export", True),
        ("/segments/SM00001/export", True),
    ],
)
def test_for_mailing_is_proposed_where_one_writes_from(as_reader: Client, address: str, ticked: bool) -> None:
    box = re.search(r'<input[^>]*name="for_mailing"[^>]*>', get(as_reader, address).content.decode())
    assert box is not None
    assert ("checked" in box.group()) is ticked


def test_members_that_are_selected_as_all_but_one_are_exported_and_nobody_else(as_reader: Client) -> None:
    chosen = "every=1&query=q%3Da&within=mailingGroup%3DVOL&except=A1"
    assert numbers(get(as_reader, f"/contacts/export?format=csv&content=all&{chosen}")) == ["A2", "A3"]
    window = get(as_reader, f"/contacts/export?{chosen}").content.decode()
    assert '<input type="hidden" name="within" value="mailingGroup=VOL">' in window
    assert "reason=privacyBlocked" in window


def test_the_window_keeps_which_rows_these_are(as_reader: Client) -> None:
    page = get(as_reader, "/contacts/export?q=al&selected=A1&selected=A4&page=2", part="dialog").content.decode()
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page) == [("q", "al"), ("selected", "A1"), ("selected", "A4")]
    assert 'action="/contacts/export"' in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/contacts/export?format=exe", 422, "“exe” is no choice here."),
        ("/contacts/export?format=csv&content=some", 422, "“some” is no choice here."),
        ("/mailing-groups/export?format=vcf", 422, "“vcf” is no choice here."),
        ("/contacts/export?format=csv&content=visible&columns=number,password", 422, "“password” is not a column of contacts."),
        ("/contacts/export?format=csv&group=NIETS", 422, "NIETS"),
        ("/contacts/export?format=csv&selected=WEG", 404, "This record no longer exists."),
        ("/mailing-groups/NIETS/export?format=csv", 404, "This record no longer exists."),
        ("/segments/NIETS/export?format=csv", 404, "This record no longer exists."),
        ("/contacts/export/left-out?reason=all", 404, "This record no longer exists."),
    ],
)
def test_what_cannot_be_read_is_refused_and_never_everybody(as_reader: Client, address: str, status: int, sentence: str) -> None:
    response = get(as_reader, address)
    assert response.status_code == status
    assert sentence in text_of(response)


def test_a_refusal_while_writing_is_a_page(as_reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> int:
        raise Refused("It is too much.")

    monkeypatch.setattr(views, "write_contacts", refuse)
    response = get(as_reader, "/contacts/export?format=xlsx")
    assert (response.status_code, "It is too much." in text_of(response)) == (422, True)


def test_a_file_that_fails_is_closed() -> None:
    opened: list[Any] = []

    def fail(file: Any) -> int:
        opened.append(file)
        raise Refused("no")

    with pytest.raises(Refused):
        download(fail, name="x", ending="csv")
    assert opened[0].closed


def test_cards_offer_the_export(as_reader: Client) -> None:
    assert 'href="/mailing-groups/VOL/export?"' in get(as_reader, "/mailing-groups/VOL/").content.decode()
    assert 'href="/segments/SM00001/export?"' in get(as_reader, "/segments/SM00001/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(as_reader: Client) -> None:
    few = queries(as_reader, "/contacts/export")
    many_contacts(500)
    assert Contact.objects.count() == 504
    assert queries(as_reader, "/contacts/export") == few
