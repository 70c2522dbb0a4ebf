"""What an administrator types when setting things up. What is acceptable, the acts say."""

from typing import Any, Final

from django import forms
from django.db.models import Model
from django.utils.translation import pgettext_lazy

from postkring.kit.codes import NUMBER_LENGTH
from postkring.setup.actions import INHERITED
from postkring.setup.queries import country_choices
from postkring.web.changes.meanwhile import merged
from postkring.web.forms import Line, PlainForm
from postkring.web.once import OnceForm

SEEN: Final = "seen_"
INHERITED_LABELS = {
    "inherit_salesperson": pgettext_lazy("field.inherit_salesperson", "Salesperson"),
    "inherit_territory": pgettext_lazy("field.inherit_territory", "Territory"),
    "inherit_country": pgettext_lazy("field.inherit_country", "Country/Region"),
    "inherit_language": pgettext_lazy("field.inherit_language", "Language"),
    "inherit_address": pgettext_lazy("field.inherit_address", "Address details"),
    "inherit_communication": pgettext_lazy("field.inherit_communication", "Phone, email and website"),
}


class SetUpForm(PlainForm):
    """Each field with what the user saw in it: what somebody else has stored since is not overwritten unnoticed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember()

    def remember(self) -> None:
        for name in [name for name in self.fields if not name.startswith(SEEN) and SEEN + name not in self.fields]:
            self.fields[SEEN + name] = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, initial=self.stored(name))

    def stored(self, name: str) -> Any:
        value = self.initial.get(name)
        return "" if value is None else value

    def merge(self, row: Model) -> None:
        """Leaves alone what the user left alone, and refuses what the user cannot have known (`merged`)."""
        for name in [name for name in self.fields if SEEN + name in self.data]:
            self.cleaned_data[name] = merged(self, row, name, now=self.stored(name), seen=SEEN + name)


class OrganisationForm(SetUpForm):
    name = Line(label=pgettext_lazy("field.name", "Name"), required=False, limit=100)
    country = forms.ChoiceField(
        label=pgettext_lazy("field.country_region", "Country/Region"),
        required=False,
        help_text=pgettext_lazy("hint.home_country", "An address without a country is in this one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", "–"), *country_choices()]


class SeriesForm(SetUpForm):
    description = Line(label=pgettext_lazy("field.description", "Description"), required=False, limit=100)
    starting_number = Line(
        label=pgettext_lazy("field.starting_no", "Starting No."),
        limit=20,
        help_text=pgettext_lazy("hint.starting_no", "Its last digits are counted up: CT000001, CT000002 …"),
    )
    increment = forms.IntegerField(label=pgettext_lazy("field.increment", "Increment"))
    manual_numbers = forms.BooleanField(
        label=pgettext_lazy("field.manual_numbers", "Numbers may be typed"),
        required=False,
        help_text=pgettext_lazy("hint.manual_numbers", "When it is off, every new record takes the next number of the series."),
    )


class SalespersonForm(SetUpForm):
    name = Line(label=pgettext_lazy("field.name", "Name"), required=False, limit=100)
    email = Line(label=pgettext_lazy("field.email", "Email"), required=False, limit=80)
    privacy_blocked = forms.BooleanField(
        label=pgettext_lazy("field.privacy_blocked", "Privacy Blocked"),
        required=False,
        help_text=pgettext_lazy("hint.salesperson_blocked", "A blocked salesperson can no longer be chosen on segments."),
    )


class NewSalespersonForm(OnceForm):
    """Of a code everything that is typed counts, as for mailing groups."""

    code = Line(
        label=pgettext_lazy("field.code", "Code"),
        limit=NUMBER_LENGTH,
        is_code=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = SalespersonForm.base_fields["name"]
    email = SalespersonForm.base_fields["email"]
    privacy_blocked = SalespersonForm.base_fields["privacy_blocked"]


class InheritanceForm(SetUpForm):
    """A checkbox for each thing that a person takes over from its company."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for flag in INHERITED:
            self.fields[flag] = forms.BooleanField(label=INHERITED_LABELS[flag], required=False)
        self.remember()

    def chosen(self) -> frozenset[str]:
        return frozenset(flag for flag in INHERITED if self.cleaned_data[flag])
