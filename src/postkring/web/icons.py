"""The icons of the pages, as one SVG sprite made from the lucide package. Its URL changes with its content."""

import hashlib
import zipfile
from functools import lru_cache
from importlib.resources import files
from typing import Final
from xml.etree import ElementTree

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from postkring.web.routes import public

SVG: Final = "http://www.w3.org/2000/svg"
ICONS: Final = (
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "arrow-up-down",
    "book-open",
    "bookmark",
    "building-2",
    "calendar",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "chevrons-left",
    "chevrons-right",
    "circle",
    "circle-alert",
    "circle-check",
    "circle-minus",
    "circle-plus",
    "circle-question-mark",
    "circle-x",
    "clock",
    "columns-3",
    "contact-round",
    "copy",
    "download",
    "ellipsis",
    "ellipsis-vertical",
    "eraser",
    "external-link",
    "eye",
    "eye-off",
    "factory",
    "file-spreadsheet",
    "funnel",
    "funnel-x",
    "git-merge",
    "globe",
    "hash",
    "history",
    "house",
    "inbox",
    "info",
    "key-round",
    "keyboard",
    "languages",
    "link",
    "list-checks",
    "list-filter",
    "list-minus",
    "list-plus",
    "lock",
    "log-in",
    "log-out",
    "mail",
    "mail-plus",
    "mails",
    "map-pin",
    "menu",
    "minus",
    "moon",
    "pencil",
    "phone",
    "plus",
    "printer",
    "rotate-ccw",
    "save",
    "search",
    "settings-2",
    "sliders-horizontal",
    "sparkles",
    "square-pen",
    "sun",
    "swatch-book",
    "tag",
    "tags",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "upload",
    "user-round",
    "user-round-check",
    "user-round-cog",
    "user-round-plus",
    "user-round-x",
    "users-round",
    "x",
)


@lru_cache(maxsize=1)
def sprite() -> bytes:
    root = ElementTree.Element(f"{{{SVG}}}svg")
    with files("lucide").joinpath("lucide.zip").open("rb") as packed, zipfile.ZipFile(packed) as archive:
        for name in ICONS:
            root.append(_symbol(name, archive.read(f"{name}.svg")))
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root)


@lru_cache(maxsize=1)
def sprite_url() -> str:
    return reverse("icons", args=[hashlib.sha256(sprite()).hexdigest()[:6]])


def icons(request: HttpRequest, digest: str) -> HttpResponse:
    if not sprite_url().endswith(f"/{digest}.svg"):
        raise Http404
    return HttpResponse(sprite(), content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=31536000, immutable"})


def _symbol(name: str, drawing: bytes) -> ElementTree.Element:
    symbol = ElementTree.Element(f"{{{SVG}}}symbol", {"id": name, "viewBox": "0 0 24 24"})
    symbol.extend(list(ElementTree.fromstring(drawing)))
    return symbol


# Short, for it stands a hundred times on a page of a list.
urlpatterns = [public("i/<str:digest>.svg", icons, name="icons")]
