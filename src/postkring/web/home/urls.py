from postkring.accounts.permissions import Permission
from postkring.web.home.views import home, own_data
from postkring.web.routes import page

urlpatterns = [
    page("", home, name="home", needs=Permission.READ),
    page("own-data", own_data, name="own_data", needs=Permission.ADMINISTER),
]
