"""A day in a form: typed in the way of the user's language, with any of the usual signs between, or with none."""

from datetime import date
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import pgettext, pgettext_lazy

from postkring.kit.days import read_day, read_day_or_today


class Day(forms.DateField):
    """Shown in the first of the language's DATE_INPUT_FORMATS. With `or_today` it understands the word for today, as filters do."""

    def __init__(self, *, or_today: bool = False, **kwargs: Any) -> None:
        pattern = pgettext_lazy("ui.date_pattern", "dd/mm/yyyy")
        kwargs.setdefault("widget", forms.DateInput(attrs={"autocomplete": "off", "placeholder": pattern}))
        super().__init__(**kwargs)
        self.read = read_day_or_today if or_today else read_day

    def to_python(self, value: Any) -> date | None:
        text = value.strip() if isinstance(value, str) else value
        if not isinstance(text, str) or not text:
            return super().to_python(text)
        day = self.read(text)
        if day is None:
            example = formats.date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
            raise forms.ValidationError(pgettext("msg.date_invalid", "Enter the date like this: %(example)s") % {"example": example})
        return day
