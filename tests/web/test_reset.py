import logging
import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from postkring.accounts.models import User
from postkring.ledger.models import ChangeSet

ENGLISH = {"Accept-Language": "en"}

pytestmark = [pytest.mark.urls("tests.web.reset_urls"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _mail_leaves_the_house(db: None) -> Iterator[None]:
    cache.clear()
    with override_settings(EMAIL_CONFIGURED=True):
        yield


@pytest.fixture
def reader_with_address(reader: User) -> User:
    User.objects.filter(pk=reader.pk).update(email="reader@example.com")
    return reader


def link_in_mail() -> str:
    found = re.search(r"http://testserver(/password/reset/\S+)", str(mail.outbox[0].body))
    assert found
    return found.group(1)


def test_the_way_to_a_new_password_is_offered(client: Client) -> None:
    assert "Forgot your password?" in client.get("/sign-in/", headers=ENGLISH).content.decode()
    assert client.get("/password/reset", headers=ENGLISH).status_code == 200


def test_the_link_in_the_mail_leads_to_a_new_password_once(client: Client, reader_with_address: User) -> None:
    asked = client.post("/password/reset", {"email": "reader@example.com"}, follow=True, headers=ENGLISH)
    assert "an e-mail is on its way" in asked.content.decode()
    link = link_in_mail()
    chosen = {"password1": "lepel circus 9", "password2": "lepel circus 9"}
    form = client.get(link, follow=True)
    assert client.post(form.request["PATH_INFO"], chosen, follow=True, headers=ENGLISH).status_code == 200
    reader_with_address.refresh_from_db()
    assert reader_with_address.check_password("lepel circus 9")
    assert ChangeSet.objects.filter(verb="user.password", by=reader_with_address).count() == 1
    assert "This link was used already, or is too old." in Client().get(link, headers=ENGLISH).content.decode()


def test_two_different_passwords_change_nothing(client: Client, reader_with_address: User) -> None:
    client.post("/password/reset", {"email": "reader@example.com"})
    form = client.get(link_in_mail(), follow=True)
    response = client.post(form.request["PATH_INFO"], {"password1": "lepel circus 9", "password2": "circus lepel 9"})
    reader_with_address.refresh_from_db()
    assert response.status_code == 422
    assert reader_with_address.check_password("reader-reader")


def test_an_unknown_address_is_answered_the_same(client: Client) -> None:
    asked = client.post("/password/reset", {"email": "nobody@example.com"}, follow=True, headers=ENGLISH)
    assert "an e-mail is on its way" in asked.content.decode()
    assert mail.outbox == []


def test_the_key_of_a_link_is_not_in_the_log(client: Client, reader_with_address: User, caplog: pytest.LogCaptureFixture) -> None:
    client.post("/password/reset", {"email": "reader@example.com"})
    link = link_in_mail()
    with caplog.at_level(logging.INFO, "postkring.request"):
        client.get(link)
    paths = [vars(record)["path"] for record in caplog.records if record.name == "postkring.request"]
    assert paths[-1] == "/password/reset/<str:uidb36>/<str:key>"
    assert link not in paths
