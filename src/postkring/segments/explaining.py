"""Why a contact is on a line of a segment, or is not: what each step asked, and whether the contact meets it today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from postkring.consent.eligibility import with_reason
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria
from postkring.criteria.selections import Chosen, Selection, condition, read_stored, sentence
from postkring.kit.errors import DomainError
from postkring.ledger.models import Image
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from postkring.segments.options import read_options
from postkring.segments.queries import steps_of


@dataclass(frozen=True)
class Asked:
    """One criterion of a step in words. `holds` is None where it names what is no longer there, `seen` what the contact has there today,
    or None where no word says it."""

    key: str
    sentence: str
    holds: bool | None
    seen: str | None


@dataclass(frozen=True)
class Explained:
    """`added` and `removed` say what the step did with the line of the contact when it ran.

    `through` is somebody of its company who meets the criteria today, where the contact itself does not and an option of the step
    looks at companies.
    """

    step: SegmentStep
    criteria: Sequence[Asked]
    added: bool
    removed: bool
    through: Contact | None = None


@dataclass(frozen=True)
class Explanation:
    """`left_out` is why nobody may be reached by a segment: "privacyBlocked", "excluded" or ""."""

    line: SegmentLine | None
    left_out: str
    steps: Sequence[Explained]


def explanation(segment: Segment, contact: Contact) -> Explanation:
    steps = list(steps_of(segment))
    images = Image.objects.filter(
        label="segments.segmentline", subject_id=contact.pk, change_set__in=[step.change_set_id for step in steps]
    )
    touched = set(images.values_list("change_set", "kind"))
    explained = []
    for step in steps:
        asked = _asked(read_stored(step.selection), contact)
        added, removed = ((step.change_set_id, kind) in touched for kind in (Image.INSERTED, Image.DELETED))
        explained.append(Explained(step, asked, added, removed, None if all(each.holds for each in asked) else _through(step, contact)))
    line = SegmentLine.objects.filter(segment=segment, contact=contact).first()
    return Explanation(line, _left_out(contact), explained)


def _through(step: SegmentStep, contact: Contact) -> Contact | None:
    """For whom does not meet the criteria itself: a person is brought in through any of its company, with related companies a company
    through its persons."""
    options = read_options(step.options)
    looks = options.takes_whole_companies or (options.allow_related_companies and contact.is_company)
    hits = _condition(read_stored(step.selection)) if looks and contact.company_id else None
    if hits is None:
        return None
    return Contact.objects.filter(hits, company=contact.company_id).order_by("type", "sort_name", "pk").first()


def _left_out(contact: Contact) -> str:
    reasoned: Any = with_reason(Contact.objects.filter(pk=contact.pk))
    return str(reasoned.values_list("left_out", flat=True).get())


def _asked(selection: Selection, contact: Contact) -> list[Asked]:
    """All criteria of a step in one query."""
    alone = [Selection((chosen,)) for chosen in selection.criteria]
    conditions = {f"holds_{place}": _condition(each) for place, each in enumerate(alone)}
    known = {name: ExpressionWrapper(asked, output_field=BooleanField()) for name, asked in conditions.items() if asked is not None}
    held: Any = Contact.objects.filter(pk=contact.pk).values(**known).get() if known else {}
    return [
        Asked(chosen.key, sentence(each), held.get(f"holds_{place}"), _seen(chosen, contact))
        for place, (chosen, each) in enumerate(zip(selection.criteria, alone, strict=True))
    ]


def _seen(chosen: Chosen, contact: Contact) -> str | None:
    criterion = criteria()[chosen.key]
    return criterion.seen_by(criterion.read(chosen.filter), contact)


def _condition(selection: Selection) -> Q | None:
    try:
        return condition(selection)
    except DomainError:  # a code in it was deleted since
        return None
