"""The cancel mark of a logged segment and of its entries (R-4801). The segment does not open again by it (R-4802)."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.interactions.models import InteractionLogEntry
from postkring.interactions.queries import entries_of_segment
from postkring.kit.errors import NotFound
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.segments.models import LoggedSegment


def switch_canceled(logged: LoggedSegment, *, seen: bool | None = None, by: User) -> ChangeSet | None:
    """Turns the mark over, on its entries too. `seen` is the mark as the user saw it: where it is another by now, nothing is left to do."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.cancel", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = LoggedSegment.objects.select_related("segment").select_for_update(of=("self",)).filter(pk=logged.pk).first()
        if stored is None:
            raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=logged.pk)
        number, canceled = stored.segment.number, stored.canceled if seen not in (None, stored.canceled) else not stored.canceled
        rows = entries_of_segment(number)
        with writer.updating(LoggedSegment.objects.filter(pk=stored.pk), ["canceled"]):
            LoggedSegment.objects.filter(pk=stored.pk).update(canceled=canceled)
        with writer.updating(rows, ["canceled"]):
            rows.update(canceled=canceled)
            writer.count(changed=writer.updated(InteractionLogEntry.objects.all()).count())
        writer.say(lambda: _sentence(number, is_canceled=canceled))
    return writer.change_set if writer.did_something else None


def _sentence(number: str, *, is_canceled: bool) -> str:
    if is_canceled:
        return pgettext("ledger.segment_canceled", "Logged segment %(number)s marked as canceled") % {"number": number}
    return pgettext("ledger.segment_not_canceled", "Logged segment %(number)s no longer marked as canceled") % {"number": number}
