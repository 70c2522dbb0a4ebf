"""Who goes when contacts are deleted, as sets: the chosen, persons with their company, and those who hold everybody back."""

from postkring.contacts.actions.delete import with_persons
from postkring.contacts.followers import held_back
from postkring.contacts.models import Contact, ContactQuerySet


def delete_sets(contacts: ContactQuerySet) -> dict[str, ContactQuerySet]:
    """`deleted`, `persons` who go along with their company (D9), `heldBack`, and who is `staying` because others are held back.

    One who is held back stops the whole act (R-3701): then nobody is in the first two.
    """
    leaving = with_persons(contacts)
    held, nobody = held_back(leaving), Contact.objects.none()
    if held.exists():
        return {"deleted": nobody, "persons": nobody, "heldBack": held, "staying": leaving.exclude(pk__in=held.order_by().values("pk"))}
    return {"deleted": contacts, "persons": leaving.exclude(pk__in=contacts.order_by().values("pk")), "heldBack": held, "staying": nobody}
