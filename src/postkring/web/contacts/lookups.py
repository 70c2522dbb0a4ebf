"""What lookups offer while one types: companies by name, number or place, places by post code, codes by themselves or their description."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.pair import Classification
from postkring.classifications.queries import group_by_code, group_by_text, groups_matching
from postkring.classifications.spec import Spec
from postkring.contacts.access import contact_to_read
from postkring.contacts.models import Contact
from postkring.contacts.places import suggestions
from postkring.contacts.queries import searching
from postkring.kit.codes import clean_code
from postkring.kit.errors import NotAcceptable
from postkring.kit.refusals import unknown
from postkring.kit.text import grouped, is_storable
from postkring.setup.queries import organisation
from postkring.web.classifications.pages import Pages
from postkring.web.forms import Choice
from postkring.web.pages import part
from postkring.web.request import Request
from postkring.web.typed_contact import of_type

OFFERED = 8
GROUPS_OFFERED = 50  # by mouse one chooses from all that an office has


def contact_lookup(request: Request) -> HttpResponse:
    found = searching(of_type(request.GET.get("type", "")), request.GET.get("q", "")).order_by("sort_name", "pk")
    offered = list(found[: OFFERED + 1])
    return part(request, "components/lookup_options.html", {"choices": _contact_choices(offered[:OFFERED]), "more": len(offered) > OFFERED})


def _contact_choices(offered: Sequence[Contact]) -> list[Choice]:
    shared = _shared_names(contact.sort_name for contact in offered)
    notes = [" · ".join(filter(None, [contact.number, contact.city])) for contact in offered]
    return [Choice(_name_or_number(contact, shared), text=contact.name, note=note) for contact, note in zip(offered, notes, strict=True)]


def as_typed(company: Contact) -> str:
    """The text that means this company where one is typed."""
    return _name_or_number(company, _shared_names([company.sort_name]))


def _name_or_number(contact: Contact, shared: set[str]) -> str:
    """A name that several companies have would not say which one is meant."""
    return contact.number if contact.sort_name in shared else contact.name


def _shared_names(names: Iterable[str]) -> set[str]:
    companies = Contact.objects.companies().filter(sort_name__in=set(names)).order_by()
    return set(companies.values("sort_name").annotate(number_of=Count("pk")).filter(number_of__gt=1).values_list("sort_name", flat=True))


def place_lookup(request: Request, number: str) -> HttpResponse:
    """The places of the contact's post code, as it is stored, or else places named so; any other city may be typed."""
    contact = contact_to_read(number, by=request.user)
    country = contact.country_id or organisation().country_id or ""
    places = suggestions(contact.post_code, request.GET.get("q", ""), country)
    if not places:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    notes = [" · ".join(filter(None, [place.code, place.municipality])) for place in places]
    choices = [Choice(place.city, note=note) for place, note in zip(places, notes, strict=True)]
    return part(request, "components/lookup_options.html", {"choices": choices})


def code_lookup(request: Request, *, pages: Pages) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = list(groups_matching(text, pages.spec)[: GROUPS_OFFERED + 1]) if is_storable(text) else []
    choices = [_group_choice(group) for group in found[:GROUPS_OFFERED]]
    may_create = may_make(pages.spec, by=request.user) and "existing" not in request.GET
    if may_create and (code := new_code(text, pages.spec)):
        choices.append(Choice(code, text=pages.say("new_on_the_way", code=code), also="create=1"))
    return part(request, "components/lookup_options.html", {"choices": choices, "more": len(found) > GROUPS_OFFERED})


def may_make(spec: Spec, *, by: User) -> bool:
    """A code on the way: it is made and given at once."""
    return may(by, spec.edit_codes) and may(by, Permission.EDIT_CONTACTS)


def _group_choice(group: Classification) -> Choice:
    return Choice(group.code, note=group_note(group))


def group_note(group: Classification) -> str:
    """What a suggestion says of a group: its description and how many contacts are in it."""
    count = group.contact_count
    said = npgettext("ui.n_contacts", "%(count)s contact", "%(count)s contacts", count)
    return " · ".join(filter(None, [group.description, said % {"count": grouped(count)}]))


def new_code(text: str, spec: Spec = MAILING_GROUPS) -> str:
    """The text as a code that could be made now, or ""."""
    try:
        code = clean_code(text) if is_storable(text) else ""
    except NotAcceptable:
        return ""
    return code if code and group_by_code(code, spec) is None else ""


def group_meant(text: str, spec: Spec = MAILING_GROUPS) -> Classification:
    """The group of a typed code or description. What the lookup offers comes as the code of the group that was chosen."""
    if not text.strip():
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": spec.code_label}, field="code")
    found = group_by_text(text, spec)
    if found is None:
        raise unknown(text, str(spec.plural), field="code")
    return found
