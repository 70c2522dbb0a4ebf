from collections.abc import Iterator
from functools import partial

from django.urls import URLPattern

from postkring.accounts.permissions import Permission
from postkring.web.classifications.pages import PAGES, Pages
from postkring.web.contacts.card_views import contact
from postkring.web.contacts.codes import contact_code_remove, contact_codes, contact_codes_undo, contact_segmentation
from postkring.web.contacts.delete import contacts_delete
from postkring.web.contacts.interactions import contact_interaction, contact_interactions
from postkring.web.contacts.list_views import contacts
from postkring.web.contacts.lookups import code_lookup, contact_lookup, place_lookup
from postkring.web.contacts.new import contact_new, name_parts
from postkring.web.contacts.related import contact_related
from postkring.web.contacts.several import contacts_codes
from postkring.web.routes import View, page

READ, EDIT = Permission.READ, Permission.EDIT_CONTACTS


def _of_several(pages: Pages) -> URLPattern:
    return page(f"contacts/{pages.path}", partial(contacts_codes, pages=pages), name=pages.of_several, needs=READ)


def _of_one(pages: Pages) -> Iterator[URLPattern]:
    def about(view: View) -> View:
        return partial(view, pages=pages)

    root = f"contacts/<str:number>/{pages.path}"
    yield page(root, about(contact_codes), name=pages.of_contact, needs=READ)
    yield page(f"{root}/undo/<int:change>", about(contact_codes_undo), name=pages.of_contact_undo, needs=EDIT)
    yield page(f"{root}/<str:code>/remove", about(contact_code_remove), name=pages.of_contact_remove, needs=EDIT)
    yield page(f"{pages.path}/lookup", about(code_lookup), name=pages.lookup, needs=READ)


urlpatterns = [
    page("contacts/", contacts, name="contacts", needs=READ),
    page("contacts/new", contact_new, name="contact_new", needs=EDIT),
    page("contacts/name-parts", name_parts, name="contact_name_parts", needs=EDIT),
    page("contacts/lookup", contact_lookup, name="contact_lookup", needs=READ),
    page("contacts/delete", contacts_delete, name="contacts_delete", needs=EDIT),
    *map(_of_several, PAGES),
    page("contacts/<str:number>/", contact, name="contact", needs=READ),
    page("contacts/<str:number>/related", contact_related, name="contact_related", needs=READ),
    page("contacts/<str:number>/interactions", contact_interactions, name="contact_interactions", needs=READ),
    page(
        "contacts/<str:number>/interactions/<int:entry>",
        contact_interaction,
        name="contact_interaction",
        needs=Permission.EDIT_SEGMENTS,
    ),
    page("contacts/<str:number>/places", place_lookup, name="contact_places", needs=READ),
    page("contacts/<str:number>/segmentation", contact_segmentation, name="contact_segmentation", needs=READ),
    *(route for pages in PAGES for route in _of_one(pages)),
]
