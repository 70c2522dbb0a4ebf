"""The page of one act: what it said, the rows it touched, and the way to take it back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from postkring.accounts.reading import change_to_read
from postkring.accounts.undoing import may_take_back, undoable_until
from postkring.ledger.models import ChangeSet, Image, State
from postkring.lists.changes import DOORS, PAIRS, ROWS
from postkring.web.changes.acts import undo_url
from postkring.web.changes.listed_changes import state_of, title_of
from postkring.web.changes.parts import (
    MEMBERSHIPS,
    Part,
    Touched,
    images_in,
    memberships,
    parts_of,
    rows_of_images,
    rows_of_memberships,
)
from postkring.web.changes.standing import chains, is_left_in_part, stands, taken_back
from postkring.web.changes.words import counts_in_words
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.tables import Column
from postkring.web.templatetags.postkring import number as number_in_words


def change(request: Request, number: int) -> HttpResponse:
    change_set = change_to_read(number, by=request.user)
    chain = chains([change_set])[change_set.number]
    parts = parts_of(change_set, undone_in_part=not stands(chain) and is_left_in_part(chain))
    shown = next((each for each in parts if each.key == request.GET.get("show")), parts[0] if parts else None)
    context = {
        "title": title_of(change_set),
        "change_set": change_set,
        "url": reverse("change", args=[number]),
        "door": DOORS.get(change_set.door, change_set.door),
        "counts": counts_in_words(change_set.counts, number_in_words),
        "parts": parts,
        "shown": shown,
        **_rows(request, change_set, shown),
    }
    if is_part(request):
        return part(request, "changes/touched.html", context)
    return answer(request, "changes/change.html", context | _undoing(request, change_set, chain))


def _rows(request: Request, change_set: ChangeSet, shown: Part | None) -> dict[str, Any]:
    if shown is None:
        return {"rows": [], "columns": [], "paging": None}
    rows: Sequence[Touched]
    if shown.label in MEMBERSHIPS:
        pairs = listed(request, PAIRS, memberships(change_set, shown.label, shown.happened))
        found, rows = table(request, pairs, _columns(shown)), rows_of_memberships(list(pairs.rows))
    else:
        images = listed(request, ROWS, images_in(change_set, shown))
        found, rows = table(request, images, _columns(shown)), rows_of_images(list(images.rows))
    return found | {"rows": rows}


def _undoing(request: Request, change_set: ChangeSet, chain: list[ChangeSet]) -> dict[str, Any]:
    """Whether the act stands, what took it back, and until when it can be taken back by this user."""
    is_standing = stands(chain) and change_set.state == State.DONE and bool(change_set.tables)
    standing = taken_back(change_set, chain)
    until = undoable_until(standing)
    return {
        "state": state_of(change_set, chain),
        "is_standing": is_standing,
        "may_undo": is_standing and may_take_back(change_set, standing, by=request.user),
        "is_old": until < timezone.localdate(),
        "until": until,
        "undo_url": undo_url(change_set),
        "undone_by": getattr(change_set, "undone_by", None),
        "undoes": change_set.undoes,
    }


def _columns(shown: Part) -> list[Column]:
    row = Column("row", pgettext("field.row", "Row"), rank=1)
    if shown.label in MEMBERSHIPS:
        return [row, Column("group", str(MEMBERSHIPS[shown.label].label), kind="wide", rank=1)]
    if shown.happened == Image.UPDATED:
        return [row, Column("differences", pgettext("field.what_changed", "What changed"), kind="wide", rank=1)]
    return [Column("row", pgettext("field.row", "Row"), kind="wide", rank=1)]
