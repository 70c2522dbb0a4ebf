"""One field of a form with its label, hint, counter and refusal, and such a field on a card, drawn without a template: a card has thirty
of them, and templates for each took a third of its time."""

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from postkring.web.contacts.card_form import Slot
from postkring.web.contacts.links import Link
from postkring.web.forms import Text, counted_from, drawn_control, is_code, kind_of, length_of, limit_of
from postkring.web.markup import format_html, format_html_join
from postkring.web.templatetags.postkring import NOTHING, icon, number

register = template.Library()


@register.simple_tag
def field(bound: BoundField, *, label: str = "", hint: str = "") -> SafeString:
    hint = hint or str(bound.help_text)
    control = drawn_control(bound, has_hint=bool(hint))
    if bound.is_hidden:
        return control
    kind = kind_of(bound.field.widget)
    return format_html(
        '<div class="field field-{}{}"{}>{}{}{}</div>',
        kind,
        " field-refused" if bound.errors else "",
        format_html(' role="group" aria-labelledby="{}_label"', bound.auto_id) if kind == "choices" else "",
        _labelled(bound, kind, label or bound.label, control),
        _refusal(bound),
        format_html('<p class="field-hint" id="{}_helptext">{}</p>', bound.auto_id, hint) if hint else "",
    )


@register.simple_tag
def slot(slot: Slot, card_url: str, *, is_answer: bool = False) -> SafeString:
    """One field of a card that is saved as soon as it is changed. `is_answer`: it comes behind a change."""
    return format_html(
        '<div class="slot" id="slot-{0}" hx-post="{1}" hx-trigger="change" hx-include="this"{2}>{3}\n'
        '<input type="hidden" name="seen-{0}" value="{4}" form="contact-form">\n{5}{6}{7}</div>',
        slot.field.name,
        card_url,
        SafeString(' hx-swap-oob="true"') if is_answer else NOTHING,
        field(slot.bound),
        slot.seen,
        _link(slot.link) if slot.link else NOTHING,
        _warning(slot) if slot.warning else NOTHING,
        SafeString(render_to_string("contacts/conflict.html", {"slot": slot, "card_url": card_url})) if slot.is_conflict else NOTHING,
    )


def _link(link: Link) -> SafeString:
    return format_html('<a class="slot-link" href="{}" aria-label="{}">{} {}</a>', link.url, link.name, icon(link.icon), link.text)


def _warning(slot: Slot) -> SafeString:
    drawn = '<p class="field-warning" id="{}_warning">{}<span>{}</span></p>'
    return format_html(drawn, slot.bound.auto_id, icon("triangle-alert"), slot.warning)


def _labelled(bound: BoundField, kind: str, label: Text, control: SafeString) -> SafeString:
    if kind == "checkbox":
        return format_html('<div class="field-check">{}<label for="{}">{}</label></div>', control, bound.id_for_label, label)
    if kind == "choices":
        return format_html('<span class="field-label" id="{}_label">{}</span>{}', bound.auto_id, label, control)
    required = SafeString('<span class="field-required" aria-hidden="true">*</span>') if bound.field.required else ""
    head = format_html('<label class="field-label" for="{}">{}</label>{}{}', bound.id_for_label, label, required, _counter(bound))
    return format_html('<div class="field-head">{}</div>{}', head, control)


def _counter(bound: BoundField) -> SafeString:
    limit, length, shown_from = limit_of(bound), length_of(bound), counted_from(bound)
    if not limit:
        return NOTHING
    return format_html(
        '<span class="field-counter{}" id="{}_counter" data-counter-for="{}" data-limit="{}"{} data-from="{}"{}>{}/{}</span>',
        " field-counter-over" if length > limit else "",
        bound.auto_id,
        bound.id_for_label,
        limit,
        " data-code" if is_code(bound) else "",
        shown_from,
        " hidden" if length < shown_from else "",
        number(length),
        number(limit),
    )


def _refusal(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    said = format_html_join(" ", "{}", ((error,) for error in bound.errors))
    return format_html('<p class="field-error" id="{}_error">{}<span>{}</span></p>', bound.auto_id, icon("circle-alert"), said)
