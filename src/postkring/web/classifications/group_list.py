from django.http import HttpResponse

from postkring.accounts.access import may
from postkring.lists.classifications import LISTS, groups_for_listing
from postkring.web.classifications.pages import Pages
from postkring.web.listings import list_answer, shown
from postkring.web.request import Request


def group_list(request: Request, *, pages: Pages) -> HttpResponse:
    """Its rows are not selected: every act on many is on contacts, and deleting a group asks how many that takes out, group by group."""
    listed = LISTS[pages.spec.name]
    only_empty = "empty" in listed.own and bool(request.GET.get("empty"))
    page = shown(request, listed, groups_for_listing(pages.spec, empty=only_empty))
    context = page.context | {
        "title": pages.title,
        "pages": pages,
        "only_empty": only_empty,
        "is_narrowed": only_empty or page.context["is_narrowed"],
        "may_edit": may(request.user, pages.spec.edit_codes),
    }
    return list_answer(request, "classifications/list.html", "classifications/rows.html", context)
