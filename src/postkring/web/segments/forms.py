"""What is typed about a segment and its lines."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from postkring.accounts.models import User
from postkring.kit.codes import NUMBER_LENGTH
from postkring.segments.models import Segment, SegmentLine
from postkring.setup.tied_users import own_salesperson
from postkring.web.contacts.fields import Choices, Options
from postkring.web.dates import Day
from postkring.web.forms import Line, Lookup, PlainForm
from postkring.web.once import OnceForm
from postkring.web.segments.choices import correspondence_types, languages, offer, salespeople
from postkring.web.setup.forms import SEEN, SetUpForm
from postkring.web.typed_contact import contact_number_field


class NewSegmentForm(OnceForm):
    description = Line(label=pgettext_lazy("field.description", "Description"), required=False)
    date = Day(label=pgettext_lazy("field.date", "Date"), initial=timezone.localdate)
    number = Line(
        label=pgettext_lazy("field.no", "No."),
        required=False,
        help_text=pgettext_lazy("hint.number_drawn", "Leave this empty for the next number of the series"),
    )
    salesperson = Line(label=pgettext_lazy("field.salesperson_code", "Salesperson Code"), required=False, widget=Options())
    campaign_number = Line(label=pgettext_lazy("field.campaign_no", "Campaign No."), required=False, limit=NUMBER_LENGTH, is_code=True)
    code = forms.CharField(widget=forms.HiddenInput, required=False)
    segment_number = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """The salesperson of who makes it is chosen from the beginning (R-4002). Nobody is asked for one where there is none."""
        super().__init__(*args, **kwargs)
        choices = salespeople("")
        if len(choices) == 1:
            del self.fields["salesperson"]
            return
        offer(self.fields["salesperson"], choices)
        own = own_salesperson(by)
        self.initial.setdefault("salesperson", own.code if own else "")


class _Described(SetUpForm):
    """What header and lines both say. Salespeople are asked for where there are any."""

    description = Line(label=pgettext_lazy("field.description", "Description"), required=False)
    date = Day(label=pgettext_lazy("field.date", "Date"))
    salesperson = Line(label=pgettext_lazy("field.salesperson_code", "Salesperson Code"), required=False, widget=Options())
    campaign_number = Line(label=pgettext_lazy("field.campaign_no", "Campaign No."), required=False, limit=NUMBER_LENGTH, is_code=True)
    correspondence_type = Line(label=pgettext_lazy("field.correspondence_type", "Correspondence Type"), required=False, widget=Options())

    def remember(self) -> None:
        self.offer("correspondence_type", correspondence_types())
        self.offer("salesperson", salespeople(self.initial.get("salesperson") or ""))
        super().remember()

    def offer(self, name: str, choices: Choices) -> None:
        if len(choices) == 1:
            del self.fields[name]
        else:
            offer(self.fields[name], choices)


class SegmentForm(_Described):
    @classmethod
    def about(cls, segment: Segment, data: QueryDict | None = None) -> "SegmentForm":
        return cls(data, initial=_said_by(segment))


class OneLineForm(_Described):
    contact_number = contact_number_field()
    language = Line(label=pgettext_lazy("field.language", "Language"), required=False, widget=Options())

    def remember(self) -> None:
        self.offer("language", languages())
        contact = self.fields["contact_number"].widget
        assert isinstance(contact, Lookup)
        contact.submits = False
        self.order_fields(["contact_number"])
        super().remember()

    @classmethod
    def about(cls, line: SegmentLine, data: QueryDict | None = None) -> "OneLineForm":
        return cls(data, initial={**_said_by(line), "contact_number": line.contact.number, "language": line.language_id or ""})


def _said_by(row: Segment | SegmentLine) -> dict[str, Any]:
    return {
        "description": row.description,
        "date": row.date,
        "salesperson": row.salesperson_id or "",
        "campaign_number": row.campaign_number,
        "correspondence_type": row.correspondence_type,
    }


def changed_in(form: _Described) -> dict[str, Any]:
    """What was sent and is not what is stored, under the names of the acts. A form that is sent without a field leaves that alone."""
    sent = [name for name in form.fields if name in form.data and not name.startswith(SEEN)]
    values = {name: form.cleaned_data[name] for name in sent if form.cleaned_data[name] != form.stored(name)}
    return {"day" if name == "date" else name: value for name, value in values.items()}


class LineForm(PlainForm):
    contact = contact_number_field()
