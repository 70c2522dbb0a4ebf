from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.lists.contacts import CONTACTS, filters_asked
from postkring.web.contacts.cells import Cells, url_of
from postkring.web.listings import Shown, list_answer, query_of, shown
from postkring.web.markup import joined
from postkring.web.request import Request


def contacts(request: Request) -> HttpResponse:
    query = query_of(request)
    rows = Contact.objects.select_related("company") if "company_number" in query.get("columns", "") else Contact.objects.all()
    page = shown(request, CONTACTS, rows, filters=filters_asked(query))
    may_edit = may(request.user, Permission.EDIT_CONTACTS)
    context = page.context | {
        "title": pgettext("page.contacts", "Contacts"),
        "rows": rows_of(page),
        "nothing": _nothing(page, may_edit=may_edit),
        "may_edit": may_edit,
        "may_segment": may(request.user, Permission.EDIT_SEGMENTS),
    }
    return list_answer(request, "contacts/contacts.html", "contacts/rows.html", context)


class ContactRow:
    """A contact and its cells as one piece of HTML, in the order of the columns."""

    def __init__(self, contact: Contact, cells: SafeString) -> None:
        self.contact = contact
        self.cells = cells
        self.url = url_of(contact)


def rows_of(page: Shown) -> list[ContactRow]:
    contacts: Sequence[Contact] = page.found.rows
    draw = Cells(contacts, page.columns)
    return [ContactRow(contact, joined(draw.cell(contact, column) for column in page.columns)) for contact in contacts]


def _nothing(page: Shown, *, may_edit: bool) -> str:
    if page.filters or page.context["refused"]:
        return pgettext("msg.no_results_filter", "Nothing matches these filters.")
    if text := page.found.state.text:
        return pgettext("msg.no_results", "No results for “%(query)s”.") % {"query": text}
    if not may_edit:
        return pgettext("empty.contacts_reader", "No contacts yet.")
    return pgettext("empty.contacts", "No contacts yet. Add your first contact or import a list.")
