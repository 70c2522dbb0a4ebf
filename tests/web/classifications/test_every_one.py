"""Industry groups and job responsibilities have the pages of mailing groups: the set-up, the card, the windows, the acts on many."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from postkring.accounts.models import Role, User
from postkring.classifications.actions import create_group
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES
from postkring.classifications.queries import codes_by_contact
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactType
from postkring.ledger.models import ChangeSet
from postkring.web.classifications.pages import PAGES, pages_of
from postkring.web.classifications.words import OWN, USUAL
from postkring.work.catalogue import KINDS
from tests.factories import make_code, make_company, make_group, make_person, make_segment, make_user
from tests.people import client_of
from tests.snapshots import everything
from tests.web.asking import Answer, get, post, text_of, toasts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

EVERY = pytest.mark.parametrize("spec", [INDUSTRY_GROUPS, JOB_RESPONSIBILITIES], ids=lambda spec: spec.keys)


def root(spec: Spec) -> str:
    return f"/{spec.names.replace('_', '-')}"


def fitting(spec: Spec, **values: Any) -> Contact:
    return make_person(**values) if spec.held_by == ContactType.PERSON else make_company(**values)


def misfit(spec: Spec, **values: Any) -> Contact:
    return make_company(**values) if spec.held_by == ContactType.PERSON else make_person(**values)


def window(spec: Spec, contact: Contact) -> str:
    return f"/contacts/{contact.number}{root(spec)}"


def codes(spec: Spec, contact: Contact) -> list[str]:
    return codes_by_contact([contact.pk], spec).get(contact.pk, [])


def opened(client: Client, answer: Answer) -> Answer:
    return get(client, answer.headers["Location"])


@EVERY
def test_an_administrator_makes_describes_and_renames_codes(as_administrator: Client, spec: Spec) -> None:
    made = post(as_administrator, f"{root(spec)}/new", {"code": "bouw", "description": "Bouwbedrijven"})
    assert made.headers["Location"] == f"{root(spec)}/"
    listed = opened(as_administrator, made)
    assert str(spec.plural) in text_of(listed)
    assert f'<a href="{root(spec)}/BOUW/">BOUW</a>' in listed.content.decode()
    post(as_administrator, f"{root(spec)}/BOUW/", {"code": "BOUW", "description": "Bouw en wegen", "seen": "Bouwbedrijven"})
    asked = post(as_administrator, f"{root(spec)}/BOUW/", {"code": "WEGEN", "description": "Bouw en wegen", "seen": "Bouw en wegen"})
    assert asked.headers["Location"] == f"{root(spec)}/BOUW/rename?code=WEGEN"
    assert "BOUW becomes WEGEN for every contact that has it." in text_of(opened(as_administrator, asked))
    post(as_administrator, f"{root(spec)}/BOUW/rename", {"code": "WEGEN"})
    assert [(row.code, row.description) for row in spec.codes()] == [("WEGEN", "Bouw en wegen")]
    gone = post(as_administrator, f"{root(spec)}/BOUW/", {"code": "BOUW", "description": "x"})
    assert gone.status_code == 404
    assert f"{spec.label} BOUW is called WEGEN now" in text_of(gone)


@EVERY
def test_a_code_that_somebody_has_is_not_deleted_and_the_refusal_leads_to_them(as_administrator: Client, spec: Spec) -> None:
    make_code(spec, "BOUW", members=[fitting(spec)])
    before = everything()
    refused = post(as_administrator, f"{root(spec)}/BOUW/delete")
    assert refused.status_code == 422
    assert f"{spec.label} BOUW is still assigned to 1 contact and cannot be deleted." in text_of(refused)
    assert f'href="{root(spec)}/BOUW/#tab-members"' in refused.content.decode()
    assert everything() == before
    emptied = post(as_administrator, f"{root(spec)}/BOUW/empty-and-delete", {"expected": "1"})
    assert emptied.headers["Location"] == f"{root(spec)}/"
    assert not spec.codes().exists()
    (said, undo), *_ = toasts(as_administrator)
    assert said == f"{spec.label} BOUW: 1 contact taken out, and deleted"
    assert post(as_administrator, undo, {"next": f"{root(spec)}/"}).status_code == 302
    assert spec.codes().get().contact_count == 1


@EVERY
def test_an_editor_gives_codes_and_makes_none(as_editor: Client, spec: Spec) -> None:
    make_code(spec, "BOUW")
    contact = fitting(spec)
    assert 'name="description"' not in get(as_editor, f"{root(spec)}/BOUW/").content.decode()
    before = everything()
    for url, sent in (("BOUW/", {"code": "BOUW", "description": "x"}), ("new", {"code": "X"}), ("BOUW/delete", {})):
        assert post(as_editor, f"{root(spec)}/{url}", sent).status_code == 403
    refused = post(as_editor, window(spec, contact), {"code": "NIEUW"})
    assert "New code" not in text_of(refused)
    made = post(as_editor, window(spec, contact), {"code": "NIEUW", "create": "1"})
    assert made.status_code == 422
    assert "You have no permission to do this" in text_of(made)
    assert everything() == before
    post(as_editor, f"{root(spec)}/BOUW/", {"contact": contact.number})
    assert codes(spec, contact) == ["BOUW"]
    post(as_editor, f"{root(spec)}/BOUW/", {"take_out": contact.number})
    assert codes(spec, contact) == []


@EVERY
def test_the_window_gives_takes_and_undoes(as_administrator: Client, spec: Spec) -> None:
    make_code(spec, "BOUW", "Bouwbedrijven")
    contact = fitting(spec)
    page = get(as_administrator, window(spec, contact))
    assert str(spec.link_label) in text_of(page)
    assert f'data-lookup="{root(spec)}/lookup"' in page.content.decode()
    assert post(as_administrator, window(spec, contact), {"code": "bouwbedrijven"}).status_code == 302
    offered = post(as_administrator, window(spec, contact), {"code": "haven"})
    assert "New code “HAVEN”" in text_of(offered)
    post(as_administrator, window(spec, contact), {"code": "haven", "create": "1"})
    assert codes(spec, contact) == ["BOUW", "HAVEN"]
    toasts(as_administrator)
    post(as_administrator, window(spec, contact), {"take_out": "BOUW"})
    assert codes(spec, contact) == ["HAVEN"]
    (said, undo), *_ = toasts(as_administrator)
    assert said == "1 contact taken out of BOUW"
    assert undo.startswith(f"{window(spec, contact)}/undo/")
    post(as_administrator, undo)
    assert codes(spec, contact) == ["BOUW", "HAVEN"]


@EVERY
def test_the_card_counts_them_and_its_crosses_take_them_away(as_editor: Client, spec: Spec) -> None:
    contact, other = fitting(spec), misfit(spec)
    make_code(spec, "BOUW", members=[contact])
    page = get(as_editor, f"/contacts/{contact.number}/segmentation").content.decode()
    assert f'href="{window(spec, contact)}" aria-label="{spec.number_label}: 1">1</a>' in page
    assert f'href="{root(spec)}/BOUW/">BOUW</a>' in page
    assert str(spec.number_label) not in text_of(get(as_editor, f"/contacts/{other.number}/segmentation"))
    part = post(as_editor, f"{window(spec, contact)}/BOUW/remove", part="segmentation")
    assert f'aria-label="{spec.number_label}: 0"' in part.content.decode()
    assert codes(spec, contact) == []


@EVERY
def test_who_is_of_the_other_type_can_have_none(as_editor: Client, spec: Spec) -> None:
    make_code(spec, "BOUW")
    contact = misfit(spec, name="Claes")
    page = get(as_editor, window(spec, contact))
    only, other = ("persons", "company") if spec is JOB_RESPONSIBILITIES else ("companies", "person")
    assert f"{spec.plural} are for {only} only; Claes is a {other}." in text_of(page)
    assert 'name="code"' not in page.content.decode()
    before = everything()
    for url, sent in ((window(spec, contact), {"code": "BOUW"}), (f"{root(spec)}/BOUW/", {"contact": contact.number})):
        refused = post(as_editor, url, sent)
        assert refused.status_code == 422
        assert f"Claes is a {other}." in text_of(refused)
    assert everything() == before


def test_a_person_shows_the_industry_groups_of_its_company_and_changes_none(as_editor: Client) -> None:
    company = make_company(name="Drukkerij Claes")
    person = make_person(name="An Peeters", company=company)
    make_code(INDUSTRY_GROUPS, "BOUW", members=[company])
    section = get(as_editor, f"/contacts/{person.number}/segmentation").content.decode()
    assert 'aria-label="No. of Industry Groups: 1">1</a>' in section
    assert "/BOUW/remove" not in section
    page = get(as_editor, window(INDUSTRY_GROUPS, person))
    assert "Those of its company count: Drukkerij Claes" in text_of(page).replace(company.number, "").replace("  ", " ")
    assert "BOUW" in text_of(page)
    assert "take_out" not in page.content.decode()


@EVERY
def test_of_several_those_of_the_other_type_are_counted_and_left_out(as_editor: Client, spec: Spec) -> None:
    one, two, other = fitting(spec, name="Alfa"), fitting(spec, name="Beta"), misfit(spec, name="Gamma")
    make_code(spec, "BOUW", members=[one])
    chosen = {"selected": [one.number, two.number, other.number]}
    page = as_editor.get(f"/contacts{root(spec)}", chosen, headers={"Accept-Language": "en"})
    said = "persons only: 1 company is" if spec is JOB_RESPONSIBILITIES else "companies only: 1 person is"
    assert f"{spec.plural} are for {said} left out." in text_of(page)
    assert f"{spec.plural} of 3 contacts" in text_of(page)
    assert "1 of 2" in text_of(page)
    assert "data-group-new" not in page.content.decode()
    done = post(as_editor, f"/contacts{root(spec)}", {**chosen, "expected": "selected:3", "all": "BOUW"})
    assert done.status_code == 302
    assert [codes(spec, each) for each in (one, two, other)] == [["BOUW"], ["BOUW"], []]
    nobody = as_editor.get(f"/contacts{root(spec)}", {"selected": [other.number, misfit(spec, name="Delta").number]})
    assert "data-group-states" not in nobody.content.decode()


@EVERY
def test_the_act_on_many_says_who_is_left_out(as_editor: Client, spec: Spec) -> None:
    contacts = [fitting(spec, name="Alfa"), misfit(spec, name="Beta")]
    make_code(spec, "BOUW")
    url = reverse(pages_of(spec).bulk)
    page = get(as_editor, f"{url}?every=1&query=&code=BOUW&mode=add")
    assert "Will be added 1" in text_of(page)
    assert "Give it to 1 contact" in text_of(page)
    assert "Left out: contacts of another type 1" in text_of(page)
    expected = re.search(r'value="(added:\d[^"]*)"', page.content.decode())
    assert expected is not None
    assert post(as_editor, url, {"every": "1", "query": "", "code": "BOUW", "mode": "add", "expected": expected[1]}).status_code == 302
    assert [codes(spec, each) for each in contacts] == [["BOUW"], []]


def test_all_who_stand_on_the_page_of_an_industry_group_are_its_companies_alone(as_editor: Client) -> None:
    company = make_company()
    make_person(company=company)
    make_code(INDUSTRY_GROUPS, "BOUW", members=[company])
    page = get(as_editor, "/industry-groups/BOUW/").content.decode()
    within = re.search(r'data-within="([^"]+)"', page)
    assert within is not None
    asked = {"every": "1", "query": "", "within": within[1].replace("&amp;", "&")}
    many = as_editor.get("/contacts/bulk/exclude", asked, headers={"Accept-Language": "en"})
    assert "1 contact chosen" in text_of(many)


@EVERY
def test_the_field_of_the_card_offers_those_alone_who_may_have_the_code(as_editor: Client, spec: Spec) -> None:
    make_code(spec, "BOUW")
    contact, other = fitting(spec, name="Claes"), misfit(spec, name="Claes")
    url = re.search(r'data-lookup="(/contacts/number-lookup[^"]*)"', get(as_editor, f"{root(spec)}/BOUW/").content.decode())
    assert url is not None
    offered = get(as_editor, f"{url[1]}&q=claes", part="x").content.decode()
    assert contact.number in offered
    assert other.number not in offered


def test_lists_offer_the_windows_once_there_are_codes(as_reader: Client, as_editor: Client) -> None:
    make_company()
    assert 'formaction="/contacts/industry-groups"' not in get(as_editor, "/contacts/").content.decode()
    make_code(INDUSTRY_GROUPS, "BOUW")
    page = get(as_editor, "/contacts/").content.decode()
    assert 'formaction="/contacts/industry-groups"' in page
    assert 'formaction="/contacts/job-responsibilities"' not in page


def test_a_step_asks_for_each_in_a_section_once_there_are_codes(as_marketer: Client) -> None:
    number = make_segment().number
    company = make_company(name="Drukkerij Claes")
    for page in ("add", "reduce", "refine"):
        assert "criteria-industry-groups" not in get(as_marketer, f"/segments/{number}/{page}-contacts").content.decode()
    make_code(INDUSTRY_GROUPS, "BOUW", members=[company])
    make_code(JOB_RESPONSIBILITIES, "INKOOP")
    for page in ("add", "reduce", "refine"):
        asked = get(as_marketer, f"/segments/{number}/{page}-contacts").content.decode()
        ids = re.findall(r'id="tab-(criteria-[a-z-]+)"', asked)
        sections = dict.fromkeys(name.removesuffix("-title").removesuffix("-body") for name in ids)
        assert list(sections)[:4] == [
            "criteria-group",
            "criteria-industry-groups",
            "criteria-job-responsibilities",
            "criteria-contact",
        ]
        assert asked.count('name="industryGroup"') == 1
    seen = post(as_marketer, f"/segments/{number}/add-contacts", {"industryGroup": "BOUW", "preview": "1"})
    assert "Drukkerij Claes" in text_of(seen)


def test_tell_me_finds_the_pages_and_the_codes_and_the_set_up_shows_them(as_administrator: Client) -> None:
    make_code(INDUSTRY_GROUPS, "BOUW", "Wegenbouw"), make_code(JOB_RESPONSIBILITIES, "INKOOP", "Wegenbouw kopen")
    found = get(as_administrator, "/search?q=wegenbouw").content.decode()
    assert {'href="/industry-groups/BOUW/"', 'href="/job-responsibilities/INKOOP/"'} <= set(re.findall(r'href="[^"]+"', found))
    for typed, url in (("sectorcode", "/industry-groups/"), ("functiegroepcodes", "/job-responsibilities/")):
        assert f'href="{url}"' in get(as_administrator, f"/search?q={typed}").content.decode()
        assert f'href="{url}"' in get(as_administrator, "/setup/").content.decode()


def test_undoing_the_making_of_a_code_on_its_card_leads_to_the_list() -> None:
    administrator: User = make_user(Role.ADMINISTRATOR)
    client = client_of(administrator)
    code = create_group("BOUW", spec=INDUSTRY_GROUPS, by=administrator)
    undo = f"/changes/{ChangeSet.objects.latest('number').number}/undo"
    assert post(client, undo, {"next": f"/industry-groups/{code}/"}).headers["Location"] == "/industry-groups/"


@EVERY
def test_work_on_them_is_called_by_their_name(spec: Spec) -> None:
    arguments = {"table": spec.name, "code": "BOUW", "rows": 3, "expected": {"selected": 3}}
    assert KINDS["groups"].title(arguments) == f"{spec.plural} of 3 contacts"
    assert KINDS["empty"].title(arguments) == f"{spec.label} BOUW: take it from 3 contacts and delete it"


def test_every_classification_of_the_catalogue_has_its_pages_and_its_words(as_administrator: Client) -> None:
    make_group("BOUW")
    for spec in (INDUSTRY_GROUPS, JOB_RESPONSIBILITIES):
        make_code(spec, "BOUW")
    for pages in PAGES:
        for url in (pages.url(), pages.url("BOUW"), reverse(pages.new), reverse(pages.delete, args=["BOUW"]), reverse(pages.lookup)):
            assert get(as_administrator, url).status_code == 200
    assert all(own.keys() <= USUAL.keys() for own in OWN.values())
