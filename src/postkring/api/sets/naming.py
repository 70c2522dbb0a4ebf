"""How a client says which contact, segment or group it means: by the GUID, or by the number or code."""

from typing import Any

from django.utils.translation import pgettext

from postkring.api.bodies import required
from postkring.api.edm import Values
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.kit.codes import asked_code
from postkring.kit.errors import DoesNotExist
from postkring.kit.refusals import unknown
from postkring.kit.text import is_storable
from postkring.segments.models import Segment


def contact_named(values: Values) -> Contact:
    """By `contactId` or `contactNumber`; given both, they have to be of one contact."""
    required(values, "contactId", "contactNumber")
    found: Contact = _named(values, Contact.objects.all(), "contact", pgettext("page.contacts", "Contacts"))
    return found


def segment_named(values: Values) -> Segment:
    """By `segmentId` or `segmentNumber`; given both, they have to be of one segment."""
    required(values, "segmentId", "segmentNumber")
    found: Segment = _named(values, Segment.objects.all(), "segment", pgettext("page.segments", "Segments"))
    return found


def _named(values: Values, rows: Any, what: str, page: str) -> Any:
    said, field = "", ""
    if values.get(f"{what}Id"):
        said, field = str(values[f"{what}Id"]), f"{what}Id"
        rows = rows.filter(guid=values[field])
    if values.get(f"{what}Number"):
        said, field = values[f"{what}Number"], f"{what}Number"
        rows = rows.filter(number=asked_code(said)) if is_storable(said) else rows.none()
    found = rows.first()
    if found is None:
        raise _unknown(said, page, field)
    return found


def no_such_group(code: str, spec: Spec = MAILING_GROUPS) -> DoesNotExist:
    return _unknown(code, str(spec.plural), f"{spec.key}Code")


def _unknown(value: str, page: str, field: str) -> DoesNotExist:
    return unknown(value, page, field=field)
