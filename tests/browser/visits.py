"""Pages as somebody opens them, each in a browser context of its own, with an eye on everything that must not happen."""

import contextlib
from collections.abc import Callable
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request

LOCALES: Final = {"nl": "nl-BE", "fr": "fr-BE", "de": "de-BE", "en": "en-GB"}
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
HEIGHT: Final = 900
TIMEOUT: Final = 10_000  # milliseconds; a page that takes longer is broken

# A form that does not fit is answered with 422, which Chromium logs as if a file were missing.
USUAL: Final = frozenset({422})

# htmx logs a request as an error too when it was given up for a newer one or because the page was left. One that failed has a line of
# its own beside "afterRequest", and what was typed into a card is awaited before the page is left (static/js/saving.js).
GIVEN_UP: Final = ("htmx:sendAbort", "htmx:afterRequest")


class Visits:
    def __init__(self, browser: Browser, url: str, session_of: Callable[[str], str]) -> None:
        self.faults: list[str] = []
        self._browser = browser
        self._url = url
        self._session_of = session_of
        self._contexts: list[BrowserContext] = []
        self._expected = set(USUAL)

    def __call__(
        self,
        path: str,
        *,
        language: str = "nl",
        role: str | None = "administrator",
        theme: Literal["light", "dark"] = "light",
        width: int = 1280,
        scripts: bool = True,
        **options: Any,
    ) -> Page:
        """A new page, signed in as the user named as the role (None: signed out)."""
        context = self._browser.new_context(
            base_url=self._url,
            locale=LOCALES[language],
            color_scheme=theme,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(TIMEOUT)
        self._contexts.append(context)
        self._watch(context)
        if role:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": self._session_of(role), "url": self._url}])
        page = context.new_page()
        page.goto(path)
        return page

    def expect_status(self, *statuses: int) -> None:
        """Answers with these statuses are part of the test."""
        self._expected.update(statuses)

    def close(self) -> None:
        for context in self._contexts:
            _settle(context)
            context.close()
        self._contexts.clear()

    def _watch(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda fault: self.faults.append(f"script: {fault.error}"))
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        expected = message.text.startswith("Failed to load resource") and any(
            f"status of {number}" in message.text for number in self._expected
        )
        if not expected and not message.text.startswith(GIVEN_UP):
            self.faults.append(f"console: {message.text} ({message.location['url']})")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != urlsplit(self._url).netloc:
            self.faults.append(f"request to another host: {request.url}")


def _settle(context: BrowserContext) -> None:
    """Lets pages arrive that are on their way: closed in the middle of it, Chromium now and then never answers."""
    for page in context.pages:
        with contextlib.suppress(Error):
            page.wait_for_load_state("load", timeout=TIMEOUT)
