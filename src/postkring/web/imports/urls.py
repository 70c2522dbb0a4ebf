from postkring.accounts.permissions import Permission
from postkring.web.imports.columns import columns
from postkring.web.imports.difference import difference, load_file, quarantine
from postkring.web.imports.import_list import imports
from postkring.web.imports.upload import new_import
from postkring.web.routes import page

EDIT = Permission.EDIT_CONTACTS

urlpatterns = [
    page("imports/", imports, name="imports", needs=EDIT),
    page("imports/new", new_import, name="import_new", needs=EDIT),
    page("imports/<int:number>/", difference, name="import", needs=EDIT),
    page("imports/<int:number>/columns", columns, name="import_columns", needs=EDIT),
    page("imports/<int:number>/load", load_file, name="import_load", needs=EDIT),
    page("imports/<int:number>/refused.xlsx", quarantine, name="import_refused", needs=EDIT),
]
