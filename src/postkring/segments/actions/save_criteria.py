"""Saving the criteria of a segment under a code, and naming or deleting what was saved (R-4501, R-4502)."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import clean_code
from postkring.kit.errors import NotFound, Refused
from postkring.kit.refusals import taken
from postkring.kit.text import fold
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.segments.actions.header import clean_description, locked
from postkring.segments.models import SavedAction, SavedCriteria, Segment
from postkring.segments.queries import steps_of


def save_criteria(segment: Segment, code: str, description: str = "", *, by: User) -> SavedCriteria:
    """Raises Refused for a segment without a step, NotAcceptable for a blank code, AlreadyExists for one that is used (R-4501)."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("criteria.save", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        steps = list(steps_of(stored))
        if not steps:
            raise Refused(pgettext("msg.no_criteria", "Segment %(number)s has no criteria to save yet.") % {"number": stored.number})
        saved = _coded(SavedCriteria(description=clean_description(description), saved_by=by), code)
        writer.insert(saved)
        # Numbered anew: what is saved has no gaps.
        actions = [
            SavedAction(saved=saved, action_number=place, action=step.action, selection=step.selection, options=step.options)
            for place, step in enumerate(steps, start=1)
        ]
        SavedAction.objects.bulk_create(actions, batch_size=200)
        writer.record_inserted(SavedAction.objects.filter(saved=saved))
        writer.count(added=1)
        writer.say(lambda: pgettext("msg.criteria_saved", "Criteria %(code)s saved.") % {"code": saved.code})
    return saved


def change_criteria(saved: SavedCriteria, *, code: str | None = None, description: str | None = None, by: User) -> ChangeSet | None:
    """Another code or description; None when they are those already."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("criteria.change", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = _locked(saved)
        old = stored.code
        columns = ["code", "code_folded", "description"]
        with writer.updating(SavedCriteria.objects.filter(pk=stored.pk), columns):
            if description is not None:
                stored.description = clean_description(description)
            if code is not None:
                _coded(stored, code)
            stored.save(update_fields=columns)
        writer.count(changed=1)
        writer.say(lambda: _said_changed(old, stored.code))
    return writer.change_set if writer.did_something else None


def delete_criteria(saved: SavedCriteria, *, by: User) -> ChangeSet:
    """With its actions (R-4502). Segments that took them keep their steps."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("criteria.delete", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = _locked(saved)
        writer.delete(SavedAction.objects.filter(saved=stored))
        writer.delete(SavedCriteria.objects.filter(pk=stored.pk))
        writer.count(deleted=1)
        writer.say(lambda: pgettext("ledger.criteria_deleted", "Saved criteria %(code)s deleted") % {"code": stored.code})
    return writer.change_set


def _locked(saved: SavedCriteria) -> SavedCriteria:
    stored = SavedCriteria.objects.select_for_update().filter(pk=saved.pk).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=saved.code)
    return stored


def _coded(saved: SavedCriteria, code: str) -> SavedCriteria:
    """D1: codes that differ in accents only would be one code to whoever types them."""
    saved.code = clean_code(code)
    saved.code_folded = fold(saved.code)
    other = SavedCriteria.objects.exclude(pk=saved.pk).filter(code_folded=saved.code_folded).first()
    if other is not None:
        raise taken(saved.code, other=other.code, description=other.description)
    return saved


def _said_changed(old: str, code: str) -> str:
    if old == code:
        return pgettext("ledger.criteria_described", "Saved criteria %(code)s: description changed") % {"code": code}
    return pgettext("ledger.criteria_renamed", "Saved criteria %(old)s became %(new)s") % {"old": old, "new": code}
