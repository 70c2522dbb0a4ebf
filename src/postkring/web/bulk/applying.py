"""Apply Mailing Group: the act on the mailing group of several contacts, for everybody of a segment."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from postkring.classifications.members import Mode
from postkring.kit.text import Words, grouped
from postkring.web.bulk.acts import GroupAct, GroupForm
from postkring.web.classifications.pages import OF_GROUPS


class ApplyForm(GroupForm):
    def modes(self) -> list[tuple[str, Words]]:
        return [
            (Mode.ADD.value, pgettext("bulk.apply_add", "Put everybody of the segment into the group")),
            (Mode.REPLACE.value, pgettext("bulk.apply_replace", "Make the group equal to the segment: nobody else stays in it")),
        ]


class ApplyAct(GroupAct):
    """The reverse of Add Contacts (4.8): everybody on a line, who is excluded or blocked as well (R-4606)."""

    def __init__(self) -> None:
        super().__init__(OF_GROUPS)
        self.title = pgettext_lazy("action.apply_mailing_group", "Apply Mailing Group")
        self.form = ApplyForm

    def outcome(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        """D7: how large the group is, and how large it will be."""
        group, added, removed = self._group(values), numbers.get("added", 0), numbers.get("removed", 0)
        before = numbers.get("unchanged", 0) + removed if "removed" in numbers else group.contact_count
        said = pgettext("bulk.before_after", "Contacts in %(code)s: from %(before)s to %(after)s")
        return said % {"code": group.code, "before": grouped(before), "after": grouped(before + added - removed)}
