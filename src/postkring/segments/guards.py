"""What the ledger must know before it takes a step of a segment back."""

from django.utils.translation import pgettext

from postkring.kit.errors import Refused
from postkring.ledger.models import ChangeSet, Image
from postkring.segments.models import SegmentStep

_LABEL = "segments.segmentstep"


def only_the_last_step(change_set: ChangeSet) -> None:
    """Steps build on each other: only the last one of a segment goes back, and comes back only in its old place."""
    taken = Image.objects.filter(change_set=change_set, label=_LABEL, kind=Image.INSERTED)
    for step in SegmentStep.objects.filter(pk__in=taken.values("object_id")):
        if SegmentStep.objects.filter(segment=step.segment_id, action_number__gt=step.action_number).exclude(
            pk__in=taken.values("object_id")
        ):
            raise _later_steps()
    for image in Image.objects.filter(change_set=change_set, label=_LABEL, kind=Image.DELETED):
        before = image.before or {}
        if SegmentStep.objects.filter(segment=before["segment_id"], action_number__gte=before["action_number"]).exists():
            raise _later_steps()


def _later_steps() -> Refused:
    return Refused(pgettext("msg.later_steps", "The segment has had later steps since. Go back through those first."))
