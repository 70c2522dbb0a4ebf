"""Fetching an interaction template by its code."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.interactions.models import InteractionTemplate
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound
from postkring.kit.refusals import unknown


def template_to_change(code: str, *, by: User) -> InteractionTemplate:
    require(by, Permission.ADMINISTER)
    found = InteractionTemplate.objects.filter(code=asked_code(code)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=code)
    return found


def template_called(code: str) -> InteractionTemplate | None:
    """None for "". Raises DoesNotExist for a code that no template has."""
    found = InteractionTemplate.objects.filter(code=asked_code(code)).first()
    if code.strip() and found is None:
        raise unknown(code, pgettext("page.interaction_templates", "Interaction Templates"), field="interaction_template")
    return found
