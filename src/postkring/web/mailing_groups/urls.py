from postkring.accounts.permissions import Permission
from postkring.web.mailing_groups.delete import delete, empty_and_delete
from postkring.web.mailing_groups.group_card import mailing_group
from postkring.web.mailing_groups.group_list import mailing_groups
from postkring.web.mailing_groups.new_group import new_group
from postkring.web.mailing_groups.rename import rename
from postkring.web.routes import page

READ, EDIT = Permission.READ, Permission.EDIT_CONTACTS

urlpatterns = [
    page("mailing-groups/", mailing_groups, name="mailing_groups", needs=READ),
    page("mailing-groups/new", new_group, name="mailing_group_new", needs=EDIT),
    page("mailing-groups/<str:code>/", mailing_group, name="mailing_group", needs=READ),
    page("mailing-groups/<str:code>/rename", rename, name="mailing_group_rename", needs=EDIT),
    page("mailing-groups/<str:code>/delete", delete, name="mailing_group_delete", needs=EDIT),
    page("mailing-groups/<str:code>/empty-and-delete", empty_and_delete, name="mailing_group_empty_and_delete", needs=EDIT),
]
