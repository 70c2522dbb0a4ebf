"""Filter expressions: the lexical rules, one by one, and where they stop being clear."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from postkring.criteria.errors import FilterError
from postkring.criteria.expressions import LONGEST, MOST_NODES, And, Between, Compare, Node, Operand, Or, operands, parse, quoted
from postkring.criteria.tokens import DEEPEST

pytestmark = pytest.mark.usefixtures("english")


def plain(text: str) -> Operand:
    return Operand(text)


def literal(text: str) -> Operand:
    return Operand(text, quoted=True)


def equal(text: str) -> Compare:
    return Compare("=", plain(text))


def exactly(text: str) -> Compare:
    return Compare("=", literal(text))


def unlike(text: str) -> Compare:
    return Compare("<>", plain(text))


def between(low: str | None, high: str | None) -> Between:
    return Between(None if low is None else plain(low), None if high is None else plain(high))


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        # 1. Operands are opaque.
        ("ABC", equal("ABC")),
        ("01/01/2026", equal("01/01/2026")),
        ("1.1.2026..31.1.2026", between("1.1.2026", "31.1.2026")),
        ("-5..-1", between("-5", "-1")),
        ("1.5..2.5", between("1.5", "2.5")),
        ("10000..10042", between("10000", "10042")),
        ("Janssens N.V.", equal("Janssens N.V.")),
        ("a-b_c+d", equal("a-b_c+d")),
        ("%me", equal("%me")),
        ("an@aerts.example", equal("an@aerts.example")),
        ("10%\\_", equal("10%\\_")),
        ("日本|Ünïcödé", Or((equal("日本"), equal("Ünïcödé")))),
        # 2. Operators, and blanks around them.
        ("A|B", Or((equal("A"), equal("B")))),
        ("A&B", And((equal("A"), equal("B")))),
        ("A..B", between("A", "B")),
        ("..B", between(None, "B")),
        ("A..", between("A", None)),
        ("<>A", unlike("A")),
        ("<A", Compare("<", plain("A"))),
        ("<=A", Compare("<=", plain("A"))),
        (">A", Compare(">", plain("A"))),
        (">=A", Compare(">=", plain("A"))),
        ("=A", equal("A")),
        ("  A  |  B ", Or((equal("A"), equal("B")))),
        ("A .. B", between("A", "B")),
        ("<> A", unlike("A")),
        (">=1&<=9", And((Compare(">=", plain("1")), Compare("<=", plain("9"))))),
        ("<>A&<>B", And((unlike("A"), unlike("B")))),
        ("A&B|C", Or((And((equal("A"), equal("B"))), equal("C")))),
        ("A|B&C", Or((equal("A"), And((equal("B"), equal("C")))))),
        ("A|B|C", Or((equal("A"), equal("B"), equal("C")))),
        ("Smit & Zonen", And((equal("Smit"), equal("Zonen")))),
        ("New York", equal("New York")),
        ("A<B", equal("A<B")),
        ("A=B", equal("A=B")),
        ("A<>B", equal("A<>B")),
        ("1..3|5", Or((between("1", "3"), equal("5")))),
        # 3. Parentheses group where an operand may start, and are letters inside one.
        ("(A)", equal("A")),
        ("(A|B)&<>AB*", And((Or((equal("A"), equal("B"))), unlike("AB*")))),
        ("Janssens (NV)", equal("Janssens (NV)")),
        ("(Janssens (NV)|B)&<>C*", And((Or((equal("Janssens (NV)"), equal("B"))), unlike("C*")))),
        ("CT0(0012)", equal("CT0(0012)")),
        ("A(b(c)d)e", equal("A(b(c)d)e")),
        ("((A|B)&(C|D))", And((Or((equal("A"), equal("B"))), Or((equal("C"), equal("D")))))),
        ("( A | B )", Or((equal("A"), equal("B")))),
        ("A(1)..B(2)", between("A(1)", "B(2)")),
        # 4. Quotes at the start of an operand.
        ("''", exactly("")),
        ("<>''", Compare("<>", literal(""))),
        ("'A&B'", exactly("A&B")),
        ("'A|B..(C)<>*?@'", exactly("A|B..(C)<>*?@")),
        ("'it''s'", exactly("it's")),
        ("''''", exactly("'")),
        ("'A' | 'B'", Or((exactly("A"), exactly("B")))),
        ("'A'..'B'", Between(literal("A"), literal("B"))),
        (">'A'", Compare(">", literal("A"))),
        ("('A')", exactly("A")),
        ("' A '", exactly(" A ")),
        ("'s-Hertogenbosch", equal("'s-Hertogenbosch")),
        ("'t Zand|B", Or((equal("'t Zand"), equal("B")))),
        ("'", equal("'")),
        ("'''", equal("'''")),
        ("O'Brien", equal("O'Brien")),
        ("O'Brien|D'Hondt", Or((equal("O'Brien"), equal("D'Hondt")))),
        # 5. Wildcards, and the @ that does nothing.
        ("A*", equal("A*")),
        ("*A*", equal("*A*")),
        ("A?C", equal("A?C")),
        ("<>*A?", unlike("*A?")),
        ("=*", equal("*")),
        ("@abc", equal("abc")),
        ("<>@abc*", unlike("abc*")),
        ("@'Abc'", exactly("Abc")),
        ("@ abc", equal("abc")),
        ("a@b", equal("a@b")),
    ],
)
def test_an_expression_is_read_by_the_rules(expression: str, tree: Node) -> None:
    assert parse(expression) == tree


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("A...B", 4),
        ("A..B..C", 5),
        ("< > A", 3),
        ("<>>A", 3),
        ("<>=A", 3),
        ("==A", 2),
        ("A||B", 3),
        ("A|&B", 3),
        ("A&|B", 3),
        ("()", 2),
        ("(A|B)*", 6),
        ("(A|B)C", 6),
        ("(A)(B)", 4),
        (".5", 1),
        ("A|.5", 3),
        ("A..B|..", 8),
        ("|A", 1),
        ("&A", 1),
        ("A|", 3),
        ("A|  ", 3),
        ("<>", 3),
        (">", 2),
        ("..", 3),
        ("(", 2),
        (")", 1),
        ("(A", 3),
        ("A)", 2),
        ("(A))", 4),
        ("((A)", 5),
        ("Janssens (NV", 13),
        ("Janssens NV)", 12),
        ("A (B|C)", 5),
        ("'A'B", 4),
        ("'A' B", 5),
        ("'A'..'B'C", 9),
        ("'s-Hertogenbosch|'t Zand", 19),
        ("<A*", 3),
        (">=*", 3),
        ("<=A?", 4),
        ("A*..B", 2),
        ("A..B?", 5),
        ("B|A..?", 6),
        ("<>(A|B)", 3),
        ("<>A..B", 4),
        (">A..B", 3),
        ("A..<B", 4),
        ("@", 2),
        ("@|A", 2),
        ("@<>A", 2),
        ("@.A", 2),
        ("@=A", 2),
        ("", 1),
        ("   ", 1),
        ("\t\n", 1),
    ],
)
def test_what_is_not_clear_is_refused_with_its_place(expression: str, position: int) -> None:
    with pytest.raises(FilterError) as refusal:
        parse(expression)
    assert refusal.value.values["position"] == position
    assert refusal.value.code == "Application_FilterErrorException"
    assert refusal.value.message == (
        f"The filter “{expression}” is not clear from position {position}. For example: A|B · 1000..1999 · <>X · Jans*"
    )


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_signs_that_no_database_takes_are_refused(sign: str) -> None:
    with pytest.raises(FilterError):
        parse(f"A{sign}B")


def test_an_expression_has_at_most_2048_signs() -> None:
    assert parse("A" * LONGEST) == equal("A" * 2048)
    with pytest.raises(FilterError, match="too large: 2,049 characters, at most 2,048") as refusal:
        parse("A" * 2049)
    assert refusal.value.values["position"] == 0


@pytest.mark.parametrize("inner", ["A", "A|B", "A&B"])
def test_parentheses_stand_at_most_20_deep(inner: str) -> None:
    assert parse("(" * 20 + inner + ")" * 20) == parse(inner)
    with pytest.raises(FilterError, match=f"too large: 21 levels of parentheses, at most {DEEPEST}"):
        parse("(" * 21 + inner + ")" * 21)
    with pytest.raises(FilterError):
        parse("(" * 2000)


@pytest.mark.parametrize("each", ["A", "<>A", "''", "..A"])
def test_an_expression_has_at_most_500_operands(each: str) -> None:
    assert len(list(operands(parse("|".join([each] * 500))))) == 500
    with pytest.raises(FilterError, match=f"too large: 501 values, at most {MOST_NODES}"):
        parse("|".join([each] * 501))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("nl", "A" * 2049, "De filter is te groot: 2.049 tekens, hoogstens 2.048."),
        ("fr", "(" * 21, "Le filtre est trop grand\u00a0: 21 niveaux de parenthèses, 20 au maximum."),
        ("de", "|".join("A" * 501), "Der Filter ist zu groß: 501 Werte, höchstens 500."),
    ],
)
def test_a_limit_says_what_it_counts(language: str, text: str, said: str) -> None:
    with translation.override(language), pytest.raises(FilterError) as refusal:
        parse(text)
    assert refusal.value.message == said


def test_a_long_expression_is_quoted_shortened() -> None:
    with pytest.raises(FilterError) as refusal:
        parse("A" * 1000 + "||")
    assert "A" * 200 + "…”" in refusal.value.message
    assert len(refusal.value.message) < 400
    assert refusal.value.values["position"] == 1002


def test_operands_know_their_place() -> None:
    expression = " <>@Jan (x) | 'a''b'..C"
    places = [expression[operand.start : operand.end] for operand in operands(parse(expression))]
    assert places == ["Jan (x)", "'a''b'", "C"]


@given(st.text(alphabet="AB'()|&.<>=*?@ ", max_size=24) | st.text(max_size=30))
def test_any_text_is_read_or_refused_within_itself(text: str) -> None:
    places = []
    try:
        places = [(operand.start, operand.end) for operand in operands(parse(text))]
    except FilterError as refusal:
        places = [(0, refusal.values["position"] - 1)]
    assert all(0 <= start <= end <= len(text) for start, end in places)


@given(st.text(alphabet="AB'()|&.<>=*?@ %é", min_size=1, max_size=12) | st.text(min_size=1, max_size=20))
def test_quoted_text_is_that_text_and_no_operator(text: str) -> None:
    try:
        node = parse(quoted(text))
    except FilterError:
        assert "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
        return
    assert isinstance(node, Compare)
    assert (node.sign, node.operand.text, node.operand.has_wildcards) == ("=", text, False)


@pytest.mark.parametrize(
    ("text", "expression"), [("VERHUIZING", "VERHUIZING"), ("CT0(0012)", "CT0(0012)"), ("A&B", "'A&B'"), ("it's|", "'it''s|'"), ("", "''")]
)
def test_text_is_quoted_only_where_it_must_be(text: str, expression: str) -> None:
    assert quoted(text) == expression
