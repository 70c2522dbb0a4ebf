"""The components: all of them shown on the pattern page, none with anything the content security policy forbids."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from postkring.web.assets import IMPORTS, STYLESHEETS
from postkring.web.frame import MODULES
from postkring.web.icons import ICONS, sprite_url
from postkring.web.templatetags.postkring import drawn_once

WEB = Path(settings.PACKAGE) / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
COMPONENTS = sorted(path.relative_to(WEB / "templates").as_posix() for path in (WEB / "templates" / "components").glob("*.html"))
STYLES = sorted((WEB / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((WEB / "static" / "js").glob("*.js"))
ICON = re.compile(r"""(?:\{% icon |icon=|icon:? )["']([a-z0-9-]+)["']""")


def test_every_component_stands_on_the_pattern_page(as_administrator: Client) -> None:
    drawn_once.cache_clear()
    response = as_administrator.get("/patterns/")
    assert response.status_code == 200
    shown = {template.name for template in response.templates}
    assert [name for name in COMPONENTS if name not in shown] == []
    kinds = ("line", "area", "select", "checkbox", "choices")
    assert [kind for kind in kinds if f'class="field field-{kind}' not in response.content.decode()] == []


def test_the_window_of_the_pattern_page_is_the_page_in_another_frame(as_administrator: Client) -> None:
    page = " ".join(as_administrator.get("/patterns/dialog").content.decode().split())
    inside = {"HX-Request": "true", "HX-Target": "dialog"}
    window = " ".join(as_administrator.get("/patterns/dialog", headers=inside).content.decode().split())
    assert "<h1>A window</h1>" in page
    assert "hx-post" not in page.split("<main")[1].split("</main>")[0]
    assert '<h2 id="dialog-title" tabindex="-1">A window</h2>' in window
    assert "<html" not in window
    assert 'hx-post="/patterns/dialog" hx-target="#dialog"' in window


@pytest.mark.parametrize("path", [WEB / "templates" / name for name in COMPONENTS], ids=lambda path: path.stem)
def test_a_component_opens_with_what_it_takes(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(("{# ", "{% comment %}"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB / "templates").as_posix())
def test_a_template_holds_no_script_style_or_handler(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:|https?://", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB / "templates").as_posix())
def test_a_template_names_icons_of_the_sprite(path: Path) -> None:
    assert [name for name in ICON.findall(path.read_text(encoding="utf-8")) if name not in ICONS] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_colours_stand_in_the_tokens_only_and_every_rule_in_a_layer(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    if path.name != "tokens.css":
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", text) == []
    assert text.strip().startswith("@layer")


def test_every_style_sheet_and_script_is_linked() -> None:
    assert sorted(STYLESHEETS) == sorted(f"css/{path.relative_to(WEB / 'static' / 'css').as_posix()}" for path in STYLES)
    assert sorted([*MODULES, "js/app.js"]) == sorted(f"js/{path.name}" for path in SCRIPTS)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_evaluates_no_text(path: Path) -> None:
    assert re.findall(r"\beval\(|new Function|setAttribute\(\"style\"|https?://", path.read_text(encoding="utf-8")) == []


def test_the_sprite_holds_every_icon_and_is_kept_for_ever(client: Client) -> None:
    response = client.get(sprite_url())
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in response.headers
    assert sorted(re.findall(r'<symbol id="([^"]+)"', response.content.decode())) == sorted(ICONS)


def test_another_sprite_is_not_found(client: Client, db: None) -> None:
    assert client.get("/i/000000000000.svg").status_code == 404


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_what_a_script_imports_is_there_and_gets_its_digest(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ((pattern, _),) = IMPORTS[1]
    imported = [found["url"] for found in re.finditer(pattern, text)]
    assert len(imported) == len(re.findall(r"^import\b", text, flags=re.MULTILINE))
    assert [name for name in imported if not (path.parent / name).is_file()] == []
