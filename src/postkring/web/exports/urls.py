from postkring.accounts.permissions import Permission
from postkring.web.exports.changes import changes_export
from postkring.web.exports.lists import mailing_groups_export, segments_export
from postkring.web.exports.views import (
    contacts_export,
    contacts_left_out,
    mailing_group_export,
    mailing_group_left_out,
    segment_export,
    segment_left_out,
)
from postkring.web.routes import page

READ = Permission.READ

urlpatterns = [
    page("contacts/export", contacts_export, name="contacts_export", needs=READ),
    page("contacts/export/left-out", contacts_left_out, name="contacts_left_out", needs=READ),
    page("mailing-groups/export", mailing_groups_export, name="mailing_groups_export", needs=READ),
    page("mailing-groups/<str:code>/export", mailing_group_export, name="mailing_group_export", needs=READ),
    page("mailing-groups/<str:code>/export/left-out", mailing_group_left_out, name="mailing_group_left_out", needs=READ),
    page("segments/export", segments_export, name="segments_export", needs=READ),
    page("changes/export", changes_export, name="changes_export", needs=READ),
    page("segments/<str:number>/export", segment_export, name="segment_export", needs=READ),
    page("segments/<str:number>/export/left-out", segment_left_out, name="segment_left_out", needs=READ),
]
