"""The header as every act of this room needs it: locked, and its text checked."""

from django.utils.translation import pgettext

from postkring.kit.codes import asked_code, clean_number
from postkring.kit.errors import NotAcceptable, NotFound, Refused
from postkring.kit.refusals import unknown
from postkring.kit.text import is_storable, short_line
from postkring.ledger.models import ChangeSet
from postkring.segments.logged import refuse_logged
from postkring.segments.models import Segment
from postkring.segments.under_way import refuse_under_way
from postkring.setup.models import CorrespondenceType, Language, Salesperson

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


def clean_campaign(text: str) -> str:
    """The number of a campaign as it is stored, or "": there is no table of campaigns that it would have to stand in."""
    return clean_number(text, field="campaign_number")


def clean_correspondence(value: str) -> str:
    if value not in ("", *CorrespondenceType.values):
        raise NotAcceptable(
            pgettext("msg.choice_unknown", "“%(value)s” is not a value of %(field)s.")
            % {"value": value[:50], "field": pgettext("field.correspondence_type", "Correspondence Type")},
            field="correspondence_type",
        )
    return value


def language_called(code: str) -> Language | None:
    """Raises DoesNotExist for a code that no language has."""
    if not code.strip():
        return None
    found = Language.objects.filter(code__iexact=code.strip()).first() if is_storable(code) else None
    if found is None:
        raise unknown(code, pgettext("page.languages", "Languages"), field="language")
    return found


def salesperson_called(code: str, *, has: str | None = None) -> Salesperson | None:
    """Raises DoesNotExist for a code that nobody has, and Refused for somebody blocked (4.1), unless the record `has` that one already."""
    found = Salesperson.objects.filter(code=asked_code(code)).first() if is_storable(code) else None
    if code.strip() and found is None:
        raise unknown(code, pgettext("field.salesperson_code", "Salesperson Code"), field="salesperson")
    if found is not None and found.privacy_blocked and found.code != has:
        raise Refused(
            pgettext("msg.privacy_blocked", "%(name)s is blocked for privacy and cannot be used here.")
            % {"name": f"{found.code} {found.name}".strip()},
            field="salesperson",
        )
    return found
