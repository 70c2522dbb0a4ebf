"""Add Contacts, Reduce and the lists by the codes of another day, by interactions and by views: fields, previews, links and refusals."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client

from postkring.accounts.models import User
from postkring.classifications.actions import take_out_of_group
from postkring.contacts.models import Contact
from postkring.interactions.models import InteractionTemplate
from postkring.saved_views.actions import create_view
from postkring.segments.models import Segment, SegmentLine
from tests.factories import make_company, make_entry, make_group, make_segment, make_view
from tests.snapshots import everything
from tests.web.asking import get, post, text_of, value_of

pytestmark = pytest.mark.django_db

ADD = "/segments/SM00001/add-contacts"
THEN = {"mailingGroup": "GESCHENK", "mailingGroup.asOf": "1/12/2025"}


@pytest.fixture(autouse=True)
def office(administrator: User) -> dict[str, Contact]:
    named = {name: make_company(name=name, city=city) for name, city in (("Aerts", "Gent"), ("Boels", "Gent"), ("Claes", "Aalst"))}
    with time_machine.travel("2025-11-01T12:00:00Z", tick=False):
        group = make_group("GESCHENK", members=[named["Aerts"]])
    with time_machine.travel("2025-12-15T12:00:00Z", tick=False):
        take_out_of_group(Contact.objects.all(), group, by=administrator)
    make_entry(named["Boels"])
    make_segment("Kerst")
    return named


def lines() -> list[str]:
    return sorted(SegmentLine.objects.values_list("contact__name", flat=True))


def filter_of_step() -> Any:
    return Segment.objects.get().steps.get().selection["criteria"][0]["filter"]


@pytest.mark.parametrize(
    ("asked", "said", "names", "stored"),
    [
        (THEN, "in mailing group GESCHENK on 01/12/2025", ["Aerts"], {"code": "GESCHENK", "asOf": "1/12/2025"}),
        (
            {"mailingGroup": "<>GESCHENK", "mailingGroup.since": "1/12/2025"},
            "not in mailing group GESCHENK in the period from 01/12/2025 on",
            ["Boels", "Claes"],
            {"code": "<>GESCHENK", "since": "1/12/2025"},
        ),
        (
            {"interaction.date": "1/1/2026..", "interaction.canceled": "no"},
            "with an interaction (Date from 01/01/2026 and Canceled is No)",
            ["Boels"],
            {"date": "1/1/2026..", "canceled": "no"},
        ),
    ],
)
def test_what_is_previewed_is_added_and_kept(as_marketer: Client, asked: dict[str, str], said: str, names: list[str], stored: Any) -> None:
    part = post(as_marketer, ADD, asked, part="preview")
    assert said in text_of(part)
    assert f"Will be added: {len(names)} ·" in text_of(part)
    page = post(as_marketer, ADD, {**asked, "preview": "1"})
    for name in (name for name, text in asked.items() if text != "no"):
        assert value_of(page, name) == asked[name]
    post(as_marketer, ADD, {**asked, "add": str(len(names))})
    assert (lines(), filter_of_step()) == (names, stored)


def test_a_view_is_chosen_by_its_name(as_marketer: Client, marketer: User, reader: User) -> None:
    own, _ = make_view("Gentenaars", owner=marketer, city="Gent"), make_view("Geheim", owner=reader, city="Aalst")
    shown = get(as_marketer, ADD).content.decode()
    select = re.search(r'<select[^>]*name="savedView".*?</select>', shown, re.DOTALL)
    assert select
    assert re.findall(r"<option[^>]*>(.+?)</option>", select.group()) == ["Gentenaars"]
    post(as_marketer, ADD, {"savedView": str(own.pk), "add": "2"})
    assert (lines(), filter_of_step()) == (["Aerts", "Boels"], str(own.pk))


def test_the_numbers_lead_to_those_contacts_and_back_to_the_filters(as_marketer: Client) -> None:
    part = post(as_marketer, ADD, THEN | {"interaction.date": "..31/12/2030"}, part="preview").content.decode()
    address = next(url for url in re.findall(r'href="([^"]*preview\?[^"]*)"', part) if "show=added" in url).replace("&amp;", "&")
    assert dict(parse_qsl(urlsplit(address).query)) == {"show": "added", **THEN, "interaction.date": "..31/12/2030"}
    assert "in mailing group GESCHENK on 01/12/2025" in text_of(get(as_marketer, address))
    only = get(as_marketer, f"{ADD}/preview?{urlencode({'show': 'added', **THEN})}")
    assert ">Aerts<" in only.content.decode()
    assert ">Boels<" not in only.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"mailingGroup.asOf": "1/12/2025"}, "Fill in the code too"),
        ({"mailingGroup": "GESCHENK", "mailingGroup.asOf": "gisteren"}, "The filter “gisteren” is not clear from position 1."),
        (THEN | {"mailingGroup.since": "1/1/2025"}, "Give one day, or a period, not both."),
        ({"mailingGroup": "WEG", "mailingGroup.asOf": "t"}, "WEG does not exist in Mailing Groups."),
        ({"interaction.templateCode": "WEG"}, "WEG does not exist in Interaction Template Code."),
        ({"interaction.date": "x"}, "The filter “x” is not clear from position 1."),
        ({"savedView": "999"}, "999 does not exist in Views."),
    ],
)
def test_what_cannot_be_read_is_said_and_adds_nobody(as_marketer: Client, asked: dict[str, str], said: str) -> None:
    make_view("Gentenaars", city="Gent")
    before = everything()
    part = post(as_marketer, ADD, asked, part="preview")
    assert said in text_of(part)
    assert 'name="add"' not in part.content.decode()
    page = post(as_marketer, ADD, {**asked, "add": ""})
    assert (page.status_code, said in text_of(page)) == (422, True)
    for name, text in asked.items():
        if name != "savedView":
            assert value_of(page, name) == text
    assert everything() == before


@pytest.mark.parametrize(
    "address", ["interaction=x", "interaction.description=x", "mailingGroup.on=t", "interaction=%7B%22x%22%3A%22y%22%7D"]
)
def test_a_name_in_an_address_that_is_none_is_not_left_out(as_marketer: Client, address: str) -> None:
    page = get(as_marketer, f"{ADD}?{address}")
    assert page.status_code == 422
    assert "There is no filter" in text_of(page)


def test_a_view_with_such_filters_fills_them_in(as_marketer: Client, marketer: User) -> None:
    view = make_view(owner=marketer, mailingGroup='{"code": "GESCHENK", "asOf": "1/12/2025"}', interaction='{"date": "..t"}')
    sent = get(as_marketer, f"{ADD}?view={view.pk}")
    page = get(as_marketer, sent.headers["Location"])
    assert [value_of(page, name) for name in (*THEN, "interaction.date")] == [*THEN.values(), "..t"]


def test_reduce_takes_them_away(as_marketer: Client) -> None:
    post(as_marketer, ADD, {"everybody": "on", "add": "3"})
    post(as_marketer, "/segments/SM00001/reduce-contacts", {**THEN, "remove": "1"})
    assert lines() == ["Boels", "Claes"]


def test_templates_are_suggested(as_marketer: Client) -> None:
    InteractionTemplate.objects.create(code="UITNOD", code_folded="uitnod")
    assert "UITNOD" in text_of(get(as_marketer, "/segments/suggestions/interaction.templateCode?q=u"))
    assert get(as_marketer, "/segments/suggestions/interaction.nothing?q=u").status_code == 404


def shown_in(page: Any) -> list[str]:
    return sorted(name for name in ("Aerts", "Boels", "Claes") if f">{name}<" in page.content.decode())


def test_a_list_is_filtered_by_them_and_keeps_them_as_a_view(as_marketer: Client, marketer: User) -> None:
    page = get(as_marketer, f"/contacts/?filters=1&{urlencode(THEN)}")
    assert shown_in(page) == ["Aerts"]
    assert [value_of(page, name) for name in THEN] == list(THEN.values())
    assert 'href="?filters=1"' in page.content.decode().replace("&amp;", "&")  # the chip takes all of it away
    assert shown_in(get(as_marketer, f"/contacts/?{urlencode({'interaction.date': '1/1/2026..'})}")) == ["Boels"]
    view = create_view("contacts", "December", THEN, by=marketer)
    assert view.query == {"mailingGroup": '{"code": "GESCHENK", "asOf": "1/12/2025"}'}
    assert shown_in(get(as_marketer, f"/contacts/?{urlencode(view.query)}")) == ["Aerts"]


@pytest.mark.parametrize("wrong", ["mailingGroup.asOf=1/12/2025", "mailingGroup.on=t", "interaction=x", "interaction.x=y", "savedView=1"])
def test_what_a_list_cannot_read_shows_nobody(as_marketer: Client, wrong: str) -> None:
    assert shown_in(get(as_marketer, f"/contacts/?{wrong}")) == []


def test_the_pane_asks_for_days_and_interactions_when_they_are_wanted(as_marketer: Client) -> None:
    usual = get(as_marketer, "/contacts/?filters=1").content.decode()
    assert 'name="mailingGroup.asOf"' not in usual
    assert '<option value="mailingGroup.asOf">Mailing Group in the past</option>' in usual
    assert 'name="mailingGroup.asOf"' in get(as_marketer, "/contacts/?filters=1&add=mailingGroup.asOf").content.decode()
    assert 'name="interaction.date"' in get(as_marketer, "/contacts/?filters=1&add=interaction").content.decode()
