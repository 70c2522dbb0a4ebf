from postkring.accounts.permissions import Permission
from postkring.web.contacts.card_views import contact
from postkring.web.contacts.delete import contacts_delete
from postkring.web.contacts.interactions import contact_interaction, contact_interactions
from postkring.web.contacts.list_views import contacts
from postkring.web.contacts.lookups import contact_lookup, mailing_group_lookup, place_lookup
from postkring.web.contacts.mailing_groups import (
    contact_mailing_group_remove,
    contact_mailing_groups,
    contact_mailing_groups_undo,
    contact_segmentation,
)
from postkring.web.contacts.new import contact_new, name_parts
from postkring.web.contacts.related import contact_related
from postkring.web.contacts.several import contacts_mailing_groups
from postkring.web.routes import page

READ, EDIT = Permission.READ, Permission.EDIT_CONTACTS

urlpatterns = [
    page("contacts/", contacts, name="contacts", needs=READ),
    page("contacts/new", contact_new, name="contact_new", needs=EDIT),
    page("contacts/name-parts", name_parts, name="contact_name_parts", needs=EDIT),
    page("contacts/lookup", contact_lookup, name="contact_lookup", needs=READ),
    page("contacts/delete", contacts_delete, name="contacts_delete", needs=EDIT),
    page("contacts/mailing-groups", contacts_mailing_groups, name="contacts_mailing_groups", needs=READ),
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
    page("contacts/<str:number>/mailing-groups", contact_mailing_groups, name="contact_mailing_groups", needs=READ),
    page(
        "contacts/<str:number>/mailing-groups/undo/<int:change>",
        contact_mailing_groups_undo,
        name="contact_mailing_groups_undo",
        needs=EDIT,
    ),
    page(
        "contacts/<str:number>/mailing-groups/<str:code>/remove",
        contact_mailing_group_remove,
        name="contact_mailing_group_remove",
        needs=EDIT,
    ),
    page("mailing-groups/lookup", mailing_group_lookup, name="mailing_group_lookup", needs=READ),
]
