"""Every entity set of the service, by name, in the order of the service document."""

from collections.abc import Mapping
from typing import Final

from postkring.api.acting import bound
from postkring.api.bound import Bound
from postkring.api.edm import EntitySet, ListedSet
from postkring.api.further import UNDO, WHY
from postkring.api.sets.changes import CHANGE_SETS
from postkring.api.sets.classifications import ASSIGNMENTS, CODES
from postkring.api.sets.contacts import CONTACTS
from postkring.api.sets.criteria import CRITERIA
from postkring.api.sets.group_acts import acts_on
from postkring.api.sets.interactions import INTERACTION_LOG_ENTRIES, INTERACTION_TEMPLATES, LOGGED_SEGMENTS
from postkring.api.sets.log_acts import LOG, REUSE_ACT, SWITCH_CANCELED
from postkring.api.sets.saved_criteria import REUSE, SAVE, SAVED_CRITERIA
from postkring.api.sets.segment_acts import SEGMENT_ACTS
from postkring.api.sets.segments import SEGMENT_CRITERIA, SEGMENT_LINES, SEGMENTS
from postkring.api.sets.setup import COMPANIES, COUNTRIES, LANGUAGES, MARKETING_SETUP, NUMBER_SERIES, SALESPEOPLE, TERRITORIES
from postkring.classifications.catalogue import CLASSIFICATIONS

ENTITY_SETS: Final[dict[str, EntitySet]] = {
    each.name: each
    for each in (
        COMPANIES,
        CONTACTS,
        *(each for spec in CLASSIFICATIONS for each in (CODES[spec.name], ASSIGNMENTS[spec.name])),
        SEGMENTS,
        SEGMENT_LINES,
        SEGMENT_CRITERIA,
        SAVED_CRITERIA,
        LOGGED_SEGMENTS,
        INTERACTION_TEMPLATES,
        INTERACTION_LOG_ENTRIES,
        CHANGE_SETS,
        NUMBER_SERIES,
        MARKETING_SETUP,
        SALESPEOPLE,
        TERRITORIES,
        COUNTRIES,
        LANGUAGES,
    )
}
# What can be done with a record or asked of it, beside reading and writing it.
BOUND: Final[dict[str, Mapping[str, Bound]]] = {
    **{spec.keys: {name: bound(act) for name, act in acts_on(spec).items()} for spec in CLASSIFICATIONS},
    SEGMENTS.name: {
        **{name: bound(act) for name, act in SEGMENT_ACTS.items()},
        "saveCriteria": SAVE,
        "reuseCriteria": REUSE,
        "reuseSegment": bound(REUSE_ACT),
        "log": LOG,
        "why": WHY,
    },
    LOGGED_SEGMENTS.name: {"switchCanceled": SWITCH_CANCELED},
    CHANGE_SETS.name: {"undo": UNDO},
}
LISTED_SETS: Final[dict[str, ListedSet]] = {CRITERIA.name: CRITERIA}
