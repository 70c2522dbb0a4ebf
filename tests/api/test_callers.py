"""Who gets in: a token as Bearer or Basic, no session, no more than the token's role, and not too often."""

import base64
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from postkring.accounts.models import ApiToken, Role, User
from postkring.accounts.rates import CALLS
from tests.api.conftest import ROOT, Api, bearer, refusal, token_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def basic(name: str, token: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{token}".encode()).decode()


def asked(authorization: str | None, **headers: str) -> Any:
    client = Client() if authorization is None else Client(HTTP_AUTHORIZATION=authorization)
    return client.get(f"{ROOT}contacts/$count", headers=headers)


def test_a_token_opens_as_bearer_and_as_the_password_of_basic(reader: User) -> None:
    token = token_of(reader)
    for authorization in (f"Bearer {token}", f"bearer {token}", basic(reader.username, token)):
        assert asked(authorization).status_code == 200


def test_without_a_token_that_opens_there_is_only_a_challenge(reader: User, editor: User) -> None:
    token = token_of(reader)
    disabled, expired = token_of(editor), token_of(reader, expires=timezone.now() - timedelta(seconds=1))
    User.objects.filter(pk=editor.pk).update(is_active=False)
    for authorization in (
        None,
        "",
        "Bearer",
        "Bearer x",
        f"Bearer {token}x",
        f"Token {token}",
        f"Bearer {disabled}",
        f"Bearer {expired}",
        basic("somebody", token),
        basic(reader.username, "reader-reader"),
        "Basic x",
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
        "Basic " + "A" * 5_000,
        "Bearer " + "A" * 50_000,
    ):
        answer = asked(authorization)
        refusal(answer, 401, "Authentication_InvalidCredentials")
        assert "Basic realm=" in answer["WWW-Authenticate"]


def test_a_revoked_token_opens_nothing(api: Api) -> None:
    assert api.get("contacts").status_code == 200
    ApiToken.objects.update(revoked=timezone.now())
    api.refused("contacts", 401, "Authentication_InvalidCredentials")


def test_a_token_does_no_more_than_its_role(administrator: User) -> None:
    person = make_person()
    reading = bearer(administrator, role=Role.READER)
    assert reading.get("contacts").status_code == 200
    refusal(reading.patch(f"contacts({person.guid})", {"city": "Gent"}), 403, "Authorization_NoPermission")
    assert bearer(administrator, role=Role.EDITOR).patch(f"contacts({person.guid})", {"city": "Gent"}).status_code == 200


def test_a_refusal_is_in_the_language_of_the_caller(api: Api) -> None:
    said = {
        language: api.get("nothing", accept_language=language).json()["error"]["message"] for language in ("nl-BE", "fr", "de;q=0.5", "en")
    }
    assert said["nl-BE"].startswith("Op dit adres staat niets: nothing.")
    assert said["fr"].startswith("Il n’y a rien à cette adresse")
    assert said["de;q=0.5"].startswith("Unter dieser Adresse gibt es nichts")
    assert said["en"].startswith("There is nothing at this address")
    assert api.get("nothing", accept_language="xx, *;q=0.1")["Content-Language"] == "nl"  # that of the installation


def test_a_cookie_says_nothing(api: Api) -> None:
    api.client.cookies["language"] = "fr"
    assert api.get("nothing")["Content-Language"] == "en"
    assert "sessionid" not in api.get("contacts").cookies


def test_too_often_is_refused_with_the_time_to_wait(administrator: User, settings: Any) -> None:
    settings.API_RATE = (3, 60)
    CALLS.forget()
    one, other = bearer(administrator), bearer(administrator)
    assert [one.get("companies").status_code for _ in range(3)] == [200] * 3
    answer = one.get("companies")
    refusal(answer, 429, "Request_RateLimited")
    assert 0 < int(answer["Retry-After"]) <= 20
    assert other.get("companies").status_code == 200
    settings.API_RATE = None
    assert one.get("companies").status_code == 200
    CALLS.forget()


OTHER = "https://www.example"
BEFOREHAND = {"Origin": OTHER, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,if-match"}


def test_other_sites_are_not_let_in(api: Api) -> None:
    assert "Access-Control-Allow-Origin" not in api.get("contacts", origin=OTHER)
    preflight = Client().options(f"{ROOT}contacts", headers=BEFOREHAND)
    assert preflight.status_code == 401
    assert "Access-Control-Allow-Origin" not in preflight


def test_a_site_that_is_named_is_let_in_and_needs_a_token_too(api: Api, settings: Any) -> None:
    settings.API_ORIGINS = [OTHER]
    preflight = Client().options(f"{ROOT}contacts", headers=BEFOREHAND)
    assert (preflight.status_code, preflight["Access-Control-Allow-Origin"], preflight.content) == (204, OTHER, b"")
    assert "PATCH" in preflight["Access-Control-Allow-Methods"]
    assert {"Authorization", "If-Match"} <= set(preflight["Access-Control-Allow-Headers"].split(", "))
    answer = api.get("contacts", origin=OTHER)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, OTHER)
    assert "Origin" in answer["Vary"]
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    refused = Client().get(f"{ROOT}contacts", headers={"Origin": OTHER})
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (401, OTHER)
    for other in ("https://elsewhere.example", "null", OTHER + ".evil.example", OTHER.replace("https", "http")):
        assert "Access-Control-Allow-Origin" not in api.get("contacts", origin=other)
        assert Client().options(f"{ROOT}contacts", headers={**BEFOREHAND, "Origin": other}).status_code == 401


def test_the_log_names_the_owner_and_no_token(api: Api, administrator: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="postkring.request"):
        api.get("contacts?$filter=displayName eq 'An Peeters'")
    (record,) = (each for each in caplog.records if each.name == "postkring.request")
    facts = vars(record)
    assert (facts["user_id"], facts["path"]) == (administrator.pk, "/api/v2.0/contacts")
    assert "Peeters" not in str(facts)


def test_what_nobody_foresaw_is_told_in_json(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret of the database")

    monkeypatch.setattr("postkring.api.views.answer", fail)
    said = refusal(api.get("contacts"), 500, "Internal_ServerError")
    assert "secret" not in said
