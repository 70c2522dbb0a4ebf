"""What a client sends, read and checked against what a set declares. What is good is handed on; what is not stores nothing."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

import orjson
from django.http import HttpRequest
from django.utils.translation import pgettext

from postkring.api import errors
from postkring.api.edm import BLANKS, Declared, Kind, Property
from postkring.api.options import day_of
from postkring.api.paths import guid_of
from postkring.kit.errors import NotAcceptable

LARGEST: Final = 10_000_000  # bytes (decisions.md, API 15)
_DIGITS: Final = 18
_JSON: Final = "application/json"


def body_of(request: HttpRequest, *, is_needed: bool = True) -> Mapping[str, Any]:
    """The object that was sent; where none is needed, nothing may be sent too. What OData says beside its properties is left out."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not is_needed and length == "0":
        return {}
    if request.content_type != _JSON:
        raise errors.WrongMediaType(pgettext("msg.api_media_type", "Send JSON, with the header Content-Type application/json."))
    if not (length.isascii() and length.isdigit()) or len(length) > _DIGITS or int(length) > LARGEST:
        raise errors.TooLarge(pgettext("msg.api_too_large", "At most 10 MB can be sent at once."))
    try:
        sent = orjson.loads(request.read(LARGEST))
    except ValueError as error:
        raise _malformed() from error
    if not isinstance(sent, dict):
        raise _malformed()
    return {name: value for name, value in sent.items() if not name.startswith("@")}


def values_of(sent: Mapping[str, Any], declared: Declared) -> dict[str, Any]:
    """The values of properties, each of its type. Raises the first refusal, which names its property.

    Nothing, where a property may be null, is as good as not sent: some clients send every property that they know.
    """
    return {name: _value(name, given, declared) for name, given in sent.items() if not (given is None and _may_be_null(name, declared))}


def required(values: Mapping[str, Any], *names: str) -> None:
    """Raises Missing unless one of the properties has a value."""
    if not any(values.get(name) for name in names):
        said = pgettext("msg.api_required", "Give %(names)s.") % {"names": " / ".join(names)}
        raise errors.Missing(said, field=names[-1])


def _may_be_null(name: str, declared: Declared) -> bool:
    asked = declared.by_name.get(name)
    return asked is not None and asked.may_be_null and not asked.is_read_only


def _value(name: str, given: Any, declared: Declared) -> Any:
    asked = declared.by_name.get(name)
    if asked is None:
        said = pgettext("msg.api_property_unknown", "There is no property “%(name)s” here.")
        raise errors.RequestError(said % {"name": name[:50]}, field=name[:50])
    if asked.is_read_only:
        raise errors.ReadOnly(pgettext("msg.api_read_only", "%(name)s cannot be written.") % {"name": name}, field=name)
    kinds = _KINDS.get(asked.kind, str)
    if not isinstance(given, kinds) or (isinstance(given, bool) and kinds is not bool):
        said = pgettext("msg.api_wrong_type", "%(name)s takes a value of another type.")
        raise errors.WrongType(said % {"name": name}, field=name)
    return _read(asked, given)


def _read(asked: Property, given: Any) -> Any:
    if asked.kind is Kind.GUID:
        return guid_of(given)
    if asked.kind is Kind.DAY:
        return _day(asked, given)
    if asked.kind is Kind.CHOICE and asked.choices is not None:
        value = "" if given in BLANKS else given
        if value and value not in asked.choices.values:
            raise _not_acceptable(asked, given)
        return value
    return given


def _day(asked: Property, given: str) -> date:
    try:
        return day_of(given)
    except ValueError as error:
        raise _not_acceptable(asked, given) from error


def _not_acceptable(asked: Property, given: str) -> NotAcceptable:
    said = pgettext("msg.api_value", "%(name)s cannot be “%(value)s”.")
    return NotAcceptable(said % {"name": asked.name, "value": given[:100]}, field=asked.name)


def _malformed() -> errors.RequestError:
    return errors.RequestError(pgettext("msg.api_malformed", "What was sent is no JSON object."))


_KINDS: Final[dict[Kind, type]] = {Kind.FLAG: bool, Kind.NUMBER: int}


def members_of(
    body: Mapping[str, Any], known: Mapping[str, type], *, may_be_null: Collection[str] = (), within: str = ""
) -> Mapping[str, Any]:
    """What an act was sent. Raises RequestError for a member that it does not take (decisions.md, API 9), WrongType for a value of
    another type. `within` is the member of the body that holds them, where it is not the body itself."""
    for name, value in body.items():
        if name not in known:
            raise errors.RequestError(
                pgettext("msg.api_no_member", "This act takes no “%(name)s”.") % {"name": name[:50]}, field=within or name[:50]
            )
        if not isinstance(value, known[name]) and not (value is None and name in may_be_null):
            raise errors.WrongType(
                pgettext("msg.api_wrong_type", "%(name)s takes a value of another type.") % {"name": name}, field=within or name
            )
    return body
