from django.db import models
from django.http import HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import refuse_undo, undo_act
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.contacts.models import Contact
from postkring.kit.errors import NotFound, NotPermitted, Refused
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.undo import UndoReport
from postkring.ledger.undo_in_steps import rows_of
from postkring.segments.models import Segment
from postkring.web.changes.acts import undo_url
from postkring.web.changes.words import counts_in_words
from postkring.web.languages import safe_next
from postkring.web.pages import answer, done, toast
from postkring.web.request import Request, posted
from postkring.web.tasks.doing import already, url_for, url_of
from postkring.web.templatetags.postkring import number as number_in_words
from postkring.work.actions import plan
from postkring.work.queries import is_long, open_for

# The pages of one record: the argument of their URL, the table, and the list one goes to when the record is gone.
_RECORDS: dict[str, tuple[str, type[models.Model], str]] = {
    **{spec.name: ("code", spec.model, spec.names) for spec in CLASSIFICATIONS},
    "contact": ("number", Contact, "contacts"),
    "segment": ("number", Segment, "segments"),
}


def undo(request: Request, number: int) -> HttpResponse:
    """Asked for, it says what would be taken back; posted, it takes it back and returns to where one was."""
    change_set = ChangeSet.objects.filter(number=number).select_related("by").first()
    if change_set is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    if request.method != "POST":
        return _ask(request, change_set)
    back = safe_next(request, posted(request, "next"))
    if is_long(rows := rows_of(change_set)):
        return _planned(request, change_set, rows, back)
    report = undo_act(change_set, by=request.user)
    back = still_there(change_set, back)
    if report.left:
        return _report(request, change_set, report, back)
    assert report.change_set is not None
    again = change_set.undoes_id is not None
    toast(request, report.change_set.sentence if again else pgettext("msg.undone", "Undone"), undo=undo_url(report.change_set))
    return done(request, back)


def _planned(request: Request, change_set: ChangeSet, rows: int, back: str) -> HttpResponse:
    """The page that follows it. What would be refused at once is refused here; sent twice, it is undone once."""
    work = open_for(("undo",), number=change_set.number)
    if work and url_for(work, request.user):
        return already(request, work)
    refuse_undo(change_set, change_set.standing() or change_set, by=request.user)
    arguments = {"number": change_set.number, "sentences": change_set.sentences, "rows": rows}
    if work:
        return already(request, work)
    return done(request, url_of(plan("undo", arguments, total=rows, origin=back, by=request.user)))


def _ask(request: Request, change_set: ChangeSet) -> HttpResponse:
    stands = change_set.standing()
    if stands is None:
        raise Refused(pgettext("msg.undone_already", "This was undone already."))
    others = [each for each in (change_set, stands) if each.by_id != request.user.pk]
    if others and not may(request.user, Permission.ADMINISTER):
        raise NotPermitted(
            pgettext("msg.undo_not_yours", "%(user)s did this. Only %(user)s or an administrator can undo it.")
            % {"user": others[-1].by or pgettext("ui.unknown", "Unknown")}
        )
    refuse_undo(change_set, stands, by=request.user)
    back = safe_next(request, request.GET.get("next", "") or request.headers.get("Referer", ""))
    context = {
        "title": pgettext("page.undo", "Undo this?"),
        "change_set": change_set,
        "counts": counts_in_words(change_set.counts, number_in_words),
        "back_url": back,
    }
    return answer(request, "changes/ask.html", context)


def _report(request: Request, change_set: ChangeSet, report: UndoReport, back: str) -> HttpResponse:
    context = {
        "title": pgettext("page.undo_report", "Not everything could be undone"),
        "change_set": change_set,
        "report": report,
        "unnamed": report.left - len(report.not_undone),
        "back_url": back,
    }
    return answer(request, "changes/report.html", context)


def still_there(change_set: ChangeSet, url: str) -> str:
    """The page to go back to. The record it shows may have another code by now, or be gone with what was undone."""
    try:
        match = resolve(url.partition("?")[0])
    except Resolver404:
        return url
    kind = next((kind for kind in _RECORDS if (match.url_name or "").startswith(kind)), "")
    argument, model, its_list = _RECORDS.get(kind, ("", Contact, ""))
    if argument not in match.kwargs or model._default_manager.filter(**{argument: match.kwargs[argument]}).exists():
        return url
    touched = Image.objects.filter(change_set=change_set, label=model._meta.label_lower).values("object_id")
    record = model._default_manager.filter(pk__in=touched).first()
    return reverse(kind, args=[getattr(record, argument)]) if record else reverse(its_list)
