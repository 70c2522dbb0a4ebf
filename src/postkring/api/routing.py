"""What the service answers. Everything it knows of a set stands in its declaration."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api import errors
from postkring.api.addresses import Address
from postkring.api.answers import json_answer, text_answer, xml_answer
from postkring.api.bound import Asking
from postkring.api.catalogue import BOUND, LISTED_SETS
from postkring.api.edm import Asked, EntitySet, ListedSet
from postkring.api.metadata import metadata, service_document
from postkring.api.openapi import document
from postkring.api.options import OF_A_COUNT, OF_A_LIST, OF_MANY, OF_ONE, Options, as_of, options_of, refuse_any, unreadable
from postkring.api.paths import Part
from postkring.api.reading import ETAG, NEXT, Record, Target, count_of, page_of, record_of
from postkring.api.writing import change, create, delete, made_by_act, methods_of, named_for, not_there_any_more

ROOT: Final = "/api/v2.0/"
_METADATA: Final = Part("$metadata")
_OPENAPI: Final = Part("openapi.json")
# What a link to the next page says anew, or what was said once and for all.
_NOT_REPEATED: Final = frozenset({"$skiptoken", "$skip", "$top", "$count"})
_READING: Final = ("GET", "HEAD")


def answer(request: HttpRequest, path: str, by: User) -> HttpResponse:
    """Raises a DomainError for whatever cannot be answered."""
    require(by, Permission.READ)
    root = request.build_absolute_uri(ROOT)
    address = Address.read(path)
    if address.parts in ((), (_METADATA,), (_OPENAPI,)):
        _allow(request, ())
        refuse_any(request.GET)
        return _about_itself(address, root)
    listed = LISTED_SETS.get(address.parts[0].name)
    if listed is not None and address.parts == (Part(listed.name),):
        _allow(request, ())
        return _listed(request, listed, root)
    bound = address.bound()
    if bound is not None:
        return _bound(request, *bound, by)
    entity_set = address.last_set()
    asked = Asked(by, as_of(request, entity_set))
    target = address.target(asked)
    _allow(request, methods_of(target))
    if request.method not in _READING and entity_set.writing:
        require(by, entity_set.writing.needs)
    if request.method not in _READING and asked.as_of is not None:
        raise unreadable("asOf")  # nobody writes into the past
    if request.method == "POST":
        return create(request, target, asked, root)
    if request.method == "PATCH":
        return change(request, target, asked, root)
    if request.method == "DELETE":
        return delete(request, target, asked)
    return _read(request, target, asked, root)


def _about_itself(address: Address, root: str) -> HttpResponse:
    if address.parts == (_METADATA,):
        return xml_answer(metadata())
    return json_answer(document() if address.parts else service_document(root))


def _bound(request: HttpRequest, record: Address, name: str, parameters: str, by: User) -> HttpResponse:
    """An act on a record, or a function of it."""
    entity_set = record.last_set()
    bound = BOUND[entity_set.name][name]
    _only(request, bound.method)
    refuse_any(request.GET)
    key = record.target(Asked(by)).rows.values_list("pk", flat=True).first()
    if key is None:
        raise errors.gone()
    with named_for(entity_set), not_there_any_more():
        made = partial(made_by_act, asked=Asked(by), root=request.build_absolute_uri(ROOT))
        return bound.run(Asking(request, key, parameters, by, f"{entity_set.name}/{key}/{name}", made))


def _only(request: HttpRequest, method: str) -> None:
    if request.method != method:
        said = pgettext("msg.api_method", "%(method)s is not possible here.") % {"method": request.method}
        raise errors.WrongMethod(said, allowed=method)


def _allow(request: HttpRequest, writing: Sequence[str]) -> None:
    """Reading is always allowed. Raises WrongMethod for what is neither."""
    allowed = (*_READING, *writing)
    if request.method not in allowed:
        said = pgettext("msg.api_method", "%(method)s is not possible here.") % {"method": request.method}
        raise errors.WrongMethod(said, allowed=", ".join(allowed))


def _read(request: HttpRequest, target: Target, asked: Asked, root: str) -> HttpResponse:
    entity_set = target.entity_set
    if target.is_count:
        return text_answer(str(count_of(target, asked, options_of(request, entity_set, _known(entity_set, OF_A_COUNT)))))
    if target.is_one:
        return _record(target, asked, options_of(request, entity_set, OF_ONE), root)
    options = options_of(request, entity_set, _known(entity_set, OF_MANY))
    return _page(target, asked, options, request.GET.dict(), root)


def _page(target: Target, asked: Asked, options: Options, query: Mapping[str, str], root: str) -> HttpResponse:
    page = page_of(target, asked, options, query)
    data: Record = {"@odata.context": _context(root, target, options.select)}
    if page.count is not None:
        data["@odata.count"] = page.count
    data["value"] = _absolute(page.records, options.expand, root)
    if page.token:
        data[NEXT] = f"{root}{target.link}?{_next(query, page.token)}"
    response = json_answer(data)
    if options.is_sized:
        response.headers["Preference-Applied"] = f"odata.maxpagesize={options.size}"
    return response


def _record(target: Target, asked: Asked, options: Options, root: str) -> HttpResponse:
    record = record_of(target, asked, options)
    if record is None:
        raise errors.gone()
    context = _context(root, target, options.select) + ("" if target.entity_set.is_single else "/$entity")
    response = json_answer({"@odata.context": context, **_absolute([record], options.expand, root)[0]})
    response.headers["ETag"] = record[ETAG]
    return response


def _listed(request: HttpRequest, listed: ListedSet, root: str) -> HttpResponse:
    """All of it at once: there are tens of them."""
    options = options_of(request, listed, OF_A_LIST)
    records = listed.records()
    shown = records[options.skip :] if options.top is None else records[options.skip : options.skip + options.top]
    if options.select:
        shown = [{ETAG: each[ETAG], **{name: each[name] for name in options.select}} for each in shown]
    counted = {"@odata.count": len(records)} if options.counts else {}
    return json_answer({"@odata.context": f"{root}$metadata#{listed.name}", **counted, "value": shown})


def _known(entity_set: EntitySet, options: frozenset[str]) -> frozenset[str]:
    return options if entity_set.search else options - {"$search"}


def _absolute(records: list[Record], expanded: tuple[str, ...], root: str) -> list[Record]:
    """Links inside records lead somewhere by themselves as well."""
    for record in records:
        for link in (f"{name}{NEXT}" for name in expanded):
            if link in record:
                record[link] = root + record[link]
    return records


def _context(root: str, target: Target, select: tuple[str, ...]) -> str:
    return f"{root}$metadata#{target.entity_set.name}" + (f"({','.join(select)})" if select else "")


def _next(query: Mapping[str, Any], token: str) -> str:
    kept = {name: value for name, value in query.items() if name not in _NOT_REPEATED}
    return urlencode({**kept, "$skiptoken": token}, safe="$(),'")
