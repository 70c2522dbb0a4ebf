from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.access import contact_to_change, contact_to_read
from postkring.contacts.actions import change_contact
from postkring.contacts.catalogue import BY_NAME
from postkring.contacts.models import Contact, ContactType
from postkring.criteria.expressions import quoted
from postkring.kit.errors import DomainError
from postkring.ledger.models import ChangeSet
from postkring.web.changes.acts import last_act, undo_url
from postkring.web.contacts.card import address_is_of_company, persons, sections
from postkring.web.contacts.card_form import CardForm
from postkring.web.contacts.fields import seen
from postkring.web.contacts.history import history_of_card
from postkring.web.contacts.interactions import interactions_of
from postkring.web.contacts.segmentation import segmentation_of
from postkring.web.frame import is_part
from postkring.web.pages import INVALID, answer, done, part, toast
from postkring.web.request import Request


def contact(request: Request, number: str) -> HttpResponse:
    if request.method == "POST":
        return _save(request, contact_to_change(number, by=request.user))
    found = contact_to_read(number, by=request.user)
    form = CardForm(found)
    if is_part(request):
        # A field is asked for again: what somebody else stored is kept.
        return part(request, "contacts/saved.html", _renewed(request, found, form, [request.GET.get("field", "")]))
    return _card(request, found, form)


def _save(request: Request, found: Contact) -> HttpResponse:
    form = CardForm(found, request.POST)
    form.focuses_refused = not is_part(request)
    before = last_act(found, by=request.user)
    try:
        stored = change_contact(found, form.values(), seen=form.seen, by=request.user) if form.is_valid() else None
    except DomainError as error:
        form.refuse(error)
        stored = None
    if stored is None:
        return _refused(request, found, form)
    act = last_act(stored, by=request.user)
    return _saved(request, form, stored, act if act != before else None)


def _refused(request: Request, found: Contact, form: CardForm) -> HttpResponse:
    if is_part(request):
        return part(request, "contacts/saved.html", {"contact": found, **_slots(form, form.sent)}, status=INVALID)
    return _card(request, found, form, status=INVALID)


def _saved(request: Request, form: CardForm, stored: Contact, act: ChangeSet | None) -> HttpResponse:
    was = form.contact
    if is_part(request) and (stored.number, stored.type) == (was.number, was.type):
        changed = [name for name in form.fields if seen(stored, BY_NAME[name]) != seen(was, BY_NAME[name])]
        renewed, before = CardForm(stored), CardForm(was).warnings
        changed += [name for name in form.fields if renewed.warnings.get(name) != before.get(name)]
        context = _renewed(request, stored, renewed, [*form.sent, *changed])
        return part(request, "contacts/saved.html", context | {"undo_url": undo_url(act) if act else ""})
    if act:
        toast(request, act.sentence, undo=undo_url(act))
    return done(request, reverse("contact", args=[stored.number]))


def _renewed(request: Request, stored: Contact, form: CardForm, names: Iterable[str]) -> dict[str, Any]:
    """The fields that a change has reached, and whatever else on the card tells of them."""
    return {"contact": stored, **_slots(form, names), **_head(stored, request.user), "is_stored": True}


def _slots(form: CardForm, names: Iterable[str]) -> dict[str, Any]:
    return {"slots": list(form.slots(dict.fromkeys(names)).values()), "form": form}


def _head(found: Contact, user: User) -> dict[str, Any]:
    return {**history_of_card(found, user=user), "address_is_of_company": address_is_of_company(found)}


def _card(request: Request, found: Contact, form: CardForm, *, status: int = 200) -> HttpResponse:
    may_edit = may(request.user, Permission.EDIT_CONTACTS)
    context = {
        "title": found.name,
        "form": form,
        "sections": sections(found, form, may_edit=may_edit),
        **_head(found, request.user),
        **persons(found),
        **interactions_of(found, request.user),
        **segmentation_of(found, user=request.user),
        "new_person_url": reverse("contact_new", query={"company": found.number}),
        "delete_url": reverse("contacts_delete", query={"selected": found.number}),
        "persons_url": reverse("contacts", query={"companyNumber": quoted(found.number), "type": ContactType.PERSON.value}),
        "may_edit": may_edit,
    }
    return answer(request, "contacts/contact.html", context, status=status)
