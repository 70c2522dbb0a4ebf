"""The lists of imports and of what the rows of one do."""

from typing import Final

from django.db.models import F, QuerySet

from postkring.imports.models import FileImport
from postkring.lists.listing import ListPage

IMPORTS: Final = ListPage(orders={"newest": "before_now"}, default="newest")
OUTCOMES: Final = ListPage(orders={"row": "row"}, default="row")


def imports_for_listing() -> "QuerySet[FileImport]":
    """The newest first: ordered by how long ago each was begun."""
    return FileImport.objects.select_related("by", "change_set").annotate(before_now=-F("pk"))
