"""The service described as OpenAPI 3.1, from the same declarations: docs/openapi.json is a copy that a test compares."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from postkring.api.bound import Bound
from postkring.api.catalogue import BOUND, ENTITY_SETS, LISTED_SETS
from postkring.api.edm import BLANK, Declared, EntitySet, Kind, Property
from postkring.api.openapi_parts import ANSWERS, COMPONENTS, ERRORS, MEMBERS, OPTIONS, parameter, ref

Schema = dict[str, Any]

_FORMATS: Final[Mapping[Kind, Schema]] = {
    Kind.GUID: {"type": "string", "format": "uuid"},
    Kind.FLAG: {"type": "boolean"},
    Kind.NUMBER: {"type": "integer", "format": "int64"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.INSTANT: {"type": "string", "format": "date-time"},
    Kind.OBJECT: {"type": "object"},
    Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
}
_PARAMETERS: Final[dict[type, Schema]] = {bool: {"type": "boolean"}, str: {"type": "string"}, dict: {"type": "object"}}


def document() -> Schema:
    """The whole description. It is the same for every language and installation: the server stands as a path."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Postkring",
            "version": "2.0",
            "description": "Contacts, mailing groups and segments as an OData v4 service.",
            "license": {"name": "See the installation", "identifier": "LicenseRef-Postkring"},
        },
        "servers": [
            {"url": "/api/v2.0"},
            {
                "url": "/api/v2.0/companies({company})",
                "description": "The same, with the company in front as clients of Business Central write it",
                "variables": {"company": {"default": "00000000-0000-0000-0000-000000000000", "description": "its id, from /companies"}},
            },
        ],
        "security": [{"bearer": []}, {"basic": []}],
        "tags": [{"name": name} for name in (*ENTITY_SETS, *LISTED_SETS)],
        "paths": dict(_paths()),
        "components": {**COMPONENTS, "schemas": {**COMPONENTS["schemas"], **dict(_schemas())}},
    }


def _schemas() -> Iterable[tuple[str, Schema]]:
    for declared in (*ENTITY_SETS.values(), *LISTED_SETS.values()):
        yield declared.entity, _entity(declared)
        yield f"{declared.entity}Collection", _collection(declared)
        if isinstance(declared, EntitySet) and declared.writing:
            yield f"{declared.entity}Written", _written(declared)


def _entity(declared: Declared) -> Schema:
    properties = {"@odata.etag": {"type": "string", "readOnly": True}}
    properties |= {each.name: _of(each) for each in declared.properties}
    properties |= {
        name: {"type": "array", "items": ref(f"schemas/{ENTITY_SETS[each.target].entity}"), "readOnly": True}
        for name, each in declared.navigation.items()
    }
    return {"type": "object", "required": ["@odata.etag"], "properties": properties}


def _collection(declared: Declared) -> Schema:
    value = {"type": "array", "items": ref(f"schemas/{declared.entity}")}
    properties: Schema = {"@odata.context": {"type": "string"}, "@odata.count": {"type": "integer"}, "value": value}
    return {
        "type": "object",
        "required": ["@odata.context", "value"],
        "properties": {**properties, "@odata.nextLink": {"type": "string"}},
    }


def _written(declared: Declared) -> Schema:
    properties = {each.name: _of(each) for each in declared.properties if not each.is_read_only}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _of(asked: Property) -> Schema:
    schema = dict(_FORMATS.get(asked.kind, {"type": "string"}))
    if asked.may_be_null:
        schema["type"] = [schema["type"], "null"]
    if asked.choices is not None:
        field_blank = [] if asked.name in ("type", "action") else [BLANK]
        schema["enum"] = [*field_blank, *asked.choices.values]
    if asked.length and asked.kind.is_text and asked.choices is None:
        schema["maxLength"] = asked.length
    if asked.is_read_only:
        schema["readOnly"] = True
    return schema


def _paths() -> Iterable[tuple[str, Schema]]:
    yield "/", {"get": _operation("serviceDocument", "What there is", "200", {"type": "object"}, "companies")}
    yield "/$metadata", {"get": _metadata()}
    for listed in LISTED_SETS.values():
        yield f"/{listed.name}", {"get": _operation(f"list_{listed.name}", f"Every {listed.entity}", "200", _answer(listed), listed.name)}
    for entity_set in ENTITY_SETS.values():
        yield from _paths_of(entity_set)


def _paths_of(entity_set: EntitySet) -> Iterable[tuple[str, Schema]]:
    if entity_set.is_single:
        yield f"/{entity_set.name}", _one(entity_set, [])
        return
    yield f"/{entity_set.name}", _many(entity_set)
    yield f"/{entity_set.name}/$count", {"get": _count(entity_set)}
    key = "number" if entity_set.key == "number" else "id"
    kind: Schema = {"type": "integer"} if key == "number" else _FORMATS[Kind.GUID]
    named = [{"name": key, "in": "path", "required": True, "schema": kind}]
    one = f"/{entity_set.name}({{{key}}})"
    yield one, {"parameters": named, **_one(entity_set, [])}
    for navigation in entity_set.navigations:
        related = ENTITY_SETS[navigation.target]
        yield f"{one}/{navigation.name}", {"parameters": named, **_many(related, f"_of_{entity_set.entity}")}
    for name, bound in BOUND.get(entity_set.name, {}).items():
        yield _bound(entity_set, one, named, name, bound)


