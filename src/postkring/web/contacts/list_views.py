from django.http import HttpResponse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.lists.contacts import CONTACTS, columns_read, filters_asked
from postkring.lists.listing import ListState
from postkring.web.classifications.pages import others_in_use
from postkring.web.contacts.cells import Cells
from postkring.web.listings import Shown, list_answer, query_of, shown
from postkring.web.request import Request


def contacts(request: Request) -> HttpResponse:
    query = query_of(request)
    read = columns_read(ListState.read(query, CONTACTS))
    rows = Contact.objects.select_related("company") if "company" in read else Contact.objects.all()
    page = shown(request, CONTACTS, rows.only(*read), filters=filters_asked(query))
    may_edit = may(request.user, Permission.EDIT_CONTACTS)
    context = page.context | {
        "title": pgettext("page.contacts", "Contacts"),
        "rows": list(map(Cells(page.found.rows, page.columns).row, page.found.rows)),
        "nothing": _nothing(page, may_edit=may_edit),
        "coded": others_in_use,
        "may_edit": may_edit,
        "may_segment": may(request.user, Permission.EDIT_SEGMENTS),
    }
    return list_answer(request, "contacts/contacts.html", "contacts/rows.html", context)


def _nothing(page: Shown, *, may_edit: bool) -> str:
    if page.filters or page.context["refused"]:
        return pgettext("msg.no_results_filter", "Nothing matches these filters.")
    if text := page.found.state.text:
        return pgettext("msg.no_results", "No results for “%(query)s”.") % {"query": text}
    if not may_edit:
        return pgettext("empty.contacts_reader", "No contacts yet.")
    return pgettext("empty.contacts", "No contacts yet. Add your first contact or import a list.")
