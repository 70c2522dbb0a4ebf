"""Every view that a user has, by list; and the number that one of them shows, which the home page asks for after it is there."""

from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.kit.errors import DomainError
from postkring.saved_views.access import view_to_read
from postkring.saved_views.models import ListName
from postkring.saved_views.queries import visible_to, with_pins_of
from postkring.web.home.figures import Cue, cue_of
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.saved_views.counted import number_of_rows


def saved_views(request: Request) -> HttpResponse:
    views = list(with_pins_of(request.user, visible_to(request.user)).order_by("name_folded", "pk"))
    lists = [(label, [view for view in views if view.list_name == name]) for name, label in ListName.choices]
    context = {"title": pgettext("view.views", "Views"), "lists": [(label, some) for label, some in lists if some]}
    return answer(request, "saved_views/views.html", context)


def count(request: Request, pk: int) -> HttpResponse:
    """The cue of a view. One that cannot be read shows nothing, and says so, as its list does."""
    view = view_to_read(pk, by=request.user)
    cue = cue_of(view)
    try:
        cue = Cue(cue.label, number_of_rows(view, by=request.user), cue.url, cue.icon)
    except DomainError:
        cue = Cue(cue.label, 0, cue.url, cue.icon, warning=pgettext("view.unreadable", "Cannot be read"))
    return part(request, "home/view_cue.html", {"item": cue})
