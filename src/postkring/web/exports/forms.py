"""What is asked before a file is made."""

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from postkring.lists.export.files import TABLES, Format
from postkring.web.forms import PlainForm

VISIBLE: Final = "visible"
EVERY: Final = "all"


class FormatForm(PlainForm):
    format = forms.ChoiceField(label=pgettext_lazy("field.file_format", "File Format"), widget=forms.RadioSelect)
    offered: ClassVar[tuple[Format, ...]] = TABLES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        format_field = self.fields["format"]
        assert isinstance(format_field, forms.ChoiceField)
        format_field.choices = [(one.value, one.label) for one in self.offered]
        format_field.initial = Format.XLSX.value
        for name in self.fields:
            self.fields[name].error_messages["invalid_choice"] = pgettext("msg.unknown_choice", "“%(value)s” is no choice here.")

    @property
    def chosen_format(self) -> Format:
        return Format(self.cleaned_data["format"])


class ColumnsForm(FormatForm):
    """Asks as well whether all columns are wanted, or those that the list shows."""

    content = forms.ChoiceField(
        label=pgettext_lazy("ui.columns", "Columns"),
        choices=[
            (EVERY, pgettext_lazy("export.all_columns", "All columns, under names that other programs know")),
            (VISIBLE, pgettext_lazy("export.visible_columns", "The columns of the list, as they are called there")),
        ],
        initial=EVERY,
        required=False,
        widget=forms.RadioSelect,
    )


class ExportForm(ColumnsForm):
    """Bound when the file itself is asked for. `for_mailing` is what the box says before anybody touched it."""

    for_mailing = forms.BooleanField(
        label=pgettext_lazy("field.for_mailing", "For mailing"),
        required=False,
        help_text=pgettext_lazy(
            "hint.for_mailing", "With salutation, address block and language, and without the contacts that you may not write to"
        ),
    )
    offered = tuple(Format)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].help_text = pgettext("hint.export_columns", "A vCard always holds what such a card has room for.")
