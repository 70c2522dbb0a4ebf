"""What the section Segmentation of a contact's card shows."""

from typing import Any

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.queries import codes_held
from postkring.contacts.models import Contact
from postkring.segments.queries import segments_of
from postkring.web.classifications.pages import OF_GROUPS, is_held, pages_for


def segmentation_of(contact: Contact, *, user: User) -> dict[str, Any]:
    may_edit, shown = may(user, Permission.EDIT_CONTACTS), [(pages, is_held(pages.spec, contact)) for pages in pages_for(contact)]
    codes = codes_held({pages.spec.name: contact.pk if own else contact.company_id or 0 for pages, own in shown})
    coded = [(pages, codes[pages.spec.name], may_edit and own) for pages, own in shown]
    said = [pages.say("summary", count=len(held)) for pages, held, _ in coded if held or pages is OF_GROUPS]
    return {"contact": contact, "coded": coded, "segments": segments_of(contact), "segmentation_summary": " · ".join(said)}
