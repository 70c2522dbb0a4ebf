"""Apply Mailing Group: everybody on a line of a segment gets a group, or the group becomes equal to the segment (4.8, D7)."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from postkring.classifications.mailing_groups import ContactMailingGroup
from tests.factories import make_company, make_group, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import Answer, get, post, text_of, toasts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    """A1 is in the group already, A2 is excluded from segments, Z is in the group and not in the segment."""
    one, two = make_company(number="A1", name="Een"), make_company(number="A2", name="Twee", exclude_from_segment=True)
    make_group("PERS", members=[one, make_company(number="Z", name="Ander")])
    make_segment("Opendeur", contacts=[one, two])


def links_of(page: Answer) -> list[str]:
    return [unescape(link) for link in re.findall(r'<a [^>]*?href="([^"]+)"', page.content.decode())]


def members() -> list[str]:
    return sorted(ContactMailingGroup.objects.filter(ended_at=None).values_list("contact__number", flat=True))


def address(client: Client) -> str:
    [found] = [link for link in links_of(get(client, "/segments/SM00001/")) if "bulk/apply" in link]
    return found


def fields(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_only_who_may_change_groups_of_contacts_is_offered_it(as_editor: Client, as_reader: Client) -> None:
    """R-4609."""
    assert address(as_editor)
    assert "bulk/apply" not in get(as_reader, "/segments/SM00001/").content.decode()
    before = everything()
    assert post(as_reader, "/contacts/bulk/apply", {**fields(address(as_editor)), "code": "PERS", "mode": "add"}).status_code == 403
    assert everything() == before


@pytest.mark.parametrize(
    ("mode", "expected", "size", "then"),
    [
        ("add", "added:1,unchanged:1", "from 2 to 3", ["A1", "A2", "Z"]),
        ("replace", "added:1,unchanged:1,removed:1", "from 2 to 2", ["A1", "A2"]),
    ],
)
def test_it_shows_before_and_after_and_does_just_that(as_editor: Client, mode: str, expected: str, size: str, then: list[str]) -> None:
    """R-4604, R-4606; undo takes it back."""
    before, url = snapshot(), address(as_editor)
    page = get(as_editor, f"{url}&code=PERS&mode={mode}")
    assert f"Contacts in PERS: {size}" in text_of(page)
    assert f'value="{expected}"' in page.content.decode()
    [added] = [link for link in links_of(page) if "show=added" in link]
    assert "A2" in text_of(get(as_editor, added))
    response = post(as_editor, "/contacts/bulk/apply", {**fields(url), "code": "PERS", "mode": mode, "expected": expected})
    assert response.headers["Location"] == "/segments/SM00001/"
    assert members() == then
    [(_, undo)] = toasts(as_editor)
    post(as_editor, undo, {"next": "/segments/"})
    assert snapshot() == before


@pytest.mark.parametrize("code", ["", "NIETS", "PER*", "PERS|PERS"])
def test_anything_but_one_code_is_refused(as_editor: Client, code: str) -> None:
    """R-4602."""
    url = address(as_editor)
    before = everything()
    response = post(as_editor, "/contacts/bulk/apply", {**fields(url), "code": code, "mode": "add", "expected": "added:1,unchanged:1"})
    assert (response.status_code, everything()) == (422, before)


def test_another_outcome_than_was_seen_is_not_done(as_editor: Client) -> None:
    url, before = address(as_editor), everything()
    sent = {**fields(url), "code": "PERS", "mode": "add", "expected": "added:2,unchanged:0"}
    assert (post(as_editor, "/contacts/bulk/apply", sent).status_code, everything()) == (422, before)
