"""A list whose order is fixed: the newest rows first, paged by key like every list."""

from dataclasses import replace
from typing import TypeVar

from django.db import models

from postkring.lists.listing import Listing, ListPage, ListState, Order, listing
from postkring.web.listings import is_readable, query_of
from postkring.web.request import Request

Row = TypeVar("Row", bound=models.Model)


def newest_first(request: Request, page: ListPage, rows: "models.QuerySet[Row]") -> Listing[Row]:
    if not is_readable(request):
        rows = rows.none()
    return listing(page, rows, replace(ListState.read(query_of(request), page), orders=(Order(page.default, descending=True),)))
