"""A field for an amount of money, shown and sent again as the user's language writes it."""

from typing import Any

from django import forms

from postkring.kit.errors import DomainError
from postkring.kit.money import cents, in_notation
from postkring.web.forms import Line


class Amount(Line):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return in_notation(cents(text, field="", label=str(self.label)))
        except DomainError as error:
            raise forms.ValidationError(error.message) from error


def cents_in(text: str) -> int:
    """Of what an Amount has cleaned."""
    return cents(text, field="", label="")
