"""The cells of a contact in a list, drawn alike in every list of contacts."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import quote

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from postkring.classifications.queries import codes_by_contact
from postkring.contacts.catalogue import BY_NAME
from postkring.contacts.models import Contact, ContactStamp
from postkring.lists.contacts import GROUPS, MODIFIED
from postkring.web.contacts.fields import shown as value_of
from postkring.web.markup import escaped, format_html, joined
from postkring.web.tables import Column, ContactRow
from postkring.web.templatetags.postkring import icon

Draw = Callable[[Contact, Column], SafeString]

CODES_SHOWN: Final = 2  # three seldom fit, and the last would be cut without a word


def url_of(contact: Contact) -> str:
    """As `reverse` gives it, which takes a tenth of a millisecond."""
    return f"/contacts/{quote(contact.number, safe='')}/"


def text_cell(text: object, column: Column) -> SafeString:
    return SafeString(f"{column.opening}{escaped(text)}</td>")


class Cells:
    """Cells drawn in one piece: a template for each of 200 rows takes longer than the rest of the page.

    What other tables say of the contacts is asked once for all of them, and only where a column shows it. A list whose rows say more
    than the contact does has cells of its own (`own`).
    """

    def __init__(self, contacts: Sequence[Contact], columns: Sequence[Column]) -> None:
        keys = [contact.pk for contact in contacts]
        shown = {column.key for column in columns}
        self.codes: dict[int, list[str]] = codes_by_contact(keys) if GROUPS in shown else {}
        stamps = ContactStamp.objects.filter(contact__in=keys).values_list("contact", "at") if MODIFIED in shown else ()
        self.stamps: dict[int, Any] = dict(stamps)
        self.icons = {
            True: icon("building-2", pgettext("option.company", "Company")),
            False: icon("user-round", pgettext("option.person", "Person")),
        }
        drawings = {
            "name": self._name,
            "number": self._number,
            "company_name": self._company_name,
            GROUPS: self._groups,
            MODIFIED: self._modified,
            **self.own(),
        }
        self.drawn = [(drawings.get(column.key, self._value), column) for column in columns]

    def own(self) -> dict[str, Draw]:
        return {}

    def row(self, contact: Contact) -> ContactRow:
        cells = joined([draw(contact, column) for draw, column in self.drawn])
        return ContactRow(contact.number, contact.name, url_of(contact), cells)

    def _value(self, contact: Contact, column: Column) -> SafeString:
        return text_cell(value_of(contact, BY_NAME[column.key]), column)

    def _name(self, contact: Contact, column: Column) -> SafeString:
        return format_html(
            '<th scope="row" class="row-title">{} <a href="{}">{}</a></th>',
            self.icons[contact.is_company],
            url_of(contact),
            contact.name,
        )

    def _number(self, contact: Contact, column: Column) -> SafeString:
        return format_html('<td class="column-code">{}</td>', contact.number)

    def _company_name(self, contact: Contact, column: Column) -> SafeString:
        return text_cell(contact.company_name if contact.is_person else "", column)

    def _groups(self, contact: Contact, column: Column) -> SafeString:
        codes = self.codes.get(contact.pk, [])
        listed = ", ".join(codes[:CODES_SHOWN])
        more = len(codes) - CODES_SHOWN
        if more <= 0:
            return format_html('<td class="column-groups">{}</td>', listed)
        return format_html('<td class="column-groups"><div class="codes"><span>{}</span> <small>+{}</small></div></td>', listed, more)

    def _modified(self, contact: Contact, column: Column) -> SafeString:
        at = self.stamps.get(contact.pk)
        return text_cell(formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "", column)
