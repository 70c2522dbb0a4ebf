"""What a step is asked with: one field for each criterion there is, each with its meaning in words, and the options of the step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import pgettext_lazy

from postkring.criteria.catalogue import criteria, offered
from postkring.criteria.rows import field_names, fields_in, gathered, spread
from postkring.criteria.selections import EVERYBODY, Chosen, Selection, selection_of, sentence
from postkring.kit.errors import DomainError
from postkring.kit.text import Words
from postkring.lists.contacts import CONTACTS
from postkring.lists.names import unknown_names
from postkring.segments.models import StepAction
from postkring.segments.options import Options, label_of, names_for, read_options
from postkring.web.classifications.pages import OTHERS, Pages
from postkring.web.criterion_fields import GROUP, criterion_fields
from postkring.web.once import OnceForm

INTERACTION, VIEW = "interaction", "savedView"
APART: Final = (INTERACTION, VIEW)
SHOWN: Final = ("type", "displayName", "postalCode", "city", "country", "languageCode", "salespersonCode")

_CLASSIFIED: Final = tuple(pages.spec.key for pages in OTHERS)
_BESIDE: Final = ("show", "preview", "csrfmiddlewaretoken")  # what the pages of a step send along


@dataclass(frozen=True)
class Asked:
    """One criterion: its field or fields, and what is in them means, "" while nothing is filled in or it cannot be read."""

    key: str
    fields: Sequence[BoundField]
    meaning: str

    @property
    def is_used(self) -> bool:
        return any(bound.value() for bound in self.fields)

    @property
    def main(self) -> BoundField | None:
        """The field that is called as the criterion is."""
        return next((bound for bound in self.fields if bound.name == self.key), None)

    @property
    def parts(self) -> Sequence[BoundField]:
        return [bound for bound in self.fields if bound.name != self.key]

    @property
    def label(self) -> Words:
        return criteria()[self.key].label

    @property
    def is_left_out(self) -> bool:
        return not self.is_used

    @property
    def errors(self) -> list[str]:
        return [str(error) for bound in self.fields for error in bound.errors]


class CriteriaForm(OnceForm):
    everybody = forms.BooleanField(label=pgettext_lazy("field.everybody", "Take all contacts"), required=False)

    ignore_anyway = forms.BooleanField(label=pgettext_lazy("field.ignore_anyway", "Add them anyway"), required=False)

    def __init__(self, data: QueryDict | None = None, *args: Any, action: StepAction = StepAction.ADD, **kwargs: Any) -> None:
        super().__init__(data and _spread(data), *args, **kwargs)
        self.action = action
        for name in names_for(action):
            self.fields[name] = forms.BooleanField(label=label_of(name), required=False)
        for criterion in criteria().values():
            self.fields.update(criterion_fields(criterion, gathered(criterion, self.data)))
        if not self.is_bound:
            self.fields[GROUP].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        for key, text in self._filters():
            try:
                criteria()[key].parse(text)
            except DomainError as error:
                self.add_error(error.field if error.field in self.fields else self._names(key)[0], error.message)
        if not self.errors and self._filters():
            try:
                selection_of(self._filters())
            except DomainError as error:
                self.add_error(None, error.message)
        return self.cleaned_data

    def selection(self) -> Selection | None:
        """None while nothing is chosen. A filter narrows, also where everybody is ticked."""
        if not self.is_bound or self.errors:
            return None
        if filters := self._filters():
            return selection_of(filters)
        return EVERYBODY if self.cleaned_data["everybody"] else None

    def options(self) -> Options:
        return read_options(self.cleaned_data if self.is_bound else {})

    def option_fields(self) -> list[BoundField]:
        return [self[name] for name in names_for(self.action)]

    def refuse_unknown_names(self) -> None:
        """For filters that come with an address: one that is none must not be left out in silence."""
        known = {key: criterion for key, criterion in criteria().items() if key in self.fields}
        page = replace(CONTACTS, own=(), aliases={}, filters=lambda: known)
        sent = {name: str(value) for name, value in self.data.items()}
        for error in unknown_names(page, sent, also=(*self.fields, *_BESIDE)):
            self.add_error(None, error.message)

    @property
    def has_filters(self) -> bool:
        return self.is_bound and any(self[name].value() for key in criteria() for name in self._names(key))

    def group(self) -> Asked:
        return self._asked(GROUP)

    def shown(self) -> list[Asked]:
        return [self._asked(key) for key in SHOWN if key in self._offered]

    def classified(self) -> list[tuple[Pages, Asked]]:
        """What else contacts carry codes of, each in a section of its own."""
        return [(pages, self._asked(pages.spec.key)) for pages in OTHERS if pages.spec.key in self._offered]

    def further(self) -> list[Asked]:
        return [self._asked(key) for key in self._offered if key not in (GROUP, *_CLASSIFIED, *SHOWN, *APART)]

    def apart(self) -> list[Asked]:
        """What stands in a section of its own."""
        return [self._asked(key) for key in APART if key in self._offered]

    @property
    def uses_further(self) -> bool:
        return any(asked.is_used for asked in self.further())

    def sent(self) -> list[Asked]:
        """Those that stand on the page which asks."""
        return [self._asked(key) for key in criteria() if any(name in self.data for name in self._names(key))]

    @cached_property
    def _offered(self) -> list[str]:
        return [each.key for each in offered(criteria().values(), in_use=self._in_use())]

    def _in_use(self) -> set[str]:
        return {key for key in criteria() if any(name in self.data for name in self._names(key))}

    def _asked(self, key: str) -> Asked:
        fields = [self[name] for name in self._names(key)]
        text = self._text(key) if self.is_bound and not any(bound.errors for bound in fields) else ""
        return Asked(key, fields, sentence(Selection((Chosen(key, text),))) if text else "")

    def _filters(self) -> list[tuple[str, str]]:
        return [(key, text) for key in criteria() if (text := self._text(key))]

    def _text(self, key: str) -> str:
        text = gathered(criteria()[key], {name: self.cleaned_data.get(name, "") for name in self._names(key)})
        return text if text.strip() else ""

    def _names(self, key: str) -> list[str]:
        return [name for name in field_names(criteria()[key]) if name in self.fields]


def _spread(data: QueryDict) -> QueryDict:
    """A filter that came as one text, from the URL of a list or a view, as the fields that the page has for it."""
    spreading = [criterion for key, criterion in criteria().items() if criterion.parts and fields_in(data.get(key, "")) is not None]
    if not spreading:
        return data
    copied = data.copy()
    for criterion in spreading:
        for name, text in spread(criterion, str(copied.pop(criterion.key)[-1])).items():
            copied[name] = text
    return copied
