"""Taking an act back: an inverse change set. What was changed again since is reported and left alone."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.module_loading import import_string
from django.utils.translation import pgettext

from postkring.kit.errors import Refused
from postkring.kit.sql import FromJson, columns_of, field_of, insert_from, restore_columns
from postkring.ledger import reports
from postkring.ledger.acts import Writer, act
from postkring.ledger.declarations import Ledgered, Rows, Settling, Temporal, Unfit, declaration, label_of, model_of, temporal
from postkring.ledger.models import ChangeSet, Image, TemporalRow
from postkring.ledger.numbers import give_back_numbers
from postkring.ledger.obstacles import (
    Images,
    became_another,
    changed_again,
    changed_since,
    dependants,
    is_joined,
    key_taken,
    keyed,
    pair_titles,
    parent_missing,
    titles,
    uses,
)
from postkring.ledger.reports import NAMED, LeftAlone, UndoReport
from postkring.ledger.standing import parent_gone, standing
from postkring.ledger.undoable import ask_guards, held, hold_rows, refuse_unfinished, undone

__all__ = ["LeftAlone", "UndoReport", "Undoing", "undo"]


def undo(change_set: ChangeSet, *, by: Any, ask: Callable[[ChangeSet], None] = lambda _: None) -> UndoReport:
    """Takes a change set back as one change set of its own; undoing that one does the act again.

    Raises Refused when it is undone already, when it wrote nothing that goes back, or when a guard says no. Whether `by` may do
    so is asked above this room: `ask` is given what is taken back, held so that it stays that, and raises when it may not be.
    """
    report = UndoReport()
    with act("undo", by=by, permission=change_set.permission) as writer:
        taken_back = held(change_set)
        refuse_unfinished(taken_back)
        ask(taken_back)
        writer.change_set.undo(taken_back)
        Undoing(taken_back, writer, report).run()
        writer.count(undone=report.undone, left=report.left)
        writer.say(lambda: undone(taken_back))
    if writer.did_something:
        report.change_set = writer.change_set
    return report


class Undoing:
    """All of it at once. What is taken back in steps overrides which rows each part is about (see undo_in_steps.py)."""

    def __init__(self, change_set: ChangeSet, writer: Writer, report: UndoReport) -> None:
        self.change_set = change_set
        self.writer = writer
        self.report = report
        labels = sorted(change_set.tables, key=lambda label: declaration(label).order)
        self.plain = [(label, each) for label in labels if isinstance(each := declaration(label), Ledgered)]
        self.temporal = [(label, each) for label in labels if isinstance(each := declaration(label), Temporal)]

    def run(self) -> None:
        hold_rows(self.change_set)
        ask_guards(self.change_set)
        Image.objects.filter(change_set=self.change_set).update(stands=False)  # those of rows that are left stand again: see _stay
        for label, _ in self.temporal:
            self.end_begun(label)
        for label, declared in self.plain:
            self.restore_updated(label, declared)
        for label, declared in self.plain:
            self.restore_deleted(label, declared)
        for label, declared in reversed(self.plain):
            self.take_away_inserted(label, declared)
        for label, _ in self.temporal:
            self.begin_ended(label)
        if self.writer.did_something:
            self._recompute()
            self._settle_images()
        elif not self.report.left:
            raise Refused(pgettext("msg.nothing_to_undo", "There is nothing in this that can be undone."))

    def _images(self, label: str, kind: str) -> Images:
        return Image.objects.filter(change_set=self.change_set, label=label, kind=kind)

    def _pairs(self, rows: Rows) -> Rows:
        return rows

    def end_begun(self, label: str) -> None:
        model = model_of(label)
        begun = self._pairs(model._base_manager.filter(begun_by=self.change_set))
        gone = begun.filter(ended_at__isnull=False)
        if gone.exists():
            first, second = temporal(model).pair
            same = {name: OuterRef(name) for name in (first, second, "added_by_id")}
            again = model._base_manager.filter(standing(), **same)  # its end was undone: that row stands for this one
            gone = gone.annotate(again=Subquery(again.values("pk")[:1]))
            self._leave_pairs(gone, Q(again__isnull=True), reports.changed())
            self.report.undone += self.writer.end(model._base_manager.filter(pk__in=gone.values("again")))
        self.report.undone += self.writer.end(begun)

    def begin_ended(self, label: str) -> None:
        model, declared = model_of(label), declaration(label)
        assert isinstance(declared, Temporal)
        assert issubclass(model, TemporalRow)
        first, second = declared.pair
        ended = self._pairs(model._base_manager.filter(ended_by=self.change_set))
        if declared.unfit:
            unfit, why = import_string(declared.unfit)(ended)
            ended = self._leave_pairs(ended, Q(pk__in=unfit.values("pk")), why)
        begun = self.writer.begin_again(ended.exclude(parent_gone(model)))
        self.report.undone += begun
        # Why a row was not begun is asked only when there is one: the numbers say so without a second look at each.
        if begun != ended.count():
            ended = self._leave_pairs(ended, parent_gone(model), reports.parent_gone())
            # A pair that stands by itself by now is not begun a second time.
            others = model._base_manager.filter(standing(), **{first: OuterRef(first), second: OuterRef(second)})
            self._leave_pairs(ended, Q(Exists(others.exclude(begun_by=self.writer.change_set))), reports.changed())

    def restore_updated(self, label: str, declared: Ledgered) -> None:
        model, columns = model_of(label), self.change_set.tables[label]
        images = self._images(label, Image.UPDATED)
        if not columns or not images.exists():
            return
        images = keyed(images, model, columns)
        images = self._leave(images, key_taken(model, columns), reports.key_taken())
        images = self._leave(images, parent_missing(model, columns, self._returning), reports.parent_gone())
        for condition, why in self._unfit(declared, Image.UPDATED):
            images = self._leave(images, condition, why)
        kept: frozenset[str] = import_string(declared.keeping)(self.change_set) if declared.keeping else frozenset()
        stricter = became_another(images, model, [column for column in columns if column in kept])
        self._report(stricter, reports.stricter())
        columns = [column for column in columns if column not in kept]
        if not columns:
            return
        settling: Settling = import_string(declared.settling)() if declared.settling else Settling()
        others = images.exclude(pk__in=stricter.order_by().values("pk"))
        again = changed_again(others, model, columns, settling)
        names = list(again.order_by("pk").values_list("object_id", flat=True)[:NAMED])
        number = self._stay(again)
        self._put_back(images, model, columns, settling)
        self._report_changed(label, stricter, names, number)

    def _put_back(self, images: Images, model: type[models.Model], columns: list[str], settling: Settling) -> None:
        """Columns that still are as the act left them go back; what is worked out from them is worked out again."""
        fields = [field_of(model, column) for column in columns]
        before, after = ([FromJson(side, each) for each in fields] for side in ("before", "after"))
        source = images.order_by().values_list("object_id", *before, *after)
        rows = settling.along(model._base_manager.filter(pk__in=images.values("object_id")), columns)
        written = [*columns, *(column for column in settling.columns if column not in columns)]
        with self.writer.updating(rows, written):
            imaged = self.writer.images(label_of(model)).filter(kind=Image.UPDATED)
            restore_columns(model, columns, source)
            settling.settle(self._settled(model._base_manager.filter(pk__in=imaged.values("object_id")), settling, columns))

    def _settled(self, rows: Rows, settling: Settling, columns: list[str]) -> Rows:
        return rows

    def _report_changed(self, label: str, stricter: Images, keys: list[int], number: int) -> None:
        """Of rows that were changed again since (`keys` are the first of them), a part may have gone back nevertheless.

        Those of `stricter` have been reported.
        """
        written = self._written_along(label)
        left = Exists(self._images(label, Image.UPDATED).filter(stands=True, object_id=OuterRef("object_id")))
        self.report.undone += self._went_back(label, written.exclude(left))
        partly = written.filter(left).exclude(object_id__in=stricter.order_by().values("object_id"))
        partial, named = partly.count(), titles(label, keys) if keys else {}
        back = set(partly.filter(object_id__in=keys).values_list("object_id", flat=True))
        self.report.leave([named[key] for key in keys if key in back], partial, reports.partly_changed())
        self.report.leave([named[key] for key in keys if key not in back], number - partial, reports.changed())

    def _written_along(self, label: str) -> Images:
        return Image.objects.filter(change_set=self.writer.change_set, label=label, kind=Image.UPDATED)

    def _went_back(self, label: str, written: Images) -> int:
        """How many of these rows went back: what was only worked out again for rows that go, goes with them."""
        return written.exclude(object_id__in=self._images(label, Image.INSERTED).values("object_id")).count()

    def _returning(self, label: str) -> Images:
        """Images of the deleted rows of a table that nothing keeps from coming back for their own sake."""
        model = model_of(label)
        columns = columns_of(model)
        images, declared = keyed(self._images(label, Image.DELETED), model, columns), declaration(label)
        assert isinstance(declared, Ledgered)
        for condition, _ in self._unfit(declared, Image.DELETED):
            images = images.exclude(condition)
        return images.exclude(key_taken(model, columns))

    def restore_deleted(self, label: str, declared: Ledgered) -> None:
        model = model_of(label)
        columns = columns_of(model)
        images = self._images(label, Image.DELETED)
        if not images.exists():
            return
        images = keyed(images, model, columns)
        images = self._leave(images, key_taken(model, columns), reports.key_taken())
        for condition, why in self._unfit(declared, Image.DELETED):
            images = self._leave(images, condition, why)
        left = -1
        while left != self.report.left:  # once more for the rows that belong to rows which stay away
            left, returning = self.report.left, images
            images = self._leave(images, parent_missing(model, columns, _only(label, returning)), reports.parent_gone())
        values = images.order_by().values_list(*[FromJson("before", field_of(model, column)) for column in columns])
        insert_from(values, into=model, columns=columns)
        give_back_numbers(label, images)
        self.report.undone += self.writer.record_inserted(model._base_manager.filter(pk__in=images.values("object_id")))

    def take_away_inserted(self, label: str, declared: Ledgered) -> None:
        model = model_of(label)
        images = self._images(label, Image.INSERTED)
        if not images.exists():
            return
        if is_joined(model):  # from now on nobody begins a row that joins one of them; who has begun one is waited for
            rows = model._base_manager.filter(pk__in=images.values("object_id"))
            for _ in rows.order_by("pk").select_for_update().values_list("pk").iterator():
                pass
        images = self._leave(images, ~Q(Exists(model._base_manager.filter(pk=OuterRef("object_id")))), reports.changed())
        if not declared.with_its_act:
            images = self._leave(images, changed_since(self.change_set, but=self.writer.change_set), reports.changed())
        left = -1
        while left != self.report.left:  # once more for the rows to which others belong that stay
            left = self.report.left
            for used in uses(model, self._going(images)):
                images = self._leave(images, used, reports.in_use())
        rows = model._base_manager.filter(pk__in=images.values("object_id"))
        if declared.leaving:
            import_string(declared.leaving)(self.writer, rows)
        for relation in dependants(model):
            relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows}).delete()
        # A row has one image in an act: what was worked out again for one that goes is part of what goes.
        Image.objects.filter(
            change_set=self.writer.change_set, label=label, kind=Image.UPDATED, object_id__in=images.values("object_id")
        ).delete()
        self.report.undone += self.writer.delete(rows)

    def _unfit(self, declared: Ledgered, kind: str) -> Iterator[Unfit]:
        if declared.unfit:
            yield from import_string(declared.unfit)(self.change_set, self.writer.change_set, kind)

    def _going(self, images: Images) -> Images:
        return images

    def _leave(self, images: Images, unfit: Exists | Q, why: str) -> Images:
        """Reports the images that are unfit and gives the others."""
        return images.exclude(unfit) if self._report(images.filter(unfit), why) else images

    def _report(self, bad: Images, why: str) -> int:
        keys = list(bad.order_by("pk").values_list("label", "object_id")[:NAMED])
        number = self._stay(bad) if keys else 0
        if keys:
            named = titles(keys[0][0], [key for _, key in keys])
            self.report.leave([named[key] for _, key in keys], number, why)
        return number

    def _stay(self, left: Images) -> int:
        """The images of rows that are left alone stand: the act did what they say. Returns how many."""
        return Image.objects.filter(pk__in=left.order_by().values("pk")).update(stands=True)

    def _leave_pairs(self, rows: Rows, unfit: Q, why: str) -> Rows:
        """The same for temporal rows."""
        bad = rows.filter(unfit)
        number = bad.count()
        if not number:
            return rows
        self.report.leave(pair_titles(bad, at_most=NAMED), number, why)
        return rows.exclude(unfit)

    def _settle_images(self) -> None:
        """An act and its undo cancel each other out where it was taken back; an undo of an undo stands in the act's place."""
        Image.objects.filter(change_set=self.writer.change_set).update(stands=self.change_set.takes_back)
        if self.change_set.takes_back:
            Image.objects.filter(change_set=self.change_set).update(stands=False)

    def _recompute(self) -> None:
        paths = [declared.afterwards for _, declared in self.plain] + [declared.afterwards for _, declared in self.temporal]
        for path in filter(None, paths):
            import_string(path)(self.writer, self.change_set)


def _only(label: str, images: Images) -> Callable[[str], Images]:
    """Other tables that a row belongs to were restored before its own; of its own these rows come back."""
    return lambda parent: images if parent == label else Image.objects.none()
