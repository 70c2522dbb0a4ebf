"""The pages of every classification of the catalogue: the same, each about its own codes."""

from collections.abc import Iterator
from functools import partial

from django.urls import URLPattern

from postkring.accounts.permissions import Permission
from postkring.web.classifications.delete import delete, empty_and_delete
from postkring.web.classifications.group_card import group_card
from postkring.web.classifications.group_list import group_list
from postkring.web.classifications.new_group import new_group
from postkring.web.classifications.pages import PAGES, Pages
from postkring.web.classifications.rename import rename
from postkring.web.routes import View, page


def _routes(pages: Pages) -> Iterator[URLPattern]:
    def about(view: View) -> View:
        return partial(view, pages=pages)

    root, change = pages.path, pages.spec.edit_codes
    yield page(f"{root}/", about(group_list), name=pages.all, needs=Permission.READ)
    yield page(f"{root}/new", about(new_group), name=pages.new, needs=change)
    yield page(f"{root}/<str:code>/", about(group_card), name=pages.card, needs=Permission.READ)
    yield page(f"{root}/<str:code>/rename", about(rename), name=pages.rename, needs=change)
    yield page(f"{root}/<str:code>/delete", about(delete), name=pages.delete, needs=change)
    yield page(f"{root}/<str:code>/empty-and-delete", about(empty_and_delete), name=pages.empty_and_delete, needs=change)


urlpatterns = [route for pages in PAGES for route in _routes(pages)]
