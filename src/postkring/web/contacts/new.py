from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.accounts.models import User
from postkring.contacts.actions import create_contact
from postkring.contacts.companies import company_by_number
from postkring.contacts.models import LENGTHS, ContactType
from postkring.contacts.names import NAME_PARTS, Parts, completed, suggested, without_repetition
from postkring.kit.errors import DomainError
from postkring.kit.text import is_storable
from postkring.web.changes.acts import last_act, undo_url
from postkring.web.contacts.fields import COMPANY_LOOKUP
from postkring.web.contacts.lookups import as_typed
from postkring.web.forms import Line, Lookup
from postkring.web.once import OnceForm, keep, kept, sending
from postkring.web.pages import INVALID, answer, done, part, toast
from postkring.web.request import Request


class NewContactForm(OnceForm):
    """`split` holds the name for which parts were suggested; parts that are other ones were typed by hand, and win over the name."""

    type = Line(label=pgettext_lazy("field.type", "Type"), widget=forms.RadioSelect(choices=ContactType.choices))
    name = Line(
        label=pgettext_lazy("field.name", "Name"),
        limit=LENGTHS["name"],
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
    )
    first_name = Line(label=pgettext_lazy("field.first_name", "First Name"), required=False, limit=LENGTHS["first_name"])
    middle_name = Line(label=pgettext_lazy("field.middle_name", "Middle Name"), required=False, limit=LENGTHS["middle_name"])
    surname = Line(label=pgettext_lazy("field.surname", "Surname"), required=False, limit=LENGTHS["surname"])
    split = forms.CharField(widget=forms.HiddenInput, required=False)
    company_name = Line(label=pgettext_lazy("field.company_name", "Company Name"), required=False, widget=Lookup(COMPANY_LOOKUP))
    number = Line(
        label=pgettext_lazy("field.no", "No."),
        required=False,
        limit=LENGTHS["number"],
        is_code=True,
        help_text=pgettext_lazy("hint.next_number", "Left empty, it takes the next number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("type") == ContactType.PERSON and any(self.data.get(part, "").strip() for part in NAME_PARTS):
            self.fields["name"].required = False

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        values = {"type": given["type"], "name": given["name"], "number": given["number"]}
        if given["type"] == ContactType.PERSON:
            values |= {"company_name": given["company_name"]} | self._parts()
        return values

    def _parts(self) -> Parts:
        """What goes into the parts beside the name: nothing when they were suggested for another name than the one sent."""
        given = self.cleaned_data
        name, split = given["name"], given["split"]
        parts = {part: given[part] for part in NAME_PARTS}
        typed = typed_by_hand(parts, split)
        if not typed:
            return parts if any(parts.values()) and (split == name or not name.strip()) else {}
        if split:
            return without_repetition(parts, typed)
        return completed(name, typed) or (typed if name.strip() else parts)


def typed_by_hand(parts: Mapping[str, str], split: str) -> Parts:
    """Those of the parts that are not as they were suggested for the name in `split`."""
    suggestion = suggested(split)
    return {part: parts[part] for part in NAME_PARTS if parts[part] != suggestion[part]}


def contact_new(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _page(request, NewContactForm(initial=_beginning(request)))
    form = NewContactForm(request.POST)
    if form.is_valid():
        try:
            return done(request, reverse("contact", args=[_create(request, form, by=request.user)]))
        except DomainError as error:
            form.refuse(error)
    return _page(request, form)


def name_parts(request: Request) -> HttpResponse:
    """Parts for the name, unless there are some that the user has typed."""
    shown = {part: request.GET.get(part, "") for part in NAME_PARTS}
    if typed_by_hand(shown, request.GET.get("split", "")):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    name = request.GET.get("name", "")
    usable = name if is_storable(name) and len(name) <= LENGTHS["name"] else ""
    form = NewContactForm(initial={**suggested(usable), "split": usable})
    return part(request, "contacts/name_parts.html", {"form": form})


def _create(request: Request, form: NewContactForm, *, by: User) -> str:
    """The number of the new contact; for a form that is sent again, of the one that its first sending made."""
    # In one transaction, so that a second sending at the same moment waits for what the first one makes.
    with transaction.atomic(), sending(form, by=by) as is_first:
        if not is_first and (made := kept(form, by=by)):
            return made
        contact = create_contact(form.values(), by=by)
        keep(form, contact.number, by=by)
    act = last_act(contact, by=by)
    said = pgettext("msg.contact_created", "%(number)s %(name)s created.") % {"number": contact.number, "name": contact.name}
    toast(request, said, undo=undo_url(act) if act else "")
    return contact.number


def _beginning(request: Request) -> dict[str, str]:
    number = request.GET.get("company", "")
    if not number:
        return {"type": ContactType.COMPANY}
    company = company_by_number(number)
    return {"type": ContactType.PERSON, "company_name": as_typed(company)}


def _page(request: Request, form: NewContactForm) -> HttpResponse:
    context = {"title": pgettext("task.new_contact", "New contact"), "form": form}
    return answer(request, "contacts/contact_new.html", context, status=INVALID if form.errors else 200)
