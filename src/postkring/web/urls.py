"""Every page there is. A folder per room of pages has its own urls; what answers when none fits, the settings name."""

from django.urls import URLPattern, URLResolver

from postkring.web import icons, languages, typed_contact
from postkring.web.accounts import urls as accounts
from postkring.web.bulk import views as bulk
from postkring.web.changes import urls as changes
from postkring.web.classifications import urls as mailing_groups
from postkring.web.contacts import urls as contacts
from postkring.web.exports import urls as exports
from postkring.web.health import urls as health
from postkring.web.help import urls as manual
from postkring.web.home import urls as home
from postkring.web.imports import urls as imports
from postkring.web.my_settings import urls as my_settings
from postkring.web.patterns import urls as patterns
from postkring.web.saved_criteria import urls as saved_criteria
from postkring.web.saved_views import urls as saved_views
from postkring.web.search import urls as search
from postkring.web.segments import urls as segments
from postkring.web.segments import why
from postkring.web.setup import urls as setup
from postkring.web.tasks import urls as tasks
from postkring.web.users import urls as users

FOLDERS = (
    home,
    bulk,
    exports,
    contacts,
    mailing_groups,
    segments,
    saved_criteria,
    why,
    imports,
    changes,
    saved_views,
    tasks,
    typed_contact,
    search,
    setup,
    users,
    my_settings,
    accounts,
    manual,
    languages,
    health,
    patterns,
    icons,
)

urlpatterns: list[URLPattern | URLResolver] = [route for folder in FOLDERS for route in folder.urlpatterns]
