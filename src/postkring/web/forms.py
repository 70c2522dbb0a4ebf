"""Django forms the way our pages show them: our sentences, nothing cut off, domain errors beside their field."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.kit.codes import normal_code
from postkring.kit.errors import DomainError, FieldErrors
from postkring.kit.signs import without_turning
from postkring.kit.text import is_storable
from postkring.web.markup import format_html
from postkring.web.templatetags.postkring import icon

Text = str | Promise
SHORT_LIMIT: Final = 11


class PlainForm(forms.Form):
    """A form whose refusals are ours: no bubbles of the browser, no Django sentence, no colon behind a label."""

    use_required_attribute = False
    focuses_refused = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        # A window lies over a page with forms of its own: their fields need names of their own.
        kwargs.setdefault("auto_id", f"{type(self).__name__}_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = pgettext("msg.required", "Fill in %(field)s.") % {"field": field.label}

    def refuse(self, error: DomainError) -> None:
        """Puts what the act refused beside the fields it is about; the rest stands above the form."""
        for one in error.errors if isinstance(error, FieldErrors) else [error]:
            self.add_error(one.field if one.field in self.fields else None, one.message)


class Line(forms.CharField):
    """One line of text. `limit` is shown as a counter and never cuts: the act says what is too long.

    The counter counts what would be stored; of a code that is its upper case, which may be longer.
    """

    def __init__(self, *, limit: int = 0, is_code: bool = False, widget: forms.Widget | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        super().__init__(widget=widget or forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)
        self.limit = limit
        self.is_code = is_code
        self.validators = [refuse_unstorable_in_code if is_code else refuse_unstorable]


def refuse_unstorable_in_code(text: str) -> None:
    """Signs that turn text around are none of a code: its rule names them."""
    refuse_unstorable(without_turning(text))


def refuse_unstorable(text: str) -> None:
    if not is_storable(text):
        raise forms.ValidationError(not_storable())


def not_storable() -> str:
    return pgettext("msg.not_storable", "This text holds a sign that cannot be stored. Type it again.")


@dataclass(frozen=True)
class Choice:
    """One answer of a lookup. `value` goes into the field; `also` is posted beside it as `name=value`, for instance to create it."""

    value: str
    text: str = ""
    note: str = ""
    also: str = ""


class Lookup(forms.TextInput):
    """A text field that offers records while one types: what `url` answers to `?q=`, the template `components/lookup_options.html` with
    `choices`.

    `submits`: choosing sends the form at once. Without script it is a text field, so the form must accept typed text.
    `is_exact`: what is typed faster than suggestions come is sent as it stands, never as the first of what it finds.
    """

    def __init__(self, url: Text, *, submits: bool = False, is_exact: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", **(attrs or {})})
        self.url = url
        self.submits = submits
        self.is_exact = is_exact

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Drawn in one piece, as other controls are (widgets.py)."""
        return format_html(
            '<div class="lookup" data-lookup="{}"{}{}>\n{}\n<span class="lookup-mark" aria-hidden="true">{}</span>\n'
            '<ul class="lookup-list"\nid="{}_list"\nrole="listbox"\naria-label="{}"\nhidden>\n</ul>\n</div>',
            self.url,
            SafeString(" data-lookup-submits") if self.submits else "",
            SafeString(" data-lookup-exact") if self.is_exact else "",
            super().render(name, value, attrs, renderer),
            icon("chevron-down"),
            self.build_attrs(self.attrs, attrs).get("id", ""),
            pgettext("a11y.suggestions", "Suggestions"),
        )


def drawn_control(bound: BoundField, *, has_hint: bool) -> SafeString:
    """The widget, tied to what is said around it."""
    return bound.as_widget(attrs={name: value for name, value in _described_by(bound, has_hint).items() if value})


def _described_by(bound: BoundField, has_hint: bool) -> dict[str, str]:
    is_counted = bool(limit_of(bound)) and not counted_from(bound)
    parts = {"helptext": has_hint, "error": bool(bound.errors), "counter": is_counted}
    own = bound.field.widget.attrs.get("aria-describedby", "")
    described = [f"{bound.auto_id}_{part}" for part, shown in parts.items() if shown]
    return {
        "aria-describedby": " ".join(filter(None, [*described, own])),
        "aria-required": "true" if bound.field.required and kind_of(bound.field.widget) == "line" else "",
        "autofocus": "autofocus" if bound.errors and _is_first_refused(bound) else "",
    }


def limit_of(bound: BoundField) -> int:
    """The signs that the field may hold; 0: nobody counts."""
    return int(getattr(bound.field, "limit", 0))


def is_code(bound: BoundField) -> bool:
    return bool(getattr(bound.field, "is_code", False))


def counted_from(bound: BoundField) -> int:
    """Short limits are shown from the start; of long ones the counter comes when the end is near."""
    limit = limit_of(bound)
    return limit * 4 // 5 if limit > SHORT_LIMIT else 0


def length_of(bound: BoundField) -> int:
    text = str(bound.value() or "")
    return len(normal_code(text) if is_code(bound) else unicodedata.normalize("NFC", text).strip())


def _is_first_refused(bound: BoundField) -> bool:
    refused: Sequence[str] = [name for name in bound.form.fields if name in bound.form.errors]
    return bool(refused) and refused[0] == bound.name and getattr(bound.form, "focuses_refused", True)


def kind_of(widget: forms.Widget) -> str:
    """line, area, select, checkbox or choices: how it is drawn."""
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.Select):
        return "select"
    return "area" if isinstance(widget, forms.Textarea) else "line"
