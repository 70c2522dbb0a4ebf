"""What taking back an act on views needs beside the permission of that act: a view may have become everybody's since."""

from postkring.accounts.permissions import Permission
from postkring.ledger.models import ChangeSet, Image
from postkring.saved_views.models import SavedView


def needed_beside(change_set: ChangeSet) -> str:
    """The renaming of a group touches views as well; taking it back is about the group."""
    if not change_set.original().verb.startswith("view."):
        return ""
    touched = Image.objects.filter(change_set=change_set, label="saved_views.savedview").values("object_id")
    others = SavedView.objects.filter(pk__in=touched).exclude(owner=change_set.by_id)
    owners = list(others.values_list("owner", flat=True)[:2])
    if any(owner is not None for owner in owners):
        return Permission.ADMINISTER
    return Permission.SHARE_VIEWS if owners else ""
