from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.lists.mailing_groups import GROUPS, groups_for_listing
from postkring.web.listings import list_answer, shown
from postkring.web.request import Request


def mailing_groups(request: Request) -> HttpResponse:
    """Its rows are not selected: every act on many is on contacts, and deleting a group asks how many that takes out, group by group."""
    only_empty = bool(request.GET.get("empty"))
    page = shown(request, GROUPS, groups_for_listing(empty=only_empty))
    context = page.context | {
        "title": pgettext("page.mailing_groups", "Mailing Groups"),
        "only_empty": only_empty,
        "is_narrowed": only_empty or page.context["is_narrowed"],
        "may_edit": may(request.user, Permission.EDIT_CONTACTS),
    }
    return list_answer(request, "mailing_groups/list.html", "mailing_groups/rows.html", context)
