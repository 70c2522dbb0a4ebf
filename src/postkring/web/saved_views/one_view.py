"""A view: opened as the list it is about, saved, edited, deleted."""

from urllib.parse import parse_qsl

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.kit.errors import DomainError
from postkring.lists.names import refuse_unknown
from postkring.saved_views.access import may_change, view_to_change, view_to_read
from postkring.saved_views.actions import change_view, delete_view, pin_view, save_view, unpin_view
from postkring.saved_views.models import PinnedView, SavedView
from postkring.saved_views.queries import page_of
from postkring.web.changes.acts import tell
from postkring.web.listings import query_of
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request, posted
from postkring.web.saved_views.bar import VIEW, list_url
from postkring.web.saved_views.forms import ViewForm


def opened(request: Request, pk: int) -> HttpResponse:
    return HttpResponseRedirect(list_url(view_to_read(pk, by=request.user)))


@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    """What the list shows stands in the URL, what it was when the page was drawn in the form."""
    view = view_to_change(pk, by=request.user)
    refuse_unknown(page_of(view), query_of(request))
    query = page_of(view).kept(query_of(request))
    seen = dict(parse_qsl(posted(request, "seen"))) if "seen" in request.POST else None
    tell(request, save_view(view, query, expected=seen, by=request.user))
    return done(request, reverse(view.list_name, query={VIEW: str(view.pk)} | query))


def edit(request: Request, pk: int) -> HttpResponse:
    view = view_to_read(pk, by=request.user)
    changing = may_change(view, by=request.user)
    pinned = PinnedView.objects.filter(view=view, user=request.user).exists()
    form = ViewForm(
        request.POST if request.method == "POST" else None,
        initial={"name": view.name, "shared": view.is_shared, "pinned": pinned},
        may_change=changing,
        may_share=changing and may(request.user, Permission.SHARE_VIEWS),
    )
    if form.is_valid():
        try:
            _change(request, view, form)
            return done(request, _back(view))
        except DomainError as error:
            form.refuse(error)
    context = {
        "title": view.name,
        "view": view,
        "form": form,
        "may_change": changing,
        "back": _back(view),
        "back_label": view.get_list_name_display(),
    }
    return answer(request, "saved_views/edit.html", context, status=INVALID if form.errors else 200)


def delete(request: Request, pk: int) -> HttpResponse:
    view = view_to_change(pk, by=request.user)
    if request.method == "POST":
        tell(request, delete_view(view, by=request.user))
        return done(request, reverse(view.list_name))
    context = {
        "title": pgettext("view.delete", "Delete view “%(name)s”?") % {"name": view.name},
        "view": view,
        "back": reverse("saved_view_edit", args=[view.pk]),
    }
    return answer(request, "saved_views/delete.html", context)


def _change(request: Request, view: SavedView, form: ViewForm) -> None:
    """All of what was changed, or nothing: a home page is one's own, the name perhaps everybody's, so they are two acts."""
    values = form.cleaned_data
    with transaction.atomic():
        acts = []
        if "name" in values:
            shared = values.get("shared", view.is_shared)
            acts.append(change_view(view, name=values["name"], shared=shared, by=request.user))
            view.refresh_from_db()
        acts.append((pin_view if values["pinned"] else unpin_view)(view, by=request.user))
    for change_set in acts:
        tell(request, change_set)


def _back(view: SavedView) -> str:
    """The list in the view; where that cannot be read any more, the views."""
    try:
        return list_url(view)
    except DomainError:
        return reverse("saved_views")
