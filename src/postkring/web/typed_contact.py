"""Which contact a user means who types a number or a name into a field, and what such a field offers while one types."""

from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.permissions import Permission
from postkring.contacts.folding import folded
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.contacts.queries import searching
from postkring.kit.codes import asked_code, normal_code
from postkring.kit.errors import NotAcceptable, Refused
from postkring.kit.refusals import unknown
from postkring.kit.text import fold, is_storable
from postkring.web.forms import Choice, Line, Lookup
from postkring.web.pages import part
from postkring.web.request import Request
from postkring.web.routes import page

OFFERED = 8


def contact_number_field() -> Line:
    """A combobox that takes what is chosen at once."""
    return Line(
        label=pgettext_lazy("field.contact_no", "Contact No."),
        help_text=pgettext_lazy("hint.contact_typed", "Type a number or a name"),
        required=False,
        widget=Lookup(reverse_lazy("contact_number_lookup"), submits=True, is_exact=True),
    )


def typed_contact(text: str, *, field: str, is_offered: bool = False) -> Contact:
    """By number or whole name, else the only one whose words the text are. Raises a DomainError naming the field otherwise.

    `is_offered`: there is a list to choose from, so that a part of something, which somebody typed blindly, means nobody.
    """
    if not text.strip():
        raise NotAcceptable(
            pgettext("msg.required", "Fill in %(field)s.") % {"field": pgettext("field.contact_no", "Contact No.")}, field=field
        )
    found = _named(text) or list(searching(Contact.objects.all(), text).order_by("sort_name", "pk")[:2])
    if not found:
        raise unknown(text, pgettext("page.contacts", "Contacts"), field=field)
    if len(found) > 1:
        raise Refused(
            pgettext("msg.several_contacts", "Several contacts match “%(value)s”. Choose one from the list.") % {"value": text.strip()},
            field=field,
        )
    if is_offered and not _named(text):
        raise Refused(
            pgettext("msg.part_of_contact", "“%(value)s” is not the number or the whole name of a contact. Choose one from the list.")
            % {"value": text.strip()},
            field=field,
        )
    return found[0]


def _named(text: str) -> list[Contact]:
    """Whom the text names as a whole: the one with this number, else those called so, two of them at most."""
    if not is_storable(text) or not fold(text).strip():
        return []
    numbered = Contact.objects.filter(number=normal_code(text))
    return list(numbered) or list(Contact.objects.filter(sort_name=folded(text.strip())).order_by("pk")[:2])


def of_type(chosen: str) -> ContactQuerySet:
    """Everybody where the type is none."""
    return Contact.objects.filter(type=chosen) if chosen in ContactType.values else Contact.objects.all()


def contact_number_lookup(request: Request) -> HttpResponse:
    """Contacts by number, which come first, name or place; the number is what goes into the field, for it alone says which one."""
    text = request.GET.get("q", "")
    contacts = of_type(request.GET.get("type", ""))
    numbered = list(contacts.filter(number=asked_code(text)))
    others = searching(contacts.exclude(pk__in=[each.pk for each in numbered]), text).order_by("sort_name", "pk")
    found = [*numbered, *others[: OFFERED + 1 - len(numbered)]]
    offered = found[:OFFERED]
    choices = [Choice(each.number, text=each.name, note=" · ".join(filter(None, [each.number, each.city]))) for each in offered]
    return part(request, "components/lookup_options.html", {"choices": choices, "more": len(found) > OFFERED})


urlpatterns = [page("contacts/number-lookup", contact_number_lookup, name="contact_number_lookup", needs=Permission.READ)]
