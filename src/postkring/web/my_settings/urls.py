from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters

from postkring.accounts.actions import save_settings, set_password
from postkring.accounts.permissions import Permission
from postkring.kit.errors import DomainError
from postkring.setup.tied_users import salesperson_of
from postkring.web.languages import remember_language
from postkring.web.my_settings.forms import ChangePasswordForm, MySettingsForm
from postkring.web.my_settings.tokens import my_token_new, my_token_revoke, my_tokens
from postkring.web.pages import INVALID, answer, done, toast
from postkring.web.request import Request
from postkring.web.routes import page


def my_settings(request: Request) -> HttpResponse:
    user = request.user
    initial = {"language": user.language, "theme": user.theme, "shortcuts": user.shortcuts}
    form = MySettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        save_settings(user, **form.cleaned_data)
        language = form.cleaned_data["language"]
        with translation.override(language or translation.get_language()):
            toast(request, pgettext("msg.settings_saved", "Settings saved"))
        response = done(request, reverse("my_settings"))
        if language:
            remember_language(response, language)
        return response
    context = {"title": pgettext("page.my_settings", "My Settings"), "form": form, "salesperson": salesperson_of(user)}
    return answer(request, "my_settings/my_settings.html", context, status=INVALID if form.errors else 200)


@sensitive_post_parameters("current", "password")
def my_password(request: Request) -> HttpResponse:
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            set_password(request.user, form.cleaned_data["password"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            update_session_auth_hash(request, request.user)
            toast(request, pgettext("msg.password_changed", "Password changed. Other devices have to sign in again."))
            return done(request, reverse("my_settings"))
    context = {"title": pgettext("action.change_password", "Change password"), "form": form}
    return answer(request, "my_settings/my_password.html", context, status=INVALID if form.errors else 200)


urlpatterns = [
    page("settings/", my_settings, name="my_settings", needs=Permission.READ),
    page("settings/password", my_password, name="my_password", needs=Permission.READ),
    page("settings/tokens/", my_tokens, name="my_tokens", needs=Permission.READ),
    page("settings/tokens/new", my_token_new, name="my_token_new", needs=Permission.READ),
    page("settings/tokens/<int:token>/revoke", my_token_revoke, name="my_token_revoke", needs=Permission.READ),
]
