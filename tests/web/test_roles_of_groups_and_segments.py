"""Who may open and do what: mailing groups, segments, undo. Whatever is refused changes nothing."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from postkring.accounts.models import Role, User
from postkring.interactions.actions import create_template
from postkring.ledger.models import ChangeSet
from postkring.segments.actions import log_segment
from postkring.setup.models import Salesperson
from postkring.web.changes import urls as changes
from postkring.web.classifications import urls as classifications
from postkring.web.classifications.pages import OTHERS
from postkring.web.segments import urls as segments
from tests.factories import make_company, make_group, make_segment, make_user
from tests.people import client_of
from tests.snapshots import everything
from tests.web.asking import get, post

pytestmark = pytest.mark.django_db

EVERY = (Role.READER, Role.EDITOR, Role.MARKETER, Role.ADMINISTRATOR)
EDITORS = EVERY[1:]
MARKETERS = EVERY[2:]
OWN_WORDS = {"contact_number": "A1", "seen_contact_number": "A1", "description": "anders", "date": "2026-02-01", "seen_date": "2026-02-01"}
SAVED = {"date": "2026-03-09", "seen_date": "2026-02-01", "seen_description": "Opendeur"}


@dataclass(frozen=True)
class Visit:
    """`changes`: somebody who may do it has changed something afterwards."""

    name: str
    url: str
    roles: tuple[Role, ...]
    sent: dict[str, str] | None = None
    changes: bool = field(default=False)


VISITS = (
    Visit("mailing_groups", "/mailing-groups/", EVERY),
    Visit("mailing_group_new", "/mailing-groups/new", EDITORS),
    Visit("mailing_group_new", "/mailing-groups/new", EDITORS, {"code": "NIEUW"}, changes=True),
    Visit("mailing_group", "/mailing-groups/LEEG/", EVERY),
    Visit("mailing_group", "/mailing-groups/LEEG/?on=2026-02-01", EVERY),
    Visit("mailing_group", "/mailing-groups/LEEG/", EDITORS, {"code": "LEEG", "description": "anders"}, changes=True),
    Visit("mailing_group", "/mailing-groups/LEEG/", EDITORS, {"contact": "A1"}, changes=True),
    Visit("mailing_group", "/mailing-groups/VOL/", EDITORS, {"take_out": "A1"}, changes=True),
    Visit("mailing_group_rename", "/mailing-groups/LEEG/rename?code=ANDERS", EDITORS),
    Visit("mailing_group_rename", "/mailing-groups/LEEG/rename", EDITORS, {"code": "ANDERS"}, changes=True),
    Visit("mailing_group_delete", "/mailing-groups/LEEG/delete", EDITORS),
    Visit("mailing_group_delete", "/mailing-groups/LEEG/delete", EDITORS, {}, changes=True),
    Visit("mailing_group_empty_and_delete", "/mailing-groups/VOL/empty-and-delete", EDITORS),
    Visit("mailing_group_empty_and_delete", "/mailing-groups/VOL/empty-and-delete", EDITORS, {"expected": "1"}, changes=True),
    Visit("segments", "/segments/", EVERY),
    Visit("segment_new", "/segments/new", MARKETERS),
    Visit("segment_new", "/segments/new", MARKETERS, {"date": "2026-03-09"}, changes=True),
    Visit("segments_add_contacts", "/segments/add-contacts", MARKETERS, {"selected": "SM00001"}),
    Visit("segments_delete", "/segments/delete", MARKETERS, {"selected": "SM00001"}),
    Visit("criterion_suggestions", "/segments/suggestions/mailingGroup?q=V", EVERY),
    Visit("segment_lookup", "/segments/lookup?q=open", EVERY),
    Visit("segment", "/segments/SM00001/", EVERY),
    Visit("segment", "/segments/SM00001/", MARKETERS, {"description": "anders"} | SAVED, changes=True),
    Visit("segment", "/segments/SM00001/", MARKETERS, {"contact": "A2"}, changes=True),
    Visit("segment", "/segments/SM00001/", MARKETERS, {"take_out": "A1"}, changes=True),
    Visit("segment_add_contacts", "/segments/SM00001/add-contacts", MARKETERS),
    Visit("segment_add_contacts", "/segments/SM00001/add-contacts", MARKETERS, {"number": "A2", "add": ""}, changes=True),
    Visit("segment_reduce", "/segments/SM00001/reduce-contacts", MARKETERS),
    Visit("segment_reduce", "/segments/SM00001/reduce-contacts", MARKETERS, {"everybody": "on", "remove": ""}, changes=True),
    Visit("segment_reduce_preview", "/segments/SM00001/reduce-contacts/preview?everybody=on", MARKETERS),
    Visit("segment_refine", "/segments/SM00001/refine-contacts", MARKETERS),
    Visit("segment_refine", "/segments/SM00001/refine-contacts", MARKETERS, {"number": "A2", "remove": ""}, changes=True),
    Visit("segment_refine_preview", "/segments/SM00001/refine-contacts/preview?everybody=on", MARKETERS),
    Visit("segment_preview", "/segments/SM00001/add-contacts/preview?everybody=on&show=added", MARKETERS),
    Visit("segment_criteria", "/segments/SM00001/criteria", EVERY),
    Visit("segment_step", "/segments/SM00001/criteria/1", EVERY),
    Visit("segment_go_back", "/segments/SM00001/go-back", MARKETERS),
    Visit("segment_go_back", "/segments/SM00001/go-back", MARKETERS, {"step": "1"}, changes=True),
    Visit("segment_line", "/segments/SM00001/lines/A1", MARKETERS),
    Visit("segment_line", "/segments/SM00001/lines/A1", MARKETERS, OWN_WORDS, changes=True),
    Visit("segment_template", "/segments/SM00001/template", MARKETERS),
    Visit("segment_template", "/segments/SM00001/template", MARKETERS, {"interaction_template": "UITNOD"}, changes=True),
    Visit("segment_log", "/segments/SM00001/log", MARKETERS),
    Visit("segment_log", "/segments/SM00002/log", MARKETERS, {"expected": "entries:1"}, changes=True),
    Visit("segment_cancel", "/segments/SM00003/cancel", MARKETERS),
    Visit("segment_reuse", "/segments/SM00003/reuse", MARKETERS),
    Visit("segment_reuse_segment", "/segments/SM00001/reuse-segment?segment_number=SM00003", MARKETERS),
    Visit("segment_cancel", "/segments/SM00003/cancel", MARKETERS, {"seen": "standing"}, changes=True),
    Visit("segment_delete", "/segments/SM00001/delete", MARKETERS),
    Visit("segment_delete", "/segments/SM00001/delete", MARKETERS, {"expected": "lines:1"}, changes=True),
    Visit("changes", "/changes/", EVERY),
    Visit("changes", "/changes/?contact=A1", EVERY),
    Visit("change", "/changes/LAST/", EVERY),
    # What nobody in particular has done, an administrator may take back.
    Visit("change_undo", "/changes/LAST/undo", (Role.ADMINISTRATOR,)),
    Visit("change_undo", "/changes/LAST/undo", (Role.ADMINISTRATOR,), {}, changes=True),
)


@pytest.fixture(autouse=True)
def _records(administrator: User) -> None:
    one = make_company(number="A1")
    make_company(number="A2", name="Nog een")
    make_group("VOL", members=[one])
    make_group("LEEG")
    make_segment("Opendeur", contacts=[one])
    ready: Any = {"interaction_template": create_template("UITNOD", by=administrator), "salesperson": Salesperson.objects.create(code="JR")}
    make_segment("Klaar", contacts=[one], **ready)
    log_segment(make_segment("Geregistreerd", contacts=[one], **ready), by=administrator)


def visited(client: Client, visit: Visit) -> int:
    url = visit.url.replace("LAST", str(ChangeSet.objects.order_by("-number")[0].number))
    response = get(client, url) if visit.sent is None else post(client, url, visit.sent)
    return int(response.status_code)


# One test for all roles: the records are made once, and what a role has done is taken back before the next one comes.
@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: f"{visit.url} {visit.sent or ''}")
def test_a_role_does_what_it_may_and_nothing_else(visit: Visit) -> None:
    clients = {role: client_of(User.objects.filter(username=role).first() or make_user(role)) for role in EVERY}
    before = everything()
    for role, client in clients.items():
        with taken_back():
            status = visited(client, visit)
            assert status in ((200, 302) if role in visit.roles else (403,)), role
            assert (everything() != before) is (visit.changes and role in visit.roles), role


@contextlib.contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_stranger_is_asked_to_sign_in(as_stranger: Client) -> None:
    before = everything()
    for visit in VISITS:
        url = visit.url.replace("LAST", "1")
        response = get(as_stranger, url) if visit.sent is None else post(as_stranger, url)
        assert response.status_code == 302, url
        assert response.headers["Location"].startswith("/sign-in/"), url
    assert everything() == before


def test_every_route_is_visited() -> None:
    others = tuple(pages.spec.name for pages in OTHERS) + tuple(pages.all for pages in OTHERS)  # classifications/test_every_one.py
    of_groups = [route for route in classifications.urlpatterns if not str(route.name).startswith(others)]
    routes = [*of_groups, *segments.urlpatterns, *changes.urlpatterns]
    assert {route.name for route in routes} == {visit.name for visit in VISITS}
