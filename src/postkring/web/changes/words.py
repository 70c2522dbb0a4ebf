"""The words of the ledger: doors, families of acts, tables, what happened to rows, and how many they were."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import npgettext, pgettext, pgettext_lazy

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.kit.text import Words
from postkring.ledger.declarations import label_of
from postkring.ledger.models import Image, State
from postkring.web.setup.forms import INHERITED_LABELS

PUT_IN, TAKEN_OUT = "in", "out"
LEFT = "left"

STATES: Final[Mapping[str, Words]] = {
    State.PLANNED: pgettext_lazy("status.scheduled", "Scheduled"),
    State.RUNNING: pgettext_lazy("status.running", "Under way"),
    State.CANCELLING: pgettext_lazy("status.cancelling", "Being cancelled"),
    State.CANCELLED: pgettext_lazy("status.canceled", "Canceled"),
}
TABLES: Final[Mapping[str, Words]] = {
    "contacts.contact": pgettext_lazy("page.contacts", "Contacts"),
    **{label_of(spec.model): spec.plural for spec in CLASSIFICATIONS},
    **{label_of(spec.link): spec.link_label for spec in CLASSIFICATIONS},
    "segments.segment": pgettext_lazy("page.segments", "Segments"),
    "segments.segmentstep": pgettext_lazy("page.segment_criteria", "Segment Criteria"),
    "segments.segmentline": pgettext_lazy("page.segment_lines", "Segment Lines"),
    "segments.savedcriteria": pgettext_lazy("page.saved_segment_criteria", "Saved Segment Criteria"),
    "segments.savedaction": pgettext_lazy("criteria.actions", "Actions of saved criteria"),
    "segments.loggedsegment": pgettext_lazy("page.logged_segments", "Logged Segments"),
    "interactions.interactiontemplate": pgettext_lazy("page.interaction_templates", "Interaction Templates"),
    "interactions.interactionlogentry": pgettext_lazy("page.interaction_log_entries", "Interaction Log Entries"),
    "imports.importprofile": pgettext_lazy("page.import_profile", "Import profile"),
    "saved_views.savedview": pgettext_lazy("view.views", "Views"),
    "saved_views.pinnedview": pgettext_lazy("view.pins", "Views on home pages"),
    "accounts.user": pgettext_lazy("page.users", "Users"),
    "accounts.apitoken": pgettext_lazy("page.api_tokens", "API tokens"),
    "setup.organisation": pgettext_lazy("page.organisation", "Our organisation"),
    "setup.marketingsetup": pgettext_lazy("page.marketing_setup", "Marketing Setup"),
    "setup.numberseries": pgettext_lazy("page.number_series", "Number Series"),
    "setup.salesperson": pgettext_lazy("page.salespeople", "Salespeople"),
    "setup.usersetup": pgettext_lazy("page.user_setup", "User Setup"),
    "setup.territory": pgettext_lazy("page.territories", "Territories"),
    "setup.country": pgettext_lazy("page.countries", "Countries/Regions"),
    "setup.language": pgettext_lazy("page.languages", "Languages"),
    "setup.salutation": pgettext_lazy("page.salutations", "Salutations"),
    "setup.organizationallevel": pgettext_lazy("page.organizational_levels", "Organizational Levels"),
    "setup.postcode": pgettext_lazy("page.post_codes", "Post Codes"),
}
HAPPENED: Final[Mapping[str, Words]] = {
    Image.INSERTED: pgettext_lazy("changes.inserted", "added"),
    Image.UPDATED: pgettext_lazy("changes.updated", "changed"),
    Image.DELETED: pgettext_lazy("changes.deleted", "deleted"),
    PUT_IN: pgettext_lazy("changes.put_in", "put in"),
    TAKEN_OUT: pgettext_lazy("changes.taken_out", "taken out"),
    LEFT: pgettext_lazy("changes.left", "left as they are by the undo"),
}

_CODED: Final[Mapping[str, Words]] = {
    "code": pgettext_lazy("field.code", "Code"),
    "description": pgettext_lazy("field.description", "Description"),
}
_OF_HEADER_AND_LINE: Final[Mapping[str, Words]] = {
    "description": pgettext_lazy("field.description", "Description"),
    "date": pgettext_lazy("field.date", "Date"),
    "salesperson_id": pgettext_lazy("field.salesperson_code", "Salesperson Code"),
    "campaign_number": pgettext_lazy("field.campaign_no", "Campaign No."),
    "correspondence_type": pgettext_lazy("field.correspondence_type", "Correspondence Type"),
    "interaction_template_id": pgettext_lazy("field.interaction_template_code", "Interaction Template Code"),
}
# Labels of the columns of tables other than contacts, which have a catalogue. A column without a label is shown nowhere.
COLUMNS: Final[Mapping[str, Mapping[str, Words]]] = {
    **{label_of(spec.model): _CODED for spec in CLASSIFICATIONS},
    "segments.segment": {
        "number": pgettext_lazy("field.no", "No."),
        **_OF_HEADER_AND_LINE,
    },
    "segments.segmentline": {**_OF_HEADER_AND_LINE, "language_id": pgettext_lazy("field.language", "Language")},
    "setup.salesperson": {
        "code": pgettext_lazy("field.code", "Code"),
        "name": pgettext_lazy("field.name", "Name"),
        "email": pgettext_lazy("field.email", "Email"),
        "privacy_blocked": pgettext_lazy("field.privacy_blocked", "Privacy Blocked"),
    },
    "setup.usersetup": {"salesperson_id": pgettext_lazy("field.salesperson_code", "Salesperson Code")},
    "segments.savedcriteria": _CODED,
    "segments.loggedsegment": {"canceled": pgettext_lazy("status.canceled", "Canceled")},
    "interactions.interactionlogentry": {
        "evaluation": pgettext_lazy("field.evaluation", "Evaluation"),
        "attempt_failed": pgettext_lazy("field.attempt_failed", "Attempt Failed"),
        "cost_cents": pgettext_lazy("field.cost", "Cost"),
        "duration": pgettext_lazy("field.duration_min", "Duration (Min.)"),
    },
    "interactions.interactiontemplate": {
        **_CODED,
        "unit_cost_cents": pgettext_lazy("field.unit_cost", "Unit Cost"),
        "unit_duration": pgettext_lazy("field.unit_duration", "Unit Duration (Min.)"),
        "correspondence_type": pgettext_lazy("field.correspondence_type", "Correspondence Type"),
        "campaign_number": pgettext_lazy("field.campaign_no", "Campaign No."),
    },
    "accounts.user": {
        "role": pgettext_lazy("field.role", "Role"),
        "is_active": pgettext_lazy("status.active", "Active"),
    },
    "setup.organisation": {
        "name": pgettext_lazy("field.name", "Name"),
        "country_id": pgettext_lazy("field.country_region", "Country/Region"),
    },
    "setup.marketingsetup": INHERITED_LABELS,
    "setup.numberseries": {
        **_CODED,
        "starting_number": pgettext_lazy("field.starting_no", "Starting No."),
        "increment": pgettext_lazy("field.increment", "Increment"),
        "manual_numbers": pgettext_lazy("field.manual_numbers", "Numbers may be typed"),
    },
}

_COUNTS: Final[Mapping[str, Callable[[int], str]]] = {
    "added": lambda n: npgettext("counts.added", "%(count)s added", "%(count)s added", n),
    "changed": lambda n: npgettext("counts.changed", "%(count)s changed", "%(count)s changed", n),
    "removed": lambda n: npgettext("counts.removed", "%(count)s taken out", "%(count)s taken out", n),
    "deleted": lambda n: npgettext("counts.deleted", "%(count)s deleted", "%(count)s deleted", n),
    "unchanged": lambda n: npgettext("counts.unchanged", "%(count)s unchanged", "%(count)s unchanged", n),
    "privacy_blocked": lambda n: npgettext("counts.privacy_blocked", "%(count)s privacy blocked", "%(count)s privacy blocked", n),
    "excluded": lambda n: npgettext("counts.excluded", "%(count)s excluded", "%(count)s excluded", n),
    "minors": lambda n: npgettext(
        "counts.minors", "%(count)s minor without consent of the parents", "%(count)s minors without consent of the parents", n
    ),
    "unfit": lambda n: npgettext("counts.unfit", "%(count)s without this field", "%(count)s without this field", n),
    "misfits": lambda n: npgettext("counts.misfits", "%(count)s of another type", "%(count)s of another type", n),
    "persons": lambda n: npgettext("counts.persons", "%(count)s person along with it", "%(count)s persons along with it", n),
    "following": lambda n: npgettext("counts.persons", "%(count)s person along with it", "%(count)s persons along with it", n),
    "memberships": lambda n: npgettext("counts.memberships", "%(count)s put into a group", "%(count)s put into groups", n),
    "refused": lambda n: npgettext("counts.refused", "%(count)s refused", "%(count)s refused", n),
    "lines": lambda n: npgettext("counts.lines", "%(count)s segment line", "%(count)s segment lines", n),
    "groups": lambda n: npgettext("counts.groups", "%(count)s mailing group", "%(count)s mailing groups", n),
    "codes": lambda n: npgettext("counts.codes", "%(count)s code", "%(count)s codes", n),
    "segments": lambda n: npgettext("counts.segments", "%(count)s segment", "%(count)s segments", n),
    "selections": lambda n: npgettext("counts.selections", "%(count)s criterion", "%(count)s criteria", n),
    "undone": lambda n: npgettext("counts.undone", "%(count)s undone", "%(count)s undone", n),
    "left": lambda n: npgettext("counts.left", "%(count)s left as it is", "%(count)s left as they are", n),
}


def counts_in_words(counts: Mapping[str, int], number: Callable[[int], str]) -> str:
    """“212 added · 3 unchanged”. Nothing is said of what did not happen, nor of a count that has no words."""
    said = [_COUNTS[name](count) % {"count": number(count)} for name, count in counts.items() if count and name in _COUNTS]
    return " · ".join(said)


def table_name(label: str) -> str:
    return str(TABLES.get(label) or pgettext("changes.other_table", "Other"))


def part_name(label: str, happened: str) -> str:
    """“Contacts: changed”."""
    return pgettext("changes.part", "%(table)s: %(happened)s") % {"table": table_name(label), "happened": HAPPENED[happened]}
