"""The pages on which an administrator sets up interaction templates."""

import pytest
from django.test import Client

from postkring.accounts.models import User
from postkring.interactions.actions import change_template, create_template
from postkring.interactions.models import InteractionTemplate
from tests.factories import make_segment
from tests.snapshots import everything
from tests.web.asking import get, post, text_of

pytestmark = pytest.mark.django_db

LIST = "/setup/interaction-templates/"
ONE = f"{LIST}UITNOD/"


@pytest.fixture
def template(administrator: User) -> InteractionTemplate:
    return create_template("UITNOD", description="Uitnodiging", by=administrator)


def test_a_template_is_made(as_administrator: Client) -> None:
    assert "No interaction templates yet." in text_of(get(as_administrator, LIST))
    sent = {"code": "uitnod", "description": "Uitnodiging", "correspondence_type": "Email", "campaign_number": "CP1"}
    assert get(as_administrator, f"{LIST}new").status_code == 200
    assert post(as_administrator, f"{LIST}new", sent).headers["Location"] == LIST
    said = text_of(get(as_administrator, LIST))
    for shown in ("UITNOD", "Uitnodiging", "Email", "CP1"):
        assert shown in said
    before = everything()
    for wrong in (sent, sent | {"code": "ABCDEFGHIJKL"}, sent | {"code": ""}, sent | {"code": "B", "correspondence_type": "Fax"}):
        assert post(as_administrator, f"{LIST}new", wrong).status_code == 422
    assert everything() == before


def test_a_template_is_changed(as_administrator: Client, template: InteractionTemplate, administrator: User) -> None:
    seen = {"seen_description": "Uitnodiging", "seen_correspondence_type": "", "seen_campaign_number": ""}
    sent = {"description": "Feest", "correspondence_type": "", "campaign_number": "CP2"}
    assert post(as_administrator, ONE, sent | seen).headers["Location"] == LIST
    stored = InteractionTemplate.objects.get()
    assert (stored.description, stored.campaign_number) == ("Feest", "CP2")
    change_template(template, description="Van iemand anders", by=administrator)
    before = everything()
    answer = post(as_administrator, ONE, sent | seen | {"description": "Van mij"})
    assert answer.status_code == 422
    assert "It is now: “Van iemand anders”." in text_of(answer)
    assert post(as_administrator, ONE, sent | seen | {"campaign_number": "A/B"}).status_code == 422
    assert everything() == before


def test_a_template_is_deleted_unless_it_is_in_use(as_administrator: Client, template: InteractionTemplate) -> None:
    segment = make_segment(interaction_template=template)
    before = everything()
    assert "stands in segments, so it cannot be deleted" in text_of(get(as_administrator, f"{ONE}delete"))
    assert post(as_administrator, f"{ONE}delete").status_code == 422
    assert everything() == before
    segment.interaction_template = None
    segment.save()
    assert "No segment uses this template." in text_of(get(as_administrator, f"{ONE}delete"))
    assert post(as_administrator, f"{ONE}delete").headers["Location"] == LIST
    assert get(as_administrator, ONE).status_code == 404


@pytest.mark.parametrize("address", [LIST, f"{LIST}new", ONE, f"{ONE}delete"])
def test_others_may_not(as_marketer: Client, template: InteractionTemplate, address: str) -> None:
    before = everything()
    assert get(as_marketer, address).status_code == 403
    assert post(as_marketer, address, {"code": "B"}).status_code == 403
    assert everything() == before
