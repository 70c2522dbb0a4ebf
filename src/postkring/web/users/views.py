from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from postkring.accounts.actions import add_user, disable_user, enable_user, set_password, set_role
from postkring.accounts.models import User
from postkring.kit.errors import DomainError, NotFound
from postkring.setup.tied_users import salesperson_of, tie_user, with_salesperson
from postkring.web.changes.acts import tell
from postkring.web.pages import INVALID, answer, done, toast
from postkring.web.request import Request
from postkring.web.tables import Column
from postkring.web.users.forms import NewUserForm, PasswordForm, RoleForm, TieForm


def users(request: Request) -> HttpResponse:
    columns = [
        Column("username", pgettext("field.user_name", "User name"), kind="wide", rank=1),
        Column("role", pgettext("field.role", "Role"), rank=1),
        Column("salesperson", pgettext("field.salesperson_code", "Salesperson Code"), rank=3),
        Column("status", pgettext("field.status", "Status"), rank=1),
        Column("last_login", pgettext("field.last_sign_in", "Last signed in"), rank=3),
    ]
    context = {"title": pgettext("page.users", "Users"), "columns": columns, "rows": with_salesperson(User.objects.order_by("username"))}
    return answer(request, "users/users.html", context)


@sensitive_post_parameters("password")
def new_user(request: Request) -> HttpResponse:
    form = NewUserForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = add_user(
                form.cleaned_data["username"], role=form.cleaned_data["role"], password=form.cleaned_data["password"], by=request.user
            )
        except DomainError as error:
            form.refuse(error)
        else:
            toast(request, pgettext("msg.user_added", "User %(user)s added") % {"user": user.username})
            return done(request, reverse("users"))
    context = {"title": pgettext("task.new_user", "New user"), "form": form}
    return answer(request, "users/user_form.html", context, status=INVALID if form.errors else 200)


def user_role(request: Request, pk: int) -> HttpResponse:
    user = the_user(pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": user.role})
    if form.is_valid():
        try:
            set_role(user, form.cleaned_data["role"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            toast(
                request,
                pgettext("msg.user_role_set", "%(user)s is now %(role)s.") % {"user": user.username, "role": user.get_role_display()},
            )
            return done(request, reverse("users"))
    context = {"title": pgettext("user.role_of", "Role of %(user)s") % {"user": user.username}, "form": form}
    return answer(request, "users/user_form.html", context, status=INVALID if form.errors else 200)


def user_salesperson(request: Request, pk: int) -> HttpResponse:
    """The one that the user is tied to; whoever has been blocked since stays among the answers."""
    user = the_user(pk)
    own = salesperson_of(user)
    form = TieForm(request.POST if request.method == "POST" else None, initial={"salesperson": own.code if own else ""})
    if form.is_valid():
        try:
            tell(request, tie_user(user, form.cleaned_data["salesperson"], by=request.user))
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, reverse("users"))
    context = {"title": pgettext("user.salesperson_of", "Salesperson of %(user)s") % {"user": user.username}, "form": form}
    return answer(request, "users/user_form.html", context, status=INVALID if form.errors else 200)


@sensitive_post_parameters("password")
def user_password(request: Request, pk: int) -> HttpResponse:
    user = the_user(pk)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            set_password(user, form.cleaned_data["password"], by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            toast(request, pgettext("msg.user_password_set", "%(user)s has a new password.") % {"user": user.username})
            return done(request, reverse("users"))
    context = {"title": pgettext("user.password_of", "Password of %(user)s") % {"user": user.username}, "form": form}
    return answer(request, "users/user_form.html", context, status=INVALID if form.errors else 200)


@require_POST
def user_disable(request: Request, pk: int) -> HttpResponse:
    user = the_user(pk)
    disable_user(user, by=request.user)
    toast(
        request,
        pgettext("msg.user_disabled_now", "%(user)s can no longer sign in.") % {"user": user.username},
        undo=reverse("user_enable", args=[pk]),
    )
    return done(request, reverse("users"))


@require_POST
def user_enable(request: Request, pk: int) -> HttpResponse:
    user = the_user(pk)
    enable_user(user, by=request.user)
    toast(request, pgettext("msg.user_enabled_now", "%(user)s can sign in again.") % {"user": user.username})
    return done(request, reverse("users"))


def the_user(pk: int) -> User:
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    return user
