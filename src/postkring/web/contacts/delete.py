from typing import Any

from django.http import HttpResponse
from django.utils.translation import npgettext, pgettext

from postkring.contacts.actions.delete import refuse_delete, with_persons
from postkring.contacts.models import Contact
from postkring.criteria.selections import EVERYBODY
from postkring.kit.errors import DomainError, NotAcceptable, Refused
from postkring.ledger.expectations import PreviewChanged
from postkring.segments.queries import segments_of
from postkring.web.bulk.acts import expected_in
from postkring.web.bulk.selected import Selected, selected
from postkring.web.changes.acts import tell
from postkring.web.contacts.chosen import list_again
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.tasks.doing import do

NAMED = 10


def contacts_delete(request: Request) -> HttpResponse:
    chosen = selected(request)
    if request.method != "POST":
        return _ask(request, chosen, refused=_held_back(chosen))
    try:
        # The number that the button said: a form without one was not asked by us.
        expected = expected_in(request.POST.get("expected", ""), {"deleted"})
        about = {"selection": chosen.selection.as_data(), "expected": expected, "rows": expected["deleted"]}
        outcome = do(request, "delete", about, rows=expected["deleted"], origin=list_again(request))
    except (NotAcceptable, Refused, PreviewChanged) as error:
        return _ask(request, chosen, refused=error, status=INVALID)
    if outcome.task:
        return done(request, outcome.task)
    tell(request, outcome.change_set)
    return done(request, list_again(request))


def _held_back(chosen: Selected) -> Refused | None:
    """What would refuse it now is said before anybody presses the button."""
    try:
        refuse_delete(with_persons(chosen.contacts))
    except Refused as error:
        return error
    return None


def _ask(request: Request, chosen: Selected, *, refused: DomainError | None, status: int = 200) -> HttpResponse:
    contacts = chosen.contacts
    total = contacts.count()
    named = list(contacts.order_by("sort_name", "pk")[:NAMED])
    question = npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", total)
    # D9: a company takes its persons along.
    persons = with_persons(contacts).count() - total
    going_along = npgettext("msg.delete_persons", "%(count)s person is deleted too.", "%(count)s persons are deleted too.", persons)
    context: dict[str, Any] = {
        "title": question % {"name": named[0].name if named else "", "count": total},
        "fields": chosen.fields,
        "everybody": chosen.selection == EVERYBODY,
        "expected": f"deleted:{total + persons}",
        "named": named,
        "unnamed": max(0, total - NAMED),
        "going_along": going_along % {"count": persons} if persons else "",
        "back_url": list_again(request),
        "is_held_back": isinstance(refused, Refused),
        **_obstacles(refused),
    }
    return answer(request, "contacts/delete.html", context, status=status)


def _obstacles(refused: DomainError | None) -> dict[str, Any]:
    """Why it was refused, with the segments to open first."""
    contact = Contact.objects.filter(number=refused.values.get("number", "")).first() if refused else None
    segments = segments_of(contact) if contact else []
    return {"refused": refused, "segments": segments, "segments_label": pgettext("page.segments", "Segments")}
