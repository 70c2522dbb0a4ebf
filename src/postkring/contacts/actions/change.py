"""Changing fields of one contact, and what its persons take over from it (3.2, 3.5, 3.6)."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.actions.values import apply_all, surroundings
from postkring.contacts.catalogue import BY_NAME, FIELDS
from postkring.contacts.folding import DERIVED, derive, derive_again
from postkring.contacts.inheritance import OF_SEVERAL, Following, Former, following, persons_following
from postkring.contacts.models import Contact, ContactQuerySet, ContactStamp
from postkring.contacts.rules import Surroundings, apply
from postkring.contacts.stamps import touch
from postkring.kit.errors import Changed, DomainError, NotFound
from postkring.ledger.acts import Writer, act


def change_contact(contact: Contact, values: Mapping[str, Any], *, seen: Mapping[str, Any] | None = None, by: User) -> Contact:
    """Sets fields by their rules and gives the contact as it is now stored.

    `seen` holds the values that the user saw of the fields being set: where one is another by now, Changed says who changed it.
    """
    require(by, Permission.EDIT_CONTACTS)
    with act("contact.change", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = Contact.objects.select_for_update().filter(pk=contact.pk).first()
        if stored is None:
            raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=contact.number)
        around, before = surroundings(), Former.of(stored)
        _refuse_overwriting(stored, values, seen or {}, around)
        as_it_was = _values(stored)
        apply_all(stored, values, around)
        derive(stored, home_country=around.home_country)
        columns = sorted(_changed_columns(stored, as_it_was))
        if columns:
            _write(writer, stored, columns, following(stored, before, around.setup) if stored.is_company else [], around)
            changed = writer.updated(Contact.objects.all())
            touch(writer, changed)
            writer.count(changed=1, persons=changed.exclude(pk=stored.pk).count())
            writer.say(lambda: _sentence(stored, as_it_was))
    return stored


def _write(writer: Writer, stored: Contact, columns: Sequence[str], followings: Sequence[Following], around: Surroundings) -> None:
    """Writes the contact, and of a company the persons that follow: they change in no other column than the company itself."""
    persons = Contact.objects.filter(company=stored.pk).exclude(pk=stored.pk) if followings else Contact.objects.none()
    _hold(persons)
    # What is worked out leaves no image: after an undo it is worked out again (see undoing.py).
    with writer.updating(Contact.objects.filter(Q(pk=stored.pk) | persons_following(stored, followings)), columns):
        stored.save(update_fields=[*columns, *DERIVED])
        for each in followings:
            persons.filter(each.who).update(**each.values)
        if any(each.in_several for each in followings):
            derive_again(writer.updated(Contact.objects.all()).exclude(pk=stored.pk), OF_SEVERAL, home_country=around.home_country)


def _hold(persons: ContactQuerySet) -> None:
    for _ in persons.select_for_update().order_by("pk").values_list("pk").iterator():
        pass


def _values(contact: Contact) -> dict[str, Any]:
    return {field.attname: getattr(contact, field.attname) for field in Contact._meta.concrete_fields}


def _changed_columns(contact: Contact, as_it_was: Mapping[str, Any]) -> set[str]:
    changed = {Contact._meta.get_field(name).name for name, value in as_it_was.items() if getattr(contact, name) != value}
    return changed.difference(DERIVED)


def _refuse_overwriting(stored: Contact, values: Mapping[str, Any], seen: Mapping[str, Any], around: Surroundings) -> None:
    """R-7308: of two who change the same field, the second is told; different fields merge."""
    for name in values:
        if name not in seen or _shown(stored, name) == str(seen[name] or "") or _stands(stored, name, values[name], around):
            continue
        stamp = ContactStamp.objects.select_related("change_set__by").filter(contact=stored).first()
        user = stamp.change_set.by if stamp else None
        raise Changed(
            pgettext("msg.record_changed", "%(user)s changed this record at %(time)s. Your change to %(field)s was not saved.")
            % {
                "user": user or pgettext("ui.unknown", "Unknown"),
                "time": stamp.at.astimezone().strftime("%H:%M") if stamp else "",
                "field": BY_NAME[name].label,
            },
            field=name,
            now=_shown(stored, name),
            yours=values[name],
        )


def _stands(stored: Contact, name: str, value: Any, around: Surroundings) -> bool:
    """Whether the field has the new value already: a form may come twice, and two may want the same."""
    tried = copy(stored)
    try:
        apply(tried, name, value, around)
    except DomainError:
        return False
    return _shown(tried, name) == _shown(stored, name)


def _shown(contact: Contact, name: str) -> str:
    """A field's value as a form shows it."""
    if name == "company_number":
        return contact.company.number if contact.company else ""
    value = getattr(contact, BY_NAME[name].column)
    return "" if value is None or value is False else str(value)


def _sentence(contact: Contact, as_it_was: Mapping[str, Any]) -> str:
    labels = [
        str(field.label) for field in FIELDS if field.name != "company_number" and as_it_was[field.column] != getattr(contact, field.column)
    ]
    return pgettext("ledger.contact_changed", "%(number)s %(name)s changed: %(fields)s") % {
        "number": contact.number,
        "name": contact.name,
        "fields": ", ".join(labels),
    }
