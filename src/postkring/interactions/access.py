"""Fetching an interaction template by its code, and an entry of a contact's log by its number."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.interactions.models import InteractionLogEntry, InteractionTemplate
from postkring.interactions.queries import entries_of
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound
from postkring.kit.refusals import unknown


def template_to_change(code: str, *, by: User) -> InteractionTemplate:
    require(by, Permission.ADMINISTER)
    found = InteractionTemplate.objects.filter(code=asked_code(code)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=code)
    return found


def entry_to_change(contact: Contact, number: int, *, by: User) -> InteractionLogEntry:
    """One of those that stand with the contact (R-5101)."""
    require(by, Permission.EDIT_SEGMENTS)
    found = entries_of(contact).filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=number)
    return found


def template_called(code: str) -> InteractionTemplate | None:
    """None for "". Raises DoesNotExist for a code that no template has."""
    found = InteractionTemplate.objects.filter(code=asked_code(code)).first()
    if code.strip() and found is None:
        raise unknown(code, pgettext("page.interaction_templates", "Interaction Templates"), field="interaction_template")
    return found
