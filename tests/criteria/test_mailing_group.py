"""The criterion on mailing groups: an expression is about the set of a contact's codes (D4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postkring.accounts.models import User
from postkring.classifications.actions import take_out_of_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.models import Contact
from postkring.criteria.errors import FilterError
from postkring.criteria.selections import selection_of
from postkring.kit.errors import DoesNotExist
from tests.criteria.chosen import chosen, store
from tests.factories import make_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

MOVE, GIFT, PRESS, NOBODY = "VERHUIZING", "GESCHENK", "ÉTÉ2026", "LEEG"


@pytest.fixture
def members() -> None:
    """0 is in no group, 1 in MOVE, 2 in GIFT, 3 in both, 4 in PRESS and MOVE, 5 in all three."""
    contacts = store({}, {}, {}, {}, {}, {})
    for code, places in ((MOVE, [1, 3, 4, 5]), (GIFT, [2, 3, 5]), (PRESS, [4, 5]), (NOBODY, [])):
        make_group(code, members=[contacts[place] for place in places])


TABLE = [
    (MOVE, {1, 3, 4, 5}),
    (" verhuizing ", {1, 3, 4, 5}),
    ("'verhuizing'", {1, 3, 4, 5}),
    ("été2026", {4, 5}),
    ("ete2026", {4, 5}),
    ("'été2026'", {4, 5}),
    (f"{MOVE}|{GIFT}", {1, 2, 3, 4, 5}),
    (f"{MOVE}&{GIFT}", {3, 5}),
    (f"<>{MOVE}", {0, 2}),
    (f"<>{MOVE}&<>{GIFT}", {0}),
    (f"<>{MOVE}|<>{GIFT}", {0, 1, 2, 4}),
    (f"{MOVE}&<>{GIFT}", {1, 4}),
    (f"({MOVE}|{GIFT})&<>{PRESS}", {1, 2, 3}),
    (f"{MOVE}&{GIFT}|{PRESS}", {3, 4, 5}),
    (f"{MOVE}&({GIFT}|{PRESS})", {3, 4, 5}),
    ("''", {0}),
    ("<>''", {1, 2, 3, 4, 5}),
    ("*", {1, 2, 3, 4, 5}),
    ("<>*", {0}),
    (f"''|{GIFT}", {0, 2, 3, 5}),
    ("v*", {1, 3, 4, 5}),
    ("<>v*", {0, 2}),
    ("*e*", {1, 2, 3, 4, 5}),
    ("e*", {4, 5}),
    ("?t?2026", {4, 5}),
    ("<>*2026", {0, 1, 2, 3}),
    ("x*", set()),
    ("<>x*", {0, 1, 2, 3, 4, 5}),
    (NOBODY, set()),
    (f"<>{NOBODY}", {0, 1, 2, 3, 4, 5}),
    ("g..h", {2, 3, 5}),
    ("..h", {2, 3, 5}),
    ("h..w", {1, 3, 4, 5}),
    ("x..z", {0} - {0}),
    (f">{GIFT}", {1, 3, 4, 5}),
    (f">={GIFT}", {1, 2, 3, 4, 5}),
    (f"<{GIFT}", set()),
    (f"<={GIFT}", {2, 3, 5}),
    (f">g&<h&<>{MOVE}", {2}),
]


@pytest.mark.usefixtures("members")
def test_expressions_over_a_set_of_codes() -> None:
    assert [(expression, chosen("mailingGroup", expression)) for expression, _ in TABLE] == TABLE


@pytest.mark.usefixtures("members")
@pytest.mark.parametrize(
    ("expression", "value", "position"),
    [
        ("WEG", "WEG", 1),
        ("<>WEG", "WEG", 3),
        (f"{MOVE}|weg", "weg", 12),
        (f"{MOVE}&<>( WEG )", "WEG", 15),
        ("<>''|'WEG'", "WEG", 6),
        ("'ETE2026'", "ETE2026", 1),
        ("A B", "A B", 1),
        ("%", "%", 1),
    ],
)
def test_a_code_that_does_not_exist_is_refused_even_where_it_is_excluded(expression: str, value: str, position: int) -> None:
    with pytest.raises((DoesNotExist, FilterError)) as refusal:
        chosen("mailingGroup", expression)
    if isinstance(refusal.value, DoesNotExist):
        assert (refusal.value.values["value"], refusal.value.values["position"]) == (value, position)
        assert refusal.value.message == f"{value} does not exist in Mailing Groups."
    else:
        assert expression.count("(") == 1


@pytest.mark.usefixtures("members")
@pytest.mark.parametrize(("expression", "position"), [("\u0301*", 1), ("v*|?\u0301*", 4)])
def test_a_pattern_of_marks_alone_means_nothing(expression: str, position: int) -> None:
    with pytest.raises(FilterError) as refusal:
        chosen("mailingGroup", expression)
    assert refusal.value.values["position"] == position


@pytest.mark.usefixtures("members")
def test_only_memberships_that_stand_count(editor: User) -> None:
    group = MailingGroup.objects.get(code=GIFT)
    take_out_of_group(Contact.objects.filter(number__in=["N2", "N3"]), group, by=editor)
    assert chosen("mailingGroup", GIFT) == {5}
    assert chosen("mailingGroup", "''") == {0, 2}
    assert chosen("mailingGroup", f"<>{GIFT}") == {0, 1, 2, 3, 4}


@pytest.mark.usefixtures("members")
def test_a_code_deleted_since_is_an_error_and_never_no_filter() -> None:
    selection = selection_of([("mailingGroup", f"{MOVE}|{NOBODY}")])
    MailingGroup.objects.filter(code=NOBODY).delete()
    with pytest.raises(DoesNotExist):
        chosen("mailingGroup", selection.criteria[0].filter)


@pytest.mark.usefixtures("members")
def test_many_codes_cost_no_more_queries_than_one() -> None:
    def queries(expression: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            chosen("mailingGroup", expression)
        return len(captured)

    assert queries("|".join([MOVE, GIFT, PRESS, NOBODY] * 40)) == queries(MOVE)
