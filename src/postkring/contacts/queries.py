"""Reads of contacts: the search box, lookups and the numbers on the home page."""

import re

from django.db.models import Q

from postkring.contacts.folding import searchable
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.kit.text import is_storable

MOST_WORDS = 20
LEAST_DIGITS = 3
_ONLY_NUMBER = re.compile(r"[\d\s+().\-/]+")
_NOT_DIGITS = re.compile(r"\D+")


def searching(contacts: ContactQuerySet, text: str) -> ContactQuerySet:
    """The contacts that hold every word of the text, in any order, anywhere in what the search box looks through."""
    return contacts.filter(search_condition(text))


def search_condition(text: str) -> Q:
    """The same as a condition. A telephone or enterprise number may be typed with any punctuation.

    Text that cannot be stored, or folds to nothing, finds nobody.
    """
    words = list(dict.fromkeys(searchable(text).split())) if is_storable(text) else []
    if not is_storable(text) or len(words) > MOST_WORDS or (text.strip() and not words):
        return Q(pk__in=[])
    number = _digits(text)
    if number and words != [number]:
        return Q(search_own__contains=number) | _all_words(words)
    return _all_words(words)


def holding(contacts: ContactQuerySet, text: str) -> ContactQuerySet:
    """The contacts that hold the text as it stands, in one of their own fields or as a number with other punctuation."""
    wanted, number = searchable(text).strip(), _digits(text)
    return contacts.filter(Q(search_own__contains=wanted) | (Q(search_own__contains=number) if number else Q(pk__in=[])))


def _digits(text: str) -> str:
    """The digits of what can only be a number; 00 before a number from abroad is the + of how it is stored."""
    if not _ONLY_NUMBER.fullmatch(text.strip()):
        return ""
    number = _NOT_DIGITS.sub("", text)
    number = number[2:] if number.startswith("00") else number
    return number if len(number) >= LEAST_DIGITS else ""


def companies_matching(text: str) -> ContactQuerySet:
    return searching(Contact.objects.companies(), text).order_by("sort_name", "pk")


def persons_of(company: Contact) -> ContactQuerySet:
    return Contact.objects.persons().filter(company=company).order_by("sort_name", "pk")


def without_email() -> ContactQuerySet:
    return Contact.objects.filter(email_folded="")


def _all_words(words: list[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(search_own__contains=word) | Q(search_company__contains=word)
    return condition
