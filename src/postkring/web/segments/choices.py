"""The answers of fields of a segment and of its lines, the empty one first."""

from django.forms import Field

from postkring.setup.models import CorrespondenceType, Salesperson
from postkring.setup.queries import language_choices
from postkring.web.contacts.fields import Choices, Options


def offer(field: Field, choices: Choices) -> None:
    """Of a form alone: the class of the form keeps its field without choices."""
    assert isinstance(field.widget, Options)
    field.widget.choices = choices


def correspondence_types() -> Choices:
    return [("", ""), *((value, str(label)) for value, label in CorrespondenceType.choices)]


def languages() -> Choices:
    return [("", ""), *language_choices()]


def salespeople(has: str) -> Choices:
    """Nobody who is blocked (4.1), unless the record has that one already."""
    rows = Salesperson.objects.order_by("code").values_list("code", "name", "privacy_blocked")
    offered = [(code, name) for code, name, is_blocked in rows if not is_blocked or code == has]
    return [("", ""), *((code, f"{code} · {name}" if name else code) for code, name in offered)]
