from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.classifications.access import group_to_change
from postkring.classifications.actions import code_for, rename_group, rename_mentions
from postkring.classifications.holders import Mention
from postkring.classifications.pair import Classification
from postkring.classifications.queries import assignments_in
from postkring.kit.errors import DomainError
from postkring.ledger.declarations import label_of
from postkring.saved_views.models import SavedView
from postkring.segments.models import SavedAction, SegmentStep
from postkring.web.changes.acts import last_act, tell
from postkring.web.classifications.forms import CodeForm
from postkring.web.classifications.pages import Pages
from postkring.web.pages import INVALID, answer, done, toast
from postkring.web.request import Request

# What keeps selections, and the page that shows them.
_PAGES: Final = {
    label_of(SegmentStep): "segment_criteria",
    label_of(SavedAction): "saved_criterion",
    label_of(SavedView): "saved_view",
}


def rename(request: Request, code: str, *, pages: Pages) -> HttpResponse:
    """Shows what another code changes, and changes it when that is confirmed. Of the code that it has there is nothing to ask."""
    group = group_to_change(code, pages.spec, by=request.user)
    form = CodeForm(request.POST if request.method == "POST" else {"code": request.GET.get("code", group.code)})
    if form.is_valid():
        try:
            new_code = code_for(group, form.cleaned_data["code"])
            if request.method != "POST" and new_code == group.code:
                said = pgettext("msg.code_unchanged", "The code is %(code)s already; nothing changes.")
                toast(request, said % {"code": group.code})
                return done(request, pages.url(group.code))
            if request.method == "POST":
                renamed = rename_group(group, new_code, by=request.user)
                if renamed.code != group.code:
                    tell(request, last_act(renamed, by=request.user))
                return done(request, pages.url(renamed.code))
        except DomainError as error:
            form.refuse(error)
    return answer(request, "classifications/rename.html", _context(request, pages, group, form), status=INVALID if form.errors else 200)


def _context(request: Request, pages: Pages, group: Classification, form: CodeForm) -> dict[str, object]:
    return {
        "title": pgettext("group.rename", "Rename %(code)s") % {"code": group.code},
        "pages": pages,
        "group": group,
        "form": form,
        "new_code": "" if form.errors else code_for(group, form.cleaned_data["code"]),
        "number_of_members": assignments_in(group).count(),
        "mentions": [(mention, _url_of(mention)) for mention in rename_mentions(group, by=request.user)],
    }


def _url_of(mention: Mention) -> str:
    return reverse(_PAGES[mention.label], args=[mention.key]) if mention.key else ""
