"""The rows that an act touched, in parts: one for each table and for what happened to its rows there."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from django.db import models
from django.db.models import Count
from django.urls import reverse

from postkring.accounts.models import User
from postkring.classifications.catalogue import CLASSIFICATIONS, spec_of_model
from postkring.classifications.spec import Spec
from postkring.ledger.declarations import Ledgered, declaration, label_of, model_of
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.obstacles import titles
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.setup.models import NumberSeries, Organisation, Salesperson, UserSetup
from postkring.web.changes.values import CONTACT, Difference, companies_in, differences
from postkring.web.changes.words import HAPPENED, LEFT, PUT_IN, TAKEN_OUT, part_name, table_name

# The links between contacts and codes, each with what it is about.
MEMBERSHIPS: Final[dict[str, Spec]] = {label_of(spec.link): spec for spec in CLASSIFICATIONS}
_LARGEST_FIRST: Final = (CONTACT, *MEMBERSHIPS)
# The page of a row: its address, and the column that names the row there.
_CARDS: Final[dict[str, tuple[str, str]]] = {
    CONTACT: ("contact", "number"),
    **{label_of(spec.model): (spec.name, "code") for spec in CLASSIFICATIONS},
    label_of(Segment): ("segment", "number"),
    label_of(SegmentLine): ("contact", "contact__number"),
    label_of(SegmentStep): ("segment", "segment__number"),
    label_of(NumberSeries): ("one_series", "code"),
    label_of(Organisation): ("organisation", ""),
    label_of(Salesperson): ("one_salesperson", "code"),
    label_of(UserSetup): ("users", ""),
    label_of(User): ("users", ""),
}


@dataclass(frozen=True)
class Part:
    label: str
    happened: str
    count: int
    left: bool = False  # only those that an undo of the act did not take back

    @property
    def key(self) -> str:
        return f"{self.label}-{self.happened}" + (f"-{LEFT}" if self.left else "")

    @property
    def name(self) -> str:
        return part_name(self.label, LEFT if self.left else self.happened)


@dataclass(frozen=True)
class Touched:
    """One row: what it is, the page it has while it is there, and the columns that changed. Of a membership `group` as well."""

    title: str
    url: str = ""
    differences: tuple[Difference, ...] = ()
    group: str = ""
    group_url: str = ""


def parts_of(change_set: ChangeSet, *, undone_in_part: bool = False) -> list[Part]:
    """Contacts and their groups first, then the other tables; of each what was added, changed, deleted, and what its undo left."""
    images = Image.objects.filter(change_set=change_set).order_by().values_list("label", "kind").annotate(rows=Count("pk"))
    found = [Part(label, kind, rows) for label, kind, rows in images]
    if undone_in_part:
        found += [Part(label, kind, rows, left=True) for label, kind, rows in images.filter(stands=True)]
    for label in change_set.tables:
        if label in MEMBERSHIPS:
            found += [Part(label, happened, memberships(change_set, label, happened).count()) for happened in (PUT_IN, TAKEN_OUT)]
    order = list(HAPPENED)
    return sorted((part for part in found if part.count), key=lambda part: (_rank(part.label), order.index(part.happened), part.left))


def images_in(change_set: ChangeSet, part: Part) -> "models.QuerySet[Image]":
    images = Image.objects.filter(change_set=change_set, label=part.label, kind=part.happened)
    return images.filter(stands=True) if part.left else images


def memberships(change_set: ChangeSet, label: str, happened: str) -> "models.QuerySet[Any]":
    column = "begun_by" if happened == PUT_IN else "ended_by"
    return MEMBERSHIPS[label].links().filter(**{column: change_set})


def rows_of_images(images: list[Image]) -> list[Touched]:
    if not images:
        return []
    label = images[0].label
    keys = [image.object_id for image in images]
    named, urls = _titles(label, keys), cards(label, keys)
    companies = titles(CONTACT, companies_in(images))
    return [Touched(named[image.object_id], urls.get(image.object_id, ""), tuple(differences(image, companies))) for image in images]


def rows_of_memberships(rows: list[Any]) -> list[Touched]:
    if not rows:
        return []
    spec = spec_of_model(type(rows[0]))
    group_of = attrgetter(f"{spec.name}_id")
    contacts, groups = {row.contact_id for row in rows}, {group_of(row) for row in rows}
    group_label = label_of(spec.model)
    named, group_names = titles(CONTACT, contacts), titles(group_label, groups)
    urls, group_urls = cards(CONTACT, contacts), cards(group_label, groups)
    return [
        Touched(
            named[row.contact_id],
            urls.get(row.contact_id, ""),
            group=group_names[group_of(row)],
            group_url=group_urls.get(group_of(row), ""),
        )
        for row in rows
    ]


def cards(label: str, keys: Any) -> dict[int, str]:
    """The addresses of the pages of rows that are still there, in one query."""
    name, column = _CARDS.get(label, ("", ""))
    if not name:
        return {}
    rows = model_of(label)._base_manager.filter(pk__in=keys).values_list("pk", column or "pk")
    return {key: reverse(name, args=[value] if column else None) for key, value in rows}


def _titles(label: str, keys: list[int]) -> dict[int, str]:
    declared = declaration(label)
    if isinstance(declared, Ledgered) and declared.title:
        return titles(label, keys)
    return dict.fromkeys(keys, table_name(label))


def _rank(label: str) -> tuple[int, int]:
    return (_LARGEST_FIRST.index(label) if label in _LARGEST_FIRST else len(_LARGEST_FIRST), declaration(label).order)
