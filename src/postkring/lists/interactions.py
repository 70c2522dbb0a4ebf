"""The list of the interactions of one contact."""

from typing import Final

from postkring.lists.listing import ListPage

INTERACTIONS: Final = ListPage(orders={"date": "date"}, default="-date")
