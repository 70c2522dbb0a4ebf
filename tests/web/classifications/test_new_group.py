import pytest
from django.test import Client

from postkring.classifications.mailing_groups import MailingGroup
from tests.factories import make_group
from tests.snapshots import everything
from tests.web.asking import get, post, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

NEW = "/mailing-groups/new"


def stored() -> list[tuple[str, str]]:
    return list(MailingGroup.objects.order_by("code").values_list("code", "description"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [("VERHUIZING", "VERHUIZING"), ("geschenk", "GESCHENK"), (" JAARVERSLAG ", "JAARVERSLAG"), ("2026", "2026"), ("éé", "ÉÉ")],
)
def test_letters_and_digits_of_any_alphabet_make_a_code(as_editor: Client, typed: str, code: str) -> None:
    response = post(as_editor, NEW, {"code": typed, "description": "Wat het is"})
    assert (response.status_code, response.headers["Location"]) == (302, "/mailing-groups/")
    assert stored() == [(code, "Wat het is")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("A B", "A blank may not stand in a code: letters and digits only, at most 11."),
        ("A-B", "“-” may not stand in a code: letters and digits only, at most 11."),
        ("", "Enter a code."),
        ("   ", "Enter a code."),
        ("VERHUIZINGEN", "The code has 12 characters; at most 11 are allowed."),
        ("ßßßßßß", "The code has 12 characters; at most 11 are allowed."),
        ("🎁", "“🎁” may not stand in a code: letters and digits only, at most 11."),
        ("\u202eABC", "U+202E may not stand in a code: letters and digits only, at most 11."),
    ],
)
def test_a_code_that_cannot_be_is_refused_with_its_reason_and_stays_as_typed(as_editor: Client, typed: str, said: str) -> None:
    before = everything()
    response = post(as_editor, NEW, {"code": typed, "description": "Kerst & meer"})
    assert response.status_code == 422
    assert said in text_of(response)
    assert (value_of(response, "code"), value_of(response, "description")) == (typed, "Kerst & meer")
    assert everything() == before


def test_a_code_with_nul_is_refused(as_editor: Client) -> None:
    before = everything()
    assert post(as_editor, NEW, {"code": "A\x00B"}).status_code == 422
    assert everything() == before


def test_the_counter_counts_what_was_typed_and_nothing_is_cut(as_editor: Client) -> None:
    response = post(as_editor, NEW, {"code": "VERHUIZINGEN"})
    assert "12/11" in text_of(response)
    assert "maxlength" not in response.content.decode()


def test_a_code_that_differs_by_accents_only_is_refused_naming_the_other(as_editor: Client) -> None:
    make_group("CAFÉ")
    before = everything()
    response = post(as_editor, NEW, {"code": "cafe"})
    assert "CAFE is too much like CAFÉ: accents do not make codes different." in text_of(response)
    assert everything() == before


def test_a_code_in_use_is_refused_naming_the_group(as_editor: Client) -> None:
    make_group("PERS", "Vakpers")
    before = everything()
    assert "Code PERS is already used by “Vakpers”." in text_of(post(as_editor, NEW, {"code": "pers"}))
    assert everything() == before


def test_an_over_long_description_is_refused(as_editor: Client) -> None:
    before = everything()
    response = post(as_editor, NEW, {"code": "PERS", "description": "x" * 101})
    assert "Description may hold at most 100 characters; it now has 101." in text_of(response)
    assert everything() == before


def test_markup_in_a_description_is_text(as_editor: Client) -> None:
    post(as_editor, NEW, {"code": "PERS", "description": "<b>=1+1</b>"})
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in get(as_editor, "/mailing-groups/").content.decode()


def test_the_toast_says_what_was_made_and_takes_it_back(as_editor: Client) -> None:
    post(as_editor, NEW, {"code": "PERS"})
    [(said, undo)] = toasts(as_editor)
    assert said == "Mailing group PERS created"
    post(as_editor, undo, {"next": "/mailing-groups/"})
    assert stored() == []


def test_save_and_new_offers_the_next_empty_form(as_editor: Client) -> None:
    response = post(as_editor, NEW, {"code": "PERS", "another": "1"})
    assert response.headers["Location"] == NEW
    assert stored() == [("PERS", "")]


def test_save_and_new_in_the_window_empties_the_window_and_says_what_was_made(as_editor: Client) -> None:
    response = post(as_editor, NEW, {"code": "PERS", "another": "1"}, part="dialog")
    assert response.status_code == 200
    assert value_of(response, "code") == ""
    assert "Mailing group PERS created" in text_of(response)


def test_saving_in_the_window_leads_the_page_to_the_list(as_editor: Client) -> None:
    response = post(as_editor, NEW, {"code": "PERS"}, part="dialog")
    assert response.headers["HX-Redirect"] == "/mailing-groups/"


def test_a_form_that_is_sent_twice_makes_one_group_and_no_complaint(as_editor: Client) -> None:
    sent = {"code": "PERS", "description": "", "once": value_of(get(as_editor, NEW), "once")}
    assert [post(as_editor, NEW, sent).status_code for _ in range(2)] == [302, 302]
    assert stored() == [("PERS", "")]


def test_a_form_that_was_refused_can_be_mended_and_sent_again(as_editor: Client) -> None:
    once = value_of(get(as_editor, NEW), "once")
    assert post(as_editor, NEW, {"code": "A B", "once": once}).status_code == 422
    assert post(as_editor, NEW, {"code": "A B", "once": once}).status_code == 422
    assert post(as_editor, NEW, {"code": "AB", "once": once}).status_code == 302
    assert stored() == [("AB", "")]


def test_the_hint_of_the_description_speaks_of_a_description(as_editor: Client) -> None:
    response = as_editor.get(NEW, headers={"Accept-Language": "nl"})
    assert "beschrijving" in text_of(response)
    assert "Omschrijving" in text_of(response)
