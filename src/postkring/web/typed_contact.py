"""Which contact a user means who types a number or a name into a field, and what such a field offers while one types."""

from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.contacts.queries import searching
from postkring.kit.codes import normal_code
from postkring.kit.errors import DoesNotExist, NotAcceptable, Refused
from postkring.kit.text import is_storable
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
        widget=Lookup(reverse_lazy("contact_number_lookup"), submits=True),
    )


def typed_contact(text: str, *, field: str) -> Contact:
    """By number, else the only one whose words the text are. Raises a DomainError naming the field otherwise."""
    if not text.strip():
        raise NotAcceptable(
            pgettext("msg.required", "Fill in %(field)s.") % {"field": pgettext("field.contact_no", "Contact No.")}, field=field
        )
    exact = Contact.objects.filter(number=normal_code(text)).first() if is_storable(text) else None
    found = [exact] if exact else list(searching(Contact.objects.all(), text).order_by("sort_name", "pk")[:2])
    if not found:
        raise DoesNotExist(
            pgettext("msg.lookup_unknown", "%(value)s does not exist in %(page)s.")
            % {"value": text.strip(), "page": pgettext("page.contacts", "Contacts")},
            field=field,
        )
    if len(found) > 1:
        raise Refused(
            pgettext("msg.several_contacts", "Several contacts match “%(value)s”. Choose one from the list.") % {"value": text.strip()},
            field=field,
        )
    return found[0]


def contact_number_lookup(request: Request) -> HttpResponse:
    """Contacts by number, name or place; the number is what goes into the field, for it alone says which one."""
    found = searching(Contact.objects.all(), request.GET.get("q", "")).order_by("sort_name", "pk")[:OFFERED]
    choices = [Choice(each.number, text=each.name, note=" · ".join(filter(None, [each.number, each.city]))) for each in found]
    return part(request, "components/lookup_options.html", {"choices": choices})


urlpatterns = [page("contacts/number-lookup", contact_number_lookup, name="contact_number_lookup", needs=Permission.READ)]
