"""One field of a form with its label, hint, counter and refusal, drawn without a template: a card has thirty of them, and templates for
each took a tenth of its time."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from postkring.web.forms import Text, counted_from, drawn_control, is_code, kind_of, length_of, limit_of
from postkring.web.markup import format_html, format_html_join
from postkring.web.templatetags.postkring import icon, number

register = template.Library()

NOTHING = SafeString("")


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
