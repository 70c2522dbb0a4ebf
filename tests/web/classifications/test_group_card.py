import pytest
from django.test import Client

from postkring.classifications.actions import delete_group, describe_group, rename_group
from postkring.classifications.mailing_groups import MailingGroup
from tests.factories import make_company, make_group, make_user
from tests.snapshots import everything
from tests.web.asking import get, post, text_of, toasts, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> MailingGroup:
    return make_group("PERS", "Vakpers")


def test_the_card_is_found_by_its_code_in_any_case(as_reader: Client) -> None:
    make_group("ÉÉN")
    assert [get(as_reader, f"/mailing-groups/{code}/").status_code for code in ("ÉÉN", "één")] == [200, 200]


def test_a_code_that_nobody_has_is_a_record_that_is_gone(as_reader: Client) -> None:
    assert get(as_reader, "/mailing-groups/%00/").status_code == 404
    response = get(as_reader, "/mailing-groups/ZZZ/")
    assert response.status_code == 404
    assert "This record no longer exists." in text_of(response)


def test_a_reader_sees_values_and_no_forms(as_reader: Client, group: MailingGroup) -> None:
    page = get(as_reader, "/mailing-groups/PERS/")
    assert "Vakpers" in text_of(page)
    assert 'name="description"' not in page.content.decode()
    assert 'name="contact"' not in page.content.decode()


def test_a_new_description_is_stored_at_once(as_editor: Client, group: MailingGroup) -> None:
    response = post(as_editor, "/mailing-groups/PERS/", {"code": "PERS", "description": "Pers & radio", "seen": "Vakpers"})
    assert response.headers["Location"] == "/mailing-groups/PERS/"
    assert MailingGroup.objects.get().description == "Pers & radio"
    assert toasts(as_editor)[0][0] == "Mailing group PERS: description changed"


def test_saving_without_a_change_writes_nothing(as_editor: Client, group: MailingGroup) -> None:
    before = everything()
    post(as_editor, "/mailing-groups/PERS/", {"code": "pers", "description": "Vakpers", "seen": "Vakpers"})
    assert everything() == before
    assert toasts(as_editor) == []


def test_a_new_code_is_asked_about_first(as_editor: Client, group: MailingGroup) -> None:
    before = everything()
    response = post(as_editor, "/mailing-groups/PERS/", {"code": "media", "description": "Vakpers", "seen": "Vakpers"})
    assert response.headers["Location"] == "/mailing-groups/PERS/rename?code=MEDIA"
    assert everything() == before


def test_a_code_that_cannot_be_is_refused_on_the_card_itself(as_editor: Client, group: MailingGroup) -> None:
    before = everything()
    response = post(as_editor, "/mailing-groups/PERS/", {"code": "A-B", "description": "anders", "seen": "Vakpers"})
    assert response.status_code == 422
    assert "“-” may not stand in a code" in text_of(response)
    assert value_of(response, "code") == "A-B"
    assert everything() == before


@pytest.mark.parametrize(
    ("code", "said"), [("kerst", "Code KERST is already used by “Kaarten”."), ("KÉRST", "KÉRST is too much like KERST: accents do not")]
)
def test_a_code_that_another_group_has_is_refused_on_the_card_and_nothing_is_stored(
    as_editor: Client, group: MailingGroup, code: str, said: str
) -> None:
    make_group("KERST", "Kaarten")
    before = everything()
    response = post(as_editor, "/mailing-groups/PERS/", {"code": code, "description": "anders", "seen": "Vakpers"})
    assert response.status_code == 422
    assert said in text_of(response)
    assert (value_of(response, "code"), value_of(response, "description")) == (code, "anders")
    assert everything() == before


def test_of_two_people_the_second_is_told_what_the_first_stored(as_editor: Client, group: MailingGroup) -> None:
    describe_group(group, "Van An", by=make_user("administrator", username="An"))
    before = everything()
    sent = {"code": "PERS", "description": "Van mij", "seen": "Vakpers"}
    refused = post(as_editor, "/mailing-groups/PERS/", sent)
    assert refused.status_code == 422
    assert "An changed this record at" in text_of(refused)
    assert "Your change to Description was not saved. It is now: “Van An”." in text_of(refused)
    assert value_of(refused, "description") == "Van mij"
    assert everything() == before
    again = post(as_editor, "/mailing-groups/PERS/", sent | {"seen": value_of(refused, "seen")})
    assert again.status_code == 302
    assert MailingGroup.objects.get().description == "Van mij"


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ({"code": "PERS", "description": "Iets anders", "seen": "Vakpers"}, "Iets anders"),
        ({"contact": "CT000001"}, "CT000001"),
        ({"take_out": "CT000001"}, ""),
    ],
)
@pytest.mark.parametrize("part", ["", "members"])
def test_a_card_whose_group_was_renamed_meanwhile_says_how_it_is_called_now(
    as_editor: Client, group: MailingGroup, sent: dict[str, str], typed: str, part: str
) -> None:
    make_company()
    an = make_user("administrator")
    rename_group(rename_group(group, "MEDIA", by=an), "PERSA", by=an)
    before = everything()
    response = post(as_editor, "/mailing-groups/PERS/", sent, part=part)
    assert response.status_code == 404
    assert "Mailing group PERS is called PERSA now: somebody renamed it meanwhile. Nothing was changed." in text_of(response)
    assert typed in text_of(response)
    assert 'href="/mailing-groups/PERSA/"' in response.content.decode()
    assert response.headers.get("HX-Retarget", "") == ("#notices" if part else "")
    assert everything() == before


def test_a_card_of_a_code_that_never_was_does_not_say_that_it_was_deleted(as_editor: Client) -> None:
    assert "There is no mailing group WEG: it was renamed or deleted." in text_of(post(as_editor, "/mailing-groups/WEG/", {"code": "WEG"}))


def test_what_was_typed_about_a_group_that_somebody_else_deleted_can_still_be_copied(as_editor: Client) -> None:
    an = make_user("administrator")
    delete_group(rename_group(make_group("OUD"), "WEG", by=an), by=an)
    before = everything()
    sent = {"code": "NIEUW", "description": "Een lange omschrijving", "seen_description": ""}
    page = post(as_editor, "/mailing-groups/WEG/", sent)
    assert page.status_code == 404
    said = text_of(page)
    assert "Mailing group WEG no longer exists: somebody deleted it meanwhile." in said
    assert "NIEUW" in said
    assert "Een lange omschrijving" in said
    assert '<a class="button" role="button" href="/mailing-groups/">' in page.content.decode()
    assert everything() == before


def test_a_reader_is_not_told_that_a_group_is_gone(as_reader: Client) -> None:
    assert post(as_reader, "/mailing-groups/WEG/", {"code": "NIEUW"}).status_code == 403
