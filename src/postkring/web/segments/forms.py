"""What is typed about a segment and its lines."""

from django import forms
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from postkring.segments.models import Segment
from postkring.web.dates import Day
from postkring.web.forms import Line, PlainForm
from postkring.web.once import OnceForm
from postkring.web.typed_contact import contact_number_field


class DescribedForm(PlainForm):
    description = Line(label=pgettext_lazy("field.description", "Description"), required=False)
    date = Day(label=pgettext_lazy("field.date", "Date"))


class NewSegmentForm(DescribedForm, OnceForm):
    date = Day(label=pgettext_lazy("field.date", "Date"), initial=timezone.localdate)
    number = Line(
        label=pgettext_lazy("field.no", "No."),
        required=False,
        help_text=pgettext_lazy("hint.number_drawn", "Leave this empty for the next number of the series"),
    )


class SegmentForm(DescribedForm):
    """The hidden values are what the user had before them: another one by now is not overwritten unnoticed."""

    seen_description = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    seen_date = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def showing(cls, segment: Segment) -> "SegmentForm":
        values = {"description": segment.description, "date": segment.date}
        return cls(initial={**values, "seen_description": segment.description, "seen_date": segment.date.isoformat()})


class LineForm(PlainForm):
    contact = contact_number_field()
