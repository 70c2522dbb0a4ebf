"""Two people at one record: different fields merge; of the same field the second is told what the first one stored."""

from typing import Any

from django import forms
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import pgettext

from postkring.web.changes.acts import last_change


def merged(form: forms.Form, row: models.Model, field: str, *, now: Any, seen: str = "seen") -> Any:
    """The value to store: the stored one where the user left the field alone, else the typed one.

    Where somebody else has stored another value since the user saw the field, it is refused and what was typed stays; sent
    once more it is stored, for by then the user has read what it replaces.
    """
    wanted = form.cleaned_data[field]
    wanted = wanted.strip() if isinstance(wanted, str) else wanted
    was = form.cleaned_data[seen]
    if str(wanted) == was or str(now) in (was, str(wanted)):
        return now if str(wanted) == was else wanted
    there = pgettext("msg.value_now", "It is now: “%(value)s”. Save again to replace it.") % {"value": formats.localize(now)}
    form.add_error(field, f"{_changed(form, row, field)} {there}")
    form.data = {**dict(form.data.items()), form.add_prefix(seen): str(now)}
    return now


def _changed(form: forms.Form, row: models.Model, field: str) -> str:
    act = last_change(row)
    said = pgettext("msg.record_changed", "%(user)s changed this record at %(time)s. Your change to %(field)s was not saved.")
    return said % {
        "user": (act and act.by) or pgettext("ui.unknown", "Unknown"),
        "time": timezone.localtime(act.at).strftime("%H:%M") if act else "",
        "field": form.fields[field].label,
    }
