"""The service document and `$metadata`, from the declarations of the sets."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree as Xml

from postkring.api.bound import Bound
from postkring.api.catalogue import BOUND, ENTITY_SETS, LISTED_SETS
from postkring.api.edm import Declared, EntitySet, Kind, Navigation, Property

NAMESPACE: Final = "Microsoft.NAV"  # what clients of Business Central expect
_EDMX: Final = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM: Final = "http://docs.oasis-open.org/odata/ns/edm"
_OPEN: Final = "object"  # a type whose properties are whatever stands in it
_PARAMETERS: Final[dict[type, str]] = {bool: "Edm.Boolean", str: "Edm.String", dict: f"{NAMESPACE}.{_OPEN}"}
_TYPES: Final = {Kind.OBJECT: f"{NAMESPACE}.{_OPEN}", Kind.TEXTS: "Collection(Edm.String)"}


def service_document(root: str) -> dict[str, Any]:
    """`root` is the address of the service, with a slash at its end."""
    single = {name for name, each in ENTITY_SETS.items() if each.is_single}
    names = [*ENTITY_SETS, *LISTED_SETS]
    entries = [{"name": name, "kind": "Singleton" if name in single else "EntitySet", "url": name} for name in names]
    return {"@odata.context": f"{root}$metadata", "value": entries}


@cache
def metadata() -> str:
    """The CSDL of the service; it is the same in every language."""
    edmx = Xml.Element("edmx:Edmx", {"Version": "4.0", "xmlns:edmx": _EDMX})
    schema = Xml.SubElement(Xml.SubElement(edmx, "edmx:DataServices"), "Schema", {"Namespace": NAMESPACE, "xmlns": _EDM})
    for declared in (*ENTITY_SETS.values(), *LISTED_SETS.values()):
        _entity_type(schema, declared)
    Xml.SubElement(schema, "ComplexType", {"Name": _OPEN, "OpenType": "true"})
    for name, operations in BOUND.items():
        for operation, bound in operations.items():
            _bound(schema, operation, bound, ENTITY_SETS[name])
    container = Xml.SubElement(schema, "EntityContainer", {"Name": "NAV"})
    for entity_set in ENTITY_SETS.values():
        _set(container, entity_set)
    for listed in LISTED_SETS.values():
        Xml.SubElement(container, "EntitySet", {"Name": listed.name, "EntityType": _named(listed.entity)})
    Xml.indent(edmx)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(edmx, encoding="unicode") + "\n"


def _navigations_of(entity_set: Declared) -> Sequence[Navigation]:
    if entity_set.name != "companies":
        return entity_set.navigations
    # Every other set stands under the company as well.
    return [Navigation(each.name, each.name) for each in ENTITY_SETS.values() if each.name != "companies"]


def _entity_type(parent: Xml.Element, declared: Declared) -> None:
    entity = Xml.SubElement(parent, "EntityType", {"Name": declared.entity})
    if declared.key:
        Xml.SubElement(Xml.SubElement(entity, "Key"), "PropertyRef", {"Name": declared.key})
    for each in declared.properties:
        made = Xml.SubElement(entity, "Property", _facts(each, is_key=each.name == declared.key))
        if each.is_read_only and each.name != declared.key:  # clients leave such properties out of what they send
            Xml.SubElement(made, "Annotation", {"Term": "Org.OData.Core.V1.Computed", "Bool": "true"})
    for navigation in _navigations_of(declared):
        target = ENTITY_SETS[navigation.target]
        kind = _named(target.entity) if target.is_single else f"Collection({_named(target.entity)})"
        Xml.SubElement(entity, "NavigationProperty", {"Name": navigation.name, "Type": kind, "ContainsTarget": "true"})


def type_of(asked: Property) -> str:
    return _TYPES.get(asked.kind) or ("Edm.String" if asked.kind.is_text else asked.kind.value)


def _facts(asked: Property, *, is_key: bool) -> dict[str, str]:
    facts = {"Name": asked.name, "Type": type_of(asked)}
    if is_key or not asked.may_be_null:
        facts["Nullable"] = "false"
    if asked.length and asked.kind.is_text:
        facts["MaxLength"] = str(asked.length)
    return facts


def _bound(schema: Xml.Element, name: str, bound: Bound, entity_set: EntitySet) -> None:
    """An act on one record, or a function of it; what it answers is an object."""
    made = Xml.SubElement(schema, "Function" if bound.is_function else "Action", {"Name": name, "IsBound": "true"})
    Xml.SubElement(made, "Parameter", {"Name": "bindingParameter", "Type": _named(entity_set.entity), "Nullable": "false"})
    for parameter, of in bound.takes.items():
        nullable = {} if bound.is_function else {"Nullable": "true"}
        Xml.SubElement(made, "Parameter", {"Name": parameter, "Type": _PARAMETERS[of], **nullable})
    Xml.SubElement(made, "ReturnType", {"Type": _named(_OPEN), "Nullable": "false"})


def _set(container: Xml.Element, entity_set: EntitySet) -> None:
    if entity_set.is_single:
        Xml.SubElement(container, "Singleton", {"Name": entity_set.name, "Type": _named(entity_set.entity)})
        return
    made = Xml.SubElement(container, "EntitySet", {"Name": entity_set.name, "EntityType": _named(entity_set.entity)})
    for navigation in _navigations_of(entity_set):
        Xml.SubElement(made, "NavigationPropertyBinding", {"Path": navigation.name, "Target": navigation.target})
    _restrictions(made, entity_set)


def _restrictions(made: Xml.Element, entity_set: EntitySet) -> None:
    """What clients may not filter or order by, in the words of OData's capabilities."""
    filtered = [each.name for each in entity_set.properties if not each.can_be_filtered]
    ordered = [each.name for each in entity_set.properties if not each.order]
    for term, record, names in (
        ("FilterRestrictions", "NonFilterableProperties", filtered),
        ("SortRestrictions", "NonSortableProperties", ordered),
    ):
        if not names:
            continue
        annotation = Xml.SubElement(made, "Annotation", {"Term": f"Org.OData.Capabilities.V1.{term}"})
        value = Xml.SubElement(Xml.SubElement(annotation, "Record"), "PropertyValue", {"Property": record})
        paths = Xml.SubElement(value, "Collection")
        for name in names:
            Xml.SubElement(paths, "PropertyPath").text = name


def _named(entity: str) -> str:
    return f"{NAMESPACE}.{entity}"
