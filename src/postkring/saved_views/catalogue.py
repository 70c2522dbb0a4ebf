"""The lists that have views. A list joins by its `name` in its declaration and a line here."""

from typing import Final

from postkring.lists.changes import CHANGES
from postkring.lists.classifications import GROUPS
from postkring.lists.contacts import CONTACTS
from postkring.lists.listing import ListPage
from postkring.lists.segments import SEGMENTS

LISTS: Final[dict[str, ListPage]] = {page.name: page for page in (CONTACTS, GROUPS, SEGMENTS, CHANGES)}
