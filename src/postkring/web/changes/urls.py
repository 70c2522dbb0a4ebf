from postkring.accounts.permissions import Permission
from postkring.web.changes.listed_changes import changes
from postkring.web.changes.one_change import change
from postkring.web.changes.undoing import undo
from postkring.web.routes import page

# Who may read and take back which act, the act itself says.
urlpatterns = [
    page("changes/", changes, name="changes", needs=Permission.READ),
    page("changes/<int:number>/", change, name="change", needs=Permission.READ),
    page("changes/<int:number>/undo", undo, name="change_undo", needs=Permission.READ),
]
