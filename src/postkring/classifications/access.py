"""Fetching a code of a classification, with permission."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.pair import Classification
from postkring.classifications.spec import Spec
from postkring.kit.codes import asked_code
from postkring.kit.errors import NotFound


def group_to_read(code: str, spec: Spec = MAILING_GROUPS, *, by: User) -> Classification:
    require(by, Permission.READ)
    return _group(code, spec)


def group_to_assign(code: str, spec: Spec = MAILING_GROUPS, *, by: User) -> Classification:
    require(by, Permission.EDIT_CONTACTS)
    return _group(code, spec)


def group_to_change(code: str, spec: Spec = MAILING_GROUPS, *, by: User) -> Classification:
    """Its code and description, or the group as a whole."""
    require(by, spec.edit_codes)
    return _group(code, spec)


def _group(code: str, spec: Spec) -> Classification:
    found: Classification | None = spec.codes().filter(code=asked_code(code)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=code)
    return found
