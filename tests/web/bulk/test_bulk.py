"""Acts on several contacts: by rows that were ticked, or by all that a list shows but some; numbers first, then the act."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.kit.codes import NUMBER_LENGTH
from postkring.segments.models import SegmentLine
from postkring.setup.models import Salesperson
from postkring.web.bulk.selected import MOST_EXCEPTIONS, MOST_ROWS
from tests.criteria.chosen import store
from tests.factories import make_company, make_group, make_person, make_segment
from tests.snapshots import everything
from tests.web.bulk.reading import ENGLISH, confirmed, numbers, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(db: None) -> dict[str, Contact]:
    claes = make_company(name="Drukkerij Claes", city="Gent")
    an = make_person(name="An Peeters", city="Gent", company=claes)
    bo = make_person(name="Bo Wouters", city="Antwerpen")
    cy = make_person(name="Cy Blok", city="Gent", privacy_blocked=True)
    make_group("VERHUIZING", "Kantoorverhuizing", members=[claes, bo])
    return {contact.name: contact for contact in (claes, an, bo, cy)}


def in_group() -> set[str]:
    rows = ContactMailingGroup.objects.filter(ended_at__isnull=True).values("contact")
    return set(Contact.objects.filter(pk__in=rows).values_list("name", flat=True))


GENT = {"every": "1", "query": "city=Gent"}


def test_all_results_but_one_are_previewed_put_in_and_undone(as_editor: Client, people: dict[str, Contact]) -> None:
    left_out = people["Cy Blok"].number
    text = page(as_editor, f"/contacts/bulk/group?every=1&query=city%3DGent&except={left_out}&code=VERHUIZING&mode=add")
    assert numbers(text) == {"Will be added": "1", "Stay as they are": "1"}
    assert "City is Gent and No. is not" in text
    assert "2 contacts chosen" in text
    assert "Put 1 contact in" in text
    expected = confirmed(text)
    posted = {**GENT, "except": left_out, "code": "verhuizing", "mode": "add", "expected": expected}
    response = as_editor.post("/contacts/bulk/group", posted, headers=ENGLISH, follow=True)
    assert in_group() == {"Drukkerij Claes", "Bo Wouters", "An Peeters"}
    said = " ".join(response.content.decode().split())
    assert "Mailing group VERHUIZING: 1 put in" in said
    undo = re.findall(r'action="(/changes/\d+/undo)"', said)[0]
    as_editor.post(undo, headers=ENGLISH)
    assert in_group() == {"Drukkerij Claes", "Bo Wouters"}


def test_every_number_opens_exactly_those_contacts(as_editor: Client) -> None:
    text = page(as_editor, "/contacts/bulk/group?every=1&query=city%3DGent&code=VERHUIZING&mode=replace")
    assert numbers(text) == {"Will be added": "2", "Will be taken out": "1", "Stay as they are": "1"}
    shown = {}
    for url, count in re.findall(r'<dd><a href="([^"]+)"[^>]*>(\d+)</a>', text):
        opened = page(as_editor, url.replace("&amp;", "&"))
        shown[count + url[-5:]] = re.findall(r'<th scope="row" class="row-title"><a href="[^"]+">([^<]+)</a>', opened)
    assert list(shown.values()) == [["An Peeters", "Cy Blok"], ["Bo Wouters"], ["Drukkerij Claes"]]


def test_making_a_group_equal(as_editor: Client) -> None:
    posted = {**GENT, "code": "VERHUIZING", "mode": "replace", "expected": "added:2,removed:1,unchanged:1"}
    as_editor.post("/contacts/bulk/group", posted, headers=ENGLISH)
    assert in_group() == {"Drukkerij Claes", "An Peeters", "Cy Blok"}


def test_when_the_outcome_differs_nothing_is_done_and_the_new_numbers_are_shown(as_editor: Client) -> None:
    before = everything()
    posted = {**GENT, "code": "VERHUIZING", "mode": "add", "expected": "added:3,unchanged:1"}
    response = as_editor.post("/contacts/bulk/group", posted, headers=ENGLISH)
    text = " ".join(response.content.decode().split())
    assert response.status_code == 422
    assert "The outcome is another one by now." in text
    assert numbers(text) == {"Will be added": "2", "Stay as they are": "1"}
    assert 'value="added:2,unchanged:1"' in text
    assert everything() == before


@pytest.mark.parametrize("expected", ["", "added", "added:x", "nothing:1", "added:-1", "added:" + "9" * 30])
def test_without_numbers_nothing_is_done(as_editor: Client, expected: str) -> None:
    before = everything()
    response = as_editor.post("/contacts/bulk/group", {**GENT, "code": "VERHUIZING", "mode": "add", "expected": expected}, headers=ENGLISH)
    assert response.status_code == 422
    assert everything() == before


def test_adding_to_a_segment_leaves_out_who_is_blocked(as_marketer: Client) -> None:
    make_segment("Opendeurdag")
    text = page(as_marketer, "/contacts/bulk/segment?every=1&query=city%3DGent&segment=SM00001")
    assert numbers(text)["Will be added"] == "2"
    assert numbers(text)["Left out: blocked for privacy"] == "1"
    expected = confirmed(text)
    as_marketer.post("/contacts/bulk/segment", {**GENT, "segment": "SM00001", "expected": expected}, headers=ENGLISH)
    lines = SegmentLine.objects.values_list("contact__name", flat=True)
    assert sorted(lines) == ["An Peeters", "Drukkerij Claes"]


def test_a_segment_says_what_the_numbers_are_by_now(as_marketer: Client) -> None:
    make_segment("Opendeurdag")
    before = everything()
    for expected in ("added:3,unchanged:0,privacyBlocked:1,excluded:0", "added:2,unchanged:1,privacyBlocked:1,excluded:0"):
        posted = {**GENT, "segment": "SM00001", "expected": expected}
        response = as_marketer.post("/contacts/bulk/segment", posted, headers=ENGLISH)
        text = " ".join(response.content.decode().split())
        assert response.status_code == 422
        assert "The outcome is another one by now." in text
        assert 'value="added:2,unchanged:0,privacyBlocked:1,excluded:0"' in text
        assert everything() == before


def test_ticked_rows_and_searched_words_are_selections_too(as_marketer: Client, people: dict[str, Contact]) -> None:
    make_segment("Opendeurdag")
    ticked = "&".join(f"selected={people[name].number}" for name in ("An Peeters", "Bo Wouters"))
    assert numbers(page(as_marketer, f"/contacts/bulk/segment?{ticked}&segment=SM00001"))["Will be added"] == "2"
    text = page(as_marketer, "/contacts/bulk/segment?every=1&query=q%3Dclaes&segment=SM00001")
    assert "found by “claes”" in text
    assert numbers(text)["Will be added"] == "2"


def test_a_field_for_all(as_editor: Client) -> None:
    text = page(as_editor, "/contacts/bulk/field?every=1&query=city%3DGent&field=language&value=fr")
    assert numbers(text)["Will be changed"] == "3"
    expected = confirmed(text)
    as_editor.post("/contacts/bulk/field", {**GENT, "field": "language", "value": "fr", "expected": expected}, headers=ENGLISH)
    assert sorted(Contact.objects.filter(language_id="fr").values_list("name", flat=True)) == ["An Peeters", "Cy Blok", "Drukkerij Claes"]


def excluded() -> set[str]:
    return set(Contact.objects.filter(exclude_from_segment=True).values_list("name", flat=True))


def test_excluding_from_segments_shows_its_numbers_at_once_is_done_and_undone(as_editor: Client, people: dict[str, Contact]) -> None:
    Contact.objects.filter(pk=people["An Peeters"].pk).update(exclude_from_segment=True)
    text = page(as_editor, "/contacts/bulk/exclude?every=1&query=city%3DGent")
    assert numbers(text) == {"Will be changed": "2", "Stay as they are": "1"}
    assert "Exclude 2 contacts</span>" in text
    before = everything()
    stale = as_editor.post("/contacts/bulk/exclude", {**GENT, "exclude": "yes", "expected": "changed:3,unchanged:0"}, headers=ENGLISH)
    assert stale.status_code == 422
    assert everything() == before
    posted = {**GENT, "exclude": "yes", "expected": confirmed(text)}
    response = as_editor.post("/contacts/bulk/exclude", posted, headers=ENGLISH, follow=True)
    assert excluded() == {"An Peeters", "Cy Blok", "Drukkerij Claes"}
    said = " ".join(response.content.decode().split())
    assert "2 contacts excluded from segments" in said
    as_editor.post(re.findall(r'action="(/changes/\d+/undo)"', said)[0], headers=ENGLISH)
    assert excluded() == {"An Peeters"}


def test_every_number_of_excluding_opens_exactly_those_contacts(as_editor: Client, people: dict[str, Contact]) -> None:
    Contact.objects.filter(pk=people["An Peeters"].pk).update(exclude_from_segment=True)
    text = page(as_editor, "/contacts/bulk/exclude?every=1&query=city%3DGent")
    urls = re.findall(r'<dd><a href="([^"]+)"', text)
    opened = [page(as_editor, url.replace("&amp;", "&")) for url in urls]
    names = [re.findall(r'class="row-title"><a href="[^"]+">([^<]+)</a>', each) for each in opened]
    assert names == [["Cy Blok", "Drukkerij Claes"], ["An Peeters"]]


def test_contacts_are_let_into_segments_again(as_editor: Client, people: dict[str, Contact]) -> None:
    Contact.objects.filter(pk=people["An Peeters"].pk).update(exclude_from_segment=True)
    text = page(as_editor, "/contacts/bulk/exclude?every=1&query=city%3DGent&exclude=no")
    assert "Exclude 1 contact no longer</span>" in text
    as_editor.post("/contacts/bulk/exclude", {**GENT, "exclude": "no", "expected": confirmed(text)}, headers=ENGLISH)
    assert excluded() == set()


@pytest.mark.parametrize("value", ["", "maybe"])
def test_excluding_takes_yes_or_no_only(as_editor: Client, value: str) -> None:
    before = everything()
    posted = {**GENT, "exclude": value, "expected": "changed:3,unchanged:0"}
    assert as_editor.post("/contacts/bulk/exclude", posted, headers=ENGLISH).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("act", ["group", "segment", "exclude", "field"])
def test_the_bar_has_a_button_for_every_act(as_administrator: Client, as_reader: Client, act: str) -> None:
    assert f'formaction="/contacts/bulk/{act}"' in page(as_administrator, "/contacts/")
    assert f'formaction="/contacts/bulk/{act}"' not in page(as_reader, "/contacts/")


def test_another_field_brings_its_own_choices_and_no_value(as_editor: Client) -> None:
    """As the button Preview sends it without script: the value is still the one of the field before."""
    stale = "every=1&query=city%3DGent&value_of=salesperson&value="
    text = page(as_editor, f"/contacts/bulk/field?{stale}&field=language")
    assert '<option value="fr">' in text
    assert 'name="value_of" value="language"' in text
    text = page(as_editor, f"/contacts/bulk/field?{stale}&field=privacy_blocked")
    assert '<option value="yes">' in text
    assert 'name="value_of" value="privacy_blocked"' in text
    assert numbers(text) == {}
    assert not confirmed(text)


def test_a_field_of_codes_can_be_chosen_as_soon_as_there_is_one(as_editor: Client) -> None:
    offered = '<option value="salesperson"'
    asked = "/contacts/bulk/field?every=1&query=city%3DGent"
    assert offered not in page(as_editor, asked)
    assert '<option value="language" selected>' in page(as_editor, asked)
    Salesperson.objects.create(code="JR")
    assert offered in page(as_editor, asked)


def test_a_stale_value_lifts_no_blocks(as_administrator: Client) -> None:
    before = everything()
    for stale in ({"value": ""}, {"value": "", "value_of": "salesperson"}, {"value": "no", "value_of": "exclude_from_segment"}):
        posted = {**GENT, "field": "privacy_blocked", "expected": "changed:1,unchanged:2,minors:0", **stale}
        as_administrator.post("/contacts/bulk/field", posted, headers=ENGLISH)
        assert everything() == before


def test_all_members_of_a_group_but_one_are_taken_out_of_it_by_their_own_list(as_editor: Client, people: dict[str, Contact]) -> None:
    card = page(as_editor, "/mailing-groups/VERHUIZING/")
    within = re.findall(r'data-within="([^"]+)"', card)[0]
    assert '"/contacts/bulk/group?code=VERHUIZING&amp;mode=remove"' in card
    chosen = {"every": "1", "query": "", "within": within, "except": people["Bo Wouters"].number}
    text = page(as_editor, f"/contacts/bulk/group?{urlencode(chosen)}&code=VERHUIZING&mode=remove")
    assert "1 contact chosen" in text
    assert numbers(text) == {"Will be taken out": "1", "Stay as they are": "0"}
    back = "/mailing-groups/VERHUIZING/?sort=number"
    posted = {**chosen, "code": "VERHUIZING", "mode": "remove", "expected": confirmed(text), "next": back}
    assert as_editor.post("/contacts/bulk/group", posted, headers=ENGLISH).headers["Location"] == back
    assert in_group() == {"Bo Wouters"}


def test_no_filter_of_the_query_takes_the_place_of_what_a_list_shows_by_itself(as_editor: Client) -> None:
    make_group("KERST", members=Contact.objects.filter(name__in=["Drukkerij Claes", "An Peeters"]))
    chosen = {"every": "1", "query": "mailingGroup=KERST&q=a", "within": "mailingGroup=VERHUIZING"}
    text = page(as_editor, f"/contacts/bulk/exclude?{urlencode(chosen)}")
    assert numbers(text) == {"Will be changed": "1", "Stay as they are": "0"}
    assert "this is about all contacts" not in page(as_editor, "/contacts/bulk/exclude?every=1&query=&within=mailingGroup%3DVERHUIZING")
    before = everything()
    for within in ("mailingGroup=WEG", "mailingGroup=(", "mailingGroup=%00"):
        assert as_editor.get(f"/contacts/bulk/exclude?{urlencode({**chosen, 'within': within})}", headers=ENGLISH).status_code in (404, 422)
    assert everything() == before


def test_the_lines_of_a_segment_are_a_selection_too(as_marketer: Client, people: dict[str, Contact]) -> None:
    segment = make_segment("Opendeurdag", contacts=[people["An Peeters"], people["Bo Wouters"]])
    card = page(as_marketer, f"/segments/{segment.number}/")
    within = re.findall(r'data-within="([^"]+)"', card)[0]
    text = page(
        as_marketer, f"/contacts/bulk/group?{urlencode({'every': '1', 'query': 'city=Gent', 'within': within})}&code=VERHUIZING&mode=add"
    )
    assert numbers(text) == {"Will be added": "1", "Stay as they are": "0"}
    posted = {"every": "1", "query": "city=Gent", "within": within, "code": "VERHUIZING", "mode": "add", "expected": confirmed(text)}
    as_marketer.post("/contacts/bulk/group", posted, headers=ENGLISH)
    assert in_group() == {"Drukkerij Claes", "Bo Wouters", "An Peeters"}


def test_after_an_act_nobody_is_led_away_from_the_lists(as_editor: Client) -> None:
    posted = {**GENT, "code": "VERHUIZING", "mode": "add"}
    for place in ("https://elsewhere.example/contacts/", "//elsewhere.example", "/no-such-page/", "/users/"):
        text = page(as_editor, "/contacts/bulk/group?every=1&query=city%3DGent&code=VERHUIZING&mode=add")
        response = as_editor.post("/contacts/bulk/group", {**posted, "expected": confirmed(text) or "added:0,unchanged:3", "next": place})
        assert response.headers["Location"] == "/contacts/"


def test_everybody_is_said_in_so_many_words(as_editor: Client) -> None:
    assert "this is about all contacts there are" in page(as_editor, "/contacts/bulk/group?every=1&query=")
    assert "this is about all contacts there are" not in page(as_editor, "/contacts/bulk/group?every=1&query=city%3DGent")
    assert "this is about all contacts there are" in page(as_editor, "/contacts/delete?every=1&query=")


def test_deleting_all_that_a_list_shows(as_editor: Client) -> None:
    text = page(as_editor, "/contacts/delete?every=1&query=city%3DAntwerpen")
    assert "Delete 1 contact</span>" in text
    before = everything()
    refused = as_editor.post("/contacts/delete", {"every": "1", "query": "city=Antwerpen", "expected": "deleted:2"}, headers=ENGLISH)
    assert refused.status_code == 422
    assert everything() == before
    as_editor.post("/contacts/delete", {"every": "1", "query": "city=Antwerpen", "expected": "deleted:1"}, headers=ENGLISH)
    assert not Contact.objects.filter(name="Bo Wouters").exists()
    assert Contact.objects.count() == 3


@pytest.mark.parametrize(
    "query",
    [
        "every=1&query=mailingGroup%3DWEG",
        "every=1&query=city%3DA%7C%7CB",
        "every=1&query=%00",
        "every=1&query=foo%3D%2500",
        "every=1&query=foo%3D%2500%26foo%3Da",
        "selected=CT999999",
        "selected=%00",
        "",
        "every=1&query=city%3DGent" + "".join(f"&except=N{n}" for n in range(101)),
        "".join(f"&selected=N{n}" for n in range(201)),
    ],
)
def test_a_selection_that_means_nothing_is_refused_with_a_sentence(as_editor: Client, query: str) -> None:
    before = everything()
    for act in ("bulk/group", "bulk/exclude", "bulk/field", "delete", "mailing-groups"):
        response = as_editor.get(f"/contacts/{act}?{query}", headers=ENGLISH)
        assert response.status_code in (404, 422), act
        assert "<h1>" in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    ("act", "asked"),
    [
        ("bulk/group", {"code": "KERST", "mode": "add"}),
        ("bulk/segment", {"segment": "SM00001"}),
        ("bulk/exclude", {"exclude": "yes"}),
        ("bulk/field", {"field": "language", "value": "fr"}),
        ("delete", {}),
    ],
)
def test_a_group_that_was_deleted_after_the_preview_means_nobody(as_administrator: Client, act: str, asked: dict[str, str]) -> None:
    make_group("KERST")
    make_segment("Opendeurdag")
    chosen = {"every": "1", "query": "mailingGroup=VERHUIZING", **asked}
    expected = confirmed(page(as_administrator, f"/contacts/{act}?{urlencode(chosen)}"))
    assert expected
    ContactMailingGroup.objects.all().delete()
    MailingGroup.objects.get(code="VERHUIZING").delete()
    before = everything()
    response = as_administrator.post(f"/contacts/{act}", {**chosen, "expected": expected}, headers=ENGLISH)
    assert response.status_code in (404, 422)
    assert "VERHUIZING does not exist in Mailing Groups." in " ".join(response.content.decode().split())
    assert everything() == before


EDITORS = {"editor", "marketer", "administrator"}


@pytest.mark.parametrize(
    ("act", "roles"), [("group", EDITORS), ("segment", {"marketer", "administrator"}), ("exclude", EDITORS), ("field", EDITORS)]
)
@pytest.mark.parametrize("role", ["reader", "editor", "marketer", "administrator"])
def test_who_may(request: pytest.FixtureRequest, act: str, roles: set[str], role: str) -> None:
    client: Client = request.getfixturevalue(f"as_{role}")
    assert client.get(f"/contacts/bulk/{act}?every=1&query=", headers=ENGLISH).status_code == (200 if role in roles else 403)


@pytest.mark.parametrize("act", ["group", "segment", "exclude", "field"])
def test_a_stranger_signs_in_first(as_stranger: Client, act: str) -> None:
    before = everything()
    assert as_stranger.post(f"/contacts/bulk/{act}", GENT).status_code == 302
    assert everything() == before


def test_as_many_rows_as_can_be_ticked_with_the_longest_numbers(as_editor: Client) -> None:
    numbers_of = [f"A'{place:0{NUMBER_LENGTH - 2}}" for place in range(MOST_ROWS)]
    people = store(*({"number": number, "city": "Luik"} for number in numbers_of))
    assert len(people) == MOST_ROWS
    ticked = urlencode({"selected": numbers_of, "code": "VERHUIZING", "mode": "add"}, doseq=True)
    assert numbers(page(as_editor, f"/contacts/bulk/group?{ticked}"))["Will be added"] == str(MOST_ROWS)
    left_out = numbers_of[:MOST_EXCEPTIONS]
    but = urlencode({"every": "1", "query": "city=Luik", "except": left_out, "code": "VERHUIZING", "mode": "add"}, doseq=True)
    assert numbers(page(as_editor, f"/contacts/bulk/group?{but}"))["Will be added"] == str(MOST_ROWS - MOST_EXCEPTIONS)


def test_lifting_the_privacy_block_of_many_is_refused_before_there_is_a_button(as_editor: Client, as_administrator: Client) -> None:
    asked = "/contacts/bulk/field?every=1&query=city%3DGent&field=privacy_blocked&value_of=privacy_blocked&value=no"
    refused = words(as_editor.get(asked, headers=ENGLISH))
    assert "You have no permission to do this" in refused
    assert confirmed(refused) == ""
    assert numbers(refused) == {}
    assert "changed:1" in confirmed(page(as_administrator, asked))
