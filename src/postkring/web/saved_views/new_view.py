from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.kit.errors import DomainError
from postkring.lists.names import refuse_unknown
from postkring.saved_views.actions import create_view
from postkring.saved_views.catalogue import LISTS
from postkring.saved_views.models import ListName
from postkring.web.changes.acts import last_act, tell
from postkring.web.listings import query_of
from postkring.web.once import keep, kept, sending
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.saved_views.bar import list_url
from postkring.web.saved_views.forms import ViewForm


def new_view(request: Request, name: str) -> HttpResponse:
    """What the list shows stands in the URL of this page too."""
    if name not in LISTS:
        raise Http404
    refuse_unknown(LISTS[name], query_of(request))
    query = LISTS[name].kept(query_of(request))
    form = ViewForm(request.POST if request.method == "POST" else None, may_share=may(request.user, Permission.SHARE_VIEWS))
    if form.is_valid():
        try:
            return done(request, _made(request, form, name, query))
        except DomainError as error:
            form.refuse(error)
    context = {
        "title": pgettext("view.save", "Save View"),
        "form": form,
        "back": reverse(name, query=query),
        "back_label": ListName(name).label,
    }
    return answer(request, "saved_views/new.html", context, status=INVALID if form.errors else 200)


def _made(request: Request, form: ViewForm, name: str, query: dict[str, str]) -> str:
    """Makes the view once, and gives the list in it."""
    values = form.cleaned_data
    with sending(form, by=request.user) as first:
        if first:
            view = create_view(name, values["name"], query, shared=values.get("shared", False), pinned=values["pinned"], by=request.user)
            keep(form, list_url(view), by=request.user)
            tell(request, last_act(view, by=request.user))
            return list_url(view)
    return kept(form, by=request.user) or reverse(name, query=query)
