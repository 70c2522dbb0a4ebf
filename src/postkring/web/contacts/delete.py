from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import npgettext, pgettext

from postkring.contacts.actions.delete import refuse_delete, with_persons
from postkring.contacts.models import Contact
from postkring.kit.errors import DomainError, NotAcceptable, Refused
from postkring.kit.text import grouped
from postkring.ledger.expectations import PreviewChanged
from postkring.segments.queries import segments_of
from postkring.web.bulk.acts import expected_in
from postkring.web.bulk.deleting import DeleteAct
from postkring.web.bulk.selected import Selected, selected
from postkring.web.bulk.views import bulk
from postkring.web.changes.acts import tell
from postkring.web.contacts.chosen import list_again
from postkring.web.pages import INVALID, answer, done
from postkring.web.request import Request
from postkring.web.tasks.doing import do

SEVERAL: Final = DeleteAct()


def contacts_delete(request: Request) -> HttpResponse:
    """One contact is asked about by its name; several are an act on many, with its numbers."""
    chosen = selected(request)
    if len(chosen.numbers) != 1:
        return bulk(request, SEVERAL, "contacts_delete")
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
    contact = chosen.contacts.get()
    # D9: a company takes its persons along.
    persons = with_persons(chosen.contacts).count() - 1
    going_along = npgettext("msg.delete_persons", "%(count)s person is deleted too.", "%(count)s persons are deleted too.", persons)
    question = npgettext("msg.confirm_delete", "Delete %(name)s?", "Delete %(count)s records?", 1)
    context: dict[str, Any] = {
        "title": question % {"name": contact.name, "count": 1},
        "fields": chosen.fields,
        "contact": contact,
        "expected": f"deleted:{1 + persons}",
        "going_along": going_along % {"count": grouped(persons)} if persons else "",
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
