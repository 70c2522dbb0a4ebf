"""What the section Segmentation of a contact's card shows."""

from typing import Any

from django.utils.translation import npgettext

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.models import Contact
from postkring.segments.queries import segments_of


def segmentation_of(contact: Contact, *, user: User) -> dict[str, Any]:
    codes = codes_by_contact([contact.pk]).get(contact.pk, [])
    count = len(codes)
    summary = npgettext("card.summary_groups", "%(count)s mailing group", "%(count)s mailing groups", count)
    return {
        "contact": contact,
        "codes": codes,
        "count": count,
        "segments": segments_of(contact),
        "segmentation_summary": summary % {"count": count},
        "may_edit": may(user, Permission.EDIT_CONTACTS),
    }
