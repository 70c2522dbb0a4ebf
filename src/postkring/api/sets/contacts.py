"""contacts: every field of the contact's own catalogue under the name that programs use, and what is counted of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api.edm import Asked, EntitySet, Kind, Made, Navigation, Property, Values, Writing, guid, instant
from postkring.api.sets.classifications import links_name
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.spec import Spec
from postkring.contacts.actions.change import change_contact
from postkring.contacts.actions.create import create_contact
from postkring.contacts.actions.delete import delete_contacts
from postkring.contacts.catalogue import BY_KEY, FIELDS, ContactField
from postkring.contacts.catalogue import Kind as FieldKind
from postkring.contacts.models import Contact, ContactType
from postkring.contacts.queries import searching
from postkring.interactions.queries import last_attempt, last_interaction
from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet, Image
from postkring.lists.changes import about
from postkring.lists.contacts import ORDERS
from postkring.setup.models import CorrespondenceType

# One order more than the screens offer: countries are few, and programs go through them one by one.
_ORDERS: Final = {**ORDERS, "country": "country_or_none"}


def _property(field: ContactField) -> Property:
    more: dict[str, Any] = {"length": field.length, "folded": field.folded, "order": _ORDERS.get(field.name, "")}
    if field.name == "company_number":
        return Property(field.key, Kind.REFERENCE, "company__number", length=20)
    if field.refers_to is not None:
        longest = getattr(field.refers_to._meta.get_field("code"), "max_length", 0)
        return Property(field.key, Kind.REFERENCE, field.column, **more | {"length": longest})
    if field.kind is FieldKind.CHOICE:
        choices = ContactType if field.name == "type" else CorrespondenceType
        return Property(field.key, Kind.CHOICE, field.name, choices=choices)
    kind = {FieldKind.FLAG: Kind.FLAG, FieldKind.NUMBER: Kind.CODE}.get(field.kind, Kind.TEXT)
    return Property(field.key, kind, field.name, **more)


def _counted(name: str, column: str) -> Property:
    return Property(name, Kind.NUMBER, column, is_read_only=True)


_PROPERTIES: Final = (
    guid(),
    *(_property(field) for field in FIELDS),
    *(_counted(spec.number_key, f"number_of_{spec.names}") for spec in CLASSIFICATIONS),
    # Nobody has these yet: business relations come with a room of their own. Clients of
    # Business Central ask for them by name, so they are there, and say what is true.
    Property("contactBusinessRelation", Kind.TEXT, "business_relation", length=20, is_read_only=True),
    _counted("numberOfBusinessRelations", "none_of_these"),
    Property("lastInteractionDate", Kind.DAY, "last_interaction", is_read_only=True, may_be_null=True),
    Property("lastDateAttempted", Kind.DAY, "last_attempt", is_read_only=True, may_be_null=True),
    instant("lastModifiedDateTime", "stamp__at", order="stamp__at"),
)


def _annotations(asked: Asked) -> Mapping[str, Made]:
    return {
        **{f"number_of_{spec.names}": _number(spec) for spec in CLASSIFICATIONS},
        "country_or_none": Coalesce(F("country_id"), Value("")),
        "business_relation": Value("None", output_field=CharField()),
        "none_of_these": Value(0, output_field=IntegerField()),
        "last_interaction": last_interaction(),
        "last_attempt": last_attempt(),
    }


def _number(spec: Spec) -> Coalesce:
    """2.10: of a person the industry groups of its company, without one none (R-2901)."""
    held = spec.standing().filter(contact=OuterRef(spec.holder)).order_by().values("contact")
    return Coalesce(Subquery(held.annotate(number=Count("*")).values("number")), 0, output_field=IntegerField())


def _to_links(spec: Spec) -> Navigation:
    name = links_name(spec)
    if not spec.through_company:
        return Navigation(name, name, column="contact_id", parent="contactId")

    def of_company(rows: Any, contact: int) -> Any:
        return rows.filter(contact__in=Contact.objects.filter(pk=contact).values("company"))

    def links(contacts: Sequence[int]) -> Iterable[tuple[int, int]]:
        persons = Contact.objects.filter(pk__in=contacts).values_list("pk", "company")
        held: dict[int, list[int]] = {}
        for key, company in (
            spec.links().filter(contact__in=[company for _, company in persons]).order_by("pk").values_list("pk", "contact")
        ):
            held.setdefault(company, []).append(key)
        return [(contact, key) for contact, company in persons for key in held.get(company or 0, ())]

    return Navigation(name, name, parent="contactId", narrow=of_company, links=links)


def _changes_of(changes: "QuerySet[ChangeSet]", contact: int) -> "QuerySet[ChangeSet]":
    return changes.filter(about(frozenset({contact})))


def _links_to_changes(contacts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Which act wrote something about which contact, in the order of the acts."""
    images = Image.objects.filter(subject_id__in=contacts).order_by().values_list("subject_id", "change_set")
    held: list[Any] = []
    for spec in CLASSIFICATIONS:
        links = spec.links().filter(contact__in=contacts).order_by()
        held += [links.values_list("contact", "begun_by"), links.filter(~Q(ended_at=None)).values_list("contact", "ended_by")]
    pairs: Any = images.union(*held)
    return sorted(pairs)


def _create(values: Values, by: User) -> int:
    _refuse_without_name({"displayName": "", **values})
    return create_contact(_fields(values), by=by).pk


def _change(key: int, values: Values, by: User) -> None:
    _refuse_without_name(values)
    change_contact(Contact.objects.get(pk=key), _fields(values), by=by)


def _delete(key: int, by: User) -> None:
    """Of a company its persons go along, as the screen would ask (decisions.md, API 4)."""
    delete_contacts(Contact.objects.filter(pk=key), by=by)


def _fields(values: Values) -> dict[str, Any]:
    return {BY_KEY[name].name: value for name, value in values.items()}


def _refuse_without_name(values: Values) -> None:
    if not values.get("displayName", "?").strip():
        said = pgettext("msg.required", "Fill in %(field)s.") % {"field": pgettext("field.name", "Name")}
        raise Refused(said, field="displayName")


CONTACTS: Final = EntitySet(
    name="contacts",
    entity="contact",
    properties=_PROPERTIES,
    rows=lambda asked: Contact.objects.all(),
    order=("number",),
    versioned=("stamp__change_set", "company__number"),  # a company that is renumbered leaves its persons untouched
    annotations=_annotations,
    search=searching,
    writing=Writing(Permission.EDIT_CONTACTS, _create, _change, _delete),
    navigations=(
        *(_to_links(spec) for spec in CLASSIFICATIONS),
        Navigation("changeSets", "changeSets", narrow=_changes_of, links=_links_to_changes),
    ),
)
