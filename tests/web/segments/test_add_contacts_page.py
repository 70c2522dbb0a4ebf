import html
import re

import pytest
from django.test import Client

from postkring.contacts.models import Contact
from postkring.segments.models import SegmentLine, SegmentStep
from postkring.setup.models import Salesperson
from tests.factories import make_company, make_group, make_person, make_segment, many_contacts
from tests.snapshots import everything, snapshot
from tests.web.asking import Answer, get, post, queries, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

ADD = "/segments/SM00001/add-contacts"


@pytest.fixture
def groups() -> dict[str, Contact]:
    """Two groups that share a member; one member is excluded, one blocked. And the segment."""
    people = {
        "both": make_company(number="B1", name="Beide", post_code="9000"),
        "move": make_company(number="B2", name="Verhuist", post_code="3500"),
        "gift": make_person(number="B3", name="An Geschenk"),
        "excluded": make_company(number="B4", name="Uit", exclude_from_segment=True),
        "blocked": make_company(number="B5", name="Dicht", privacy_blocked=True),
        "outside": make_company(number="B6", name="Buiten"),
    }
    make_group("VERHUIZING", members=[people[name] for name in ("both", "move", "excluded", "blocked")])
    make_group("GESCHENK", members=[people[name] for name in ("both", "gift")])
    make_segment("Opendeur")
    return people


def chosen() -> list[str]:
    return list(SegmentLine.objects.order_by("contact__number").values_list("contact__number", flat=True))


def add_button(response: Answer) -> tuple[str, str]:
    """What the adding button says, and the number that it sends along."""
    found = re.search(r'<button[^>]*name="add"[^>]*?(?: value="(\d+)")?\s*>.*?<span>(.*?)</span>', response.content.decode(), re.DOTALL)
    assert found is not None, "there is no button that adds"
    return found.group(2), found.group(1) or ""


def test_the_fields_carry_their_names_and_the_hint_says_how_to_write_a_filter(as_marketer: Client, groups: object) -> None:
    page = get(as_marketer, ADD)
    assert re.search(r'<label[^>]*for="CriteriaForm_mailingGroup">Mailing Group Code</label>', page.content.decode())
    assert "Use .. for from–to, | for or, <> for not, * for any text" in text_of(page)
    assert add_button(page) == ("Add Contacts", "")


def test_a_code_is_asked_for_as_soon_as_there_is_one(as_marketer: Client, groups: object) -> None:
    asked, meaning = 'name="salespersonCode"', 'id="meaning_salespersonCode"'
    assert asked not in get(as_marketer, ADD).content.decode()
    assert meaning not in post(as_marketer, ADD, {"mailingGroup": "VERHUIZING", "postalCode": ""}, part="preview").content.decode()
    assert asked in get(as_marketer, f"{ADD}?salespersonCode=JR").content.decode()
    Salesperson.objects.create(code="JR")
    assert asked in get(as_marketer, ADD).content.decode()
    assert meaning in post(as_marketer, ADD, {"mailingGroup": "", "salespersonCode": "JR"}, part="preview").content.decode()


def test_the_preview_says_what_would_happen_and_the_button_how_many(as_marketer: Client, groups: object) -> None:
    before = everything()
    part = post(as_marketer, ADD, {"mailingGroup": "VERHUIZING|GESCHENK"}, part="preview")
    said = text_of(part)
    assert "Will be added: 3 · already in the segment: 0 · left out: 2" in said
    assert "Left out: 1 blocked for privacy, 1 excluded from segments" in said
    assert "in mailing group VERHUIZING or GESCHENK" in said
    assert re.findall(r"<li><a[^>]*>(.*?)</a> <small>", part.content.decode()) == ["An Geschenk", "Beide", "Verhuist"]
    assert add_button(part) == ("Add 3 contacts", "3")
    assert everything() == before


def test_what_was_previewed_is_what_is_added(as_marketer: Client, groups: object) -> None:
    response = post(as_marketer, ADD, {"mailingGroup": "VERHUIZING|GESCHENK", "add": "3"})
    assert response.headers["Location"] == "/segments/SM00001/"
    assert chosen() == ["B1", "B2", "B3"]
    assert SegmentStep.objects.get().added == 3
    before = snapshot()
    [(said, undo)] = toasts(as_marketer)
    assert said == "3 contacts added to segment SM00001"
    post(as_marketer, undo)
    assert chosen() == []
    assert before != snapshot()


def test_without_script_the_number_is_not_known_and_the_filter_is_enough(as_marketer: Client, groups: object) -> None:
    post(as_marketer, ADD, {"mailingGroup": "GESCHENK", "add": ""})
    assert chosen() == ["B1", "B3"]


