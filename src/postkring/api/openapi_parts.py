"""What the description of the service says once and refers to: options, errors, selections, the answers of acts."""

from collections.abc import Mapping
from typing import Any, Final

from postkring.api.options import DEFAULT_SIZE, LARGEST_PAGE

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/{name}"}


def parameter(name: str, schema: Schema, *, place: str = "query", **more: Any) -> Schema:
    return {"name": name, "in": place, "schema": schema, **more}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": sorted(properties), "properties": properties}


_TEXT: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer"}
_MAYBE: Final[Schema] = {"type": ["integer", "null"]}
_TRUTH: Final[Schema] = {"type": "boolean"}

_FILTER: Final[Schema] = {
    "description": "A filter expression; for criteria over rows with several fields an object of them, which one row must satisfy.",
    "oneOf": [_TEXT, {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}],
}
_SELECTION: Final[Schema] = {
    "description": "Criteria that must all hold, or everybody. Keys stand in /criteria; docs/criteria.md says what each takes.",
    "oneOf": [
        {
            "type": "object",
            "required": ["version", "criteria"],
            "additionalProperties": False,
            "properties": {
                "version": {"const": 1},
                "criteria": {
                    "type": "array",
                    "minItems": 1,
                    "items": {**_object(key=_TEXT, filter=_FILTER), "additionalProperties": False},
                },
            },
        },
        {
            "type": "object",
            "required": ["version", "all"],
            "additionalProperties": False,
            "properties": {"version": {"const": 1}, "all": {"const": True}},
        },
    ],
    "examples": [
        {"version": 1, "criteria": [{"key": "mailingGroup", "filter": "VERHUIZING|GESCHENK"}, {"key": "country", "filter": "BE"}]},
        {"version": 1, "criteria": [{"key": "mailingGroup", "filter": {"code": "GESCHENK", "asOf": "2025-12-01"}}]},
        {"version": 1, "criteria": [{"key": "interaction", "filter": {"date": "2026-01-01..", "templateCode": "UITNOD"}}]},
    ],
}
_ACT_ANSWER: Final[Schema] = _object(
    changeSet=_MAYBE,
    preview=_TRUTH,
    token={"type": ["string", "null"]},
    matched=_NUMBER,
    added=_NUMBER,
    removed=_NUMBER,
    unchanged=_NUMBER,
    leftOut=_object(excluded=_NUMBER, privacyBlocked=_NUMBER, wrongType=_NUMBER),
    sample={"type": "array", "maxItems": 20, "items": _object(id=_TEXT, number=_TEXT, displayName=_TEXT, companyName=_TEXT, city=_TEXT)},
    numberOfLines=_MAYBE,
    sentence=_TEXT,
)
_UNDO_ANSWER: Final[Schema] = _object(
    changeSet=_MAYBE, undone=_NUMBER, notUndone={"type": "array", "items": _object(what=_TEXT, why=_TEXT)}
)
_WHY_ANSWER: Final[Schema] = _object(
    contactNumber=_TEXT,
    contactName=_TEXT,
    lineNumber=_MAYBE,
    leftOut={"type": "string", "enum": ["", "excluded", "privacyBlocked"]},
    steps={
        "type": "array",
        "items": _object(
            actionNumber=_NUMBER,
            action=_TEXT,
            added=_TRUTH,
            removed=_TRUTH,
            options={"type": "object", "additionalProperties": _TRUTH},
            through={"type": ["string", "null"]},
            criteria={
                "type": "array",
                "items": _object(key=_TEXT, sentence=_TEXT, holds={"type": ["boolean", "null"]}, seen={"type": ["string", "null"]}),
            },
        ),
    },
)

_LOG_ANSWER: Final[Schema] = _object(
    changeSet=_NUMBER, entries=_NUMBER, leftOut=_object(privacyBlocked=_NUMBER), followUpSegmentNumber={"type": ["string", "null"]}
)
_SWITCH_ANSWER: Final[Schema] = _object(changeSet={"type": ["integer", "null"]}, canceled=_TRUTH)
# What operations answer, by the name that they declare.
ANSWERS: Final = {
    "act": _ACT_ANSWER,
    "undo": _UNDO_ANSWER,
    "why": _WHY_ANSWER,
    "savedSegmentCriterion": ref("schemas/savedSegmentCriterion"),
    "log": _LOG_ANSWER,
    "switchCanceled": _SWITCH_ANSWER,
}
# Members of a body of which more can be said than their type.
MEMBERS: Final[Mapping[str, Schema]] = {"selection": _SELECTION, "confirm": {"type": ["string", "null"]}}

_ERROR: Final[Schema] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": _TEXT, "message": _TEXT, "target": _TEXT},
        }
    },
    "examples": [{"error": {"code": "Internal_RecordNotFound", "message": "This record no longer exists.  CorrelationId: 1a2b3c4d."}}],
}
_FAILURES: Final = {
    "400": "The request, a value or a rule of the product refuses: the code says which",
    "401": "No token, or one that opens nothing",
    "403": "The token or its owner may not do this",
    "404": "No such record, company or path",
    "405": "Not possible here: Allow says what is",
    "409": "Changed by somebody else, or another outcome than the one that was confirmed",
    "413": "More than 10 MB",
    "415": "No JSON",
    "429": "Too often: Retry-After says when to come again",
    "503": "A very large act is being stored: come again",
}
ERRORS: Final[Schema] = {status: ref(f"responses/{status}") for status in _FAILURES}
# The options of every collection, by what they are called below.
OPTIONS: Final = ("filter", "top", "skip", "count", "maxPageSize")

COMPONENTS: Final[Schema] = {
    "securitySchemes": {
        "bearer": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic", "description": "The user name, and a token as the password"},
    },
    "parameters": {
        "filter": parameter("$filter", _TEXT, example="city eq 'Gent' and contains(displayName,'print')"),
        "top": parameter("$top", {"type": "integer", "minimum": 0}),
        "skip": parameter("$skip", {"type": "integer", "minimum": 0}),
        "count": parameter("$count", _TRUTH),
        "search": parameter("$search", _TEXT),
        "asOf": parameter("asOf", {"type": "string", "format": "date"}),
        "maxPageSize": parameter(
            "Prefer",
            _TEXT,
            place="header",
            description=f"odata.maxpagesize=N: {DEFAULT_SIZE} rows without it, at most {LARGEST_PAGE}",
        ),
        "ifMatch": parameter("If-Match", _TEXT, place="header", required=True, example="*"),
        "ifMatchOrNot": parameter("If-Match", _TEXT, place="header", example="*"),
    },
    "schemas": {"error": _ERROR},
    "responses": {
        status: {"description": said, "content": {"application/json": {"schema": ref("schemas/error")}}}
        for status, said in _FAILURES.items()
    },
}
