"""Views name mailing groups in their filters, and follow when a group is renamed."""

from collections.abc import Iterator

from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.classifications.holders import Mention
from postkring.criteria.errors import FilterError
from postkring.criteria.renaming import mentions, renamed
from postkring.criteria.selections import Chosen, Selection
from postkring.ledger.acts import Writer, as_text
from postkring.saved_views.catalogue import LISTS
from postkring.saved_views.models import SavedView

LABEL = "saved_views.savedview"


class ViewSelections:
    def mentions(self, criterion: str, code: str, *, by: User) -> list[Mention]:
        return [_mention(view, key, by) for view, key in _naming(criterion, code)]

    def rename(self, writer: Writer, criterion: str, code: str, new_code: str) -> int:
        changed = []
        for view, key in _naming(criterion, code, held=True):
            selection = renamed(_selection(view, key), key, code, new_code)
            view.query = view.query | {key: selection.criteria[0].filter}
            changed.append(view)
        if changed:
            with writer.updating(SavedView.objects.filter(pk__in=[view.pk for view in changed]), ["query"]):
                SavedView.objects.bulk_update(changed, ["query"], batch_size=200)
        return len(changed)


def _naming(criterion: str, code: str, *, held: bool = False) -> Iterator[tuple[SavedView, str]]:
    """The views that name the code, each with the filter that does. Held, nobody saves them meanwhile."""
    for page in LISTS.values():
        if key := page.codes.get(criterion):
            views = SavedView.objects.annotate(text=as_text("query")).filter(list_name=page.name, text__contains=f'"{key}"')
            views = views.select_for_update(of=("self",)) if held else views
            yield from ((view, key) for view in views.select_related("owner").order_by("name_folded", "pk") if _names(view, key, code))


def _names(view: SavedView, key: str, code: str) -> bool:
    """A filter that cannot be read names nothing, and keeps no group from being renamed."""
    try:
        return isinstance(view.query.get(key), str) and mentions(_selection(view, key), key, code)
    except FilterError:
        return False


def _selection(view: SavedView, key: str) -> Selection:
    return Selection((Chosen(key, view.query[key]),))


def _mention(view: SavedView, key: str, by: User) -> Mention:
    """Of a private view of somebody else no more than that it is there and follows."""
    kind = pgettext("ui.view", "View")
    if view.owner_id not in (None, by.pk):
        return Mention(kind, "", pgettext("view.private_of", "private, of %(user)s") % {"user": view.owner}, LABEL)
    criterion = LISTS[view.list_name].filters()[key]
    return Mention(kind, f"“{view.name}”", criterion.describe(criterion.read(view.query[key])), LABEL, str(view.pk))