def test_without_script_the_preview_is_a_page_that_keeps_the_filters(as_marketer: Client, groups: object) -> None:
    before = everything()
    page = post(as_marketer, ADD, {"mailingGroup": "GESCHENK", "postalCode": "9*", "preview": "1"})
    assert page.status_code == 200
    assert (value_of(page, "mailingGroup"), value_of(page, "postalCode")) == ("GESCHENK", "9*")
    assert add_button(page) == ("Add 1 contact", "1")
    assert everything() == before


def test_another_number_than_the_button_showed_adds_nobody_and_shows_the_new_number(as_marketer: Client, groups: object) -> None:
    before = everything()
    response = post(as_marketer, ADD, {"mailingGroup": "GESCHENK", "add": "7"})
    assert response.status_code == 422
    assert "The outcome is another one by now. Nothing was done; look at the new numbers and confirm." in text_of(response)
    assert add_button(response) == ("Add 2 contacts", "2")
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("mailingGroup", "VERHUIZING|", "The filter “VERHUIZING|” is not clear from position 12."),
        ("mailingGroup", "BESTAATNIET", "BESTAATNIET does not exist in Mailing Groups."),
        ("postalCode", "A...B", "is not clear from position"),
        ("country", "ZZ", "ZZ does not exist in"),
        ("displayName", "x" * 3000, "The filter is too large"),
    ],
)
def test_an_unclear_filter_is_named_with_its_position_and_never_cleared(
    as_marketer: Client, groups: object, field: str, text: str, said: str
) -> None:
    before = everything()
    part = post(as_marketer, ADD, {field: text}, part="preview")
    assert part.status_code == 200
    assert f'id="meaning_{field}"' in part.content.decode()
    assert said in text_of(part)
    assert 'name="add"' not in part.content.decode()
    page = post(as_marketer, ADD, {field: text, "add": ""})
    assert page.status_code == 422
    assert said in text_of(page)
    assert value_of(page, field) == text
    assert everything() == before


def test_no_filter_warns_with_the_total_and_adds_nobody(as_marketer: Client, groups: object) -> None:
    before = everything()
    for response in (get(as_marketer, ADD), post(as_marketer, ADD, {"add": ""})):
        assert "No filter is set: all contacts are taken (6)." in text_of(response)
        assert 'name="everybody"' in response.content.decode()
    assert post(as_marketer, ADD, {"add": ""}).status_code == 422
    assert everything() == before


def test_everybody_is_taken_only_when_that_is_ticked(as_marketer: Client, groups: object) -> None:
    part = post(as_marketer, ADD, {"everybody": "on"}, part="preview")
    assert add_button(part) == ("Add 4 contacts", "4")
    post(as_marketer, ADD, {"everybody": "on", "add": "4"})
    assert chosen() == ["B1", "B2", "B3", "B6"]
    assert SegmentStep.objects.get().selection == {"version": 1, "all": True}


def test_a_filter_narrows_also_where_everybody_is_ticked(as_marketer: Client, groups: object) -> None:
    post(as_marketer, ADD, {"everybody": "on", "mailingGroup": "GESCHENK", "add": ""})
    assert chosen() == ["B1", "B3"]


def test_choices_and_flags_are_filters_too(as_marketer: Client, groups: object) -> None:
    post(as_marketer, ADD, {"mailingGroup": "GESCHENK", "type": "Person", "excludeFromSegment": "no", "add": ""})
    assert chosen() == ["B3"]


def test_blanks_alone_are_no_filter(as_marketer: Client, groups: object) -> None:
    before = everything()
    assert post(as_marketer, ADD, {"mailingGroup": "   ", "add": ""}).status_code == 422
    assert everything() == before


def test_a_form_that_is_sent_twice_is_one_step_and_no_complaint(as_marketer: Client, groups: object) -> None:
    sent = {"mailingGroup": "GESCHENK", "add": "2", "once": value_of(get(as_marketer, ADD), "once")}
    assert [post(as_marketer, ADD, sent).status_code for _ in range(2)] == [302, 302]
    assert SegmentStep.objects.count() == 1


def test_who_is_on_a_line_already_is_counted_and_not_added_again(as_marketer: Client, groups: object) -> None:
    post(as_marketer, ADD, {"mailingGroup": "GESCHENK", "add": ""})
    part = post(as_marketer, ADD, {"mailingGroup": "VERHUIZING"}, part="preview")
    assert "Will be added: 1 · already in the segment: 1 · left out: 2" in text_of(part)


