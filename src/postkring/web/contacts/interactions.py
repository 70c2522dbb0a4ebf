"""What the section Interactions of a contact's card shows."""

from typing import Any, Final

from django.utils import formats

from postkring.contacts.models import Contact
from postkring.interactions.queries import entries_of, last_interaction_of

SHOWN: Final = 10


def interactions_of(contact: Contact) -> dict[str, Any]:
    """The newest entries of its log, and the day of the last one that was not canceled (R-3120, R-5101)."""
    last = last_interaction_of(contact)
    found = entries_of(contact)
    return {
        "interactions": list(found.select_related("logged_by__by")[:SHOWN]),
        "interaction_count": found.count(),
        "last_interaction": formats.date_format(last.date, "SHORT_DATE_FORMAT") if last else "",
    }
