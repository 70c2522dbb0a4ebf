"""A field of a form for each criterion: text for an expression, with suggestions where there are codes, or a choice."""

from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from postkring.criteria.classification import ClassificationCriterion
from postkring.criteria.columns import ChoiceCriterion, ReferenceCriterion
from postkring.criteria.criterion import Criterion
from postkring.criteria.dated import OneDay
from postkring.criteria.expressions import quoted
from postkring.criteria.options import OptionCriterion
from postkring.criteria.rows import field_name, spread
from postkring.saved_views.criterion import SavedViewCriterion, views_offered
from postkring.web.forms import Line, Lookup

GROUP: Final = "mailingGroup"


def offers(criterion: Criterion) -> bool:
    """Are there codes to suggest?"""
    return isinstance(criterion, ClassificationCriterion | ReferenceCriterion)


def criterion_fields(criterion: Criterion, given: str = "") -> dict[str, forms.Field]:
    """The field of a criterion by its name; of one over rows a field for each of its parts, all of them said in one sentence."""
    if not criterion.parts:
        return {criterion.key: criterion_field(criterion, given)}
    values = spread(criterion, given)
    names = {field_name(criterion, part): each for part, each in criterion.parts.items()}
    return {name: criterion_field(each, values.get(name, ""), name=name, said_by=criterion.key) for name, each in names.items()}


def criterion_field(criterion: Criterion, given: str = "", *, name: str = "", said_by: str = "") -> forms.Field:
    """`given` is what the field holds: a choice shows it also where it is an expression, so that sending it again changes nothing.

    `name` is that of the field and `said_by` the criterion whose sentence tells what it means, where they are not its key.
    """
    if isinstance(criterion, ChoiceCriterion):
        return _choice(criterion.label, [(str(choice.value), choice.label) for choice in criterion.choices], given)
    if isinstance(criterion, OptionCriterion):
        return _choice(criterion.label, [(quoted(option.value), option.label) for option in criterion.options], given)
    if isinstance(criterion, SavedViewCriterion):
        return _choice(criterion.label, [(str(view.pk), view.name) for view in views_offered()], given)
    if criterion.kind == "flag":
        return _choice(criterion.label, [("yes", pgettext("ui.yes", "Yes")), ("no", pgettext("ui.no", "No"))], given)
    attributes = {"aria-describedby": f"meaning_{said_by or criterion.key}", "data-expression": ""}
    if isinstance(criterion, OneDay):
        pattern = pgettext_lazy("ui.date_pattern", "dd/mm/yyyy")
        widget: forms.TextInput = forms.TextInput(attrs={"autocomplete": "off", "placeholder": pattern, **attributes})
    elif offers(criterion):
        widget = Lookup(reverse("criterion_suggestions", args=[name or criterion.key]), attrs=attributes)
    else:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attributes})
    if not isinstance(criterion, ClassificationCriterion):
        return Line(label=criterion.label, required=False, widget=widget)
    hint = pgettext("hint.filter", "Use .. for from–to, | for or, <> for not, * for any text")
    return Line(label=criterion.spec.code_label, help_text=hint, required=False, widget=widget)


def _choice(label: Any, choices: list[tuple[str, Any]], given: str) -> forms.Field:
    known = [("", ""), *choices]
    further = [] if given in (value for value, _ in known) else [(given, given)]
    return forms.ChoiceField(label=label, choices=[*known, *further], required=False)
