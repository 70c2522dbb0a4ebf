"""Views on their pages: saved from a list, opened, changed, shared, put on the home page, found, and filled into Add Contacts."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from postkring.accounts.models import Role, User
from postkring.classifications.actions import delete_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.ledger.models import ChangeSet
from postkring.saved_views.actions import create_view
from postkring.saved_views.models import PinnedView, SavedView
from tests.factories import make_company, make_group, make_person, make_segment, make_user, make_view, many_contacts
from tests.people import client_of
from tests.snapshots import everything
from tests.web.asking import Answer, get, post, queries, text_of, toasts

pytestmark = pytest.mark.django_db

LISTS = ("contacts", "mailing-groups", "segments", "changes")


def bar(response: Answer) -> str:
    """The views above a list, as they stand in the page."""
    page: str = response.content.decode()
    return page.split('id="views"')[1].split('id="rows"', maxsplit=1)[0]


def buttons(response: Answer) -> list[str]:
    found = re.findall(r"<span>([^<]*)</span></(?:a|button)>", bar(response))
    return [name for name in found if name in {"Save View", "Save as…", "Reset"}]


def tabs(response: Answer) -> list[tuple[str, bool]]:
    nav = re.search(r'<nav aria-label="Views">(.*?)</nav>', response.content.decode(), re.DOTALL)
    links = re.findall(r"<a ([^>]*)>([^<]*)</a>", nav.group(1)) if nav else []
    return [(html.unescape(name), "aria-current" in attributes) for attributes, name in links]


def where(response: Answer) -> tuple[str, dict[str, str]]:
    url = urlsplit(response.headers["Location"])
    return url.path, dict(parse_qsl(url.query))


def test_a_list_as_it_is_has_nothing_to_save_and_one_that_was_changed_is_saved_under_a_name(as_reader: Client, reader: User) -> None:
    make_company(city="Gent")
    plain, filtered = get(as_reader, "/contacts/"), get(as_reader, "/contacts/?city=Gent&size=100&page=1")
    assert (tabs(plain), buttons(plain)) == ([], [])
    assert (tabs(filtered), buttons(filtered)) == ([], ["Save View", "Reset"])
    assert "/views/new/contacts?city=Gent&amp;size=100" in bar(filtered)
    asked = get(as_reader, "/views/new/contacts?city=Gent&size=100")
    assert "Shared with everyone" not in text_of(asked)
    response = post(as_reader, "/views/new/contacts?city=Gent&size=100", {"name": "Gentenaars", "shared": "on"})
    view = SavedView.objects.get()
    assert where(response) == ("/contacts/", {"view": str(view.pk), "city": "Gent", "size": "100"})
    assert (view.owner, view.query) == (reader, {"city": "Gent", "size": "100"})
    assert toasts(as_reader) == [("View “Gentenaars” saved.", f"/changes/{ChangeSet.objects.latest('number').pk}/undo")]


def test_a_view_opens_as_its_list_and_says_when_the_list_shows_something_else(as_reader: Client, reader: User) -> None:
    view = make_view("Gentenaars", reader, city="Gent", sort="-name")
    make_view("Luikenaars", city="Luik")
    path, query = where(get(as_reader, f"/views/{view.pk}/"))
    assert (path, query) == ("/contacts/", {"view": str(view.pk), "city": "Gent", "sort": "-name"})
    there = get(as_reader, f"/contacts/?view={view.pk}&city=Gent&sort=-name")
    assert tabs(there) == [("All", False), ("Gentenaars", True), ("Luikenaars", False)]
    assert buttons(there) == []
    for changed in ("city=Luik&sort=-name", "city=Gent", "city=Gent&sort=-name&q=x", "city=Gent&sort=-name&size=25"):
        assert buttons(get(as_reader, f"/contacts/?view={view.pk}&{changed}")) == ["Save View", "Save as…", "Reset"]
    assert buttons(get(as_reader, f"/contacts/?view={view.pk}&city=Gent&sort=-name&page=1&filters=1")) == []
    assert tabs(get(as_reader, "/contacts/?city=Gent")) == [("All", True), ("Gentenaars", False), ("Luikenaars", False)]


def test_what_htmx_renews_renews_the_tabs_in_place(as_reader: Client, reader: User) -> None:
    view = make_view("Gentenaars", reader, city="Gent")
    for path in ("contacts", "mailing-groups", "segments"):
        part = get(as_reader, f"/{path}/?q=x", part="rows")
        assert 'id="views" hx-swap-oob="true"' in part.content.decode()
    part = get(as_reader, f"/contacts/?view={view.pk}&city=Luik", part="rows")
    assert f'action="/views/{view.pk}/save?city=Luik"' in part.content.decode()
    assert 'id="views"' not in get(as_reader, "/contacts/?filters=1", part="filter-pane").content.decode()


def test_saving_stores_what_the_list_shows_unless_another_did_meanwhile(as_marketer: Client) -> None:
    view = make_view(city="Gent")
    response = post(as_marketer, f"/views/{view.pk}/save?city=Luik&size=25", {"seen": "city=Gent"})
    assert where(response) == ("/contacts/", {"view": str(view.pk), "city": "Luik", "size": "25"})
    assert SavedView.objects.get().query == {"city": "Luik", "size": "25"}
    before = everything()
    refused = post(as_marketer, f"/views/{view.pk}/save?city=Ieper", {"seen": "city=Gent"})
    assert refused.status_code == 409
    assert "Somebody changed the view “Gentenaars” meanwhile." in text_of(refused)
    unclear = post(as_marketer, f"/views/{view.pk}/save?city=A||B", {"seen": "city=Luik&size=25"})
    assert unclear.status_code == 422
    assert "is not clear from position 3" in text_of(unclear)
    assert everything() == before
    assert get(as_marketer, f"/views/{view.pk}/save").status_code == 405


def test_a_shared_view_offers_a_reader_a_copy_and_nothing_to_change(as_reader: Client) -> None:
    view = make_view(city="Gent")
    assert buttons(get(as_reader, f"/contacts/?view={view.pk}&city=Luik")) == ["Save as…", "Reset"]
    before = everything()
    for page in ("save?city=Luik", "delete"):
        assert post(as_reader, f"/views/{view.pk}/{page}").status_code == 403
    assert everything() == before
    edit = get(as_reader, f"/views/{view.pk}/edit")
    assert 'name="name"' not in edit.content.decode()
    assert "Delete" not in text_of(edit)
    post(as_reader, f"/views/{view.pk}/edit", {"name": "Anders", "pinned": "on"})
    assert (SavedView.objects.get().name, PinnedView.objects.count()) == ("Gentenaars", 1)


@pytest.mark.parametrize("role", Role.values)
def test_a_private_view_of_somebody_else_is_not_found_anywhere(role: str) -> None:
    owner = make_user(Role.MARKETER, username="owner")
    view = make_view("Geheim", owner, pinned=True, city="Gent")
    client, before = client_of(make_user(Role(role))), everything()
    for page in ("", "edit", "delete", "count"):
        assert get(client, f"/views/{view.pk}/{page}").status_code == 404
    for page in ("save?city=Luik", "edit", "delete"):
        assert post(client, f"/views/{view.pk}/{page}", {"name": "Mijn"}).status_code == 404
    shown = [f"/contacts/?view={view.pk}&city=Gent", "/contacts/", "/views/", "/search?q=geheim", "/"]
    assert [page for page in shown if "Geheim" in text_of(get(client, page)).replace("geheim", "")] == []
    assert everything() == before
    assert get(client, f"/views/{2**70}/").status_code == 404


def test_name_sharing_and_home_page_are_changed_in_one_window(as_marketer: Client, marketer: User) -> None:
    view = make_view("Oud", marketer, city="Gent")
    response = post(as_marketer, f"/views/{view.pk}/edit", {"name": "Nieuw", "shared": "on", "pinned": "on"})
    assert where(response) == ("/contacts/", {"view": str(view.pk), "city": "Gent"})
    view.refresh_from_db()
    assert (view.name, view.owner, PinnedView.objects.count()) == ("Nieuw", None, 1)
    said = [text for text, _ in toasts(as_marketer)]
    assert said == ["View “Oud” became “Nieuw” · View “Nieuw” shared with everyone", "View “Nieuw” put on the home page"]
    make_view("Bezet")
    before = everything()
    refused = post(as_marketer, f"/views/{view.pk}/edit", {"name": "bezet", "shared": "on"})
    assert (refused.status_code, "There is a view “Bezet” already." in text_of(refused)) == (422, True)
    assert everything() == before


def test_deleting_asks_first_and_goes_back_to_the_list(as_marketer: Client) -> None:
    view = make_view(city="Gent")
    assert "This view is shared: it goes for everyone." in text_of(get(as_marketer, f"/views/{view.pk}/delete"))
    response = post(as_marketer, f"/views/{view.pk}/delete")
    assert (where(response), SavedView.objects.count()) == (("/contacts/", {}), 0)
    assert [text for text, _ in toasts(as_marketer)] == ["View “Gentenaars” deleted"]


def test_a_view_whose_query_means_nothing_any_more_opens_with_the_error_of_the_list(as_editor: Client, editor: User) -> None:
    group = make_group("WEG")
    view = make_view("Weg", editor, pinned=True, mailingGroup="WEG")
    delete_group(group, by=editor)
    _, query = where(get(as_editor, f"/views/{view.pk}/"))
    page = as_editor.get("/contacts/", query, headers={"Accept-Language": "en"})
    assert "WEG" in text_of(page)
    assert 'role="alert"' in page.content.decode()
    count = get(as_editor, f"/views/{view.pk}/count")
    assert text_of(count) == "Weg 0 Cannot be read"
    view.query = {"city": 5}
    view.save()
    assert get(as_editor, f"/views/{view.pk}/").status_code == 422
    assert get(as_editor, f"/contacts/?view={view.pk}").status_code == 200
    assert get(as_editor, "/").status_code == 200


def test_a_pinned_view_is_a_cue_whose_number_comes_after_the_page(as_reader: Client, reader: User) -> None:
    empty = make_view("Niemand", reader, pinned=True, city="Nergens")
    page = get(as_reader, "/").content.decode()
    assert f'<a class="cue" href="/views/{empty.pk}/" hx-get="/views/{empty.pk}/count" hx-trigger="load"' in page
    assert "Niemand …" in text_of(get(as_reader, "/"))
    assert text_of(get(as_reader, f"/views/{empty.pk}/count")) == "Niemand 0"


def test_a_newcomer_sees_pinned_views_beside_the_first_steps(as_marketer: Client, marketer: User) -> None:
    make_view("Gentenaars", marketer, pinned=True)
    page = text_of(get(as_marketer, "/"))
    assert "First steps" in page
    assert "Gentenaars …" in page
    assert "Contacts without email" not in page


@pytest.mark.parametrize(
    ("list_name", "query"),
    [
        ("contacts", {"city": "Gent", "q": "claes"}),
        ("contacts", {"mailingGroup": "LEEG|VAST"}),
        ("contacts", {}),
        ("mailing_groups", {"empty": "1"}),
        ("mailing_groups", {"code": "V*", "q": "vast"}),
        ("segments", {"description": "*dag", "date": "..t"}),
        ("changes", {"about": "views", "mine": "on"}),
        ("changes", {"first": "t", "last": "today"}),
    ],
)
def test_the_count_is_that_of_the_list(list_name: str, query: dict[str, str], as_administrator: Client, administrator: User) -> None:
    company = make_company(name="Claes", city="Gent")
    make_person(name="An Peeters", company=company, city="Gent")
    make_group("VAST", "Vaste klanten", members=[company])
    make_group("LEEG")
    make_segment("Opendeurdag")
    make_segment("Andere")
    view = create_view(list_name, "Mijn", query, by=administrator)
    page = text_of(as_administrator.get(f"/views/{view.pk}/", headers={"Accept-Language": "en"}, follow=True))
    total = re.search(r"\d+–\d+ of (\d+)", page)
    assert total is not None
    assert text_of(get(as_administrator, f"/views/{view.pk}/count")) == f"Mijn {total.group(1)}"


def test_a_changes_view_that_cannot_be_read_is_not_nought(as_reader: Client, reader: User) -> None:
    view = make_view("Ooit", reader, list_name="changes", first="ooit")
    assert text_of(get(as_reader, f"/views/{view.pk}/count")) == "Ooit 0 Cannot be read"


@pytest.mark.parametrize("path", LISTS)
def test_every_list_with_views_has_tabs_and_keeps_its_own_filters(path: str, as_marketer: Client, marketer: User) -> None:
    name = path.replace("-", "_")
    narrowed = {"contacts": "city=Gent", "mailing-groups": "empty=1", "segments": "date=t", "changes": "by=%25me"}[path]
    make_view("Andere lijst", marketer, list_name="segments" if name == "contacts" else "contacts")
    post(as_marketer, f"/views/new/{name}?{narrowed}", {"name": "Deze"})
    view = SavedView.objects.latest("pk")
    assert view.query == dict(parse_qsl(narrowed))
    there = get(as_marketer, f"/{path}/?view={view.pk}&{narrowed}")
    parts = [("Open", False), ("Logged", False)] if path == "segments" else []
    assert (tabs(there), buttons(there)) == ([("All", False), *parts, ("Deze", True)], [])
    assert buttons(get(as_marketer, f"/{path}/?view={view.pk}")) == ["Save View", "Save as…", "Reset"]
    assert get(as_marketer, "/views/new/users").status_code == 404


def test_many_views_stay_few_tabs_and_the_one_that_is_open_is_among_them(as_reader: Client, reader: User) -> None:
    views = [make_view(f"V{number:02}", reader, city=f"V{number}") for number in range(12)]
    make_view("Vast", reader, pinned=True)
    names = [name for name, _ in tabs(get(as_reader, f"/contacts/?view={views[11].pk}&city=V11"))]
    assert names == ["All", "Vast", "V00", "V01", "V02", "V03", "V04", "V05", "V11", "All views"]
    page = text_of(get(as_reader, "/views/"))
    assert all(f"V{number:02} Private" in page for number in range(12))
    assert "Vast Private · On my home page" in page


def test_tell_me_finds_views_by_their_names(as_reader: Client, reader: User) -> None:
    view = make_view("Gentse klanten", reader)
    page = get(as_reader, "/search?q=klanten+gent").content.decode()
    assert f'href="/views/{view.pk}/"' in page
    assert 'href="/views/"' in get(as_reader, "/search?q=weergaven").content.decode()


def test_add_contacts_starts_from_a_view_of_contacts(as_marketer: Client, marketer: User) -> None:
    make_segment(), make_company(name="Claes", city="Gent")
    view = make_view("Gent", marketer, city="Gent", q="claes", sort="-name", columns="name")
    other = make_view("Groepen", marketer, list_name="mailing_groups", code="V*")
    page = get(as_marketer, "/segments/SM00001/add-contacts").content.decode()
    assert (f'<option value="{view.pk}">Gent</option>' in page, f'value="{other.pk}"' in page) == (True, False)
    response = get(as_marketer, f"/segments/SM00001/add-contacts?view={view.pk}")
    assert where(response) == ("/segments/SM00001/add-contacts", {"city": "Gent", "search": "claes"})
    filled = as_marketer.get(response.headers["Location"], headers={"Accept-Language": "en"})
    assert 'value="claes"' in filled.content.decode()
    assert get(as_marketer, f"/segments/SM00001/add-contacts?view={other.pk}").status_code == 200
    secret = make_view("Geheim", make_user(Role.MARKETER, username="other"), city="Geheim")
    assert "Geheim" not in text_of(get(as_marketer, f"/segments/SM00001/add-contacts?view={secret.pk}"))


def test_a_renaming_shows_the_views_it_changes(as_editor: Client, editor: User) -> None:
    make_group("GESCHENK")
    view = make_view("Cadeaus", editor, mailingGroup="GESCHENK")
    make_view("Geheim", make_user(Role.READER, username="other"), mailingGroup="GESCHENK")
    page = get(as_editor, "/mailing-groups/GESCHENK/rename?code=GIFT")
    assert f'<a href="/views/{view.pk}/">View “Cadeaus”</a>' in page.content.decode()
    assert "View · private, of other" in text_of(page)
    assert "Geheim" not in text_of(page)
    post(as_editor, "/mailing-groups/GESCHENK/rename", {"code": "GIFT"})
    assert list(SavedView.objects.values_list("query", flat=True)) == [{"mailingGroup": "GIFT"}] * 2
    change = get(as_editor, f"/changes/{ChangeSet.objects.latest('number').pk}/?show=saved_views.savedview-u")
    assert ("Views" in text_of(change), "Geheim" in text_of(change)) == (True, False)
    assert MailingGroup.objects.get().code == "GIFT"


def test_more_views_and_pins_take_no_more_queries(as_reader: Client, reader: User) -> None:
    pages = ["/contacts/", "/", "/views/", "/search?q=view", "/mailing-groups/"]
    view = make_view("View 0", reader, pinned=True, city="Gent")
    pages += [f"/contacts/?view={view.pk}&city=Luik", f"/views/{view.pk}/count", f"/views/{view.pk}/edit"]
    few = {page: queries(as_reader, page) for page in pages}
    for number in range(1, 9):
        make_view(f"View {number}", reader, pinned=True, city="Gent")
        make_view(f"View {number}", list_name="mailing_groups")
    assert {page: queries(as_reader, page) for page in pages} == few


def test_fifty_rows_with_views_weigh_at_most_sixty_kilobytes(as_administrator: Client, administrator: User) -> None:
    contacts = many_contacts(60)
    for code in ("KERSTKAART1", "NIEUWSBRIEF", "VERHUIZING1", "LEVERANCIER"):
        make_group(code, members=contacts)
    views = [make_view(f"Klanten uit de streek {number}", administrator, city="G*", sort="-name") for number in range(12)]
    for language in ("nl", "fr", "de", "en"):
        response = as_administrator.get(f"/contacts/?view={views[0].pk}&sort=city", headers={"Accept-Language": language})
        assert response.content.count(b'name="selected"') == 50
        assert len(response.content) <= 60_000
