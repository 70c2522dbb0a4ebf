"""Acts on saved views: saving, renaming, sharing, deleting, and putting them on one's home page."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.criteria.errors import Counted, beyond_limits
from postkring.criteria.expressions import LONGEST
from postkring.kit.errors import AlreadyExists, Changed, NotAcceptable, NotFound
from postkring.kit.text import fold, is_storable, short_line
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.lists.filters import filters_of
from postkring.saved_views.access import gone, needed_to_change
from postkring.saved_views.catalogue import LISTS
from postkring.saved_views.models import EVERYBODY, NAME_LENGTH, PinnedView, SavedView
from postkring.saved_views.queries import visible_to

# A name is unique together with whose it is: an undo that compares the one needs the other.
_NAMED = ("list_name", "owner", "shelf", "name", "name_folded")


def create_view(list_name: str, name: str, query: Mapping[str, str], *, shared: bool = False, pinned: bool = False, by: User) -> SavedView:
    """Raises the FilterError of a query that cannot be read: a view that shows nobody is a mistake."""
    permission = Permission.SHARE_VIEWS if shared else Permission.READ
    require(by, permission)
    if list_name not in LISTS:
        raise NotFound(pgettext("msg.list_without_views", "This list has no views."))
    view = _named(SavedView(list_name=list_name), name, None if shared else by)
    view.query = _readable(list_name, query)
    with act("view.create", by=by, permission=permission) as writer:
        _refuse_taken(view)
        writer.insert(view)
        if pinned:
            writer.insert(PinnedView(user=by, view=view))
        writer.count(added=1)
        writer.say(lambda: pgettext("msg.view_saved", "View “%(name)s” saved.") % {"name": view.name})
    return view


def save_view(view: SavedView, query: Mapping[str, str], *, expected: Mapping[str, str] | None = None, by: User) -> ChangeSet | None:
    """Puts what a list shows now into the view. Raises Changed when it does not hold `expected` any more."""
    require(by, needed_to_change(view))
    with act("view.save", by=by, permission=needed_to_change(view)) as writer:
        stored = _locked(view, by)
        if expected is not None and LISTS[stored.list_name].kept(stored.query) != expected:
            raise _overtaken(stored)
        with writer.updating(SavedView.objects.filter(pk=stored.pk), ["query"]):
            stored.query = _readable(stored.list_name, query)
            stored.save(update_fields=["query"])
        writer.count(changed=1)
        writer.say(lambda: pgettext("msg.view_saved", "View “%(name)s” saved.") % {"name": stored.name})
    return writer.change_set if writer.did_something else None


def change_view(view: SavedView, *, name: str, shared: bool, by: User) -> ChangeSet | None:
    """Another name, or for whom it is. A shared view that becomes private is that of `by`, and leaves the home pages of others."""
    turned = shared != view.is_shared
    permission = Permission.SHARE_VIEWS if turned else needed_to_change(view)
    require(by, permission)
    with act(_verb(turned, shared), by=by, permission=permission) as writer:
        stored = _locked(view, by)
        old = stored.name
        with writer.updating(SavedView.objects.filter(pk=stored.pk), _NAMED):
            _named(stored, name, None if shared else by)
            _refuse_taken(stored)
            stored.save(update_fields=_NAMED)
        if turned and not shared:
            writer.delete(PinnedView.objects.filter(view=stored).exclude(user=by))
        writer.count(changed=1)
        said = _said(old, stored.name, turned, shared)
        writer.say(lambda: " · ".join(say() for say in said))
    return writer.change_set if writer.did_something else None


def delete_view(view: SavedView, *, by: User) -> ChangeSet:
    """It leaves every home page as well; an undo brings it back there."""
    require(by, needed_to_change(view))
    with act("view.delete", by=by, permission=needed_to_change(view)) as writer:
        stored = _locked(view, by)
        writer.delete(PinnedView.objects.filter(view=stored))
        writer.delete(SavedView.objects.filter(pk=stored.pk))
        writer.count(deleted=1)
        writer.say(lambda: pgettext("ledger.view_deleted", "View “%(name)s” deleted") % {"name": stored.name})
    return writer.change_set


def pin_view(view: SavedView, *, by: User) -> ChangeSet | None:
    """None when it stands on the home page already."""
    require(by, Permission.READ)
    with act("view.pin", by=by, permission=Permission.READ) as writer:
        stored = _locked(view, by)
        if not PinnedView.objects.filter(user=by, view=stored).exists():
            writer.insert(PinnedView(user=by, view=stored))
            writer.count(added=1)
        writer.say(lambda: pgettext("ledger.view_pinned", "View “%(name)s” put on the home page") % {"name": stored.name})
    return writer.change_set if writer.did_something else None


def unpin_view(view: SavedView, *, by: User) -> ChangeSet | None:
    require(by, Permission.READ)
    with act("view.unpin", by=by, permission=Permission.READ) as writer:
        stored = _locked(view, by)
        writer.count(removed=writer.delete(PinnedView.objects.filter(user=by, view=stored)))
        writer.say(lambda: pgettext("ledger.view_unpinned", "View “%(name)s” taken off the home page") % {"name": stored.name})
    return writer.change_set if writer.did_something else None


def _locked(view: SavedView, by: User) -> SavedView:
    """The view, held until the act ends. What somebody shared or took back meanwhile is not what `by` was asked for."""
    stored = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if stored is None or not visible_to(by).filter(pk=view.pk).exists():
        raise gone()
    if stored.is_shared != view.is_shared:
        raise _overtaken(stored)
    return stored


def _named(view: SavedView, name: str, owner: User | None) -> SavedView:
    view.name = _clean_name(name)
    view.name_folded = fold(view.name)
    view.owner, view.shelf = owner, owner.pk if owner else EVERYBODY
    return view


def _clean_name(name: str) -> str:
    label = pgettext("field.name", "Name")
    cleaned = short_line(name, field="name", label=label, longest=NAME_LENGTH)
    if not cleaned:
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": label}, field="name")
    return cleaned


def _refuse_taken(view: SavedView) -> None:
    same = SavedView.objects.filter(shelf=view.shelf, list_name=view.list_name, name_folded=view.name_folded)
    if other := same.exclude(pk=view.pk).first():
        raise AlreadyExists(pgettext("msg.view_exists", "There is a view “%(name)s” already.") % {"name": other.name}, field="name")


def _readable(list_name: str, query: Mapping[str, str]) -> dict[str, str]:
    page = LISTS[list_name]
    kept = page.kept(query)
    for text in kept.values():
        if not is_storable(text):
            raise NotAcceptable(pgettext("msg.not_storable", "This text holds a sign that cannot be stored. Type it again."))
        if len(text) > LONGEST:
            raise beyond_limits(Counted.CHARACTERS, len(text), LONGEST)
    for each in filters_of(page, kept):
        if each.error:
            raise each.error
    return kept


def _verb(turned: bool, shared: bool) -> str:
    if not turned:
        return "view.rename"
    return "view.share" if shared else "view.unshare"


def _said(old: str, name: str, turned: bool, shared: bool) -> Sequence[Callable[[], str]]:
    said: list[Callable[[], str]] = []
    if old != name or not turned:
        said.append(lambda: pgettext("ledger.view_renamed", "View “%(old)s” became “%(new)s”") % {"old": old, "new": name})
    if turned and shared:
        said.append(lambda: pgettext("ledger.view_shared", "View “%(name)s” shared with everyone") % {"name": name})
    elif turned:
        said.append(lambda: pgettext("ledger.view_unshared", "View “%(name)s” is private now") % {"name": name})
    return said


def _overtaken(view: SavedView) -> Changed:
    return Changed(
        pgettext("msg.view_changed", "Somebody changed the view “%(name)s” meanwhile. Nothing was saved; look again.") % {"name": view.name}
    )
