"""A label and its value, as each language writes them."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from postkring.web.labelled import labelled, labelled_html


@pytest.mark.parametrize(("language", "said"), [("nl", "A: b"), ("fr", "A\u00a0: b"), ("de", "A: b"), ("en", "A: b")])
def test_french_has_a_blank_before_the_colon(language: str, said: str) -> None:
    with translation.override(language):
        assert labelled("A", "b") == labelled_html("A", "b") == said
        assert labelled("A") == said.removesuffix(" b")


def test_what_is_not_html_is_escaped_once() -> None:
    with translation.override("en"):
        assert labelled_html("<b>", "50% & more") == "&lt;b&gt;: 50% &amp; more"


def test_a_component_says_it_so() -> None:
    with translation.override("fr"):
        drawn = render_to_string("components/property.html", {"label": "Ville", "value": "Gand & Liège", "href": "/x"})
    assert 'aria-label="Ville\u00a0: Gand &amp; Liège"' in drawn