def _bound(entity_set: EntitySet, one: str, named: list[Schema], name: str, bound: Bound) -> tuple[str, Schema]:
    takes = {each: MEMBERS.get(each, _PARAMETERS[of]) for each, of in bound.takes.items()}
    if not bound.is_function:
        return f"{one}/{name}", {"parameters": named, "post": _act(entity_set, name, takes, bound)}
    address = ",".join(f"{each}='{{{each}}}'" for each in takes)
    asked = [*named, *({"name": each, "in": "path", "required": True, "schema": schema} for each, schema in takes.items())]
    function = _operation(name, f"{name} of a {entity_set.entity}", "200", ANSWERS[bound.answer], entity_set.name)
    return f"{one}/{name}({address})", {"parameters": asked, "get": function}


def _many(entity_set: EntitySet, suffix: str = "") -> Schema:
    options = [ref(f"parameters/{name}") for name in OPTIONS]
    options.append(_select(entity_set))
    orders = [each.name for each in entity_set.properties if each.order]
    if orders:
        options.append(parameter("$orderby", {"type": "string", "enum": [f"{name}{way}" for name in orders for way in ("", " desc")]}))
    if entity_set.search:
        options.append(ref("parameters/search"))
    if entity_set.navigations:
        names = [each.name for each in entity_set.navigations]
        options.append(parameter("$expand", {"type": "array", "items": {"type": "string", "enum": names}}, explode=False))
    if entity_set.knows_the_past:
        options.append(ref("parameters/asOf"))
    get = _operation(f"list_{entity_set.name}{suffix}", f"A page of {entity_set.name}", "200", _answer(entity_set), entity_set.name)
    get["parameters"] = options
    if entity_set.writing is None or entity_set.writing.create is None:
        return {"get": get}
    return {"get": get, "post": _with_body(entity_set, f"create_{entity_set.entity}{suffix}", "201", "A new")}


def _select(entity_set: EntitySet) -> Schema:
    names = [each.name for each in entity_set.properties]
    return parameter("$select", {"type": "array", "minItems": 1, "items": {"type": "string", "enum": names}}, explode=False)


def _one(entity_set: EntitySet, parameters: list[Schema]) -> Schema:
    """What can be done with one record."""
    tag, entity = entity_set.name, ref(f"schemas/{entity_set.entity}")
    get = _operation(f"get_{entity_set.entity}", f"One {entity_set.entity}", "200", entity, tag)
    get["parameters"] = [*parameters, _select(entity_set)]
    operations: Schema = {"get": get}
    writing = entity_set.writing
    if writing and writing.change:
        operations["patch"] = _with_body(entity_set, f"change_{entity_set.entity}", "200", "Change a")
        operations["patch"]["parameters"] = [ref("parameters/ifMatch")]
    if writing and writing.delete:
        operations["delete"] = {**_operation(f"delete_{entity_set.entity}", f"Delete a {entity_set.entity}", "204", None, tag)}
        operations["delete"]["parameters"] = [ref("parameters/ifMatchOrNot")]
    return operations


def _with_body(entity_set: EntitySet, name: str, status: str, what: str) -> Schema:
    done = _operation(name, f"{what} {entity_set.entity}", status, ref(f"schemas/{entity_set.entity}"), entity_set.name)
    done["requestBody"] = _body(ref(f"schemas/{entity_set.entity}Written"))
    return done


def _act(entity_set: EntitySet, name: str, body: Schema, bound: Bound) -> Schema:
    status = "201" if bound.makes else "200"
    done = _operation(f"{name}_{entity_set.entity}", f"{name} of a {entity_set.entity}", status, ANSWERS[bound.answer], entity_set.name)
    done["requestBody"] = _body({"type": "object", "properties": body, "additionalProperties": False})
    return done


def _body(schema: Schema) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _operation(name: str, summary: str, status: str, schema: Schema | None, tag: str) -> Schema:
    content = {} if schema is None else {"content": {"application/json": {"schema": schema}}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "responses": {status: {"description": "Done", **content}, **ERRORS},
    }


def _count(entity_set: EntitySet) -> Schema:
    counted = _operation(f"count_{entity_set.name}", f"How many {entity_set.name}", "200", None, entity_set.name)
    counted["responses"]["200"]["content"] = {"text/plain": {"schema": {"type": "integer"}}}
    counted["parameters"] = [ref("parameters/filter"), *([ref("parameters/search")] if entity_set.search else [])]
    return counted


def _metadata() -> Schema:
    told = _operation("metadata", "The service as CSDL", "200", None, "companies")
    told["responses"]["200"]["content"] = {"application/xml": {"schema": {"type": "string"}}}
    return told


def _answer(declared: Declared) -> Schema:
    return ref(f"schemas/{declared.entity}Collection")
