"""When a record was last changed, from the ledger: of what has no stamp of its own."""

from django.db.models import Model, OuterRef, Subquery

from postkring.ledger.declarations import label_of
from postkring.ledger.models import Image


def last_modified(model: type[Model]) -> Subquery:
    """The instant of the newest act that wrote the row."""
    images = Image.objects.filter(label=label_of(model), object_id=OuterRef("pk")).order_by("-change_set")
    return Subquery(images.values("change_set__at")[:1])
