"""A contact's fields as form fields: which control each kind has, and the text in which it shows its value."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.contacts.catalogue import ContactField, Kind
from postkring.contacts.models import Contact, ContactType
from postkring.setup.models import CorrespondenceType, Country, Language, Salesperson
from postkring.setup.queries import country_choices, country_name, language_choices, language_name
from postkring.web.forms import Line, Lookup
from postkring.web.markup import flatatt, format_html, format_html_join

Choices = list[tuple[str, str]]
FORM: Final = "contact-form"
COMPANY_LOOKUP: Final = reverse_lazy("contact_lookup", query={"type": ContactType.COMPANY.value})
_INPUT_MODES: Final = {Kind.PHONE: "tel", Kind.EMAIL: "email"}


class _Text(forms.TextInput):
    """A line of text drawn in one piece: a card has twenty, and Django draws each by three templates."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        text = "" if shown is None else format_html(' value="{}"', shown)
        return format_html('<input type="{}" name="{}"{}{}>', self.input_type, name, text, flatatt(self.build_attrs(self.attrs, attrs)))


class Options(forms.Select):
    """A list of choices drawn in one piece, and kept: each option by a template of its own takes longer than the rest of a card.

    The choices are a list already: Django would look into each of them for groups and functions, twice.
    """

    choices: Choices = []

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        options = _drawn(tuple((str(key), str(label)) for key, label in self.choices))
        opening = format_html('<option value="{}"', str(value or ""))
        chosen = SafeString(options.replace(f"{opening}>", f"{opening} selected>", 1))
        return format_html("<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})})), chosen)


@lru_cache(maxsize=64)  # seven lists in four languages, and what they were before somebody added to one
def _drawn(choices: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)


def form_field(field: ContactField, contact: Contact) -> forms.Field:
    label = str(field.label)
    attributes = {"form": FORM}
    if field.kind is Kind.FLAG:
        return forms.BooleanField(label=label, required=False, widget=forms.CheckboxInput(attributes))
    if field.name == "type":
        return Line(label=label, required=False, widget=forms.RadioSelect(attributes, ContactType.choices))
    if field.kind is Kind.CHOICE or field.refers_to:
        return Line(label=label, required=False, widget=Options(attributes, choices_of(field)))
    return Line(
        label=label, required=False, limit=field.length, is_code=field.kind is Kind.NUMBER, widget=_text_control(field, contact, attributes)
    )


def _text_control(field: ContactField, contact: Contact, attributes: dict[str, str]) -> forms.TextInput:
    if field.name == "company_name":
        return Lookup(COMPANY_LOOKUP, attrs=attributes)
    if field.name == "city" and contact.pk:
        return Lookup(reverse("contact_places", args=[contact.number]), attrs=attributes)
    mode = _INPUT_MODES.get(field.kind, "")
    return _Text(attributes | {"autocomplete": "off"} | ({"inputmode": mode} if mode else {}))


def choices_of(field: ContactField) -> Choices:
    """The answers of a field that has fixed ones, the empty one first."""
    offered: dict[object, Callable[[], Choices]] = {Country: country_choices, Language: language_choices}
    if field.refers_to is None:
        choices: Choices = [(value, str(label)) for value, label in CorrespondenceType.choices]
    else:
        choices = offered.get(field.refers_to, lambda: _coded(field))()
    return [("", ""), *choices]


def has_nothing_to_choose(asked: forms.Field) -> bool:
    return isinstance(asked.widget, Options) and len(list(asked.widget.choices)) == 1


def _coded(field: ContactField) -> Choices:
    if field.refers_to is None:
        return []
    said = "name" if field.refers_to is Salesperson else "description"
    rows: Iterable[tuple[str, str]] = field.refers_to._default_manager.order_by("code").values_list("code", said)
    return [(code, f"{code} · {description}" if description else code) for code, description in rows]


def seen(contact: Contact, field: ContactField) -> str:
    """The value as a form holds it, and as `change_contact` compares it with what the user saw."""
    if field.name == "company_number":
        return contact.company.number if contact.company else ""
    value = getattr(contact, field.column)
    return "" if value is None or value is False else str(value)


def shown(contact: Contact, field: ContactField) -> str:
    return text_of(field, seen(contact, field))


def text_of(field: ContactField, value: str) -> str:
    """A value as it is read: names of countries and choices, yes and no for a flag."""
    if field.kind is Kind.FLAG:
        return pgettext("ui.yes", "Yes") if value else pgettext("ui.no", "No")
    return _READ.get(field.name, str)(value) if value else ""


_READ: Final[dict[str, Callable[[str], str]]] = {
    "country": country_name,
    "language": language_name,
    "type": lambda code: str(ContactType(code).label),
    "correspondence_type": lambda code: str(CorrespondenceType(code).label),
}
