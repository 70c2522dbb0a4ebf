from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.kit.errors import Refused
from postkring.kit.text import is_storable
from postkring.lists.segments import SEGMENTS
from postkring.segments.access import segment_to_change
from postkring.segments.models import Segment
from postkring.segments.queries import for_listing
from postkring.web.listings import list_answer, shown
from postkring.web.pages import done
from postkring.web.request import Request


def segments(request: Request) -> HttpResponse:
    page = shown(request, SEGMENTS, for_listing())
    nothing_at_all = not page.found.rows and not Segment.objects.exists()  # then it is no filter that hides them
    context = page.context | {
        "is_narrowed": page.context["is_narrowed"] and not nothing_at_all,
        "title": pgettext("page.segments", "Segments"),
        "may_edit": may(request.user, Permission.EDIT_SEGMENTS),
    }
    return list_answer(request, "segments/list.html", "segments/rows.html", context)


@require_POST
def add_contacts_to_chosen(request: Request) -> HttpResponse:
    return done(request, reverse("segment_add_contacts", args=[_chosen(request)]))


@require_POST
def delete_chosen(request: Request) -> HttpResponse:
    return done(request, reverse("segment_delete", args=[_chosen(request)]))


def _chosen(request: Request) -> str:
    """The number of the one segment whose row is selected."""
    chosen = [number for number in request.POST.getlist("selected") if is_storable(number)]
    if not chosen:
        raise Refused(pgettext("msg.select_rows_first", "Select one or more rows first."))
    if len(chosen) > 1:
        raise Refused(pgettext("msg.select_one_row", "This is done for one segment at a time. Select one row."))
    return segment_to_change(chosen[0], by=request.user).number
