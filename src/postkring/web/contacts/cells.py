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
from postkring.web.markup import format_html
from postkring.web.tables import Column
from postkring.web.templatetags.postkring import icon

CODES_SHOWN: Final = 2  # three seldom fit, and the last would be cut without a word


def url_of(contact: Contact) -> str:
    """As `reverse` gives it, which takes a tenth of a millisecond."""
    return f"/contacts/{quote(contact.number, safe='')}/"


def text_cell(text: object, column: Column) -> SafeString:
    rank = format_html(' class="rank-{}"', column.rank) if column.rank > 2 else ""
    return format_html("<td{}>{}</td>", rank, text)


class Cells:
    """Cells drawn in one piece: a template for each of 200 rows takes longer than the rest of the page.

    What other tables say of the contacts is asked once for all of them, and only where a column shows it.
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
        self.drawn: dict[str, Callable[[Contact, Column], SafeString]] = {
            "name": self._name,
            "number": self._number,
            "company_name": lambda contact, column: text_cell(contact.company_name if contact.is_person else "", column),
            GROUPS: self._groups,
            MODIFIED: self._modified,
        }

    def cell(self, contact: Contact, column: Column) -> SafeString:
        draw = self.drawn.get(column.key)
        return draw(contact, column) if draw else text_cell(value_of(contact, BY_NAME[column.key]), column)

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
        return text_cell(formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "", column)
