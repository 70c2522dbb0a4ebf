from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

from postkring.saved_views.models import NAME_LENGTH
from postkring.web.forms import Line
from postkring.web.once import OnceForm


class ViewForm(OnceForm):
    """Without `may_share` it does not ask for whom the view is, without `may_change` not for its name either."""

    name = Line(label=pgettext_lazy("field.name", "Name"), limit=NAME_LENGTH)
    shared = forms.BooleanField(label=pgettext_lazy("view.shared", "Shared with everyone"), required=False)
    pinned = forms.BooleanField(label=pgettext_lazy("view.on_home", "On my home page, with its count"), required=False)

    def __init__(self, *args: Any, may_share: bool, may_change: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]
        if not may_change:
            del self.fields["name"]
