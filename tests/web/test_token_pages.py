"""API tokens in My Settings, and those of a user among the users."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from postkring.accounts.models import ApiToken, Role, User
from postkring.accounts.permissions import PERMISSIONS
from postkring.accounts.token_actions import make_token, revoke_token
from postkring.accounts.tokens import caller_of_token
from postkring.kit.days import ends
from tests.factories import make_user
from tests.people import client_of
from tests.snapshots import everything
from tests.web.asking import get, post, queries, text_of, toasts, value_of

pytestmark = pytest.mark.django_db

NEW = "/settings/tokens/new"


def typed(**values: Any) -> dict[str, Any]:
    return {"name": "Excel thuis", "role": "reader", "expires": ""} | values


def made(owner: User, name: str = "Excel", **values: Any) -> tuple[ApiToken, str]:
    return make_token(owner, name, **{"role": Role.READER, "expires": None, "by": owner} | values)


def shown(response: Any) -> str:
    found = re.search(r'id="token-text"[^>]*value="([^"]*)"', response.content.decode())
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("role", Role.values)
def test_a_token_is_made_and_shown_once(role: str) -> None:
    user = make_user(Role(role))
    client = client_of(user)
    response = post(client, NEW, typed(role=role))
    caller = caller_of_token(shown(response))
    assert response.status_code == 200
    assert caller is not None
    assert (caller.user, caller.user.at_most) == (user, role)
    assert "it is shown this once" in text_of(response)
    assert shown(response) not in get(client, "/settings/tokens/").content.decode()


def test_no_cache_and_no_history_keeps_the_text(as_reader: Client) -> None:
    response = post(as_reader, NEW, typed())
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode().count(shown(response)) == 1
    assert toasts(as_reader) == []


def test_the_page_is_complete_without_script(as_reader: Client) -> None:
    """The text stands in a field that can be selected; the button that needs a script is hidden until there is one."""
    page = post(as_reader, NEW, typed()).content.decode()
    button = re.search(r"<button[^>]*data-copy=[^>]*>", page)
    assert button is not None
    assert " hidden" in button.group()
    assert 'data-copy="token-text"' in button.group()


def test_the_same_form_sent_again_makes_no_second_token(as_reader: Client) -> None:
    once = value_of(get(as_reader, NEW), "once")
    assert once
    post(as_reader, NEW, typed(once=once))
    again = post(as_reader, NEW, typed(once=once))
    assert (again.status_code, again.headers["Location"]) == (302, "/settings/tokens/")
    assert ApiToken.objects.count() == 1


def test_a_year_is_offered_and_the_last_day_counts_whole(as_reader: Client) -> None:
    day = timezone.localdate() + timedelta(days=365)
    offered = value_of(get(as_reader, NEW), "expires")
    assert offered == f"{day:%d/%m/%Y}"
    post(as_reader, NEW, typed(expires=offered))
    token = ApiToken.objects.get()
    assert (token.expires, token.last_day) == (ends(day), day)


def test_today_is_a_last_day_and_yesterday_none(as_reader: Client) -> None:
    today = timezone.localdate()
    refused = post(as_reader, NEW, typed(expires=f"{today - timedelta(days=1):%d/%m/%Y}"))
    assert refused.status_code == 422
    assert "This day is over: choose a later one." in text_of(refused)
    assert not ApiToken.objects.exists()
    assert post(as_reader, NEW, typed(expires=f"{today:%d/%m/%Y}")).status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_no_role_above_one_s_own_is_offered_or_taken(role: str) -> None:
    client = client_of(make_user(Role(role)))
    page = get(client, NEW).content.decode()
    for other in Role.values:
        is_below = PERMISSIONS[other] <= PERMISSIONS[role]
        assert (f'value="{other}"' in page) is is_below
        assert post(client, NEW, typed(role=other)).status_code == (200 if is_below else 422)
    assert {token.role for token in ApiToken.objects.all()} == {other for other in Role.values if PERMISSIONS[other] <= PERMISSIONS[role]}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Fill in Name."),
        ({"name": "a" * 101}, "Name may hold at most 100 characters; it now has 101."),
        ({"name": "a\x00b"}, "This text holds a sign that cannot be stored."),
        ({"expires": "someday"}, "Enter the date like this"),
        ({"role": ""}, "Fill in Role."),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_makes_nothing(as_reader: Client, values: dict[str, str], sentence: str) -> None:
    before = everything()
    response = post(as_reader, NEW, typed(**values))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert everything() == before


def test_odd_names_are_shown_as_text(as_reader: Client, reader: User) -> None:
    name = "<script>alert(1)</script>{{ 7*7 }}"
    assert html.escape(name) in post(as_reader, NEW, typed(name=name)).content.decode()
    token = ApiToken.objects.get()
    for url in ("/settings/tokens/", f"/settings/tokens/{token.pk}/revoke"):
        page = get(as_reader, url).content.decode()
        assert html.escape(name) in page
        assert "<script>alert" not in page


def test_the_list_shows_one_s_own_with_what_became_of_them(as_editor: Client, editor: User, marketer: User) -> None:
    used, text = made(editor, "Used")
    old, _ = made(editor, "Old", expires=timezone.now() + timedelta(days=1))
    ApiToken.objects.filter(pk=old.pk).update(expires=timezone.now())
    gone, _ = made(editor, "Gone")
    revoke_token(gone, by=editor)
    made(marketer, "Foreign")
    caller_of_token(text)
    page = get(as_editor, "/settings/tokens/")
    assert [f">{name}</th>" in page.content.decode() for name in ("Used", "Old", "Gone", "Foreign")] == [True, True, False, False]
    said = text_of(page)
    assert f"Old {old.hint}… Reader" in said
    assert "Expired Not yet" in said
    assert "No end" in said
    assert used.digest not in page.content.decode()
    assert text not in page.content.decode()


def test_an_empty_list_says_so(as_reader: Client) -> None:
    assert "No API tokens yet." in text_of(get(as_reader, "/settings/tokens/"))


def test_my_settings_leads_there(as_reader: Client) -> None:
    assert 'href="/settings/tokens/"' in get(as_reader, "/settings/").content.decode()
    assert "API tokens" in text_of(get(as_reader, "/search?q=Power+BI"))


def test_queries_do_not_grow_with_tokens(as_administrator: Client, administrator: User) -> None:
    made(administrator)
    pages = ("/settings/tokens/", f"/users/{administrator.pk}/tokens")
    few = [queries(as_administrator, url) for url in pages]
    for number in range(20):
        made(administrator, f"Excel {number}")
    assert [queries(as_administrator, url) for url in pages] == few


@pytest.mark.parametrize("role", Role.values)
def test_one_s_own_is_revoked_after_a_question(role: str) -> None:
    user = make_user(Role(role))
    client, (token, text) = client_of(user), made(user)
    url = f"/settings/tokens/{token.pk}/revoke"
    assert "Revoke API token “Excel”?" in text_of(get(client, url))
    assert caller_of_token(text) is not None
    response = post(client, url)
    assert (response.status_code, response.headers["Location"]) == (302, "/settings/tokens/")
    assert toasts(client) == [("API token “Excel” revoked", "")]
    assert caller_of_token(text) is None
    assert post(client, url).status_code == 404


def test_in_a_window_the_page_behind_goes_on(as_reader: Client, reader: User) -> None:
    token, _ = made(reader)
    response = post(as_reader, f"/settings/tokens/{token.pk}/revoke", part="dialog")
    assert response.headers["HX-Redirect"] == "/settings/tokens/"


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER])
def test_the_token_of_another_is_not_there(administrator: User, role: Role) -> None:
    client, (token, text) = client_of(make_user(role)), made(administrator)
    before = everything()
    for act in (get, post):
        assert act(client, f"/settings/tokens/{token.pk}/revoke").status_code == 404
        assert act(client, f"/users/tokens/{token.pk}/revoke").status_code == 403
        assert act(client, f"/users/{administrator.pk}/tokens").status_code == 403
    assert everything() == before
    assert caller_of_token(text) is not None


def test_administrators_see_and_revoke_those_of_a_user(as_administrator: Client, administrator: User, editor: User) -> None:
    token, text = made(editor)
    made(administrator, "Mine")
    assert f'href="/users/{editor.pk}/tokens"' in get(as_administrator, "/users/").content.decode()
    page = get(as_administrator, f"/users/{editor.pk}/tokens")
    assert "API tokens of editor" in text_of(page)
    assert "Mine" not in text_of(page)
    assert "/settings/tokens/new" not in page.content.decode()
    url = f"/users/tokens/{token.pk}/revoke"
    assert f'href="{url}"' in page.content.decode()
    response = post(as_administrator, url)
    assert response.headers["Location"] == f"/users/{editor.pk}/tokens"
    assert caller_of_token(text) is None


def test_of_a_disabled_user_it_says_that_they_open_nothing(as_administrator: Client, editor: User) -> None:
    made(editor)
    url = f"/users/{editor.pk}/tokens"
    assert "the tokens open nothing" not in text_of(get(as_administrator, url))
    as_administrator.post(f"/users/{editor.pk}/disable")
    assert "This user is disabled: the tokens open nothing." in text_of(get(as_administrator, url))


def test_tokens_of_nobody_and_tokens_that_are_not_there(as_administrator: Client) -> None:
    for url in (
        "/users/987654/tokens",
        "/users/99999999999999999999/tokens",
        "/settings/tokens/987654/revoke",
        f"/users/tokens/{2**64}/revoke",
    ):
        assert get(as_administrator, url).status_code == 404


def test_what_another_site_sends_is_refused(reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    token, text = made(reader)
    before = everything()
    for url in (NEW, f"/settings/tokens/{token.pk}/revoke"):
        assert post(client, url, typed()).status_code == 403
    assert everything() == before
    assert caller_of_token(text) is not None


def test_a_token_is_no_way_into_the_pages(client: Client, administrator: User) -> None:
    _, text = made(administrator, role=Role.ADMINISTRATOR)
    response = client.get("/users/", headers={"Authorization": f"Bearer {text}"})
    assert response.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_is_there_in_every_language(as_reader: Client, reader: User, language: str) -> None:
    token, _ = made(reader)
    title = {"nl": "API-tokens", "fr": "Jetons d’API", "de": "API-Token", "en": "API tokens"}[language]
    for url in ("/settings/tokens/", NEW, f"/settings/tokens/{token.pk}/revoke"):
        assert as_reader.get(url, headers={"Accept-Language": language}).status_code == 200
    assert f"<h1>{title}</h1>" in as_reader.get("/settings/tokens/", headers={"Accept-Language": language}).content.decode()
