"""The components of a page as template tags. Each draws the template of its name in `components/`, which says what it takes; those that
stand on a page ten times and more are put together here, for a template takes five times as long."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from postkring.web.classifications.pages import Pages
from postkring.web.icons import sprite_url
from postkring.web.labelled import labelled_html
from postkring.web.markup import flatatt, format_html
from postkring.web.request import query_with

register = template.Library()

NOTHING: Final = SafeString("")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration and read out by nobody."""
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite_url(), name)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite_url(), name)


@register.filter
def number(value: int | float | None) -> str:
    if type(value) is int and 0 <= value < 1000:
        return str(value)  # nothing to group, in no language
    return "" if value is None else formats.number_format(value, use_l10n=True, force_grouping=True)


register.filter("labelled", labelled_html)


@register.simple_tag
def fixed(template_name: str) -> SafeString:
    """A part of every page that says the same to everybody: drawn once in each language."""
    return drawn_once(template_name, get_language())


@lru_cache(maxsize=16)
def drawn_once(template_name: str, language: str | None) -> SafeString:
    return SafeString(render_to_string(template_name))


@register.simple_tag
def say(pages: Pages, sentence: str, **values: Any) -> str:
    """What the pages of a classification say. `{% say pages "becomes" code=group.code new_code=new_code %}`"""
    return pages.say(sentence, **values)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's query with some values changed; None takes one out. `{% query sort="-name" page=None %}`"""
    return query_with(context["request"].GET, changes)


def attributes_of(values: Mapping[str, Any]) -> SafeString:
    """`hx_get="/x"` becomes `hx-get="/x"`; True is an attribute without a value, None and False are none at all."""
    return flatatt({name.replace("_", "-"): value for name, value in values.items() if value not in (None, "")})


def opening(href: str, dialog: bool) -> dict[str, str]:
    """What makes a link open as a dialog; without script it is the page itself."""
    return {"hx_get": href, "hx_target": "#dialog"} if dialog else {}


@register.simple_tag
def button(
    label: str, *, kind: str = "", href: str = "", icon: str = "", icon_only: bool = False, dialog: bool = False, **attributes: Any
) -> SafeString:
    """A button; with `href` one that leads somewhere: whatever is drawn as a button is called one, and the space bar works it.

    `kind`: "", primary, plain or danger; `icon_only`: the label is read out only; `dialog`: the link opens as a dialog; any attribute.
    """
    attributes |= opening(href, dialog)
    if not href:
        attributes.setdefault("type", "submit")
    classes = " ".join(["button", *([f"button-{kind}"] if kind else []), *(["button-icon"] if icon_only else [])])
    said = format_html(' aria-label="{0}" title="{0}"', label) if icon_only else NOTHING
    shown = _sign(icon) if icon_only else format_html("{}<span>{}</span>", _sign(icon), label)
    if href:
        return format_html('\n<a class="{}" role="button" href="{}"{}{}>{}</a>\n', classes, href, attributes_of(attributes), said, shown)
    return format_html('\n<button class="{}"{}{}>{}</button>\n', classes, attributes_of(attributes), said, shown)


def _sign(name: str) -> SafeString:
    return icon(name) if name else NOTHING


@register.inclusion_tag("components/chip.html", takes_context=True)
def chip(
    context: Context, text: str, *, href: str = "", note: str = "", remove_href: str = "", remove_post: str = "", **attributes: Any
) -> dict[str, Any]:
    return {
        "text": text,
        "href": href,
        "note": note,
        "remove_href": remove_href,
        "remove_post": remove_post,
        "attributes": attributes_of(attributes),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/cue.html")
def cue(
    label: str, count: int | None, href: str, *, icon: str = "", note: str = "", warning: str = "", counted_at: str = ""
) -> dict[str, Any]:
    values = {"label": label, "count": count, "href": href, "icon": icon, "note": note, "warning": warning}
    return values | {"counted_at": counted_at}


@register.inclusion_tag("components/property.html", name="property")
def property_row(label: str, value: object = "", *, href: str = "", note: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "href": href, "note": note}


@register.simple_tag(takes_context=True)
def menu_item(
    context: Context,
    label: str,
    *,
    href: str = "",
    post: str = "",
    icon: str = "",
    note: str = "",
    current: bool = False,
    dialog: bool = False,
    **attributes: Any,
) -> SafeString:
    """One line of a menu. `href` for a link, or `post` for a URL that acts by POST; `note`: its second line; `current`: it is chosen now;
    `dialog`: the link opens as a dialog; any attribute."""
    more = attributes_of(attributes | opening(href, dialog)) + (SafeString(' aria-current="true"') if current else NOTHING)
    second = format_html("<small>{}</small>", note) if note else NOTHING
    shown = format_html("{}<span>{}{}</span>{}", _sign(icon), label, second, _sign("check" if current else ""))
    if not post:
        return format_html('\n<li><a class="menu-item" href="{}"{}>{}</a></li>\n', href, more, shown)
    line = '\n<li><form method="post" action="{}">{}<button class="menu-item" type="submit"{}>{}</button></form></li>\n'
    return format_html(line, post, csrf_field(context), more, shown)


def csrf_field(context: Context) -> SafeString:
    token = context.get("csrf_token")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) if token else NOTHING


