"""One step of an undo in steps: the next rows of the parts of an act, in an order in which every row stands on what is there."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from postkring.kit.sql import FromJson, field_of
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Ledgered, Rows, Settling, declaration, model_of
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.obstacles import Images
from postkring.ledger.pace import ROWS
from postkring.ledger.reports import LeftAlone, UndoReport
from postkring.ledger.undo import Undoing

END, RESTORE, UPDATE, TAKE, BEGIN = "end", "restore", "update", "take", "begin"
LOOKED_AT: Final = 10_000  # images, in a step: which of them a part is about may hang on what they hold
BELONGING, OTHERS = "belonging", "others"
_KINDS: Final = {RESTORE: Image.DELETED, UPDATE: Image.UPDATED, TAKE: Image.INSERTED}


class Part(NamedTuple):
    """What goes back of one table, in a table whose rows belong to each other of those that do (or do not), or of those that are left."""

    what: str
    label: str
    which: str = ""


@dataclass(frozen=True)
class Reached:
    """How far an undo has come, kept with what it did: the part, the key behind which it goes on, and its report so far."""

    part: int = 0
    key: int = 0
    rows: int = 0
    undone: int = 0
    left: int = 0
    not_undone: list[list[str]] = field(default_factory=list)
    is_end: bool = False

    @classmethod
    def of(cls, undoing: ChangeSet, **more: Any) -> "Reached":
        return cls(**{**(undoing.position or {}), **more})

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class Step(Undoing):
    """The same as all of it at once, of a stretch of rows. With `why` they are not taken back, but left for that reason."""

    def __init__(self, change_set: ChangeSet, writer: Writer, reached: Reached, why: str = "") -> None:
        names = [LeftAlone(*each) for each in reached.not_undone]
        super().__init__(change_set, writer, UndoReport(None, reached.undone, reached.left, names))
        self._reached, self._why = reached, why
        self._part, self._after, self._last = Part("", ""), 0, 0

    def run_step(self, rows: int) -> Reached:
        """Takes back so many rows, of one part or of several; of a table whose rows are more work, fewer.

        Where hardly any of many images are what a part is about, it may look at all that a step looks at, and take back fewer or none.
        """
        reached, parts, looks = self._reached, self._parts(), LOOKED_AT
        while not reached.is_end:
            self._part, self._after = parts[reached.part], reached.key
            weight = 1 if self._why else ROWS // declaration(self._part.label).in_steps
            most = max(rows // weight, 1)
            seen = self._next_images(looks)
            looks, until = looks - len(seen), seen[-1] if len(seen) == looks else None
            rest = self._rest() if until is None else self._rest().filter(object_id__lte=until)
            keys = list(rest.values_list(self._key, flat=True)[:most])
            if keys:
                self._last = keys[-1]
                self._take_back()
                reached = replace(reached, key=self._last, rows=reached.rows + len(keys))
            if len(keys) == most:
                break
            rows -= len(keys) * weight
            if until is not None:
                reached = replace(reached, key=until)
                break
            reached = replace(reached, part=reached.part + 1, key=0, is_end=reached.part + 1 == len(parts))
        if self.writer.did_something:
            self._recompute()
        self._settle_images()
        if reached.is_end and self.change_set.takes_back and self.writer.change_set.tables:
            self._images_of_all().filter(stands=True).update(stands=False)
        return replace(reached, undone=self.report.undone, left=self.report.left, not_undone=self._named())

    def _parts(self) -> list[Part]:
        """Persons go before their company and come after it; in between those that stay are moved from one company to another."""
        labels = [label for label, _ in self.plain]
        joined = [label for label in labels if _own(label)]
        temporal = [label for label, _ in self.temporal]
        return [
            *(Part(END, label) for label in temporal),
            *(Part(TAKE, label, BELONGING) for label in reversed(joined)),
            *(Part(RESTORE, label, OTHERS) for label in labels),
            *(Part(UPDATE, label) for label in labels),
            *(Part(RESTORE, label, BELONGING) for label in joined),
            *(Part(TAKE, label, OTHERS) for label in reversed(labels)),
            *(Part(BEGIN, label) for label in temporal),
        ]

    @property
    def _key(self) -> str:
        return "object_id" if self._part.what in _KINDS else "pk"

    def _next_images(self, most: int) -> list[int]:
        """The next keys of images of the table, whatever they are about: read from an index alone."""
        if self._part.what not in _KINDS:
            return []
        images = Image.objects.filter(change_set=self.change_set, label=self._part.label, object_id__gt=self._after)
        return list(images.order_by("object_id").values_list("object_id", flat=True)[:most])

    def _rest(self) -> Rows:
        """What the part has behind where it has come to, in order."""
        if self._part.what in _KINDS:
            rows: Rows = self._of_part(super()._images(self._part.label, _KINDS[self._part.what]))
        else:
            side = "begun_by" if self._part.what == END else "ended_by"
            rows = model_of(self._part.label)._base_manager.filter(**{side: self.change_set})
        return rows.filter(**{f"{self._key}__gt": self._after}).order_by(self._key)

    def _of_part(self, images: Images) -> Images:
        what, label, which = self._part
        if what == RESTORE and _own(label):
            images = images.annotate(belongs_to=FromJson("before", field_of(model_of(label), _own(label))))
            belonging = Q(belongs_to__isnull=False) & ~Q(belongs_to=F("object_id"))
            return images.filter(belonging if which == BELONGING else ~belonging)
        if what == TAKE and which == BELONGING:
            return images.filter(_belongs(label))
        if what == TAKE:
            gone = self._written(Image.DELETED).filter(label=label, object_id=OuterRef("object_id"))
            return images.filter(~Exists(gone))
        return images

    def _take_back(self) -> None:
        what, label, _ = self._part
        declared = declaration(label)
        images = self._images(label, _KINDS[what]) if what in _KINDS else None
        if self._why:
            self._leave_stretch(images)
        elif what == END:
            self.end_begun(label)
        elif what == BEGIN:
            self.begin_ended(label)
        elif isinstance(declared, Ledgered) and images is not None:
            if what != TAKE:
                images.update(stands=False)  # those of rows that are left stand again: see _stay
            if what == RESTORE:
                self.restore_deleted(label, declared)
            elif what == UPDATE:
                self.restore_updated(label, declared)
            else:
                self.take_away_inserted(label, declared)
                gone = self.writer.images(label).filter(kind=Image.DELETED)
                super()._images(label, Image.INSERTED).filter(object_id__in=gone.values("object_id")).update(stands=False)

    def _leave_stretch(self, images: Images | None) -> None:
        if images is not None:
            self._leave(images, Q(pk__isnull=False), self._why)
        else:
            self._leave_pairs(self._rest().filter(pk__lte=self._last), Q(pk__isnull=False), self._why)

    # What each part of the undo is about.

    def _images(self, label: str, kind: str) -> Images:
        images = super()._images(label, kind)
        if label != self._part.label or kind != _KINDS.get(self._part.what):
            return images
        return self._of_part(images).filter(object_id__gt=self._after, object_id__lte=self._last)

    def _pairs(self, rows: Rows) -> Rows:
        return rows.filter(pk__gt=self._after, pk__lte=self._last)

    def _returning(self, label: str) -> Images:
        """What rows refer to has come back in a step before, or does not."""
        return Image.objects.none()

    def _going(self, images: Images) -> Images:
        """Persons that could go have gone in a step before: one that is there keeps its company."""
        return images.filter(~_belongs(self._part.label)) if _own(self._part.label) else images

    def _leave(self, images: Images, unfit: Exists | Q, why: str) -> Images:
        """What belongs to another row comes once more when the others go, and is reported then."""
        if self._part.what == TAKE and self._part.which == BELONGING:
            return images.exclude(unfit)
        return super()._leave(images, unfit, why)

    def _went_back(self, label: str, written: Images) -> int:
        """Each row once: one of the act when the undo comes to it, or when it follows another one after that."""
        act = Image.objects.filter(change_set=self.change_set, label=label, object_id=OuterRef("object_id"))
        own = Exists(act.filter(kind=Image.UPDATED, object_id__gt=self._after, object_id__lte=self._last))
        elsewhere = Exists(act.filter(kind=Image.UPDATED).filter(Q(object_id__gt=self._last) | Q(stands=True)))
        written = written.filter(~Exists(act.filter(kind=Image.INSERTED)))
        new = written.filter(pk__in=self.writer.images().values("pk")).exclude(object_id__in=list(self.writer.taken_up))
        return written.filter(own).count() + new.filter(~own, ~elsewhere).count()

    def _written_along(self, label: str) -> Images:
        written = self._written(Image.UPDATED).filter(label=label)
        this = Q(object_id__gt=self._after, object_id__lte=self._last)
        return written.filter(this | Q(pk__in=self.writer.images().values("pk")))

    def _settled(self, rows: Rows, settling: Settling, columns: list[str]) -> Rows:
        """Rows that came back in a step before have no image of their own, and follow as well."""
        return settling.along(rows, columns)

    def _settle_images(self) -> None:
        self.writer.images().update(stands=self.change_set.takes_back)

    def _written(self, kind: str) -> Images:
        return Image.objects.filter(change_set=self.writer.change_set, kind=kind)

    def _images_of_all(self) -> Images:
        return Image.objects.filter(change_set=self.change_set)

    def _named(self) -> list[list[str]]:
        return [[each.what, each.why] for each in self.report.not_undone]


def _own(label: str) -> str:
    """The column by which rows of a table belong to another row of it; "" where they do not."""
    model = model_of(label)
    return next((each.attname for each in model._meta.concrete_fields if each.related_model is model), "")


def _belongs(label: str) -> Exists:
    """For images of rows that are there."""
    model, column = model_of(label), _own(label)
    rows = model._base_manager.filter(pk=OuterRef("object_id"), **{f"{column}__isnull": False})
    return Exists(rows.exclude(**{column: F("pk")}))
