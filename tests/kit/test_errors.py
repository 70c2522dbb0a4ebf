"""The one kind of error: a stable code, a message fit to show, a field, named values."""

import pytest

from postkring.kit import errors
from postkring.kit.errors import DomainError, FieldErrors, NotAcceptable, Refused, TooLong


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.Refused, "Application_DialogException"),
        (errors.NotAcceptable, "Application_FieldValidationException"),
        (errors.TooLong, "Application_StringExceededLength"),
        (errors.AlreadyExists, "Internal_EntityWithSameKeyExists"),
        (errors.DoesNotExist, "Internal_InvalidTableRelation"),
        (errors.NotFound, "Internal_RecordNotFound"),
        (errors.Changed, "Request_EntityChanged"),
        (errors.NotPermitted, "Authorization_NoPermission"),
    ],
)
def test_every_kind_has_the_code_that_programs_know(kind: type[DomainError], code: str) -> None:
    error = kind("No.", field="name", count=3)
    assert (error.code, error.message, str(error), error.field, dict(error.values)) == (code, "No.", "No.", "name", {"count": 3})


def test_several_refusals_are_kept_in_order() -> None:
    refusals: list[DomainError] = [NotAcceptable("One.", field="phone"), TooLong("Two.", field="city")]
    together = FieldErrors(refusals)
    assert together.errors == refusals
    assert together.message == "One. Two."
    assert together.code == "Application_FieldValidationException"


def test_what_a_sentence_quotes_does_not_turn_it_around() -> None:
    error = Refused("\u202eA1\u2066 does not exist in Contacts \u05e9.")
    assert error.message == str(error) == "A1 does not exist in Contacts \u05e9."
