"""Writing through the ledger: `act(…)` opens a change set, and the writer it gives records whatever it changes."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import Expression, F, Value
from django.db.models.functions import Cast
from django.utils import timezone, translation
from django.utils.translation import pgettext

from postkring.kit.errors import Changed
from postkring.kit.sql import RowJson, check_references, columns_of, field_of, insert_from, lost_a_race, no_index, one_of, writes_alone
from postkring.ledger.declarations import Ledgered, Rows, declaration, label_of, temporal
from postkring.ledger.doors import current_door
from postkring.ledger.merging import merge, take_up
from postkring.ledger.models import ChangeSet, Image, TemporalRow
from postkring.ledger.numbers import keep_numbers
from postkring.ledger.standing import parents_held, standing
from postkring.ledger.watch import closing, wrote

logger = logging.getLogger(__name__)

Some = TypeVar("Some", bound=Rows)
Pair: TypeAlias = tuple[Expression | F, Expression | F]


@dataclass(frozen=True)
class Leaving:
    """Rows that are about to be deleted: the query of their keys, and how many they are."""

    keys: Rows
    number: int


class Writer:
    """Writes of one act. Each row may be imaged once in an act: work out a row's new values first, then write it."""

    def __init__(self, change_set: ChangeSet, *, goes_on: bool = False) -> None:
        self.change_set = change_set
        self.counts: dict[str, int] = dict(change_set.counts)
        self._goes_on = goes_on  # the act has written before, in another transaction (see stages.py)
        self._images_before = _last_key(Image) if goes_on else 0
        self._begun_after: dict[str, int] = {}  # of temporal rows begun in this transaction: the last key before them
        self._ended: dict[str, list[int]] = {}
        self.taken_up: set[int] = set()  # rows of the last `updating` that the act had imaged in a transaction before
        self.keep = False  # true: the act is worth recording even when it wrote nothing (a segment's step)
        self.leaves_no_trace = False
        self._sentence: Callable[[], str] | None = None
        self._wrote = False

    @property
    def at(self) -> datetime:
        return self.change_set.at

    def say(self, sentence: Callable[[], str]) -> None:
        """The sentence of the act. It is called once per language, when the act is complete."""
        self._sentence = sentence

    def count(self, **counts: int) -> None:
        for name, number in counts.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def insert(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self.record_inserted(type(row)._base_manager.filter(pk=row.pk))

    def record_inserted(self, rows: Rows) -> int:
        """Images for rows that this act has just inserted."""
        return self._image(rows, Image.INSERTED)

    @contextmanager
    def updating(self, rows: Rows, columns: Sequence[str]) -> Iterator[None]:
        """Whatever the block changes in these columns of these rows is recorded. Rows it leaves as they were are not."""
        model, label = rows.model, label_of(rows.model)
        written = [field_of(model, column).attname for column in columns]
        if self.change_set.tables.get(label) not in (None, [], written):
            raise RuntimeError(f"One act updates one set of columns of {label}; it cannot be undone column by column otherwise.")
        rows, earlier = take_up(self.change_set, rows) if self._goes_on else (rows, {})
        self.taken_up = set(earlier)
        self._image(rows, Image.UPDATED, written)
        images = self._updating(label)
        yield
        now = model._base_manager.filter(pk=models.OuterRef("object_id")).annotate(row_json=RowJson(*written))
        images.filter(after__isnull=True).update(after=models.Subquery(now.values("row_json"), output_field=models.JSONField()))
        merge(images, earlier)
        images.annotate(was=as_text("before"), became=as_text("after")).filter(was=F("became")).delete()
        if images.exists():
            self.change_set.tables[label] = written
            self._wrote = True

    def updated(self, rows: Some) -> Some:
        """Of these rows: within the block of `updating` those that it was given, behind it those that the block has changed."""
        return rows.filter(pk__in=self._updating(label_of(rows.model)).values("object_id"))

    def images(self, label: str = "") -> "models.QuerySet[Image]":
        """Those of this transaction, of a table or of all: what the act wrote in one before is settled."""
        named = {"change_set_id": self.change_set.pk} | ({"label": label} if label else {})
        if not self._goes_on:
            return Image.objects.filter(**named)
        # By their keys: the indexes would lead through all that the act, or any act on the table, wrote before.
        since = Image.objects.filter(pk__gt=self._images_before)
        return since.alias(**{f"of_{name}": no_index(name) for name in named}).filter(**{f"of_{name}": of for name, of in named.items()})

    def touched(self, model: type[TemporalRow]) -> models.Q:
        """The condition for temporal rows that the act has begun or ended, in this transaction."""
        return self.begun(model) | self.ended(model)

    def begun(self, model: type[TemporalRow]) -> models.Q:
        if not self._goes_on:
            return models.Q(begun_by=self.change_set)
        after = self._begun_after.get(label_of(model))
        return models.Q(pk__in=[]) if after is None else models.Q(begun_by=self.change_set, pk__gt=after)

    def ended(self, model: type[TemporalRow]) -> models.Q:
        return one_of(self._ended.get(label_of(model), [])) if self._goes_on else models.Q(ended_by=self.change_set)

    def _updating(self, label: str) -> "models.QuerySet[Image]":
        return self.images(label).filter(kind=Image.UPDATED)

    def delete(self, rows: Rows) -> int:
        """Really deletes the rows, leaving a whole image of each. Returns how many."""
        with self.deleting(rows) as leaving:
            return leaving.number

    @contextmanager
    def deleting(self, rows: Rows) -> Iterator["Leaving"]:
        """The same, when the block ends. What goes is settled before it: nothing that the block writes adds to it or takes from it."""
        model, label = rows.model, label_of(rows.model)
        number = self._image(rows, Image.DELETED, columns_of(model))
        keys = self.images(label).filter(kind=Image.DELETED).values("object_id")
        leaving = model._base_manager.filter(pk__in=keys)
        yield Leaving(keys, number)
        keep_numbers(leaving)
        leaving._raw_delete("default")

    def begin(self, rows: Rows, *, into: type[TemporalRow], pair: Pair) -> int:
        """Begins a temporal row for each of `rows`, unless its pair stands already. Returns how many were begun.

        Raises Changed when somebody has deleted a parent meanwhile.

        `pair` gives the two columns of the table's declaration, in its order, as expressions on a row of `rows`.
        """
        at = Value(self.at, output_field=models.DateTimeField())
        return self._begin(rows, into, pair, at, Value(self.change_set.number, output_field=models.BigIntegerField()))

    def begin_again(self, rows: Rows) -> int:
        """Begins temporal rows that have ended anew: since when and by whom, they say as before. The parents of `rows` are there."""
        first, second = temporal(rows.model).pair
        return self._begin(rows, rows.model, (F(first), F(second)), F("since"), F("added_by_id"), parents_seen=True)

    def _begin(
        self,
        rows: Rows,
        into: type[TemporalRow],
        pair: Pair,
        since: Expression | F,
        added_by: Expression | F,
        *,
        parents_seen: bool = False,
    ) -> int:
        first, second = temporal(into).pair
        at = Value(self.at, output_field=models.DateTimeField())
        values = {
            "pair_first": models.ExpressionWrapper(pair[0], output_field=models.BigIntegerField()),
            "pair_second": models.ExpressionWrapper(pair[1], output_field=models.BigIntegerField()),
            "begun_by_set": Value(self.change_set.number, output_field=models.BigIntegerField()),
            "begun_at_instant": at,
            "added_by_set": added_by,
            "since_instant": since,
        }
        columns = [first, second, "begun_by", "begun_at", "added_by", "since"]
        conflict = f"({first}, {second}) WHERE ended_at IS NULL DO NOTHING"
        query = rows.order_by().annotate(**values).values_list(*values)
        before = self._begun_after.setdefault(label_of(into), _last_key(into)) if self._goes_on else 0
        number = insert_from(query, into=into, columns=columns, on_conflict=conflict)
        self._noted(label_of(into), number)
        wrote(number)
        # What was seen in this act may be gone by now, unless nobody else can write meanwhile.
        if number and not (parents_seen and writes_alone(into)) and not parents_held(into, self.change_set, after=before):
            raise overtaken()
        return number

    def end(self, rows: Rows) -> int:
        """Ends the temporal rows that stand. Returns how many."""
        label, rows = label_of(rows.model), rows.filter(standing())
        if self._goes_on:  # which they were nobody could tell afterwards from those that the act ended in a transaction before
            keys = list(rows.values_list("pk", flat=True))
            self._ended[label] = self._ended.get(label, []) + keys
            rows = rows.model._base_manager.filter(standing(), one_of(keys))
        number = rows.update(ended_by=self.change_set, ended_at=self.at)
        self._noted(label, number)
        wrote(number)
        return int(number)

    @property
    def did_something(self) -> bool:
        return self._wrote or self.keep

    def close(self) -> None:
        """Writes what was counted and said."""
        self.change_set.counts = self.counts
        if self._sentence is None:
            raise RuntimeError(f"The act {self.change_set.verb} does not say what it did.")
        self.change_set.sentences = in_every_language(self._sentence)
        self.change_set.save(update_fields=["counts", "sentences", "tables"])

    def _image(self, rows: Rows, kind: str, columns: Sequence[str] = ()) -> int:
        label = label_of(rows.model)
        declared = declaration(label)
        subject = F(declared.subject) if isinstance(declared, Ledgered) and declared.subject else Value(None)
        values: dict[str, Any] = {
            "image_set": Value(self.change_set.number, output_field=models.BigIntegerField()),
            "image_label": Value(label),
            "image_object": F("pk"),
            "image_subject": models.ExpressionWrapper(subject, output_field=models.BigIntegerField(null=True)),
            "image_kind": Value(kind),
        }
        names = ["change_set", "label", "object_id", "subject_id", "kind"]
        if columns:
            values["image_before"] = RowJson(*columns)
            names.append("before")
        # The rows are named by their keys, so that whatever the given query joins or orders does not matter here.
        plain = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
        number = insert_from(plain.annotate(**values).values_list(*values), into=Image, columns=names)
        if kind != Image.UPDATED:
            self._noted(label, number)
        wrote(number)
        return number

    def _noted(self, label: str, number: int) -> None:
        if number:
            self.change_set.tables.setdefault(label, [])
            self._wrote = True


@contextmanager
def act(verb: str, *, by: Any, permission: str) -> Iterator[Writer]:
    """One act in one transaction. An act that turns out to write nothing leaves no trace.

    Raises Changed when somebody else took at the same moment what no lock had kept for this act: a code, a row it belongs to.
    """
    with one_transaction(verb):
        change_set = ChangeSet.objects.create(verb=verb, by=by, permission=permission, door=current_door(), at=timezone.now())
        writer = Writer(change_set)
        yield writer
        if writer.did_something:
            writer.close()
            check_references(ChangeSet)
            closing(change_set)
        else:
            transaction.set_rollback(True)


@contextmanager
def one_transaction(verb: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        if not lost_a_race(error):
            raise
        logger.warning("%s was overtaken by another act: %s", verb, type(error.__cause__).__name__)
        raise overtaken() from error


def _last_key(model: type[models.Model]) -> int:
    """What this transaction writes from now on has a higher one."""
    return model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def overtaken() -> Changed:
    return Changed(
        pgettext("msg.overtaken", "Somebody changed the same thing at the same moment. Nothing was saved; look again and try again.")
    )


def in_every_language(sentence: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            said[language] = sentence()
    return said


def as_text(column: str) -> Cast:
    """A JSON column as text that is equal exactly when the values are: both databases write one value in one way."""
    return Cast(column, models.TextField())
