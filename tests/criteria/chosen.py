"""Contacts to choose from, and who is chosen by a criterion."""

from typing import Any

from django.db.models import Q

from postkring.contacts.folding import derive
from postkring.contacts.models import Contact, ContactType
from postkring.criteria.selections import Chosen, Selection, contacts


def store(*rows: dict[str, Any]) -> list[Contact]:
    """Contacts with exactly these columns, named 0, 1, 2 …: what a rule would make of the values does not matter here."""
    made = []
    for place, row in enumerate(rows):
        contact = Contact(**{"number": f"N{place}", "name": f"Contact {place}", "type": ContactType.PERSON} | row)
        derive(contact, home_country="BE")
        made.append(contact)
    return Contact.objects.bulk_create(made)


def chosen(key: str, expression: str) -> set[int]:
    """The places of the contacts that a criterion chooses, in the order of their keys."""
    return places(Q(pk__in=contacts(Selection((Chosen(key, expression),))).values("pk")))


def places(condition: Q) -> set[int]:
    keys = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    found = list(Contact.objects.filter(condition).values_list("pk", flat=True))
    assert len(found) == len(set(found))
    return {keys.index(key) for key in found}
