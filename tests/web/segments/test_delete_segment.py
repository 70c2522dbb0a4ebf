import re

import pytest
from django.test import Client

from postkring.segments.models import Segment
from tests.factories import make_company, make_segment
from tests.snapshots import everything, snapshot
from tests.web.asking import get, post, text_of, toasts

pytestmark = pytest.mark.django_db

DELETE = "/segments/SM00001/delete"


def test_it_asks_with_the_number_of_lines(as_marketer: Client) -> None:
    make_segment("Opendeur", contacts=[make_company()])
    before = everything()
    page = get(as_marketer, DELETE)
    assert "Delete SM00001?" in text_of(page)
    assert re.search(r'<a href="/segments/SM00001/#tab-lines"[^>]*>1</a>', page.content.decode())
    assert everything() == before


def test_deleted_it_comes_back_whole_by_undo(as_marketer: Client) -> None:
    make_segment("Opendeur", contacts=[make_company(), make_company(name="Twee")])
    before = snapshot()
    assert post(as_marketer, DELETE, {"expected": "lines:2"}).headers["Location"] == "/segments/?status=open"
    assert not Segment.objects.exists()
    [(said, undo)] = toasts(as_marketer)
    assert said == "Segment SM00001 deleted"
    post(as_marketer, undo)
    assert snapshot() == before


ANOTHER = "The outcome is another one by now. Nothing was done"
NONE = "Look at the numbers first, then confirm them."


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("lines:1", ANOTHER),
        ("lines:3", ANOTHER),
        ("", NONE),
        ("2", NONE),
        ("lines:two", NONE),
        ("deleted:1", NONE),
        (f"lines:{'9' * 30}", NONE),
    ],
)
def test_with_another_number_of_lines_by_now_nothing_is_deleted_and_it_asks_again(as_marketer: Client, expected: str, said: str) -> None:
    make_segment("Opendeur", contacts=[make_company(), make_company(name="Twee")])
    before = everything()
    page = post(as_marketer, DELETE, {"expected": expected})
    assert page.status_code == 422
    assert said in text_of(page)
    assert re.search(r'name="expected"[^>]* value="lines:2"', page.content.decode())
    assert everything() == before


def test_one_that_is_gone_says_so(as_marketer: Client) -> None:
    assert post(as_marketer, DELETE).status_code == 404
