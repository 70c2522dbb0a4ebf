"""What an address leads to: from its parts to rows of the database."""

from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import pgettext

from postkring.api import errors
from postkring.api.acting import NAMESPACE
from postkring.api.catalogue import BOUND, ENTITY_SETS
from postkring.api.edm import Asked, EntitySet, Kind
from postkring.api.paths import Part, guid_of, parts_of
from postkring.api.reading import Target
from postkring.setup.models import Organisation

COUNT: Final = "$count"
_LONGEST_NUMBER: Final = 18  # digits that fit into a key of the database


@dataclass(frozen=True)
class Address:
    """`prefix` is how the company was named before the rest, "" where it was not."""

    path: str
    prefix: str
    parts: tuple[Part, ...]

    @classmethod
    def read(cls, path: str) -> "Address":
        """Raises NoSuchPath for what is no address, NoSuchCompany for another company than the one there is."""
        parts = parts_of(path)
        if not parts or parts[0].name != "companies" or parts[0].key is None:
            return cls(path, "", tuple(parts))
        guid = guid_of(parts[0].key)
        if not Organisation.objects.filter(guid=guid).exists():
            raise errors.NoSuchCompany(pgettext("msg.api_no_company", "There is no such company here."))
        if len(parts) == 1:
            return cls(path, "", tuple(parts))
        return cls(path, f"companies({guid})/", tuple(parts[1:]))

    def bound(self) -> tuple["Address", str, str] | None:
        """The address of a record, the name of an act or function on it, and its parameters. None where the last part is none of them."""
        if len(self.parts) < 2:
            return None
        *before, last = self.parts
        record = replace(self, parts=tuple(before))
        name = last.name.removeprefix(NAMESPACE)
        if before[-1].key is None or name not in BOUND.get(record.last_set().name, ()):
            return None
        return record, name, last.key or ""

    def last_set(self) -> EntitySet:
        """The set that the last part is of. Raises NoSuchPath where there is none."""
        entity_set = ENTITY_SETS.get(self.parts[0].name)
        for part in self.parts[1:]:
            if entity_set is not None and part.name != COUNT:
                navigation = entity_set.navigation.get(part.name)
                entity_set = ENTITY_SETS[navigation.target] if navigation else None
        if entity_set is None:
            raise errors.not_a_path(self.path)
        return entity_set

    def target(self, asked: Asked) -> Target:
        """Raises NoSuchRecord for a record on the way that is not there; whether the last one is there shows when it is read."""
        first, *further = self.parts
        entity_set = ENTITY_SETS[first.name]
        target = self._narrowed(Target(entity_set, entity_set.rows(asked), self.prefix + first.name), first)
        for part in further:
            target = self._beyond(target, part, asked)
        return target

    def _beyond(self, target: Target, part: Part, asked: Asked) -> Target:
        if part.name == COUNT and part.key is None and not target.is_one and not target.is_count:
            return Target(target.entity_set, target.rows, target.link, is_count=True)
        if not target.is_one or part.name == COUNT:
            raise errors.not_a_path(self.path)
        key = target.rows.values_list("pk", flat=True).first()
        if key is None:
            raise errors.gone()
        navigation = target.entity_set.navigation[part.name]
        related = ENTITY_SETS[navigation.target]
        rows = navigation.of(related.rows(asked), key)
        given = {navigation.parent: target.key} if navigation.parent else {}
        return self._narrowed(Target(related, rows, f"{target.link}/{part.name}", given=given), part)

    def _narrowed(self, target: Target, part: Part) -> Target:
        """The one record of the key that the part names, or the target as it is."""
        entity_set = target.entity_set
        if part.key is None:
            return replace(target, is_one=entity_set.is_single)
        if not entity_set.key:
            raise errors.not_a_path(self.path)
        key = entity_set.by_name[entity_set.key]
        value = guid_of(part.key) if key.kind is Kind.GUID else _number_of(part.key)
        return replace(target, rows=target.rows.filter(**{key.column: value}), link=f"{target.link}({value})", is_one=True, key=str(value))


def _number_of(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise errors.RequestError(pgettext("msg.api_bad_number", "“%(text)s” is not a number.") % {"text": text[:50]})
    if len(text) > _LONGEST_NUMBER:
        raise errors.gone()
    return int(text)
