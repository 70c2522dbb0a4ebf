"""The manual as pages: in the right language, from the right place, found by Tell me."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from postkring.web.help.chapters import chapters, find
from postkring.web.help.contents import SUBJECTS, WRITTEN_IN
from postkring.web.help.reading import read
from tests.factories import make_company, make_group, make_segment


def page_of(client: Client, url: str, language: str = "en") -> str:
    response = client.get(url, headers={"Accept-Language": language})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("language", WRITTEN_IN)
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_every_chapter_is_read_by_everybody_who_signed_in(as_reader: Client, language: str, subject: object) -> None:
    chapter = next(each for each in chapters(language) if each.subject is subject)
    page = page_of(as_reader, chapter.url, language)
    assert f'<span lang="{language}">{chapter.title}</span>' in page
    assert f'<article class="prose" lang="{language}">' in page
    assert page.count('<li><a href="/help/') == len(SUBJECTS)
    assert "bestaat in het Nederlands en het Engels" not in page


def test_a_stranger_is_asked_to_sign_in(as_stranger: Client, db: None) -> None:
    assert as_stranger.get("/help/segments/").headers["Location"] == "/sign-in/?next=/help/segments/"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fr", "Vous lisez la version anglaise."), ("de", "Sie lesen das englische.")],
)
def test_where_the_manual_is_in_another_language_the_page_says_so_and_marks_it(as_reader: Client, language: str, sentence: str) -> None:
    page = page_of(as_reader, "/help/undo/", language)
    assert f'<html lang="{language}"' in page
    assert sentence in page
    assert '<span lang="en">Undo</span>' in page
    assert '<article class="prose" lang="en">' in page
    assert '<ol lang="en">' in page


def test_chapters_follow_each_other(as_reader: Client) -> None:
    url, read_so_far = "/help/", []
    while url:
        read_so_far.append(url)
        onwards = re.search(r'rel="next" href="([^"]+)"', page_of(as_reader, url))
        url = onwards.group(1) if onwards else ""
    assert read_so_far == [subject.url for subject in SUBJECTS]
    assert f'rel="prev" href="{SUBJECTS[-2].url}"' in page_of(as_reader, SUBJECTS[-1].url)


@pytest.mark.parametrize("name", ["nothing", "../start", "Start"])
def test_a_chapter_that_there_is_not_is_a_page_that_does_not_exist(as_reader: Client, name: str) -> None:
    assert as_reader.get(f"/help/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("url", "chapter"),
    [
        ("/", "/help/"),
        ("/mailing-groups/", "/help/mailing-groups/"),
        ("/mailing-groups/PERS/", "/help/mailing-groups/"),
        ("/contacts/", "/help/contacts/"),
        ("/contacts/CT000001/", "/help/contact-card/"),
        ("/contacts/CT000001/mailing-groups", "/help/assigning/"),
        ("/segments/SM00001/", "/help/segments/"),
        ("/segments/SM00001/add-contacts", "/help/filters/"),
        ("/settings/", "/help/settings/"),
        ("/users/", "/help/settings/"),
        ("/help/undo/", "/help/"),
        ("/patterns/", "/help/"),
    ],
)
def test_help_leads_from_a_page_to_the_chapter_about_it(as_administrator: Client, url: str, chapter: str) -> None:
    make_group("PERS")
    make_company(number="CT000001")
    make_segment()
    assert f'href="{chapter}" aria-label="Help"' in re.sub(r' class="[^"]*"', "", page_of(as_administrator, url))


def test_a_page_that_does_not_exist_leads_to_the_beginning(as_reader: Client) -> None:
    response = as_reader.get("/nowhere/")
    assert response.status_code == 404
    assert 'href="/help/"' in response.content.decode()


def test_only_pages_that_there_are_are_explained() -> None:
    routes = {getattr(route, "name", None) for route in get_resolver("postkring.web.urls").url_patterns}
    explained = [name for subject in SUBJECTS for name in subject.explains]
    assert [name for name in explained if name not in routes] == []
    assert len(explained) == len(set(explained))


def test_links_and_pictures_get_their_address_and_headings_an_anchor() -> None:
    written = read(
        "# T\n\n[a](filters.md) [b](start.md#part-x) [c](/contacts/)\n\n## Één & co\n\n![p](../../web/static/manual/nl/home.webp)\n"
    )
    assert (written.title, [heading.anchor for heading in written.headings]) == ("T", ["part-een-co"])
    assert re.findall(r'(?:href|src|id)="([^"]+)"', written.body) == [
        "/help/filters/",
        "/help/#part-x",
        "/contacts/",
        "part-een-co",
        "/static/manual/nl/home.webp",
    ]


def test_html_in_a_chapter_is_text() -> None:
    assert "&lt;script&gt;" in read("# T\n\n<script>alert(1)</script>\n").body


@pytest.mark.parametrize(
    ("language", "typed", "url"),
    [
        ("nl", "ongedaan", "/help/undo/"),
        ("nl", "FILTERUITDR", "/help/filters/"),
        ("nl", "rollen gebruikers", "/help/settings/#part-gebruikers-en-rollen"),
        ("nl", "sterretje", "/help/filters/"),
        ("en", "shortcuts", "/help/finding/#part-keyboard-shortcuts"),
        ("en", "parenth", "/help/filters/#part-parentheses"),
    ],
)
def test_a_chapter_is_found_by_title_heading_or_text(language: str, typed: str, url: str) -> None:
    assert find(typed, language, 3)[0].url == url


@pytest.mark.parametrize("typed", ["", " ", "|", "xyzzy", "mailing xyzzy", "ster"])
def test_what_the_manual_does_not_say_is_not_found(typed: str) -> None:
    assert find(typed, "nl", 3) == []


def test_tell_me_offers_at_most_three_chapters_below_everything_else(as_reader: Client) -> None:
    make_group("PERS", "Filter")
    page = page_of(as_reader, "/search?q=filter")
    assert page.index('href="/mailing-groups/PERS/"') < page.index('href="/help/filters/"')
    assert len(re.findall(r'class="hit" href="/help/', page)) == 3
    assert '<a class="hit" href="/help/undo/">' in page_of(as_reader, "/search?q=undo", "de")
