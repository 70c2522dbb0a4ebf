from postkring.accounts.permissions import Permission
from postkring.web.routes import page
from postkring.web.saved_criteria.criteria_card import delete, saved_criterion
from postkring.web.saved_criteria.criteria_list import saved_criteria
from postkring.web.saved_criteria.reuse import reuse, reuse_on
from postkring.web.saved_criteria.save import save

READ, EDIT = Permission.READ, Permission.EDIT_SEGMENTS

urlpatterns = [
    page("saved-criteria/", saved_criteria, name="saved_criteria", needs=READ),
    page("saved-criteria/<str:code>/", saved_criterion, name="saved_criterion", needs=READ),
    page("saved-criteria/<str:code>/delete", delete, name="saved_criterion_delete", needs=EDIT),
    page("saved-criteria/<str:code>/reuse", reuse_on, name="saved_criterion_reuse", needs=EDIT),
    page("segments/<str:number>/save-criteria", save, name="segment_save_criteria", needs=EDIT),
    page("segments/<str:number>/reuse-criteria", reuse, name="segment_reuse_criteria", needs=EDIT),
]
