"""Writing records: through the actions of their rooms, so that rules, ledger and permissions are those of the screens."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext

from postkring.api import errors
from postkring.api.answers import json_answer, nothing
from postkring.api.bodies import body_of, values_of
from postkring.api.edm import Asked, Declared, EntitySet
from postkring.api.options import OF_ONE, Options, options_of, refuse_any
from postkring.api.reading import ETAG, Record, Target, record_of
from postkring.kit.errors import Changed, DomainError, FieldErrors

_ETAG: Final = re.compile(r'W/"[\w-]{1,64}"')
_ANY: Final = "*"


def methods_of(target: Target) -> list[str]:
    """What can be done at an address, beside reading."""
    writing = target.entity_set.writing
    if writing is None or target.is_count:
        return []
    if not target.is_one:
        return ["POST"] if writing.create else []
    return [name for name, there in (("PATCH", writing.change), ("DELETE", writing.delete)) if there]


def create(request: HttpRequest, target: Target, asked: Asked, root: str) -> HttpResponse:
    options = options_of(request, target.entity_set, OF_ONE)
    # What is sent is read before the transaction: whoever sends slowly keeps nobody waiting.
    sent = body_of(request)
    with named_for(target.entity_set), not_there_any_more(), transaction.atomic():
        given = {**target.given, **_unless_given(sent, target.given)}
        key = _create(target.entity_set, values_of(given, target.entity_set), asked)
        record = record_of(_one(target.entity_set, key, asked), asked, options)
    prefix, _, _ = target.link.rpartition(target.entity_set.name)
    return _made(record, target.entity_set, root, prefix)


def made_by_act(entity_set: EntitySet, key: int, asked: Asked, root: str) -> HttpResponse:
    """The record that an act has made."""
    return _made(record_of(_one(entity_set, key, asked), asked, Options()), entity_set, root)


def change(request: HttpRequest, target: Target, asked: Asked, root: str) -> HttpResponse:
    options = options_of(request, target.entity_set, OF_ONE)
    entity_set = target.entity_set
    wanted = _if_match(request)
    if wanted is None:
        raise errors.BadToken(pgettext("msg.api_if_match", "Send the header If-Match with the record’s @odata.etag, or with *."))
    sent = body_of(request)
    with named_for(entity_set), not_there_any_more(), transaction.atomic():
        values = values_of(sent, entity_set)
        key = _held(target, wanted, asked)
        if values and entity_set.writing and entity_set.writing.change:
            key = entity_set.writing.change(key, values, asked.by) or key
        record = record_of(_one(entity_set, key, asked), asked, options)
    if record is None:
        raise errors.gone()
    return _answer(record, entity_set, root)


def delete(request: HttpRequest, target: Target, asked: Asked) -> HttpResponse:
    refuse_any(request.GET)
    with named_for(target.entity_set), not_there_any_more(), transaction.atomic():
        key = _held(target, _if_match(request) or _ANY, asked)
        if target.entity_set.writing and target.entity_set.writing.delete:
            target.entity_set.writing.delete(key, asked.by)
    return nothing()


@contextmanager
def named_for(declared: Declared) -> Iterator[None]:
    """Refusals name the property of the set, whatever the action calls the field."""
    try:
        yield
    except FieldErrors as error:
        for each in error.errors:
            each.field = _target(declared, each.field)
        raise
    except errors.RequestError:
        raise  # names it already
    except DomainError as error:
        error.field = _target(declared, error.field)
        raise


@contextmanager
def not_there_any_more() -> Iterator[None]:
    """What somebody deletes between two looks at it is not there, as if it had been deleted before the first."""
    try:
        yield
    except ObjectDoesNotExist as error:
        raise errors.gone() from error


def _target(declared: Declared, field: str) -> str:
    return field if field in declared.by_name else declared.property_about(field) if field else ""


def _create(entity_set: EntitySet, values: Mapping[str, Any], asked: Asked) -> int:
    assert entity_set.writing is not None
    assert entity_set.writing.create is not None
    return entity_set.writing.create(values, asked.by)


def _unless_given(sent: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an address says already may be said again, but not otherwise."""
    for name in given.keys() & sent.keys():
        if str(sent[name]).lower() != given[name]:
            said = pgettext("msg.api_otherwise", "%(name)s is another than that of the address.") % {"name": name}
            raise errors.RequestError(said, field=name)
    return sent


def _if_match(request: HttpRequest) -> str | None:
    """The etag that the client saw, "*" for any, None without the header. Raises BadToken for what is neither."""
    given = request.headers.get("If-Match")
    if given is None or given == _ANY or _ETAG.fullmatch(given):
        return given
    raise errors.BadToken(pgettext("msg.api_bad_etag", "The header If-Match cannot be read."))


def _held(target: Target, wanted: str, asked: Asked) -> int:
    """The key of the record, which nobody else changes until the transaction ends. Raises Changed where somebody did before."""
    row = target.rows.order_by("pk").values_list("pk", flat=True).first()
    held = row is not None and target.rows.model._base_manager.select_for_update().filter(pk=row).values_list("pk").first()
    if not held:
        raise errors.gone()
    key = int(held[0])
    if wanted != _ANY:
        record = record_of(_one(target.entity_set, key, asked), asked, Options())
        if record is None or record[ETAG] != wanted:
            raise Changed(pgettext("msg.api_changed", "Somebody else changed this record meanwhile. Read it again."))
    return key


def _one(entity_set: EntitySet, key: int, asked: Asked) -> Target:
    return Target(entity_set, entity_set.rows(asked).filter(pk=key), entity_set.name, is_one=True)


def _made(record: Record | None, entity_set: EntitySet, root: str, prefix: str = "") -> HttpResponse:
    if record is None:
        raise errors.gone()
    response = _answer(record, entity_set, root, status=201)
    if entity_set.key in record:
        response.headers["Location"] = f"{root}{prefix}{entity_set.name}({record[entity_set.key]})"
    return response


def _answer(record: Record, entity_set: EntitySet, root: str, *, status: int = 200) -> HttpResponse:
    entity = "" if entity_set.is_single else "/$entity"
    response = json_answer({"@odata.context": f"{root}$metadata#{entity_set.name}{entity}", **record}, status=status)
    response.headers["ETag"] = record[ETAG]
    return response
