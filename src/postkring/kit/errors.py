"""The one kind of error that a rule of the product raises. Doors translate it; nothing below them knows how."""

from collections.abc import Mapping
from typing import Any, ClassVar

from postkring.kit.signs import without_turning


class DomainError(Exception):
    """A rule refuses. `code` is stable, `message` is fit to show in the user's language, `values` are the named facts.

    `field` names the field of the act's subject that the refusal is about, in snake case, or is empty.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, field: str = "", **values: Any) -> None:
        self.message = without_turning(message)  # it may quote what somebody typed
        super().__init__(self.message)
        self.field = field
        self.values: Mapping[str, Any] = values


class Refused(DomainError):
    """A rule of the product says no to the whole act."""

    code = "Application_DialogException"


class NotAcceptable(DomainError):
    """A value has the wrong form or does not fit its field."""

    code = "Application_FieldValidationException"


class TooLong(NotAcceptable):
    code = "Application_StringExceededLength"


class AlreadyExists(DomainError):
    """The key, number or code is in use."""

    code = "Internal_EntityWithSameKeyExists"


class DoesNotExist(DomainError):
    """A code or number refers to nothing (R-1009)."""

    code = "Internal_InvalidTableRelation"


class NotFound(DomainError):
    """The subject of the act itself is not there (any more)."""

    code = "Internal_RecordNotFound"


class Changed(DomainError):
    """Somebody else changed the record since it was read."""

    code = "Request_EntityChanged"


class NotPermitted(DomainError):
    code = "Authorization_NoPermission"


class FieldErrors(DomainError):
    """Several fields refuse at once; `errors` has one error per field, in the order of the form."""

    code = "Application_FieldValidationException"

    def __init__(self, errors: list[DomainError]) -> None:
        super().__init__(" ".join(error.message for error in errors))
        self.errors = errors
