from postkring.accounts.permissions import Permission
from postkring.web.routes import page
from postkring.web.setup.views import inheritance, number_series, one_series, own_organisation, setup

urlpatterns = [
    page("setup/", setup, name="setup", needs=Permission.ADMINISTER),
    page("setup/organisation", own_organisation, name="organisation", needs=Permission.ADMINISTER),
    page("setup/inheritance", inheritance, name="inheritance", needs=Permission.ADMINISTER),
    page("setup/number-series/", number_series, name="number_series", needs=Permission.ADMINISTER),
    page("setup/number-series/<str:code>/", one_series, name="one_series", needs=Permission.ADMINISTER),
]
