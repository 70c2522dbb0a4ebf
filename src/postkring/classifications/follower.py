"""What happens to memberships when their contact or their group goes: they end, and keep its number or code without a constraint."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import pgettext

from postkring.classifications.catalogue import CLASSIFICATIONS, spec_of_model
from postkring.classifications.counters import recount
from postkring.classifications.spec import Spec
from postkring.contacts.followers import ContactFollower
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.kit.errors import Refused
from postkring.ledger.acts import Writer
from postkring.ledger.declarations import Unfit
from postkring.ledger.models import ChangeSet


class ClassificationFollower(ContactFollower):
    def follow_delete(self, writer: Writer, contacts: ContactQuerySet) -> None:
        for spec in CLASSIFICATIONS:
            _end_all(writer, spec, contacts)

    def refuse_type_change(self, contact: Contact) -> None:
        """R-2304, R-3402: a company has no job responsibilities; R-3403: a person has no industry groups."""
        for spec in CLASSIFICATIONS:
            if spec.held_by == contact.type and (codes := _codes_of(spec, contact)):
                raise Refused(_cannot_turn(spec) % {"name": contact.name, "page": spec.plural, "codes": ", ".join(codes)}, field="type")

    def keeps_type(self, change_set: ChangeSet, turning: ContactQuerySet) -> Iterator[Unfit]:
        """Whoever was given codes since, that only contacts of the type of today may hold."""
        for spec in CLASSIFICATIONS:
            if spec.held_by:
                holding = spec.standing().filter(contact=OuterRef("pk")).exclude(begun_by=change_set)
                said = pgettext("undo.holds_codes", "It has %(page)s by now, which the other type cannot have.")
                yield Exists(turning.filter(Exists(holding), type=spec.held_by)), said % {"page": spec.plural}


def keep_codes(writer: Writer, groups: QuerySet[Any]) -> None:
    """For groups that are about to go: the rows of the past keep the code, so that time travel can still name the group."""
    spec = spec_of_model(groups.model)
    code = Subquery(spec.codes().filter(pk=OuterRef(f"{spec.name}_id")).values("code"))
    spec.links_of(groups).exclude(code=code).update(code=code)  # those that keep it already are not written again


def _end_all(writer: Writer, spec: Spec, contacts: ContactQuerySet) -> None:
    rows = spec.links().filter(contact__in=contacts.values("pk"))
    rows.update(contact_number=Subquery(Contact.objects.filter(pk=OuterRef("contact_id")).values("number")))
    if writer.end(rows):
        ended = spec.links().filter(writer.ended(spec.link))
        recount(spec.codes().filter(pk__in=ended.values(spec.name)))


def _codes_of(spec: Spec, contact: Contact) -> list[str]:
    held = spec.standing().filter(contact=contact)
    return list(held.order_by(f"{spec.name}__code").values_list(f"{spec.name}__code", flat=True))


def _cannot_turn(spec: Spec) -> str:
    if spec.held_by == ContactType.PERSON:
        return pgettext("msg.type_codes_person", "%(name)s cannot become a company while it has %(page)s: %(codes)s.")
    return pgettext("msg.type_codes_company", "%(name)s cannot become a person while it has %(page)s: %(codes)s.")
