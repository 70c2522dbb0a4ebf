"""Keys are called what stands on them."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from postkring.web.my_settings.forms import MySettingsForm


@pytest.mark.parametrize(
    ("language", "key", "other"), [("de", "Strg", "Ctrl"), ("nl", "Ctrl", "Strg"), ("fr", "Ctrl", "Strg"), ("en", "Ctrl", "Strg")]
)
def test_the_control_key_has_the_name_of_the_keyboard(language: str, key: str, other: str) -> None:
    with translation.override(language):
        drawn = render_to_string("components/keys.html")
        hint = str(MySettingsForm.base_fields["shortcuts"].help_text)
    assert f"<kbd>{key}+F1</kbd>" in drawn
    assert f"{key}+F1" in hint
    assert other not in drawn + hint


def test_what_is_drawn_once_is_drawn_in_each_language() -> None:
    keys = Template('{% fixed "components/keys.html" %}')
    for language in ("de", "nl", "de"):
        with translation.override(language):
            assert keys.render(Context()) == render_to_string("components/keys.html")
