"""The list of saved criteria."""

from typing import Final

from django.db.models import Count, F, Q, QuerySet

from postkring.contacts.queries import MOST_WORDS
from postkring.kit.lookups import Fold
from postkring.kit.text import fold, is_storable
from postkring.lists.listing import ListPage
from postkring.segments.models import SavedCriteria


def holding(saved: QuerySet[SavedCriteria], text: str) -> QuerySet[SavedCriteria]:
    words = fold(text).split() if is_storable(text) else []
    if len(words) > MOST_WORDS or (text.strip() and not words):  # nothing but marks are no word, and must not find everything
        return saved.none()
    for word in words:
        saved = saved.filter(Q(code_folded__contains=word) | Q(description__fold__contains=word))
    return saved


SAVED_CRITERIA: Final = ListPage(
    orders={"code": "code", "description": "description_folded", "actions": "action_count"},
    default="code",
    search=holding,
)


def saved_for_listing() -> QuerySet[SavedCriteria]:
    saved = SavedCriteria.objects.select_related("saved_by")
    return saved.annotate(action_count=Count("actions"), description_folded=Fold(F("description")))
