"""What keeps a row from being taken back, as conditions on its image, and what a report calls such a row."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TypeAlias

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from postkring.kit.sql import Distinct, FromJson, field_of
from postkring.ledger.declarations import Ledgered, Rows, Settling, Temporal, declaration, label_of, model_of, temporal
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.standing import standing

Images: TypeAlias = models.QuerySet[Image]


def keyed(images: Images, model: type[models.Model], columns: Sequence[str]) -> Images:
    """The images with the unique values that their rows had before the act, for `key_taken`."""
    names = {name for key in _unique_keys(model, columns) for name in key}
    return images.annotate(**{f"key_{name}": FromJson("before", field_of(model, name)) for name in sorted(names)})


def key_taken(model: type[models.Model], columns: Sequence[str]) -> Q:
    """Another row has the number or code by now. For images that went through `keyed`."""
    taken = Q(pk__in=[])
    for key in _unique_keys(model, columns):
        other = model._base_manager.exclude(pk=OuterRef("object_id"))
        taken |= Q(Exists(other.filter(**{name: OuterRef(f"key_{name}") for name in key})))
    return taken


def parent_missing(model: type[models.Model], columns: Sequence[str], returning: Callable[[str], Images]) -> Q:
    """A row referred to one that is not there. `returning` gives, for a label, the images of rows that this undo brings back."""
    missing = Q(pk__in=[])
    for each in model._meta.concrete_fields:
        if not isinstance(each, models.ForeignKey) or not vars(each)["db_constraint"] or each.attname not in columns:
            continue
        target, named = each.target_field, FromJson(OuterRef("before"), each)
        there = Exists(each.related_model._base_manager.filter(**{target.attname: named}))
        images = returning(label_of(each.related_model))
        if target.primary_key:
            beside = Exists(images.filter(object_id=named))
        else:
            beside = Exists(images.annotate(target=FromJson("before", target)).filter(target=named))
        missing |= Q(**{f"before__{each.column}__isnull": False}) & ~Q(**{f"before__{each.column}": None}) & ~Q(there) & ~Q(beside)
    return missing


def differs(images: Images, model: type[models.Model], columns: Sequence[str]) -> Images:
    """The images of rows that are gone, or hold another value by now in a column that the act changed."""
    row, changed = model._base_manager.filter(pk=OuterRef("object_id")), Q(pk__in=[])
    for field in (field_of(model, column) for column in columns):
        before, after = (FromJson(OuterRef(side), field) for side in ("before", "after"))
        changed |= Q(Distinct(before, after)) & Q(Distinct(after, F(field.attname)))
    return images.filter(~Q(Exists(row)) | Q(Exists(row.filter(changed))))


def changed_again(images: Images, model: type[models.Model], columns: Sequence[str], settling: Settling) -> Images:
    """The images of rows that were changed since, or are gone. What is worked out from other columns is no change of its own."""
    found = differs(images, model, columns)
    if not set(settling.columns) & set(columns):
        return found
    rows = model._base_manager.in_bulk(list(found.values_list("object_id", flat=True)))
    changed = [image.pk for image in found.iterator() if _is_changed(image, rows.get(image.object_id), settling)]
    return images.filter(pk__in=changed)


def _is_changed(image: Image, row: models.Model | None, settling: Settling) -> bool:
    if row is None:
        return True
    before, after = image.before or {}, image.after or {}
    changed = [column for column, value in after.items() if value != before[column] and value != getattr(row, column)]
    return any(not settling.is_worked_out(row, column) for column in changed)


def became_another(images: Images, model: type[models.Model], columns: Sequence[str]) -> Images:
    """The images of rows of which the act changed one of these columns."""
    changed = Q(pk__in=[])
    for number, column in enumerate(columns):
        field = field_of(model, column)
        images = images.annotate(**{f"was_{number}": FromJson("before", field), f"became_{number}": FromJson("after", field)})
        changed |= ~Q(**{f"was_{number}": F(f"became_{number}")})
    return images.filter(changed)


def changed_since(change_set: ChangeSet, *, but: ChangeSet) -> Exists:
    """A later act that stands wrote the row; the undo that asks does not count."""
    later = Image.objects.filter(label=OuterRef("label"), object_id=OuterRef("object_id"), stands=True, change_set__gt=change_set)
    return Exists(later.exclude(change_set=but))


def uses(model: type[models.Model], leaving: Images) -> Iterator[Exists]:
    """A row that stays refers to the inserted one; `leaving` are the images of rows that go in the same statement."""
    for relation in _relations(model):
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__pk": OuterRef("object_id")})
        declared = vars(relation.related_model).get("ledger")
        if isinstance(declared, Temporal):
            yield Exists(rows.filter(standing()))
        elif relation.related_model is model:
            yield Exists(rows.exclude(pk__in=leaving.values("object_id")))
        elif not _goes_along(relation):
            yield Exists(rows)


def dependants(model: type[models.Model]) -> list[Any]:
    """Relations of rows without images of their own that go with the row they belong to: stamps, addresses to sign in with."""
    return [relation for relation in _relations(model) if _goes_along(relation)]


def is_joined(model: type[models.Model]) -> bool:
    """Temporal rows refer to it, which no constraint of the database knows of."""
    return any(isinstance(vars(relation.related_model).get("ledger"), Temporal) for relation in _relations(model))


def titles(label: str, keys: Collection[int]) -> dict[int, str]:
    """What a report calls rows; those that are gone by the last image they left."""
    if not keys:
        return {}
    model, declared = model_of(label), declaration(label)
    assert isinstance(declared, Ledgered)
    columns = list(declared.title)
    gone = Image.objects.filter(label=label, object_id__in=keys, kind=Image.DELETED).order_by("change_set")
    rows: dict[int, dict[str, Any]] = {image.object_id: image.before or {} for image in gone}
    rows |= {row["pk"]: row for row in model._base_manager.filter(pk__in=keys).values("pk", *columns)}
    for column in columns:
        parent = field_of(model, column).related_model
        if parent:  # a row that is known by another: a line by its contact
            known = titles(label_of(parent), {row[column] for row in rows.values() if row[column]})
            rows = {key: {**row, column: known.get(row[column])} for key, row in rows.items()}
    kind = str(model._meta.verbose_name)
    return {key: " ".join(str(rows[key][name]) for name in columns if rows.get(key, {}).get(name)) or kind for key in keys}


def pair_titles(rows: Rows, *, at_most: int) -> list[str]:
    """What a report calls temporal rows: the titles of the two that each joins."""
    declared = temporal(rows.model)
    pairs = list(rows.order_by("pk").values_list(*declared.pair)[:at_most])
    sides = [titles(parent, {pair[place] for pair in pairs}) for place, parent in enumerate(declared.parents)]
    return [" · ".join(side.get(key, "…") for side, key in zip(reversed(sides), reversed(pair), strict=True)) for pair in pairs]


def _relations(model: type[models.Model]) -> list[Any]:
    """What refers to the model, also where the model was not told (related_name "+")."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)]


def _goes_along(relation: Any) -> bool:
    return relation.on_delete is models.CASCADE and "ledger" not in vars(relation.related_model)


def _unique_keys(model: type[models.Model], columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Sets of columns that may hold a combination of values once, as far as the act wrote all of them."""
    fields = [(each.attname,) for each in model._meta.concrete_fields if each.unique and not each.primary_key]
    together = [
        tuple(field_of(model, name).attname for name in constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields and constraint.condition is None
    ]
    return [key for key in [*fields, *together] if set(key) <= set(columns)]
