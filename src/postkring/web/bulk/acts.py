"""The acts on several contacts at once: what each asks for, what it would do as sets, and as what data it is done."""

from abc import ABC, abstractmethod
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict
from django.urls import reverse, reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.members import MISFITS, Mode, outcome_numbers, outcome_sets
from postkring.classifications.pair import Classification
from postkring.contacts.actions.change_all import EXCLUSION, FOR_ALL, change_sets, read_change
from postkring.contacts.catalogue import BY_NAME, Kind
from postkring.contacts.models import ContactQuerySet
from postkring.kit.errors import NotAcceptable
from postkring.kit.text import Words, grouped
from postkring.segments.access import segment_to_change
from postkring.segments.queries import preview_sets
from postkring.setup.queries import empty
from postkring.web.bulk.selected import Selected
from postkring.web.classifications.pages import OF_GROUPS, PAGES, Pages
from postkring.web.contacts.fields import choices_of
from postkring.web.contacts.lookups import group_meant
from postkring.web.forms import Line, Lookup, PlainForm

# What the numbers of a preview are called.
NUMBERS: Final[dict[str, Words]] = {
    "added": pgettext_lazy("bulk.added", "Will be added"),
    "removed": pgettext_lazy("bulk.removed", "Will be taken out"),
    "changed": pgettext_lazy("bulk.changed", "Will be changed"),
    "following": pgettext_lazy("bulk.following", "Persons who follow their company"),
    "deleted": pgettext_lazy("bulk.deleted", "Will be deleted"),
    "persons": pgettext_lazy("bulk.persons", "Persons who go along with their company"),
    "heldBack": pgettext_lazy("bulk.held_back", "Held back: on a line of a segment that is not logged"),
    "staying": pgettext_lazy("bulk.staying", "Stay as well, while others are held back"),
    "unchanged": pgettext_lazy("bulk.unchanged", "Stay as they are"),
    MISFITS: pgettext_lazy("bulk.misfits", "Left out: contacts of another type"),
    "unfit": pgettext_lazy("bulk.unfit", "Left out: they do not have this field"),
    "minors": pgettext_lazy("bulk.minors", "Left out: minors without the consent of their parents"),
    "privacyBlocked": pgettext_lazy("bulk.privacy_blocked", "Left out: blocked for privacy"),
    "excluded": pgettext_lazy("bulk.excluded", "Left out: excluded from segments"),
}
DOING: Final = ("added", "removed", "changed", "following", "deleted", "persons")

Sets = Mapping[str, ContactQuerySet]


@dataclass(frozen=True)
class Obstacle:
    """What holds the act back, and the page of it."""

    label: str
    url: str


