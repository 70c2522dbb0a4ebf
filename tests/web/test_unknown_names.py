"""A name in an address that nobody knows is an error, never "no filter": lists show nobody, files and acts on many are refused."""

from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.test import Client

from postkring.saved_views.models import SavedView
from tests.factories import make_company, make_group, make_segment
from tests.snapshots import everything
from tests.web.asking import get, post, text_of

pytestmark = pytest.mark.django_db

MEANT = "There is no filter “mailinggroup” here. Did you mean “mailingGroup”?"
LISTS = ["/contacts/", "/mailing-groups/", "/segments/", "/changes/", "/mailing-groups/PERS/", "/segments/SM00001/"]


@pytest.fixture(autouse=True)
def _office() -> None:
    make_company(name="Alleen")
    make_group("PERS", "Vakpers", members=[claes := make_company(name="Drukkerij Claes")])
    make_segment("Opendeurdag", contacts=[claes])


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "rows", "HX-Trigger": "filters"}])
def test_a_list_shows_nobody_and_says_which_name_it_does_not_know(as_administrator: Client, url: str, headers: dict[str, str]) -> None:
    response = as_administrator.get(f"{url}?wholeOffice=PERS", headers={"Accept-Language": "en"} | headers)
    assert response.status_code == 200
    assert "There is no filter “wholeOffice” here." in text_of(response)
    shown = response.content.decode().split("<tbody")[1:]
    assert not any(name in row.split("</tbody>")[0] for row in shown for name in ("Claes", "Alleen", "Vakpers", "Opendeurdag", "made"))


def test_another_capital_is_no_filter_and_the_right_one_is_offered(as_reader: Client) -> None:
    page = get(as_reader, "/contacts/?mailinggroup=PERS&city=Gent")
    assert MEANT in text_of(page)
    assert "Drukkerij Claes" not in text_of(page)
    assert 'href="?city=Gent"' in page.content.decode()  # the way out: the list without that name
    assert "There is no filter “Empty” here. Did you mean “empty”?" in text_of(get(as_reader, "/mailing-groups/?Empty=1"))


@pytest.mark.parametrize(
    "query",
    ["utm_source=nieuwsbrief&utm_campaign=x", "gclid=1", "mailinggroup=", "q=&sort=-name&size=25&page=1&filters=1&columns=city"],
)
def test_what_narrows_nothing_by_its_nature_is_no_error(as_reader: Client, query: str) -> None:
    page = text_of(get(as_reader, f"/contacts/?{query}"))
    assert "Claes" in page or "Gent" in page or "CT000002" in page
    assert "There is no filter" not in page


@pytest.mark.parametrize("query", ["mailinggroup=PERS", "format=csv&mailinggroup=PERS"])
def test_a_file_is_refused(as_reader: Client, query: str) -> None:
    response = get(as_reader, f"/contacts/export?{query}")
    assert response.status_code == 422
    assert MEANT in text_of(response)


@pytest.mark.parametrize(
    "url", ["/mailing-groups/export", "/mailing-groups/PERS/export", "/segments/SM00001/export", "/segments/export", "/changes/export"]
)
def test_every_other_file_is_refused_too(as_administrator: Client, url: str) -> None:
    response = get(as_administrator, f"{url}?format=csv&wholeOffice=PERS")
    assert response.status_code == 422
    assert "There is no filter “wholeOffice” here." in text_of(response)
    with closing(get(as_administrator, f"{url}?format=csv")) as file:
        assert file.status_code == 200


@pytest.mark.parametrize("page", ["/contacts/bulk/group", "/contacts/delete", "/contacts/export"])
@pytest.mark.parametrize("name", ["query", "within"])
def test_an_act_on_all_that_a_list_shows_is_refused(as_administrator: Client, page: str, name: str) -> None:
    before = everything()
    asked = {"every": "1", "query": "", name: "mailinggroup=PERS"}
    response = get(as_administrator, f"{page}?{urlencode(asked)}")
    assert response.status_code == 422
    assert MEANT in text_of(response)
    if page != "/contacts/export":
        assert post(as_administrator, page, asked).status_code == 422
    assert everything() == before


def test_no_view_is_made_of_an_address_that_means_nothing(as_reader: Client) -> None:
    assert "/views/new/" in get(as_reader, "/contacts/?city=Gent").content.decode()
    assert "/views/new/" not in get(as_reader, "/contacts/?mailinggroup=PERS&city=Gent").content.decode()
    response = post(as_reader, "/views/new/contacts?mailinggroup=PERS", {"name": "Pers"})
    assert response.status_code == 422
    assert not SavedView.objects.exists()


def test_add_contacts_says_which_of_the_filters_of_its_address_is_none(as_administrator: Client) -> None:
    page = get(as_administrator, "/segments/SM00001/add-contacts?type=Company&mailinggroup=PERS")
    assert page.status_code == 422
    assert MEANT in text_of(page)
    assert get(as_administrator, "/segments/SM00001/add-contacts/preview?type=Company&mailinggroup=PERS&show=added").status_code == 302
