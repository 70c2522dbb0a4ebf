"""Who may be put into a segment, and if not, why (3.7, D3). It governs reaching people; any contact may be in a mailing group."""

from typing import Final

from django.db.models import Case, CharField, Q, Value, When

from postkring.contacts.models import ContactQuerySet

PRIVACY_BLOCKED: Final = "privacyBlocked"
EXCLUDED: Final = "excluded"

# The rule: why a contact may not be reached, the weightier reason first.
_REASONS: Final = {PRIVACY_BLOCKED: Q(privacy_blocked=True), EXCLUDED: Q(exclude_from_segment=True)}


def with_reason(contacts: ContactQuerySet, *, ignore_exclusion: bool = False) -> ContactQuerySet:
    """Each contact with `left_out`: why it may not be reached, privacy before exclusion, or "" when it may.

    `ignore_exclusion`: somebody has decided to take those who are excluded from segments as well. Privacy is never ignored (D3).
    """
    reasons = [When(condition, then=Value(reason)) for reason, condition in _reasons(ignore_exclusion).items()]
    return contacts.annotate(left_out=Case(*reasons, default=Value(""), output_field=CharField()))


def eligible(contacts: ContactQuerySet, *, ignore_exclusion: bool = False) -> ContactQuerySet:
    for condition in _reasons(ignore_exclusion).values():
        contacts = contacts.exclude(condition)
    return contacts


def _reasons(ignore_exclusion: bool) -> dict[str, Q]:
    return {reason: condition for reason, condition in _REASONS.items() if not (ignore_exclusion and reason == EXCLUDED)}
