"""The codes of every classification (mailingGroups), and who has them, now and on a day of the past (contactMailingGroups)."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.db.models import CharField, F, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.api.bodies import required
from postkring.api.edm import Asked, EntitySet, Kind, Made, Property, Values, Writing, code, guid, instant, number, text
from postkring.api.sets.naming import contact_named, no_such_group
from postkring.api.sets.stamps import last_modified
from postkring.classifications.actions import (
    add_to_group,
    create_group,
    delete_group,
    describe_group,
    rename_group,
    take_out_of_group,
)
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.queries import as_of, group_by_code, groups_matching
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.lookups import Fold


def _holding(groups: Any, text: str, spec: Spec) -> Any:
    return groups.filter(pk__in=groups_matching(text, spec).order_by().values("pk"))


def _create(spec: Spec, values: Values, by: User) -> int:
    required(values, "code")
    group: Any = create_group(values["code"], values.get("description", ""), spec=spec, by=by)
    return int(group.pk)


def _change(spec: Spec, key: int, values: Values, by: User) -> None:
    group, description = spec.codes().get(pk=key), values.get("description")
    if "code" in values:
        rename_group(group, values["code"], description=description, by=by)
    elif description is not None:
        describe_group(group, description, by=by)


def _codes(spec: Spec) -> EntitySet:
    return EntitySet(
        name=spec.keys,
        entity=spec.key,
        properties=(
            guid(),
            code("code", length=CODE_LENGTH, folded="code_folded", order="code"),
            text("description", length=100, order="description_folded"),
            number("numberOfContacts", "contact_count", is_read_only=True, order="contact_count"),
            instant("lastModifiedDateTime", "last_modified"),
        ),
        rows=lambda asked: spec.codes(),
        order=("code",),
        versioned=("code", "description"),
        annotations=lambda asked: {"last_modified": last_modified(spec.model), "description_folded": Fold(F("description"))},
        search=partial(_holding, spec=spec),
        writing=Writing(
            spec.edit_codes, partial(_create, spec), partial(_change, spec), lambda key, by: delete_group(spec.codes().get(pk=key), by=by)
        ),
    )


def _links(spec: Spec, asked: Asked) -> Any:
    return spec.standing() if asked.as_of is None else as_of(spec.links(), asked.as_of)


def _of_links(spec: Spec, asked: Asked) -> Mapping[str, Made]:
    """Who or what was deleted since stays named by the number or the code it had. Of today, everything is there."""
    if asked.as_of is None:
        return {
            "of_contact": F("contact__guid"),
            "number": F("contact__number"),
            "name": F("contact__name"),
            "company": F("contact__company_name"),
            "group_code": F(f"{spec.name}__code"),
            "group_description": F(f"{spec.name}__description"),
        }
    contact, group = Contact.objects.filter(pk=OuterRef("contact_id")), spec.codes().filter(pk=OuterRef(f"{spec.name}_id"))
    gone = Value("", output_field=CharField())
    return {
        "of_contact": Subquery(contact.values("guid"), output_field=UUIDField()),
        "number": Coalesce(Subquery(contact.values("number")), F("contact_number")),
        "name": Coalesce(Subquery(contact.values("name")), gone),
        "company": Coalesce(Subquery(contact.values("company_name")), gone),
        "group_code": Coalesce(Subquery(group.values("code")), F("code")),
        "group_description": Coalesce(Subquery(group.values("description")), gone),
    }


def _assign(spec: Spec, values: Values, by: User) -> int:
    """Twice is as good as once: the record is that of the first time (R-2101)."""
    required(values, f"{spec.key}Code")
    contact = contact_named(values)
    group = group_by_code(values[f"{spec.key}Code"], spec)
    if group is None:
        raise no_such_group(values[f"{spec.key}Code"], spec)
    add_to_group(Contact.objects.filter(pk=contact.pk), group, by=by)
    return int(spec.standing().values_list("pk", flat=True).get(**spec.of_code(group), contact=contact))


def _take_out(spec: Spec, key: int, by: User) -> None:
    assigned = spec.links().select_related(spec.name).get(pk=key)
    take_out_of_group(Contact.objects.filter(pk=assigned.contact_id), getattr(assigned, spec.name), by=by)


def links_name(spec: Spec) -> str:
    return f"contact{spec.keys[0].upper()}{spec.keys[1:]}"


def _assignments(spec: Spec) -> EntitySet:
    return EntitySet(
        name=links_name(spec),
        entity=f"contact{spec.key[0].upper()}{spec.key[1:]}",
        properties=(
            guid(),
            Property("contactId", Kind.GUID, "of_contact", may_be_null=True),
            code("contactNumber", "number", length=NUMBER_LENGTH, order="number", may_be_null=True),
            code(f"{spec.key}Code", "group_code", length=CODE_LENGTH, order="group_code"),
            text(f"{spec.key}Description", "group_description", length=100, is_read_only=True),
            text("contactName", "name", length=100, is_read_only=True),
            text("contactCompanyName", "company", length=100, is_read_only=True),
            instant("since"),
            Property("addedBy", Kind.REFERENCE, "added_by__by__username", length=150, is_read_only=True),
        ),
        rows=partial(_links, spec),
        order=(),
        versioned=("pk", "since"),
        annotations=partial(_of_links, spec),
        writing=Writing(Permission.EDIT_CONTACTS, create=partial(_assign, spec), delete=partial(_take_out, spec)),
        knows_the_past=True,
    )


CODES: Final = {spec.name: _codes(spec) for spec in CLASSIFICATIONS}
ASSIGNMENTS: Final = {spec.name: _assignments(spec) for spec in CLASSIFICATIONS}
