"""mailingGroups, and contactMailingGroups: which contact is in which group, now and on a day of the past."""

from collections.abc import Mapping
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
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import as_of, group_by_code
from postkring.contacts.models import Contact
from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.lookups import Fold
from postkring.ledger.standing import standing
from postkring.lists.mailing_groups import GROUPS


def _of_groups(asked: Asked) -> Mapping[str, Made]:
    return {"last_modified": last_modified(MailingGroup), "description_folded": Fold(F("description"))}


def _create_group(values: Values, by: User) -> int:
    required(values, "code")
    group: Any = create_group(values["code"], values.get("description", ""), by=by)
    return int(group.pk)


def _change_group(key: int, values: Values, by: User) -> None:
    group, description = MailingGroup.objects.get(pk=key), values.get("description")
    if "code" in values:
        rename_group(group, values["code"], description=description, by=by)
    elif description is not None:
        describe_group(group, description, by=by)


MAILING_GROUPS: Final = EntitySet(
    name="mailingGroups",
    entity="mailingGroup",
    properties=(
        guid(),
        code("code", length=CODE_LENGTH, folded="code_folded", order="code"),
        text("description", length=100, order="description_folded"),
        number("numberOfContacts", "contact_count", is_read_only=True, order="contact_count"),
        instant("lastModifiedDateTime", "last_modified"),
    ),
    rows=lambda asked: MailingGroup.objects.all(),
    order=("code",),
    versioned=("code", "description"),
    annotations=_of_groups,
    search=GROUPS.search,
    writing=Writing(
        Permission.EDIT_CONTACTS, _create_group, _change_group, lambda key, by: delete_group(MailingGroup.objects.get(pk=key), by=by)
    ),
)


def _assignments(asked: Asked) -> Any:
    rows = ContactMailingGroup.objects.all()
    return rows.filter(standing()) if asked.as_of is None else as_of(rows, asked.as_of)


def _of_assignments(asked: Asked) -> Mapping[str, Made]:
    """Who or what was deleted since stays named by the number or the code it had. Of today, everything is there."""
    if asked.as_of is None:
        return {
            "of_contact": F("contact__guid"),
            "number": F("contact__number"),
            "name": F("contact__name"),
            "company": F("contact__company_name"),
            "group_code": F("mailing_group__code"),
            "group_description": F("mailing_group__description"),
        }
    contact, group = Contact.objects.filter(pk=OuterRef("contact_id")), MailingGroup.objects.filter(pk=OuterRef("mailing_group_id"))
    gone = Value("", output_field=CharField())
    return {
        "of_contact": Subquery(contact.values("guid"), output_field=UUIDField()),
        "number": Coalesce(Subquery(contact.values("number")), F("contact_number")),
        "name": Coalesce(Subquery(contact.values("name")), gone),
        "company": Coalesce(Subquery(contact.values("company_name")), gone),
        "group_code": Coalesce(Subquery(group.values("code")), F("code")),
        "group_description": Coalesce(Subquery(group.values("description")), gone),
    }


def _assign(values: Values, by: User) -> int:
    """Twice is as good as once: the record is that of the first time (R-2101)."""
    required(values, "mailingGroupCode")
    contact = contact_named(values)
    group = group_by_code(values["mailingGroupCode"])
    if group is None:
        raise no_such_group(values["mailingGroupCode"])
    add_to_group(Contact.objects.filter(pk=contact.pk), group, by=by)
    return int(ContactMailingGroup.objects.values_list("pk", flat=True).get(standing(), mailing_group=group, contact=contact))


def _take_out(key: int, by: User) -> None:
    assigned = ContactMailingGroup.objects.select_related("mailing_group").get(pk=key)
    take_out_of_group(Contact.objects.filter(pk=assigned.contact_id), assigned.mailing_group, by=by)


CONTACT_MAILING_GROUPS: Final = EntitySet(
    name="contactMailingGroups",
    entity="contactMailingGroup",
    properties=(
        guid(),
        Property("contactId", Kind.GUID, "of_contact", may_be_null=True),
        code("contactNumber", "number", length=NUMBER_LENGTH, order="number", may_be_null=True),
        code("mailingGroupCode", "group_code", length=CODE_LENGTH, order="group_code"),
        text("mailingGroupDescription", "group_description", length=100, is_read_only=True),
        text("contactName", "name", length=100, is_read_only=True),
        text("contactCompanyName", "company", length=100, is_read_only=True),
        instant("since"),
        Property("addedBy", Kind.REFERENCE, "added_by__by__username", length=150, is_read_only=True),
    ),
    rows=_assignments,
    order=(),
    versioned=("pk", "since"),
    annotations=_of_assignments,
    writing=Writing(Permission.EDIT_CONTACTS, create=_assign, delete=_take_out),
    knows_the_past=True,
)
