"""The acts on contacts, one file per verb."""

from postkring.contacts.actions.change import change_contact
from postkring.contacts.actions.create import create_contact
from postkring.contacts.actions.delete import delete_contacts

__all__ = ["change_contact", "create_contact", "delete_contacts"]
