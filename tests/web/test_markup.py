"""What is put together here says what Django's functions of the same names say."""

import pytest
from django.forms.utils import flatatt as flatatt_of_django
from django.utils import html
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from postkring.contacts.models import ContactType
from postkring.web.forms import PlainForm
from postkring.web.markup import flatatt, format_html, format_html_join

VALUES = (
    "Claes & <Zonen> \"'",
    SafeString("<b>Claes</b>"),
    12,
    None,
    "",
    pgettext_lazy("field.name", "Name"),
    lazystr(SafeString("<i>")),
    ContactType.PERSON,
    PlainForm(),
)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_becomes_html(value: object) -> None:
    made = format_html("<p>{}</p>", value)
    assert isinstance(made, SafeString)
    assert made == html.format_html("<p>{}</p>", value)


@pytest.mark.parametrize("value", VALUES)
def test_values_are_joined(value: object) -> None:
    rows = [(value, "a>b"), ("c", value)]
    assert format_html_join("", "{}={}", rows) == html.format_html_join("", "{}={}", rows)


def test_attributes() -> None:
    values = {"name": 'a"b', "id": SafeString("&amp;"), "hidden": True, "checked": False, "autofocus": True, "size": 0, "title": None}
    assert flatatt(values) == flatatt_of_django(values)
    assert flatatt({}) == ""
