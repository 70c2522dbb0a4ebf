"""Salespeople: made, changed and deleted by an administrator. A code stays: contacts, segments and saved criteria name it."""

from typing import Any, TypedDict, Unpack

from django.utils.translation import pgettext
from email_validator import EmailNotValidError, validate_email

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import NUMBER_LENGTH, asked_code, clean_code
from postkring.kit.errors import NotAcceptable, NotFound
from postkring.kit.refusals import taken
from postkring.kit.text import fold, short_line
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.setup.coded import held, refuse_in_use
from postkring.setup.models import Salesperson

NAME_LENGTH = 100
EMAIL_LENGTH = 80
EXAMPLE_EMAIL = "an@example.com"


class SalespersonValues(TypedDict, total=False):
    name: str
    email: str
    privacy_blocked: bool


def create_salesperson(code: str, *, by: User, **given: Unpack[SalespersonValues]) -> Salesperson:
    require(by, Permission.ADMINISTER)
    with act("salesperson.create", by=by, permission=Permission.ADMINISTER) as writer:
        salesperson = Salesperson(code=clean_code(code, longest=NUMBER_LENGTH), **_cleaned(given))
        _refuse_taken(salesperson.code)
        writer.insert(salesperson)
        writer.count(added=1)
        writer.say(lambda: pgettext("ledger.salesperson_created", "Salesperson %(code)s created") % {"code": salesperson.code})
    return salesperson


def change_salesperson(salesperson: Salesperson, *, by: User, **given: Unpack[SalespersonValues]) -> ChangeSet | None:
    """None when nothing becomes another."""
    require(by, Permission.ADMINISTER)
    with act("salesperson.change", by=by, permission=Permission.ADMINISTER) as writer:
        row = Salesperson.objects.filter(pk=held(salesperson).pk)
        values = _cleaned(given)
        if values:
            with writer.updating(row, list(values)):
                row.update(**values)
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.salesperson_changed", "Salesperson %(code)s changed") % {"code": salesperson.code})
    return writer.change_set if writer.did_something else None


def delete_salesperson(salesperson: Salesperson, *, by: User) -> ChangeSet:
    """Refused while anything refers to it."""
    require(by, Permission.ADMINISTER)
    with act("salesperson.delete", by=by, permission=Permission.ADMINISTER) as writer:
        stored = held(salesperson)
        refuse_in_use(stored, pgettext("msg.salesperson_in_use", "Salesperson %(code)s is still in use and cannot be deleted: %(uses)s."))
        writer.delete(Salesperson.objects.filter(pk=stored.pk))
        writer.count(deleted=1)
        writer.say(lambda: pgettext("ledger.salesperson_deleted", "Salesperson %(code)s deleted") % {"code": stored.code})
    return writer.change_set


def salesperson_called(code: str) -> Salesperson:
    found = Salesperson.objects.filter(code=asked_code(code)).first()
    if found is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=code)
    return found


def _cleaned(given: SalespersonValues) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "name" in given:
        values["name"] = short_line(given["name"], field="name", label=pgettext("field.name", "Name"), longest=NAME_LENGTH)
    if "email" in given:
        values["email"] = _email(given["email"])
    if "privacy_blocked" in given:
        values["privacy_blocked"] = given["privacy_blocked"]
    return values


def _email(text: str) -> str:
    """One address, or none (R-3114)."""
    address = short_line(text, field="email", label=pgettext("field.email", "Email"), longest=EMAIL_LENGTH)
    if not address:
        return ""
    try:
        validate_email(address, check_deliverability=False, test_environment=True, allow_quoted_local=True)
    except EmailNotValidError as error:
        raise NotAcceptable(
            pgettext("msg.email_invalid", "%(value)s is not a complete email address. Example: %(example)s")
            % {"value": address, "example": EXAMPLE_EMAIL},
            field="email",
        ) from error
    return address


def _refuse_taken(code: str) -> None:
    other = Salesperson.objects.filter(code__fold=fold(code)).first()
    if other is not None:
        raise taken(code, other=other.code, description=other.name)
