from postkring.accounts.permissions import Permission
from postkring.web.routes import page
from postkring.web.segments.add_contacts import add
from postkring.web.segments.cancel import cancel
from postkring.web.segments.delete import delete
from postkring.web.segments.go_back import take_back
from postkring.web.segments.log import log
from postkring.web.segments.lookup import segment_lookup
from postkring.web.segments.new_segment import new_segment
from postkring.web.segments.one_line import line
from postkring.web.segments.previewed import previewed, reduce_previewed, refine_previewed
from postkring.web.segments.reduce import reduce, refine
from postkring.web.segments.reuse_segment import reuse_on, reuse_segment
from postkring.web.segments.segment_card import segment
from postkring.web.segments.segment_list import add_contacts_to_chosen, delete_chosen, segments
from postkring.web.segments.steps import criteria, step
from postkring.web.segments.suggestions import suggestions
from postkring.web.segments.template import template

READ, EDIT = Permission.READ, Permission.EDIT_SEGMENTS

urlpatterns = [
    page("segments/", segments, name="segments", needs=READ),
    page("segments/new", new_segment, name="segment_new", needs=EDIT),
    page("segments/add-contacts", add_contacts_to_chosen, name="segments_add_contacts", needs=EDIT),
    page("segments/delete", delete_chosen, name="segments_delete", needs=EDIT),
    page("segments/suggestions/<str:key>", suggestions, name="criterion_suggestions", needs=READ),
    page("segments/lookup", segment_lookup, name="segment_lookup", needs=READ),
    page("segments/<str:number>/", segment, name="segment", needs=READ),
    page("segments/<str:number>/add-contacts", add, name="segment_add_contacts", needs=EDIT),
    page("segments/<str:number>/add-contacts/preview", previewed, name="segment_preview", needs=EDIT),
    page("segments/<str:number>/reduce-contacts", reduce, name="segment_reduce", needs=EDIT),
    page("segments/<str:number>/reduce-contacts/preview", reduce_previewed, name="segment_reduce_preview", needs=EDIT),
    page("segments/<str:number>/refine-contacts", refine, name="segment_refine", needs=EDIT),
    page("segments/<str:number>/refine-contacts/preview", refine_previewed, name="segment_refine_preview", needs=EDIT),
    page("segments/<str:number>/reuse-segment", reuse_segment, name="segment_reuse_segment", needs=EDIT),
    page("segments/<str:number>/reuse", reuse_on, name="segment_reuse", needs=EDIT),
    page("segments/<str:number>/lines/<str:contact>", line, name="segment_line", needs=EDIT),
    page("segments/<str:number>/criteria", criteria, name="segment_criteria", needs=READ),
    page("segments/<str:number>/criteria/<int:action_number>", step, name="segment_step", needs=READ),
    page("segments/<str:number>/go-back", take_back, name="segment_go_back", needs=EDIT),
    page("segments/<str:number>/template", template, name="segment_template", needs=EDIT),
    page("segments/<str:number>/log", log, name="segment_log", needs=EDIT),
    page("segments/<str:number>/cancel", cancel, name="segment_cancel", needs=EDIT),
    page("segments/<str:number>/delete", delete, name="segment_delete", needs=EDIT),
]
