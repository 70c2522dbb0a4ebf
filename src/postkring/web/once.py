"""A form that is sent twice acts once: each form that is handed out carries a token, and one content is taken from it once."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django import forms
from django.core.cache import cache
from django.db import transaction

from postkring.accounts.models import User
from postkring.web.forms import PlainForm

KEPT: Final = 60 * 60  # seconds in which a second sending is recognised


class OnceForm(PlainForm):
    """Show `form.once` among the fields; without it every sending counts."""

    once = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", secrets.token_urlsafe(12))


@contextmanager
def sending(form: OnceForm, *, by: User) -> Iterator[bool]:
    """True for the first sending of this very form with this content. When the block fails, it may be sent again.

    The block is one transaction: a second sending at the same moment waits for what the first one makes.
    """
    key = _key(form, by)
    first = not key
    try:
        with transaction.atomic():
            first = first or cache.add(key, True, KEPT)
            yield first
    except BaseException:
        if key and first:
            cache.delete(key)
        raise


def keep(form: OnceForm, result: str, *, by: User) -> None:
    """Remembers what the first sending has made, for the second one."""
    if key := _key(form, by):
        cache.set(key, result, KEPT)


def kept(form: OnceForm, *, by: User) -> str:
    found = cache.get(_key(form, by))
    return found if isinstance(found, str) else ""


def _key(form: OnceForm, by: User) -> str:
    content = repr(sorted(form.cleaned_data.items()))
    return f"sent:{by.pk}:{hashlib.sha256(content.encode()).hexdigest()}" if form.cleaned_data.get("once") else ""
