"""Lines typed and deleted by hand: each is a step of its own (R-4107)."""

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.contacts.models import Contact
from postkring.criteria.expressions import quoted
from postkring.criteria.selections import Chosen, Selection
from postkring.kit.codes import asked_code
from postkring.kit.errors import AlreadyExists, NotAcceptable, NotFound, Refused
from postkring.kit.refusals import unknown
from postkring.ledger.acts import act
from postkring.segments.actions.header import locked
from postkring.segments.actions.steps import insert_lines, record_step
from postkring.segments.models import Segment, SegmentLine, SegmentStep, StepAction


def add_line(segment: Segment, contact_number: str, *, by: User) -> SegmentStep:
    """An excluded contact may be typed (R-3501), a privacy-blocked one may not (D3), one that is on a line already may not (D2)."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.add_line", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        contact = _contact(contact_number)
        _refuse_line(stored, contact)
        insert_lines(writer, stored, Contact.objects.filter(pk=contact.pk))
        step = record_step(writer, stored, StepAction.ADD, only(contact), added=1)
        writer.say(
            lambda: (
                pgettext("ledger.line_added", "%(contact)s added to segment %(number)s")
                % {"contact": f"{contact.number} {contact.name}", "number": stored.number}
            )
        )
    return step


def remove_line(segment: Segment, contact_number: str, *, by: User) -> SegmentStep:
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.remove_line", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        stored = locked(segment, at=writer.change_set)
        contact = _contact(contact_number)
        removed = writer.delete(SegmentLine.objects.filter(segment=stored, contact=contact))
        if not removed:
            raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), number=contact.number)
        step = record_step(writer, stored, StepAction.REDUCE, only(contact), removed=removed)
        writer.say(
            lambda: (
                pgettext("ledger.line_removed", "%(contact)s removed from segment %(number)s")
                % {"contact": f"{contact.number} {contact.name}", "number": stored.number}
            )
        )
    return step


def only(contact: Contact) -> Selection:
    return Selection((Chosen("number", quoted(contact.number)),))


def _contact(number: str) -> Contact:
    if not number.strip():
        raise NotAcceptable(
            pgettext("msg.required", "Fill in %(field)s.") % {"field": pgettext("field.contact_no", "Contact No.")}, field="contact_number"
        )
    found = Contact.objects.filter(number=asked_code(number)).first()
    if found is None:
        raise unknown(number, pgettext("page.contacts", "Contacts"), field="contact_number")
    return found


def _refuse_line(segment: Segment, contact: Contact) -> None:
    if contact.privacy_blocked:
        raise Refused(
            pgettext("msg.privacy_blocked", "%(name)s is blocked for privacy and cannot be used here.") % {"name": contact.name},
            field="contact_number",
        )
    if SegmentLine.objects.filter(segment=segment, contact=contact).exists():
        raise AlreadyExists(
            pgettext("msg.already_in_segment", "%(name)s is in segment %(number)s already.")
            % {"name": contact.name, "number": segment.number},
            field="contact_number",
        )
