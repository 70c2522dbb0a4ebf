"""What each role may do (decisions.md, Permissions). Whatever is not listed is refused."""

from enum import StrEnum
from typing import Final

from postkring.accounts.models import Role


class Permission(StrEnum):
    READ = "read"  # and what is one's own: private views, what stands on one's home page
    EDIT_CONTACTS = "edit_contacts"  # contacts, mailing groups, assignments, undo of one's own acts
    EDIT_SEGMENTS = "edit_segments"  # segments, their steps and lines
    SHARE_VIEWS = "share_views"  # views that everybody has
    ADMINISTER = "administer"  # set-up, users, undo of others' acts


_READER: Final = frozenset({Permission.READ})
_EDITOR: Final = _READER | {Permission.EDIT_CONTACTS}
_MARKETER: Final = _EDITOR | {Permission.EDIT_SEGMENTS, Permission.SHARE_VIEWS}

PERMISSIONS: Final[dict[str, frozenset[Permission]]] = {
    Role.READER: _READER,
    Role.EDITOR: _EDITOR,
    Role.MARKETER: _MARKETER,
    Role.ADMINISTRATOR: frozenset(Permission),
}
