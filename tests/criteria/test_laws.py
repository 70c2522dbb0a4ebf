"""Laws of all criteria: a condition and its negation split the contacts, and big or odd input is refused or answered."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from postkring.classifications.actions import add_to_group, take_out_of_group
from postkring.classifications.industry_groups import INDUSTRY_GROUPS
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria
from postkring.criteria.errors import FilterError
from postkring.criteria.expressions import LONGEST, MOST_NODES, And, Between, Compare, Node, Or, parse
from postkring.criteria.rows import Row
from postkring.criteria.selections import selection_of, sentence
from postkring.interactions.models import InteractionTemplate
from postkring.kit.errors import DomainError
from postkring.saved_views.criterion import Shown
from postkring.setup.models import OrganizationalLevel, Salesperson, Salutation, Territory
from tests.criteria.chosen import chosen, places, store
from tests.factories import make_code, make_entry, make_group, make_user, make_view

pytestmark = pytest.mark.django_db

# Filters that are objects, by the field that holds the expression; the others stand beside it.
DATED: dict[str, dict[str, str]] = {
    "mailingGroup on a day": {"asOf": "5/12/2025"},
    "mailingGroup in a period": {"since": "6/12/2025", "until": "20/12/2025"},
    "industryGroup since a day": {"since": "6/12/2025"},
}
KEYS = sorted(
    {
        *("number", "type", "displayName", "name2", "companyNumber", "companyName", "city", "state", "country", "languageCode", "email"),
        *DATED,
        *("interaction", "savedView"),
        *("phoneNumber", "correspondenceType", "salespersonCode", "salutationCode", "minor", "privacyBlocked", "mailingGroup", "website"),
    }
)
WORDS = {
    "type": ["company", "person"],
    "correspondenceType": ["email", "hard copy", "''"],
    "minor": ["yes", "no"],
    "privacyBlocked": ["yes", "no"],
    "country": ["be", "NL", "''", "b*", "?e", "*", "a..c", ">be"],
    "languageCode": ["nl", "fr", "''", "n*", "*", "fr..nl", "<nl"],
    "salespersonCode": ["jr", "''", "j*", "*", "..jr", ">=jr"],
    "salutationCode": ["mw", "''", "m*", "*", "mw..", "<mw"],
    "mailingGroup": ["a", "B", "ccc", "''", "*", "?", "c*", "a..b", ">a", "<=b"],
    **{key: ["a", "B", "ccc", "''", "*", "?", "c*", "a..b", ">a", "<=b"] for key in DATED},
    "savedView": ["gent", "Contact", "'Leden van A'"],
    "companyNumber": ["n0", "n1", "''", "*", "n?", "n0..n1", ">n0", "nobody"],
}
TEXT = ["gent", "LIÈGE", "'Gent'", "''", "*", "g*", "*e*", "?ent", "gent..h", "..l", "h..", ">gent", "<=gent", "n0", "100%", "nobody"]
ENTRIES = [
    {"templateCode": "uitnod"},
    {"templateCode": "<>UITNOD", "date": "1/1/2026.."},
    {"date": "..31/12/2025", "canceled": "no"},
    {"evaluation": "''|positive", "campaignNumber": "C*|''"},
    {"segmentNumber": "SM00001|<>*", "salespersonCode": "jr"},
    {"canceled": "yes"},
    {"date": "1/1/2030.."},
]
UNORDERED = {"type", "correspondenceType", "minor", "privacyBlocked"}


@pytest.fixture
def everybody() -> None:
    for model, code in ((Salesperson, "JR"), (Territory, "WEST"), (Salutation, "MW"), (OrganizationalLevel, "CEO")):
        model.objects.create(code=code)
    contacts = store(
        {},
        {"type": "Company", "city": "Gent", "country_id": "BE", "language_id": "nl", "salesperson_id": "JR", "name_2": "Gent"},
        {"city": "Liège", "country_id": "NL", "language_id": "fr", "email": "g@x.example", "minor": True, "privacy_blocked": True},
        {"city": "gent", "phone": "100%", "correspondence_type": "Email", "salutation_id": "MW", "company_name": "Gent", "county": "L"},
        {"correspondence_type": "Hard Copy", "privacy_blocked": True, "website": "Gent", "company_name": "Liège", "name": "Gent"},
    )
    Contact.objects.filter(number__in=["N3", "N4"]).update(company=contacts[1])
    for code, members in (("A", [1, 2]), ("B", [2, 3]), ("CCC", [])):
        make_group(code, members=[contacts[place] for place in members])
    past(contacts)
    for place, more in ((0, {}), (1, {"canceled": True}), (1, {"date": "2025-11-01", "evaluation": "Positive", "campaign_number": "C1"})):
        make_entry(contacts[place], **more)
    InteractionTemplate.objects.create(code="UITNOD", code_folded="uitnod")
    make_view("Gent", city="Gent"), make_view("Contact", q="contact"), make_view("Leden van A", mailingGroup="A", type="<>company")


def past(contacts: list[Contact]) -> None:
    """Memberships of some days of December; the last ones stand. Persons 3 and 4 belong to company 1."""
    editor = make_user()
    acts = ((2, add_to_group, "B", 3), (4, add_to_group, "CCC", 3), (7, take_out_of_group, "B", 3), (9, take_out_of_group, "CCC", 3))
    with time_machine.travel("2025-12-01T12:00:00Z", tick=False) as clock:
        for spec in (MAILING_GROUPS, INDUSTRY_GROUPS):
            codes = {code: spec.codes().filter(code=code).first() or make_code(spec, code) for code in ("A", "B", "CCC")}
            for day, act, code, place in (*acts, (10, add_to_group, "CCC", 1)):
                clock.move_to(datetime(2025, 12, day, 12, tzinfo=UTC))
                act(Contact.objects.filter(pk=contacts[place if spec is MAILING_GROUPS else 1].pk), codes[code], by=editor)


def written(key: str, expression: str) -> tuple[str, str]:
    """The key of the criterion, and the filter with the expression."""
    days = DATED.get(key)
    return (key.split(maxsplit=1)[0], json.dumps({"code": expression, **days})) if days else (key, expression)


def expressions(key: str) -> st.SearchStrategy[str]:
    if key == "interaction":
        return st.sampled_from(ENTRIES).map(json.dumps)
    words = st.sampled_from(WORDS.get(key, TEXT))
    single = words | words.filter(lambda word: word[0] not in "<>" and ".." not in word).map(lambda word: f"<>{word}")

    def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=2, max_size=4)
        return several.map(lambda items: f"({'|'.join(items)})") | several.map(lambda items: f"({'&'.join(items)})")

    return st.recursive(single, combined, max_leaves=6)


def opposite(node: Node) -> Node:
    """The expression that says the contrary, by the laws of De Morgan; ranges have no contrary of their own."""
    if isinstance(node, Row):
        return replace(node, items=(opposite(node.items[0]), *node.items[1:]))
    if isinstance(node, Shown):
        return replace(node, sign={"=": "<>", "<>": "="}[node.sign])
    if isinstance(node, Compare):
        return Compare({"=": "<>", "<>": "="}[node.sign], node.operand)
    assert isinstance(node, And | Or)
    return (Or if isinstance(node, And) else And)(tuple(opposite(item) for item in node.items))


def has_order(node: Node) -> bool:
    if isinstance(node, Row):
        return "code" not in node.names or has_order(node.items[0])
    if isinstance(node, And | Or):
        return any(has_order(item) for item in node.items)
    return isinstance(node, Between) or node.sign not in ("=", "<>")


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("key", KEYS)
@given(data=st.data())
def test_a_condition_and_its_negation_split_the_contacts(key: str, data: st.DataObject) -> None:
    key, filter_ = written(key, data.draw(expressions(key)))
    criterion = criteria()[key]
    node = criterion.parse(filter_)
    condition = criterion.condition(node)
    inside, outside = places(condition), places(~condition)
    assert (inside | outside, inside & outside) == ({0, 1, 2, 3, 4}, set())
    assert places(condition & condition) == places(condition | condition) == inside
    if not has_order(node):
        assert places(criterion.condition(opposite(node))) == outside


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("key", [key for key in KEYS if key != "interaction"])
@given(data=st.data())
def test_and_is_the_intersection_and_or_the_union(key: str, data: st.DataObject) -> None:
    first, second = data.draw(expressions(key)), data.draw(expressions(key))
    both, either = (chosen(*written(key, f"({first}){sign}({second})")) for sign in "&|")
    one, other = (chosen(*written(key, each)) for each in (first, second))
    assert (both, either) == (one & other, one | other)


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("key", sorted(criteria()))
@given(text=st.text(alphabet="aB1{\":}'()|&.<>=*?@ %_\\\x00é\u0301", max_size=20) | st.text(max_size=20))
def test_any_text_is_answered_or_refused(key: str, text: str) -> None:
    try:
        selection = selection_of([(key, text)])
    except DomainError:
        return
    assert sentence(selection)
    assert chosen(key, text) <= {0, 1, 2, 3, 4}


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("key", ["city", "website", "companyNumber", "salespersonCode", "mailingGroup", "country", "type", "minor"])
@pytest.mark.parametrize("joined", ["|", "&"])
def test_the_largest_expression_is_answered(key: str, joined: str) -> None:
    operand = {"type": "company", "minor": "yes", "companyNumber": "n?"}.get(key, "?")
    largest = joined.join([operand] * min(MOST_NODES, (LONGEST + 1) // (len(operand) + 1)))
    assert chosen(key, largest) == chosen(key, operand)
    if key not in UNORDERED:
        negated = joined.join(["<>?"] * MOST_NODES)
        assert chosen(key, negated) == chosen(key, "<>?")


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("key", ["city", "companyNumber", "mailingGroup", "minor"])
def test_the_deepest_expression_is_answered(key: str) -> None:
    operand = "yes" if key == "minor" else "*"
    for width in (1, 6):
        deepest = operand
        for depth in range(20):
            deepest = "(" + "&|"[depth % 2].join([deepest, *[f"<>{operand}"] * width]) + ")"
        assert isinstance(parse(deepest), And | Or)
        condition = criteria()[key].condition(criteria()[key].parse(deepest))
        nested = Q(pk__in=Contact.objects.filter(Q(pk__in=Contact.objects.filter(condition).values("pk"))).values("pk"))
        assert places(nested) | places(~nested) == {0, 1, 2, 3, 4}
        with pytest.raises(FilterError):
            parse(f"({deepest})")


def test_an_expression_that_is_wide_and_deep_at_once_is_refused() -> None:
    expression = "A"
    for depth in range(20):
        expression = "(" + "&|"[depth % 2].join([expression, *["B"] * 20]) + ")"
    with pytest.raises(FilterError):
        parse(expression)


@pytest.mark.usefixtures("everybody")
def test_fifty_criteria_at_once_are_answered() -> None:
    keys = [key for key, criterion in sorted(criteria().items()) if criterion.kind in ("text", "code")]
    filters = [(keys[place % len(keys)], "*|''") for place in range(50)]
    total = Q()
    for key, expression in filters:
        total &= criteria()[key].condition(criteria()[key].parse(expression))
    assert places(total) == {0, 1, 2, 3, 4}
    assert len(selection_of(filters).criteria) == 50