@register.inclusion_tag("components/error_summary.html")
def form_errors(form: Any) -> dict[str, Any]:
    return {"form": form}


@register.simple_block_tag
def fasttab(content: str, name: str, title: str, *, summary: str = "", closed: bool = False) -> SafeString:
    """A section that can be closed; which ones are closed is remembered in the browser. `name`: unique on the page; `summary`: key values,
    shown while it is closed; `closed`: how it starts."""
    return format_html(
        '\n<section class="fasttab" id="tab-{0}" data-fasttab="{0}" aria-labelledby="tab-{0}-title">\n'
        '<h2 class="fasttab-head" id="tab-{0}-title">'
        '<button type="button" aria-expanded="{1}" aria-controls="tab-{0}-body">{2}<span>{3}</span></button></h2>\n'
        '{4}\n<div class="fasttab-body" id="tab-{0}-body">{5}</div>\n</section>\n',
        name,
        "false" if closed else "true",
        icon("chevron-right"),
        title,
        format_html('<p class="fasttab-summary">{}</p>', summary) if summary else NOTHING,
        SafeString(content),
    )


@register.simple_block_tag
def action_bar(content: str, *, label: str = "") -> str:
    return render_to_string("components/action_bar.html", {"label": label, "content": content})


@register.simple_block_tag
def form_actions(content: str) -> str:
    return render_to_string("components/form_actions.html", {"content": content})


@register.simple_block_tag(takes_context=True)
def post_form(
    context: Context,
    content: str,
    action: str,
    *,
    target: str = "",
    trigger: str = "",
    autosave: bool = False,
    classes: str = "stack",
    name: str = "",
    files: bool = False,
) -> str:
    """A form that posts; inside a dialog its answer comes back into the dialog. `files`: it sends files along."""
    frame = context.get("frame")
    values = {
        "action": action,
        "target": target or ("dialog" if frame and frame.is_dialog else ""),
        "trigger": trigger,
        "autosave": autosave,
        "classes": classes,
        "name": name,
        "files": files,
        "content": content,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("components/post_form.html", values)


@register.simple_block_tag
def properties(content: str) -> str:
    return render_to_string("components/properties.html", {"content": content})


@register.simple_block_tag
def notice(content: str, kind: str = "info", *, alert: bool = False) -> str:
    return render_to_string("components/notice.html", {"kind": kind, "alert": alert, "content": content})


@register.simple_block_tag
def more(content: str, label: str, *, opened: bool = False) -> str:
    return render_to_string("components/more.html", {"label": label, "opened": opened, "content": content})


@register.simple_block_tag
def empty_state(content: str, text: str, *, icon: str = "inbox") -> str:
    return render_to_string("components/empty_state.html", {"text": text, "icon": icon, "content": content})


@register.simple_block_tag
def menu(
    content: str,
    name: str,
    label: str,
    *,
    icon: str = "",
    kind: str = "plain",
    icon_only: bool = False,
    align: str = "start",
    said: str = "",
) -> str:
    values = {
        "name": name,
        "label": label,
        "said": said,
        "icon": icon,
        "kind": kind,
        "icon_only": icon_only,
        "align": align,
        "content": content,
    }
    return render_to_string("components/menu.html", values)