class BulkAct(ABC):
    """`form` asks what the act needs; a filled in one gives the sets behind the numbers, and the act itself."""

    title: Words
    kind: ClassVar[str]  # of work/catalogue.py
    needs: ClassVar[Permission]
    form: type[PlainForm]
    initial: ClassVar[Mapping[str, str]] = {}  # what is filled in from the beginning, where that is enough for the numbers
    counted: ClassVar[Container[str]] = NUMBERS  # the numbers that its button may send along
    look: ClassVar[tuple[str, str]] = ("primary", "")  # kind and icon of the button
    renews: ClassVar[tuple[str, ...]] = ()  # fields of the form that are others when what is asked before them changes

    @abstractmethod
    def sets(self, chosen: Selected, values: Mapping[str, Any], *, by: User) -> Sets:
        """Raises a DomainError for values that mean nothing."""

    def numbers(self, sets: Sets, chosen: Selected, values: Mapping[str, Any]) -> dict[str, int]:
        """How many stand in each of the sets. An act that counts them faster together does so."""
        return {key: rows.order_by().count() for key, rows in sets.items()}

    @abstractmethod
    def arguments(self, values: Mapping[str, Any], *, by: User) -> dict[str, Any]:
        """What the act needs beside whom it is about, as data (work/catalogue.py). Raises a DomainError for values that mean nothing."""

    def expected(self, seen: Mapping[str, int]) -> Mapping[str, int]:
        """What the act is held to, of the numbers that were seen."""
        return seen

    def refusal(self, numbers: Mapping[str, int]) -> str:
        """Why nothing can be done while the numbers are these."""
        return ""

    def obstacles(self, sets: Sets, numbers: Mapping[str, int]) -> Sequence[Obstacle]:
        """What to open first where it is refused."""
        return ()

    def outcome(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        """What it all comes to, in a sentence below the numbers; "" where they say it."""
        return ""

    @abstractmethod
    def button(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        """What the button says: the act and how many it touches."""


class GroupForm(PlainForm):
    """Of mailing groups; another classification has a form with its own words (`form_of`)."""

    pages: ClassVar[Pages] = OF_GROUPS
    code = Line()
    mode = forms.ChoiceField(label=pgettext_lazy("bulk.mode", "What happens"), initial=Mode.ADD.value, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code, mode = self.fields["code"], self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)
        code.label = self.pages.spec.code_label
        code.widget = Lookup(reverse(self.pages.lookup, query={"existing": "1"}))
        code.error_messages["required"] = pgettext("msg.required", "Fill in %(field)s.") % {"field": code.label}
        mode.choices = self.modes()

    def modes(self) -> list[tuple[str, Words]]:
        said = {Mode.ADD: "put_in", Mode.REMOVE: "take_out", Mode.REPLACE: "make_equal"}
        return [(mode.value, self.pages.say(sentence)) for mode, sentence in said.items()]


def form_of(pages: Pages) -> type[GroupForm]:
    return type("GroupForm", (GroupForm,), {"pages": pages})


class GroupAct(BulkAct):
    kind = "group"
    needs = Permission.EDIT_CONTACTS

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.spec = pages.spec
        self.title: Words = lazy(pages.say, str)("bulk")
        self.form: type[PlainForm] = form_of(pages)

    def sets(self, chosen: Selected, values: Mapping[str, Any], *, by: User) -> Sets:
        return outcome_sets(chosen.contacts, self._group(values), Mode(values["mode"]))

    def numbers(self, sets: Sets, chosen: Selected, values: Mapping[str, Any]) -> dict[str, int]:
        return outcome_numbers(chosen.contacts, self._group(values), Mode(values["mode"]))

    def arguments(self, values: Mapping[str, Any], *, by: User) -> dict[str, Any]:
        return {"table": self.spec.name, "code": self._group(values).code, "mode": Mode(values["mode"]).value}

    def _group(self, values: Mapping[str, Any]) -> Classification:
        return group_meant(values["code"], self.spec)

    def button(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        added, removed = numbers.get("added", 0), numbers.get("removed", 0)
        if "added" in numbers and "removed" in numbers:
            return self.pages.say("make_equal_n", added=added, removed=removed)
        return self.pages.say("put_in_n", count=added) if "added" in numbers else self.pages.say("take_out_n", count=removed)


class SegmentForm(PlainForm):
    segment = Line(label=pgettext_lazy("page.segment", "Segment"), widget=Lookup(reverse_lazy("segment_lookup", query={"status": "open"})))


class SegmentAct(BulkAct):
    """Adding to a segment from a list is Add Contacts: it leaves out whom Add Contacts leaves out (decisions, Data 10)."""

    title = pgettext_lazy("action.add_to_segment", "Add to Segment")
    kind = "segment"
    needs = Permission.EDIT_SEGMENTS
    form = SegmentForm

    def sets(self, chosen: Selected, values: Mapping[str, Any], *, by: User) -> Sets:
        return preview_sets(segment_to_change(values["segment"], by=by), chosen.selection)

    def arguments(self, values: Mapping[str, Any], *, by: User) -> dict[str, Any]:
        return {"number": segment_to_change(values["segment"], by=by).number}

    def button(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        added = numbers.get("added", 0)
        return npgettext("action.add_n_contacts", "Add %(count)s contact", "Add %(count)s contacts", added) % {"count": grouped(added)}


class FieldForm(PlainForm):
    """First which field, then its value. A value that was chosen for another field (`value_of`) is none."""

    field = forms.ChoiceField(label=pgettext_lazy("bulk.field", "Field"))
    value = forms.ChoiceField(label=pgettext_lazy("bulk.value", "New value"), required=False)
    value_of = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        offered = _offered(data.get("field", "") if data else "")
        name = data.get("field", offered[0]) if data else offered[0]
        is_flag = name in FOR_ALL and BY_NAME[name].kind is Kind.FLAG
        if data and name in FOR_ALL and data.get("value_of", name) != name:
            data = None if is_flag else _without_value(data, name)
        super().__init__(data, initial={"field": name, "value_of": name}, **kwargs)
        choice, value = self.fields["field"], self.fields["value"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(value, forms.ChoiceField)
        choice.choices = [(each, BY_NAME[each].label) for each in offered]
        if is_flag:
            value.choices = [("", ""), ("yes", pgettext("ui.yes", "Yes")), ("no", pgettext("ui.no", "No"))]
        elif name in FOR_ALL:
            value.choices = choices_of(BY_NAME[name])


def _offered(chosen: str) -> list[str]:
    """Without the codes of which there are none. What was `chosen` stays."""
    tables = {name: table for name in FOR_ALL if (table := BY_NAME[name].refers_to)}
    without = empty(tables.values())
    return [name for name in FOR_ALL if name == chosen or tables.get(name) not in without]


def _without_value(data: QueryDict, name: str) -> QueryDict:
    """The blank value is one of most fields: it empties them."""
    changed = data.copy()
    changed["value"], changed["value_of"] = "", name
    return changed


class FieldAct(BulkAct):
    title = pgettext_lazy("page.bulk_field", "Change one field of several contacts")
    kind = "field"
    needs = Permission.EDIT_CONTACTS
    form = FieldForm
    renews = ("value", "value_of")

    def sets(self, chosen: Selected, values: Mapping[str, Any], *, by: User) -> Sets:
        change = read_change(values["field"], values["value"])
        require(by, change.permission)  # said before there is a button
        return change_sets(chosen.contacts, change)

    def arguments(self, values: Mapping[str, Any], *, by: User) -> dict[str, Any]:
        read_change(values["field"], values["value"])
        return {"field": values["field"], "value": values["value"]}

    def button(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        changed = numbers.get("changed", 0) + numbers.get("following", 0)
        return npgettext("action.change_n", "Change %(count)s contact", "Change %(count)s contacts", changed) % {"count": grouped(changed)}


class ExclusionForm(PlainForm):
    exclude = forms.ChoiceField(
        label=pgettext_lazy("bulk.mode", "What happens"),
        choices=[
            ("yes", pgettext_lazy("bulk.exclude", "Exclude the chosen contacts from segments")),
            ("no", pgettext_lazy("bulk.exclude_no_more", "Exclude the chosen contacts no longer")),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )


class ExclusionAct(BulkAct):
    """One field of many as well, but an act that people look for by its own name."""

    title = pgettext_lazy("page.bulk_exclude", "Exclude several contacts from segments")
    kind = "field"
    needs = Permission.EDIT_CONTACTS
    form = ExclusionForm
    initial: ClassVar[Mapping[str, str]] = {"exclude": "yes"}

    def sets(self, chosen: Selected, values: Mapping[str, Any], *, by: User) -> Sets:
        return change_sets(chosen.contacts, read_change(EXCLUSION, values["exclude"]))

    def arguments(self, values: Mapping[str, Any], *, by: User) -> dict[str, Any]:
        return {"field": EXCLUSION, "value": values["exclude"]}

    def button(self, numbers: Mapping[str, int], values: Mapping[str, Any]) -> str:
        changed = numbers.get("changed", 0)
        if values["exclude"] == "yes":
            return npgettext("action.exclude_n", "Exclude %(count)s contact", "Exclude %(count)s contacts", changed) % {
                "count": grouped(changed)
            }
        said = npgettext("action.exclude_n_no_more", "Exclude %(count)s contact no longer", "Exclude %(count)s contacts no longer", changed)
        return said % {"count": grouped(changed)}


BULK_ACTS: Final[dict[str, BulkAct]] = {
    **{pages.bulk_act: GroupAct(pages) for pages in PAGES},
    "segment": SegmentAct(),
    "exclude": ExclusionAct(),
    "field": FieldAct(),
}


def expected_in(text: str, names: Container[str]) -> dict[str, int]:
    """The numbers that a button sent along, as `added:12,unchanged:3`. Raises NotAcceptable for anything else."""
    expected = {}
    for part in text.split(","):
        name, _, number = part.partition(":")
        if name not in names or not (number.isascii() and number.isdigit()) or len(number) > 9:
            raise NotAcceptable(pgettext("msg.preview_first", "Look at the numbers first, then confirm them."))
        expected[name] = int(number)
    return expected
