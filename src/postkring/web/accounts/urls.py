from django.conf import settings

from postkring.web.accounts import reset
from postkring.web.accounts.views import SignIn, sign_in_as_demo, sign_out
from postkring.web.routes import public

urlpatterns = [
    public("sign-in/", SignIn.as_view(), name="account_login"),
    public("sign-in/demo", sign_in_as_demo, name="sign_in_as_demo"),
    public("sign-out/", sign_out, name="account_logout"),
]

reset_urlpatterns = [
    public("password/reset", reset.AskForReset.as_view(), name="account_reset_password"),
    public("password/reset/sent", reset.ResetAsked.as_view(), name="account_reset_password_done"),
    public("password/reset/<str:uidb36>/<str:key>", reset.ChooseNewPassword.as_view(), name="account_reset_password_from_key"),
    public("password/reset/done", reset.NewPasswordChosen.as_view(), name="account_reset_password_from_key_done"),
]

# A link in an e-mail is of use only where e-mail leaves the house.
if settings.EMAIL_CONFIGURED:
    urlpatterns += reset_urlpatterns
