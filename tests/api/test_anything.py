"""Whatever is sent: an answer or a refusal in the promised form, never a fault of ours, and nothing stored by a refusal."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkring.api.catalogue import ENTITY_SETS
from postkring.api.filtering.grammar import parse
from postkring.api.filtering.tree import Compared, Condition, Found, Joined, Not
from postkring.contacts.models import Contact
from postkring.kit.text import fold
from tests.api.conftest import ROOT, Api
from tests.factories import make_company, make_person

pytestmark = pytest.mark.django_db

SIGNS = st.text(alphabet=st.sampled_from("abeqgtnorcity'(),%=&|$ .-:5é\x00\u202e\ud7ff😀"), max_size=40)
WORDS = st.lists(
    st.sampled_from(
        ["city", "number", "eq", "ne", "gt", "and", "or", "not", "in", "(", ")", ",", "'a'", "5", "null", "true", "contains", "tolower"]
    ),
    max_size=12,
).map(" ".join)
VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def is_promised(answer: Any) -> bool:
    if answer.status_code < 400:
        return True
    error = answer.json()["error"]
    return answer.status_code in (400, 404, 405, 409, 413, 415) and bool(error["code"]) and "CorrelationId" in error["message"]


@given(
    option=st.sampled_from(["$filter", "$orderby", "$select", "$expand", "$search", "$skiptoken", "$top", "asOf", "$x"]), text=SIGNS | WORDS
)
def test_any_option(api: Api, option: str, text: str) -> None:
    for name in ("contacts", "contactMailingGroups", "changeSets"):
        assert is_promised(api.client.get(f"{ROOT}{name}?{quote(option)}={quote(text, errors='surrogatepass')}")), (name, option, text)


@given(path=SIGNS, name=st.sampled_from([*ENTITY_SETS, "criteria", "$metadata", ""]))
def test_any_path(api: Api, path: str, name: str) -> None:
    assert is_promised(api.client.get(ROOT + quote(f"{name}{path}", errors="surrogatepass", safe="/()$',=")))


@given(name=st.sampled_from(["contacts", "mailingGroups", "contactMailingGroups", "segments", "segmentLines"]), data=st.data())
def test_any_body(api: Api, name: str, data: st.DataObject) -> None:
    known = [each.name for each in ENTITY_SETS[name].properties]
    body = data.draw(st.dictionaries(st.sampled_from(known) | st.text(max_size=8), VALUES, max_size=4) | VALUES)
    before = Contact.objects.count()
    answer = api.client.post(ROOT + name, json.dumps(body), content_type="application/json")
    assert is_promised(answer), body
    assert answer.status_code == 201 or Contact.objects.count() == before


PROPERTIES = st.sampled_from(["number", "displayName", "city", "country", "externalId"])
TEXTS = st.sampled_from(["", "A", "a", "é", "Gent", "gent", "BE", "C1", "'"])
SIGNED = st.builds(
    lambda name, sign, text: f"{name} {sign} '{text.replace(chr(39), chr(39) * 2)}'",
    PROPERTIES,
    st.sampled_from(["eq", "ne", "gt", "ge", "lt", "le"]),
    TEXTS,
)
FOUND = st.builds(
    lambda function, name, text: f"{function}({name},'{text.replace(chr(39), chr(39) * 2)}')",
    st.sampled_from(["contains", "startswith", "endswith"]),
    PROPERTIES,
    TEXTS,
)
FILTERS = st.recursive(
    SIGNED | FOUND,
    lambda inner: (
        st.builds("({}) and ({})".format, inner, inner) | st.builds("({}) or ({})".format, inner, inner) | inner.map("not ({})".format)
    ),
    max_leaves=5,
)
SIGNS_OF_PYTHON: dict[str, Callable[[bytes, bytes], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {"contains": lambda a, b: b in a, "startswith": str.startswith, "endswith": str.endswith}


def holds(condition: Condition, record: dict[str, str]) -> bool:
    """The same in Python, over what the service itself hands out."""
    if isinstance(condition, Not):
        return not holds(condition.item, record)
    if isinstance(condition, Joined):
        return (all if condition.every else any)(holds(item, record) for item in condition.items)
    if isinstance(condition, Found):
        return bool(FUNCTIONS[condition.function](fold(record[condition.of.name]), fold(str(condition.text.value))))
    assert isinstance(condition, Compared)
    sign = SIGNS_OF_PYTHON[condition.sign]
    return any(sign(record[condition.of.name].encode(), str(value.value).encode()) for value in condition.values)


@given(text=FILTERS)
def test_a_filter_finds_what_python_finds(request: pytest.FixtureRequest, text: str) -> None:
    api: Api = request.getfixturevalue("api")
    if not Contact.objects.exists():
        make_company(number="C1", name="A", city="Gent", country="BE", external_id="a")
        make_company(number="C2", name="É", city="", external_id="A")
        make_person(number="A", name="a", city="gent", external_id="é")
        make_person(number="A1", name="O'Neill", city="Bé", country="NL")
    everybody = api.values("contacts")
    found = api.values(f"contacts?$select=number&$filter={quote(text)}", "number")
    assert found == [record["number"] for record in everybody if holds(parse(text), record)]