def test_the_number_of_queries_does_not_grow_with_the_contacts(as_marketer: Client, groups: object) -> None:
    before = queries(as_marketer, ADD)
    many_contacts(60)
    assert queries(as_marketer, ADD) == before


NUMBERS = {"added": ["B1", "B3"], "unchanged": ["B2"], "leftOut": ["B4", "B5"], "privacyBlocked": ["B5"], "excluded": ["B4"]}


def listed(page: Answer) -> list[str]:
    return sorted(re.findall(r'<td class="column-code">(.*?)</td>', page.content.decode()))


def test_every_number_of_the_preview_leads_to_exactly_those_contacts(as_marketer: Client, groups: dict[str, Contact]) -> None:
    make_segment("Ander", contacts=[groups["move"]])
    before = everything()
    part = post(as_marketer, "/segments/SM00002/add-contacts", {"mailingGroup": "VERHUIZING|GESCHENK"}, part="preview")
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*preview[^"]*)"', part.content.decode())]
    assert [re.search(r"show=(\w+)", link)[1] for link in links] == [*NUMBERS, "added"]  # type: ignore[index]
    for link in links:
        assert listed(get(as_marketer, link)) == NUMBERS[re.search(r"show=(\w+)", link)[1]]  # type: ignore[index]
    assert "Will be added: 2 · already in the segment: 1 · left out: 2" in text_of(part)
    page = get(as_marketer, links[0])
    assert "in mailing group VERHUIZING or GESCHENK" in text_of(page)
    assert '<a href="/contacts/B1/">Beide</a>' in page.content.decode()
    # The way back has the filters filled in.
    [back] = re.findall(r'href="(/segments/SM00002/add-contacts[?][^"]*)"', page.content.decode())
    assert value_of(get(as_marketer, html.unescape(back)), "mailingGroup") == "VERHUIZING|GESCHENK"
    assert everything() == before


def test_the_contacts_of_a_number_can_be_searched_and_renewed_in_part(as_marketer: Client, groups: object) -> None:
    url = f"{ADD}/preview?show=added&everybody=on"
    assert listed(get(as_marketer, url)) == ["B1", "B2", "B3", "B6"]
    part = get(as_marketer, f"{url}&q=beide", part="rows")
    assert listed(part) == ["B1"]
    assert "<h1" not in part.content.decode()


@pytest.mark.parametrize("filters", ["", "mailingGroup=VERHUIZING|", "mailingGroup=WEG"])
def test_filters_that_cannot_be_read_lead_back_to_where_they_are_typed(as_marketer: Client, groups: object, filters: str) -> None:
    response = get(as_marketer, f"{ADD}/preview?show=excluded&{filters}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith(ADD)


def test_the_first_names_lead_to_their_cards(as_marketer: Client, groups: object) -> None:
    part = post(as_marketer, ADD, {"mailingGroup": "GESCHENK"}, part="preview")
    assert '<a href="/contacts/B3/">An Geschenk</a>' in part.content.decode()


def test_a_plain_word_that_finds_nobody_offers_who_contains_it(as_marketer: Client, groups: object) -> None:
    part = post(as_marketer, ADD, {"displayName": "Gesch", "type": "Person"}, part="preview")
    [(url, said)] = re.findall(r'Name: <a href="([^"]*)">(.*?)</a>', part.content.decode())
    assert said == "1 contains “Gesch”"
    page = get(as_marketer, html.unescape(url))
    assert (value_of(page, "displayName"), add_button(page)) == ("*Gesch*", ("Add 1 contact", "1"))


@pytest.mark.parametrize(
    "filters", [{"displayName": "zzz"}, {"displayName": "*zzz*"}, {"displayName": "'Gesch'"}, {"displayName": "Beide"}]
)
def test_nothing_is_offered_where_it_would_find_nobody_or_nothing_is_missing(
    as_marketer: Client, groups: object, filters: dict[str, str]
) -> None:
    assert "Name: <a" not in post(as_marketer, ADD, filters, part="preview").content.decode()


def test_where_nobody_would_be_added_there_is_a_sentence_and_no_act(as_marketer: Client, groups: object) -> None:
    before = everything()
    part = post(as_marketer, ADD, {"displayName": "zzz"}, part="preview")
    assert "With these filters nobody would be added." in text_of(part)
    assert 'name="add"' not in part.content.decode()
    for number in ("", "0"):
        response = post(as_marketer, ADD, {"displayName": "zzz", "add": number})
        assert response.status_code == 422
        assert "With these filters nobody would be added." in text_of(response)
    assert everything() == before
