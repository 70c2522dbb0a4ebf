"""What acts on the codes of the set-up share: holding one, and refusing to delete one that is in use."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.utils.translation import pgettext

from postkring.kit.errors import NotFound, Refused
from postkring.kit.text import grouped
from postkring.setup.models import Coded

Some = TypeVar("Some", bound=Coded)


def held(coded: Some) -> Some:
    stored = type(coded)._default_manager.select_for_update().filter(pk=coded.pk).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=coded.code)
    return stored


def refuse_in_use(coded: Coded, said: str) -> None:
    """D8. `said` names the code and its uses."""
    found = list(uses(coded))
    if found:
        named = " · ".join(f"{name} {grouped(number)}" for name, number in found)
        raise Refused(said % {"code": coded.code, "uses": named}, code=coded.code)


def uses(coded: Coded) -> Iterator[tuple[str, int]]:
    """The tables whose rows refer to it, and how many rows: asked of the models, for those above this room are not known here."""
    for relation in type(coded)._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model is not None:
            model: Any = relation.related_model
            column: Any = vars(relation)["field"]
            if number := model._base_manager.filter(**{column.name: coded.code}).count():
                yield str(model._meta.verbose_name), number
