"""What is chosen about a file. What its columns and rows may hold, the acts say."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from postkring.imports.columns import TARGETS, label_of
from postkring.imports.matching import way_label
from postkring.imports.models import PROFILE_NAME_LENGTH, FileImport, ImportProfile, NewCodes, Policy
from postkring.imports.synonyms import SYNONYMS
from postkring.kit.sheets.decoding import ENCODINGS
from postkring.kit.sheets.delimited import DELIMITERS
from postkring.web.forms import Line, PlainForm

_WAYS: Final = (
    ("number",),
    ("number", "email"),
    ("number", "external_id"),
    ("number", "name+post_code"),
    ("number", "email", "name+post_code"),
)


class UploadForm(PlainForm):
    file = forms.FileField(
        label=pgettext_lazy("field.file", "File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.vcf"}),
        help_text=pgettext_lazy("hint.import_file", "A .csv, .xlsx or .vcf file. Nothing is loaded before you have seen what it does."),
    )
    profile = forms.ChoiceField(label=pgettext_lazy("field.profile", "Profile"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = pgettext("import.no_profile", "None: recognise the columns")
        profiles = ImportProfile.objects.order_by("name_folded").values_list("name", "name")
        self.fields["profile"].choices = [("", none), *profiles]  # type: ignore[attr-defined]


class ColumnsForm(PlainForm):
    match = forms.ChoiceField(label=pgettext_lazy("field.import_match", "A contact is there already when it has the same"))
    policy = forms.ChoiceField(
        label=pgettext_lazy("field.import_policy", "Contacts that are there already"), choices=Policy.choices, widget=forms.RadioSelect
    )
    new_codes = forms.ChoiceField(
        label=pgettext_lazy("field.import_codes", "Rows with codes that do not exist"),
        choices=NewCodes.choices,
        widget=forms.RadioSelect,
    )
    encoding = forms.ChoiceField(label=pgettext_lazy("field.encoding", "Character set"), required=False)
    delimiter = forms.ChoiceField(label=pgettext_lazy("field.delimiter", "Between the columns"), required=False)
    profile = Line(
        label=pgettext_lazy("field.profile_name", "Keep these columns and choices as profile"), required=False, limit=PROFILE_NAME_LENGTH
    )

    def __init__(self, file: FileImport, samples: Sequence[Sequence[str]], *args: Any, **kwargs: Any) -> None:
        given = {"match": ",".join(file.match), "policy": file.policy, "new_codes": file.new_codes}
        kwargs["initial"] = given | {"encoding": file.encoding, "delimiter": file.delimiter}
        super().__init__(*args, **kwargs)
        self.file = file
        self.samples = samples
        self._choices("match", [(",".join(way), _way_text(way)) for way in _with(_WAYS, tuple(file.match))])
        self._choices("encoding", [(name, name) for name in ENCODINGS])
        self._choices("delimiter", [(sign, _sign_text(sign)) for sign in DELIMITERS])
        if file.kind != "csv":
            del self.fields["delimiter"]
        if file.kind == "xlsx":
            del self.fields["encoding"]
        targets = _targets()
        for place, (name, target) in enumerate(zip(file.header, file.mapping, strict=True)):
            label = name or pgettext("import.column", "Column %(number)s") % {"number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(label=label, choices=targets, required=False, initial=target)

    def columns(self) -> list[dict[str, Any]]:
        return [{"bound": self[f"column_{place}"], "hint": " · ".join(self._sample(place))} for place in range(len(self.file.header))]

    def mapping(self) -> list[str]:
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.file.header))]

    def _sample(self, place: int) -> list[str]:
        return [text[:40] for text in self.samples[place]] if place < len(self.samples) else []

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _targets() -> list[tuple[str, str]]:
    named = dict.fromkeys((*TARGETS, *SYNONYMS))
    choices = [(target, str(label_of(target))) for target in named]
    return [("", pgettext("import.not_loaded", "Not loaded")), *choices]


def _way_text(way: Sequence[str]) -> str:
    return f" {pgettext('import.or', 'or')} ".join(way_label(each) for each in way)


def _with(ways: Sequence[tuple[str, ...]], own: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [*ways] if not own or own in ways else [own, *ways]


def _sign_text(sign: str) -> str:
    return pgettext("import.tab", "Tab") if sign == "\t" else sign
