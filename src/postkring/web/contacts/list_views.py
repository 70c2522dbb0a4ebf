from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.catalogue import BY_NAME
from postkring.contacts.models import Contact, ContactStamp
from postkring.lists.contacts import CONTACTS, GROUPS, MODIFIED, filters_asked
from postkring.web.contacts.fields import shown as value_of
from postkring.web.listings import Shown, list_answer, query_of, shown
from postkring.web.request import Request
from postkring.web.tables import Column
from postkring.web.templatetags.postkring import icon

CODES_SHOWN: Final = 3


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
    """A contact and its cells, in the order of the columns."""

    def __init__(self, contact: Contact, cells: Sequence[SafeString]) -> None:
        self.contact = contact
        self.cells = cells
        self.url = url_of(contact)


def rows_of(page: Shown) -> list[ContactRow]:
    contacts: Sequence[Contact] = page.found.rows
    keys = [contact.pk for contact in contacts]
    shown_keys = {column.key for column in page.columns}
    codes = codes_by_contact(keys) if GROUPS in shown_keys else {}
    stamps = dict(ContactStamp.objects.filter(contact__in=keys).values_list("contact", "at")) if MODIFIED in shown_keys else {}
    draw = _Cells(codes, stamps)
    return [ContactRow(contact, [draw.cell(contact, column) for column in page.columns]) for contact in contacts]


def url_of(contact: Contact) -> str:
    """As `reverse` gives it, which takes a tenth of a millisecond."""
    return f"/contacts/{quote(contact.number, safe='')}/"


class _Cells:
    """Cells drawn in one piece: a template for each of 200 rows takes longer than the rest of the page."""

    def __init__(self, codes: Mapping[int, list[str]], stamps: Mapping[int, Any]) -> None:
        self.codes = codes
        self.stamps = stamps
        self.icons = {
            True: icon("building-2", pgettext("option.company", "Company")),
            False: icon("user-round", pgettext("option.person", "Person")),
        }
        self.drawn: dict[str, Callable[[Contact, Column], SafeString]] = {
            "name": self._name,
            "number": self._number,
            "company_name": lambda contact, column: self._text(contact.company_name if contact.is_person else "", column),
            GROUPS: self._groups,
            MODIFIED: self._modified,
        }

    def cell(self, contact: Contact, column: Column) -> SafeString:
        draw = self.drawn.get(column.key)
        return draw(contact, column) if draw else self._text(value_of(contact, BY_NAME[column.key]), column)

    def _text(self, text: str, column: Column) -> SafeString:
        rank = format_html(' class="rank-{}"', column.rank) if column.rank > 2 else ""
        return format_html("<td{}>{}</td>", rank, text)

    def _name(self, contact: Contact, column: Column) -> SafeString:
        return format_html(
            '<th scope="row" class="row-title">{} <a href="{}">{}</a></th>',
            self.icons[contact.is_company],
            url_of(contact),
            contact.name,
        )

    def _number(self, contact: Contact, column: Column) -> SafeString:
        return format_html('<td class="column-code">{}</td>', contact.number)

    def _groups(self, contact: Contact, column: Column) -> SafeString:
        codes = self.codes.get(contact.pk, [])
        listed = ", ".join(codes[:CODES_SHOWN])
        more = len(codes) - CODES_SHOWN
        if more <= 0:
            return format_html('<td class="column-groups">{}</td>', listed)
        return format_html('<td class="column-groups"><div class="codes"><span>{}</span> <small>+{}</small></div></td>', listed, more)

    def _modified(self, contact: Contact, column: Column) -> SafeString:
        at = self.stamps.get(contact.pk)
        return self._text(formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "", column)


def _nothing(page: Shown, *, may_edit: bool) -> str:
    if page.filters or page.context["refused"]:
        return pgettext("msg.no_results_filter", "Nothing matches these filters.")
    if text := page.found.state.text:
        return pgettext("msg.no_results", "No results for “%(query)s”.") % {"query": text}
    if not may_edit:
        return pgettext("empty.contacts_reader", "No contacts yet.")
    return pgettext("empty.contacts_first", "No contacts yet. Add your first contact.")
