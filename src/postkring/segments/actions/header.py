"""The header as every act of this room needs it: locked, and its text checked."""

from django.utils.translation import pgettext

from postkring.kit.codes import asked_code
from postkring.kit.errors import DoesNotExist, NotFound
from postkring.kit.text import is_storable, short_line
from postkring.ledger.models import ChangeSet
from postkring.segments.logged import refuse_logged
from postkring.segments.models import Segment
from postkring.segments.under_way import refuse_under_way
from postkring.setup.models import Salesperson

DESCRIPTION_LENGTH = 100


def locked(segment: Segment, *, at: ChangeSet) -> Segment:
    """The header, held until the transaction ends: of two acts on one segment, the second waits and sees what the first did.

    Raises Refused when another act than `at` is under way there, in steps, and for a segment that was logged.
    """
    stored = Segment.objects.select_for_update().filter(pk=segment.pk).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=segment.number)
    refuse_under_way({stored.pk}, but=at)
    refuse_logged({stored.pk})
    return stored


def clean_description(text: str) -> str:
    return short_line(text, field="description", label=pgettext("field.description", "Description"), longest=DESCRIPTION_LENGTH)


def salesperson_called(code: str) -> Salesperson | None:
    """Raises DoesNotExist for a code that nobody has."""
    found = Salesperson.objects.filter(code=asked_code(code)).first() if is_storable(code) else None
    if code.strip() and found is None:
        raise DoesNotExist(
            pgettext("msg.lookup_unknown", "%(value)s does not exist in %(page)s.")
            % {"value": code.strip(), "page": pgettext("field.salesperson_code", "Salesperson Code")},
            field="salesperson",
        )
    return found
