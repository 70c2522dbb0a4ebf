from postkring.accounts.permissions import Permission
from postkring.web.routes import page
from postkring.web.users import tokens, views

ADMINISTER = Permission.ADMINISTER

urlpatterns = [
    page("users/", views.users, name="users", needs=ADMINISTER),
    page("users/new", views.new_user, name="user_new", needs=ADMINISTER),
    page("users/<int:pk>/role", views.user_role, name="user_role", needs=ADMINISTER),
    page("users/<int:pk>/salesperson", views.user_salesperson, name="user_salesperson", needs=ADMINISTER),
    page("users/<int:pk>/password", views.user_password, name="user_password", needs=ADMINISTER),
    page("users/<int:pk>/disable", views.user_disable, name="user_disable", needs=ADMINISTER),
    page("users/<int:pk>/enable", views.user_enable, name="user_enable", needs=ADMINISTER),
    page("users/<int:pk>/tokens", tokens.user_tokens, name="user_tokens", needs=ADMINISTER),
    page("users/tokens/<int:token>/revoke", tokens.user_token_revoke, name="user_token_revoke", needs=ADMINISTER),
]
