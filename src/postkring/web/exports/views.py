from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import get_language, pgettext

from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED
from postkring.kit.errors import NotFound
from postkring.lists.export.columns import OWN, columns_called
from postkring.lists.export.files import FileOptions, write_contacts
from postkring.lists.export.sources import REASONS, left_out, reach
from postkring.lists.segments import TOUCHED
from postkring.web.exports.download import download
from postkring.web.exports.forms import VISIBLE, ExportForm
from postkring.web.exports.subjects import Subject, contact_list, lines_of, members_of
from postkring.web.frame import is_part
from postkring.web.listings import listed, table
from postkring.web.pages import INVALID, answer, part
from postkring.web.request import Request
from postkring.web.tables import Column


def contacts_export(request: Request) -> HttpResponseBase:
    return _export(request, contact_list(request))


def mailing_group_export(request: Request, code: str) -> HttpResponseBase:
    return _export(request, members_of(request, code))


def segment_export(request: Request, number: str) -> HttpResponseBase:
    return _export(request, lines_of(request, number))


def contacts_left_out(request: Request) -> HttpResponse:
    return _left_out(request, contact_list(request))


def mailing_group_left_out(request: Request, code: str) -> HttpResponse:
    return _left_out(request, members_of(request, code))


def segment_left_out(request: Request, number: str) -> HttpResponse:
    return _left_out(request, lines_of(request, number))


def _export(request: Request, subject: Subject) -> HttpResponseBase:
    """The window; and at the same address, once a format is chosen, the file."""
    form = ExportForm(request.GET if "format" in request.GET else None, initial={"for_mailing": subject.for_mailing})
    if form.is_valid():
        options = _options(form, subject)
        return download(
            partial(write_contacts, contacts=subject.contacts, options=options), name=subject.title, ending=options.format.ending
        )
    context = {
        "title": pgettext("action.export_contacts", "Export Contacts"),
        "subject": subject,
        "form": form,
        **_reach(subject),
    }
    return answer(request, "exports/contacts.html", context, status=INVALID if form.errors else 200)


def _options(form: ExportForm, subject: Subject) -> FileOptions:
    only_visible = form.cleaned_data["content"] == VISIBLE
    return FileOptions(
        form.chosen_format,
        title=subject.title,
        language=get_language() or "",
        columns=columns_called(subject.columns) if only_visible else OWN,
        captions=only_visible,
        for_mailing=form.cleaned_data["for_mailing"],
    )


def _reach(subject: Subject) -> dict[str, Any]:
    """Whom a mailing reaches and whom it leaves out; each number with the address of exactly those contacts."""
    counted = reach(subject.contacts)
    return {
        "contacts": counted.contacts,
        "reached": counted.reached,
        "blocked": counted.left_out[PRIVACY_BLOCKED],
        "blocked_url": subject.left_out_url(PRIVACY_BLOCKED),
        "excluded": counted.left_out[EXCLUDED],
        "excluded_url": subject.left_out_url(EXCLUDED),
    }


def _left_out(request: Request, subject: Subject) -> HttpResponse:
    reason = request.GET.get("reason", "")
    if reason not in REASONS:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    found = listed(request, TOUCHED, left_out(subject.contacts, reason))
    context = {
        "title": pgettext("page.left_out", "Left out when mailing"),
        "subject": subject,
        "reason": _reason(reason),
        **table(request, found, _columns()),
    }
    return part(request, "segments/touched.html", context) if is_part(request) else answer(request, "exports/left_out.html", context)


def _reason(reason: str) -> str:
    if reason == PRIVACY_BLOCKED:
        return pgettext("field.privacy_blocked", "Privacy Blocked")
    return pgettext("field.exclude_from_segment", "Exclude from Segment")


def _columns() -> list[Column]:
    return [
        Column("number", pgettext("field.contact_no", "Contact No."), sort="number", rank=1),
        Column("name", pgettext("field.name", "Name"), sort="name", kind="wide", rank=1),
        Column("company_name", pgettext("field.company_name", "Company Name")),
        Column("city", pgettext("field.city", "City")),
    ]
