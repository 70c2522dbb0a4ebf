"""Every entity set of the service, by name, in the order of the service document."""

from collections.abc import Mapping
from typing import Final

from postkring.api.acting import Act
from postkring.api.edm import EntitySet, ListedSet
from postkring.api.sets.changes import CHANGE_SETS
from postkring.api.sets.contacts import CONTACTS
from postkring.api.sets.criteria import CRITERIA
from postkring.api.sets.group_acts import GROUP_ACTS
from postkring.api.sets.mailing_groups import CONTACT_MAILING_GROUPS, MAILING_GROUPS
from postkring.api.sets.segment_acts import SEGMENT_ACTS
from postkring.api.sets.segments import SEGMENT_CRITERIA, SEGMENT_LINES, SEGMENTS
from postkring.api.sets.setup import COMPANIES, COUNTRIES, LANGUAGES, MARKETING_SETUP, NUMBER_SERIES, SALESPEOPLE, TERRITORIES

ENTITY_SETS: Final[dict[str, EntitySet]] = {
    each.name: each
    for each in (
        COMPANIES,
        CONTACTS,
        MAILING_GROUPS,
        CONTACT_MAILING_GROUPS,
        SEGMENTS,
        SEGMENT_LINES,
        SEGMENT_CRITERIA,
        CHANGE_SETS,
        NUMBER_SERIES,
        MARKETING_SETUP,
        SALESPEOPLE,
        TERRITORIES,
        COUNTRIES,
        LANGUAGES,
    )
}
# What can be done with a record beside writing it, by the name of its set.
ACTS: Final[dict[str, Mapping[str, Act]]] = {MAILING_GROUPS.name: GROUP_ACTS, SEGMENTS.name: SEGMENT_ACTS}
UNDO: Final = "undo"
WHY: Final = "why"
# Every name that may follow a record in an address and is neither property nor navigation.
BOUND: Final[dict[str, frozenset[str]]] = {
    MAILING_GROUPS.name: frozenset(GROUP_ACTS),
    SEGMENTS.name: frozenset({*SEGMENT_ACTS, WHY}),
    CHANGE_SETS.name: frozenset({UNDO}),
}
LISTED_SETS: Final[dict[str, ListedSet]] = {CRITERIA.name: CRITERIA}
