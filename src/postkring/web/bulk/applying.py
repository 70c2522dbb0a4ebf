"""Apply Mailing Group: the act on the mailing group of several contacts, for everybody of a segment."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import pgettext, pgettext_lazy

from postkring.classifications.members import Mode
from postkring.kit.text import grouped
from postkring.web.bulk.acts import GroupAct, GroupForm
from postkring.web.contacts.lookups import group_meant


class ApplyForm(GroupForm):
    mode = forms.ChoiceField(
        label=pgettext_lazy("bulk.mode", "What happens"),
        choices=[
            (Mode.ADD.value, pgettext_lazy("bulk.apply_add", "Put everybody of the segment into the group")),
            (Mode.REPLACE.value, pgettext_lazy("bulk.apply_replace", "Make the group equal to the segment: nobody else stays in it")),
        ],
        initial=Mode.ADD.value,
        widget=forms.RadioSelect,
    )


class ApplyAct(GroupAct):
    """The reverse of Add Contacts (4.8): everybody on a line, who is excluded or blocked as well (R-4606)."""

    title = pgettext_lazy("action.apply_mailing_group", "Apply Mailing Group")
    form = ApplyForm

    def outcome(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        """D7: how large the group is, and how large it will be."""
        group, added, removed = group_meant(values["code"]), numbers.get("added", 0), numbers.get("removed", 0)
        before = numbers.get("unchanged", 0) + removed if "removed" in numbers else group.contact_count
        said = pgettext("bulk.before_after", "Contacts in %(code)s: from %(before)s to %(after)s")
        return said % {"code": group.code, "before": grouped(before), "after": grouped(before + added - removed)}
