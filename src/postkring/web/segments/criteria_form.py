"""What a step is asked with: one field for each criterion there is, each with its meaning in words, and the options of the step."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import pgettext_lazy

from postkring.criteria.catalogue import criteria, offered
from postkring.criteria.selections import EVERYBODY, Chosen, Selection, selection_of, sentence
from postkring.kit.errors import DomainError
from postkring.lists.contacts import CONTACTS
from postkring.lists.names import unknown_names
from postkring.segments.models import StepAction
from postkring.segments.options import Options, label_of, names_for, read_options
from postkring.web.classifications.pages import OTHERS, Pages
from postkring.web.criterion_fields import GROUP, criterion_field
from postkring.web.once import OnceForm

SHOWN: Final = ("type", "displayName", "postalCode", "city", "country", "languageCode", "salespersonCode")

_CLASSIFIED: Final = tuple(pages.spec.key for pages in OTHERS)
_BESIDE: Final = ("show", "preview", "csrfmiddlewaretoken")  # what the pages of a step send along


@dataclass(frozen=True)
class Asked:
    """One field and what the expression in it means, "" while nothing is filled in or it cannot be read."""

    bound: BoundField
    meaning: str

    @property
    def is_used(self) -> bool:
        return bool(self.bound.value())


class CriteriaForm(OnceForm):
    everybody = forms.BooleanField(label=pgettext_lazy("field.everybody", "Take all contacts"), required=False)

    ignore_anyway = forms.BooleanField(label=pgettext_lazy("field.ignore_anyway", "Add them anyway"), required=False)

    def __init__(self, *args: Any, action: StepAction = StepAction.ADD, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        for name in names_for(action):
            self.fields[name] = forms.BooleanField(label=label_of(name), required=False)
        for key, criterion in criteria().items():
            self.fields[key] = criterion_field(criterion)
        if not self.is_bound:
            self.fields[GROUP].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        for key, text in self._filters():
            try:
                criteria()[key].parse(text)
            except DomainError as error:
                self.add_error(key, error.message)
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
        page = replace(CONTACTS, own=(), aliases={})
        sent = {name: str(value) for name, value in self.data.items()}
        for error in unknown_names(page, sent, also=(*self.fields, *_BESIDE)):
            self.add_error(None, error.message)

    @property
    def has_filters(self) -> bool:
        return self.is_bound and any(self[key].value() for key in criteria())

    def group(self) -> Asked:
        return self._asked(GROUP)

    def shown(self) -> list[Asked]:
        return [self._asked(key) for key in SHOWN if key in self._offered]

    def classified(self) -> list[tuple[Pages, Asked]]:
        """What else contacts carry codes of, each in a section of its own."""
        return [(pages, self._asked(pages.spec.key)) for pages in OTHERS if pages.spec.key in self._offered]

    def further(self) -> list[Asked]:
        return [self._asked(key) for key in self._offered if key not in (GROUP, *_CLASSIFIED, *SHOWN)]

    @property
    def uses_further(self) -> bool:
        return any(asked.is_used for asked in self.further())

    def sent(self) -> list[Asked]:
        """Those that stand on the page which asks."""
        return [self._asked(key) for key in criteria() if key in self.data]

    @cached_property
    def _offered(self) -> list[str]:
        return [each.key for each in offered(criteria().values(), in_use=self.data)]

    def _asked(self, key: str) -> Asked:
        bound = self[key]
        text = self.cleaned_data.get(key, "") if self.is_bound and not bound.errors else ""
        return Asked(bound, sentence(Selection((Chosen(key, text),))) if text.strip() else "")

    def _filters(self) -> list[tuple[str, str]]:
        return [(key, text) for key in criteria() if (text := self.cleaned_data.get(key, "")).strip()]
