from postkring.accounts.permissions import Permission
from postkring.web.routes import page
from postkring.web.setup.interaction_templates import interaction_templates, new_template, one_template, remove_template
from postkring.web.setup.salespeople import new_salesperson, one_salesperson, salespeople, salesperson_delete
from postkring.web.setup.views import inheritance, number_series, one_series, own_organisation, setup

urlpatterns = [
    page("setup/", setup, name="setup", needs=Permission.ADMINISTER),
    page("setup/organisation", own_organisation, name="organisation", needs=Permission.ADMINISTER),
    page("setup/inheritance", inheritance, name="inheritance", needs=Permission.ADMINISTER),
    page("setup/salespeople/", salespeople, name="salespeople", needs=Permission.ADMINISTER),
    page("setup/salespeople/new", new_salesperson, name="salesperson_new", needs=Permission.ADMINISTER),
    page("setup/salespeople/<str:code>/", one_salesperson, name="one_salesperson", needs=Permission.ADMINISTER),
    page("setup/salespeople/<str:code>/delete", salesperson_delete, name="salesperson_delete", needs=Permission.ADMINISTER),
    page("setup/number-series/", number_series, name="number_series", needs=Permission.ADMINISTER),
    page("setup/number-series/<str:code>/", one_series, name="one_series", needs=Permission.ADMINISTER),
    page("setup/interaction-templates/", interaction_templates, name="interaction_templates", needs=Permission.ADMINISTER),
    page("setup/interaction-templates/new", new_template, name="interaction_template_new", needs=Permission.ADMINISTER),
    page("setup/interaction-templates/<str:code>/", one_template, name="interaction_template", needs=Permission.ADMINISTER),
    page("setup/interaction-templates/<str:code>/delete", remove_template, name="interaction_template_delete", needs=Permission.ADMINISTER),
]
