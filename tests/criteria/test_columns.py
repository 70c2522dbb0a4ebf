"""Criteria on the fields of a contact: who is chosen by which expression."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.utils import translation

from postkring.contacts.catalogue import BY_KEY
from postkring.contacts.models import Contact
from postkring.criteria.catalogue import criteria
from postkring.criteria.errors import FilterError
from postkring.kit.errors import DoesNotExist
from postkring.setup.models import OrganizationalLevel, Salesperson, Salutation, Territory
from tests.criteria.chosen import chosen, store
from tests.factories import make_group, make_segment, make_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXTS = ("", "Gent", "Liège", "Luik 100%_(x)", "a&b|c'd")
TEXT_KEYS = (
    "name2",
    "firstName",
    "middleName",
    "surname",
    "initials",
    "jobTitle",
    "companyName",
    "addressLine1",
    "addressLine2",
    "postalCode",
    "city",
    "state",
    "email2",
    "email",
    "website",
    "searchName",
    "phoneNumber",
    "mobilePhoneNumber",
    "taxRegistrationNumber",
    "registrationNumber",
    "externalId",
)
ON_TEXT = [
    ("gent", {1}),
    ("GENT", {1}),
    ("=gent", {1}),
    ("@Gent", {1}),
    ("gént", {1}),
    ("liege", {2}),
    ("Lie\u0300ge", {2}),
    ("gen", set()),
    ("'Gent'", {1}),
    ("'gent'", set()),
    ("'Liège'", {2}),
    ("'Liege'", set()),
    ("'G*'", set()),
    ("<>gent", {0, 2, 3, 4}),
    ("<>'gent'", {0, 1, 2, 3, 4}),
    ("''", {0}),
    ("<>''", {1, 2, 3, 4}),
    ("*", {1, 2, 3, 4}),
    ("**", {1, 2, 3, 4}),
    ("<>*", {0}),
    ("l*", {2, 3}),
    ("LI*", {2}),
    ("<>l*", {0, 1, 4}),
    ("*i*", {2, 3}),
    ("*t", {1}),
    ("?ent", {1}),
    ("????", {1}),
    ("?", set()),
    ("l??k*", {3}),
    ("l*k*", {3}),
    ("<>?ent", {0, 2, 3, 4}),
    ("*100%*", {3}),
    ("*_*", {3}),
    ("%", set()),
    ("_ent", set()),
    ("luik 100%_(x)", {3}),
    ("'a&b|c''d'", {4}),
    ("*'d", {4}),
    ("gent|liege", {1, 2}),
    ("gent|''", {0, 1}),
    ("l*&<>luik*", {2}),
    ("gent&liege", set()),
    ("(gent|liege)&<>g*", {2}),
    ("gent|liege&l*", {1, 2}),
    ("g..liege", {1, 2}),
    ("..gent", {0, 1, 4}),
    ("h..", {2, 3}),
    ("z..a", set()),
    (">gent", {2, 3}),
    (">=gent", {1, 2, 3}),
    ("<gent", {0, 4}),
    ("<=gent", {0, 1, 4}),
    (">=g&<=h", {1}),
    ("nobody", set()),
    ("\U0010ffff*", set()),
    ("\ud7ff*", set()),
    ("1000000000000000000000000000000", set()),
    ("-9..99999999999999999999999999999999", set()),
]


@pytest.mark.parametrize("key", TEXT_KEYS)
def test_text_knows_neither_case_nor_accents_except_between_quotes(key: str) -> None:
    store(*({BY_KEY[key].name: text} for text in TEXTS))
    assert [(expression, chosen(key, expression)) for expression, _ in ON_TEXT] == ON_TEXT


@pytest.mark.parametrize("expression", ["\u0301", "\u0301*", "?\u0301", "Gent|\u0301", "<>\u0301", "..\u0301"])
def test_marks_alone_mean_nothing(expression: str) -> None:
    store({"city": ""}, {"city": "Gent"})
    with pytest.raises(FilterError) as refusal:
        chosen("city", expression)
    assert refusal.value.values["position"] == expression.index("\u0301") + (0 if expression.startswith("?") else 1)


def test_a_name_is_text_that_is_never_empty() -> None:
    store(*({"name": text} for text in ("Aerts", "Été & Zonen", "Ødegård")))
    table = [
        ("aerts", {0}),
        ("'Été & Zonen'", {1}),
        ("ete*", {1}),
        ("odegard", {2}),
        ("<>aerts", {1, 2}),
        ("b..f", {1}),
        ("''", set()),
        ("<>''", {0, 1, 2}),
        ("ete & zonen", set()),
    ]
    assert [(expression, chosen("displayName", expression)) for expression, _ in table] == table


def test_numbers_are_text_in_capitals_and_in_the_order_of_text() -> None:
    store(*({"number": number} for number in ("CT000001", "CT0(0012)", "10000", "100000", "20", "ÉÉ")))
    table = [
        ("ct000001", {0}),
        ("'ct000001'", set()),
        ("'CT000001'", {0}),
        ("ct*", {0, 1}),
        ("CT0(0012)", {1}),
        ("ct?00001", {0}),
        ("*1", {0}),
        ("10000..10042", {2, 3}),
        ("1..10", set()),
        ("10000..2", {2, 3}),
        (">=20", {0, 1, 4, 5}),
        ("éé", {5}),
        ("ee", set()),
        ("é*", {5}),
        ("<>ct*", {2, 3, 4, 5}),
        ("''", set()),
        ("*", {0, 1, 2, 3, 4, 5}),
        ("ct000001|20", {0, 4}),
    ]
    assert [(expression, chosen("number", expression)) for expression, _ in table] == table


def test_a_company_s_number_chooses_the_company_and_its_persons() -> None:
    first, second, _, _ = store({"number": "K1"}, {"number": "K2"}, {"number": "P1"}, {"number": "P2"})
    Contact.objects.filter(number__in=["K1", "P1"]).update(company=first)
    Contact.objects.filter(number="K2").update(company=second)
    table = [
        ("k1", {0, 2}),
        ("<>k1", {1, 3}),
        ("k*", {0, 1, 2}),
        ("<>k*", {3}),
        ("''", {3}),
        ("<>''", {0, 1, 2}),
        ("*", {0, 1, 2}),
        (">k1", {1}),
        ("..k1", {0, 2}),
        ("nobody", set()),
        ("<>nobody", {0, 1, 2, 3}),
    ]
    assert [(expression, chosen("companyNumber", expression)) for expression, _ in table] == table


CODES: dict[str, tuple[str, Any]] = {
    "salutationCode": ("salutation", Salutation),
    "salespersonCode": ("salesperson", Salesperson),
    "territoryCode": ("territory", Territory),
    "organizationalLevelCode": ("organizational_level", OrganizationalLevel),
}


@pytest.mark.parametrize("key", CODES)
def test_a_code_chooses_who_has_it(key: str) -> None:
    column, model = CODES[key]
    for code in ("JR", "LÉA", "ZOË", "FREE"):
        model.objects.create(code=code)
    store({f"{column}_id": None}, {f"{column}_id": "JR"}, {f"{column}_id": "LÉA"}, {f"{column}_id": "ZOË"})
    table = [
        ("jr", {1}),
        ("lea", {2}),
        ("'léa'", {2}),
        ("'LÉA'", {2}),
        ("<>jr", {0, 2, 3}),
        ("<>lea", {0, 1, 3}),
        ("''", {0}),
        ("<>''", {1, 2, 3}),
        ("*", {1, 2, 3}),
        ("l*", {2}),
        ("<>l*", {0, 1, 3}),
        ("x*", set()),
        ("?r", {1}),
        ("jr|zoe", {1, 3}),
        ("jr&zoe", set()),
        ("free", set()),
        ("<>free", {0, 1, 2, 3}),
        ("k..m", {2}),
        ("..lea", {1, 2}),
        (">jr", {2, 3}),
        ("<=jr", {1}),
        ("unknown..zzz", {3}),
    ]
    assert [(expression, chosen(key, expression)) for expression, _ in table] == table


@pytest.mark.parametrize("key", ["country", "languageCode"])
def test_countries_and_languages_are_codes_too(key: str) -> None:
    column = BY_KEY[key].column
    store(*({column: code} for code in ((None, "BE", "NL", "FR") if key == "country" else (None, "nl", "nl-BE", "fr"))))
    table = {
        "country": [("be", {1}), ("'be'", {1}), ("<>be", {0, 2, 3}), ("BE|nl", {1, 2}), ("''", {0}), ("b..g", {1, 3}), ("de", set())],
        "languageCode": [("NL", {1}), ("'NL'", {1}), ("nl*", {1, 2}), ("<>nl*", {0, 3}), ("nl-be", {2}), ("''", {0}), ("fr..nl", {1, 3})],
    }[key]
    assert [(expression, chosen(key, expression)) for expression, _ in table] == table


@pytest.mark.parametrize("key", [*CODES, "country", "languageCode"])
@pytest.mark.parametrize(
    ("expression", "value", "position"),
    [("xq", "xq", 1), ("<>xq", "xq", 3), ("<>''|xq", "xq", 6), ("(x*|..y)&<> xq", "xq", 13), ("'é'", "é", 1), ("%", "%", 1)],
)
def test_a_code_that_does_not_exist_is_refused_with_its_place(key: str, expression: str, value: str, position: int) -> None:
    with pytest.raises(DoesNotExist) as refusal:
        chosen(key, expression)
    assert (refusal.value.values["value"], refusal.value.values["position"]) == (value, position)
    assert refusal.value.message == f"{value} does not exist in {BY_KEY[key].label}."


def test_between_quotes_accents_count_in_a_code() -> None:
    Salesperson.objects.create(code="LÉA")
    with pytest.raises(DoesNotExist):
        chosen("salespersonCode", "'LEA'")


@pytest.mark.parametrize(
    ("key", "table"),
    [
        (
            "type",
            [
                ("company", {0}),
                ("Bedrijf", {0}),
                ("société", {0}),
                ("societe", {0}),
                ("Unternehmen", {0}),
                ("persoon", {1, 2}),
                ("'Person'", {1, 2}),
                ("<>Company", {1, 2}),
                ("company|person", {0, 1, 2}),
                ("company&person", set()),
                ("''", set()),
                ("<>''", {0, 1, 2}),
                ("*", {0, 1, 2}),
                ("<>*", set()),
            ],
        ),
        (
            "correspondenceType",
            [
                ("email", {1}),
                ("e-mail", {1}),
                ("hard copy", {2}),
                ("<>email", {0, 2}),
                ("''", {0}),
                ("<>''", {1, 2}),
                ("*", {1, 2}),
                ("''|email", {0, 1}),
            ],
        ),
    ],
)
def test_a_choice_is_named_by_its_value_or_its_name_in_any_language(key: str, table: list[tuple[str, set[int]]]) -> None:
    store({"type": "Company"}, {"type": "Person", "correspondence_type": "Email"}, {"type": "Person", "correspondence_type": "Hard Copy"})
    assert [(expression, chosen(key, expression)) for expression, _ in table] == table


@pytest.mark.parametrize(
    ("key", "before"),
    [
        ("excludeFromSegment", {"exclude_from_segment": True}),
        ("minor", {"minor": True, "privacy_blocked": True}),
        ("parentalConsentReceived", {"parental_consent": True}),
        ("privacyBlocked", {"privacy_blocked": True}),
    ],
)
def test_a_flag_is_yes_or_no_in_any_language(key: str, before: dict[str, bool]) -> None:
    store({}, before)
    yes, no = ("yes", "ja", "Oui", "JA", "true", "1", "'yes'"), ("no", "nee", "Nein", "non", "false", "0")
    assert [chosen(key, word) for word in yes] == [{1}] * len(yes)
    assert [chosen(key, word) for word in no] == [{0}] * len(no)
    assert [chosen(key, f"<>{word}") for word in yes] == [{0}] * len(yes)
    assert [chosen(key, each) for each in ("yes|no", "yes&no", "<>yes&<>no")] == [{0, 1}, set(), set()]


@pytest.mark.parametrize("key", ["type", "correspondenceType", "minor"])
@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("perhaps", 1),
        ("<>perhaps", 3),
        ("p*", 1),
        ("<>?", 3),
        ("a..b", 2),
        ("..b", 1),
        ("  > b", 3),
        ("<=b", 1),
        ("(a|>=b)", 4),
    ],
)
def test_choices_and_flags_know_no_order_no_patterns_and_no_other_words(key: str, expression: str, position: int) -> None:
    with pytest.raises(FilterError) as refusal:
        chosen(key, expression)
    assert refusal.value.values["position"] == position


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_examples_of_a_refusal_can_be_read_where_they_are_given(language: str) -> None:
    make_group("R&D"), make_group("PERS"), make_segment(), make_segment()
    make_view("Gent & Aalst", city="Gent"), make_view("2026", city="Aalst")
    with translation.override(language):
        for criterion in criteria().values():
            for example in criterion.examples():
                criterion.parse(example)


@pytest.mark.parametrize(
    ("key", "language", "said"),
    [
        ("city", "nl", "De filter “(a” is onduidelijk vanaf positie 3. Bijvoorbeeld: Gent|Aalst · Jans* · *jans* · 1000..1999 · <>''"),
        ("number", "fr", "Par exemple\u00a0: A100 · A100|A200 · A100..A199 · A* · <>A100"),
        ("type", "de", "Zum Beispiel: Unternehmen · Unternehmen|Person · <>Unternehmen"),
        ("minor", "nl", "Bijvoorbeeld: Ja · Nee"),
        ("numberOfMailingGroups", "en", "For example: 5 · 10..20 · >=3 · <>0"),
        ("lastModifiedDateTime", "nl", "Bijvoorbeeld: 09/03/2026 · 01/03/2026..09/03/2026 · >=01/03/2026 · Vandaag"),
        ("lastModifiedDateTime", "de", "Zum Beispiel: 09.03.2026 · 01.03.2026..09.03.2026 · >=01.03.2026 · Heute"),
        ("country", "nl", "Bijvoorbeeld: BE · BE|NL · <>BE"),
        ("mailingGroup", "nl", "Bijvoorbeeld: PERS · PERS|'R&D' · <>PERS · ''"),
    ],
)
def test_a_refusal_gives_examples_of_what_that_field_takes(key: str, language: str, said: str) -> None:
    make_group("R&D"), make_group("PERS")
    with translation.override(language), time_machine.travel(datetime(2026, 3, 9, 12, tzinfo=UTC)), pytest.raises(FilterError) as refusal:
        criteria()[key].parse("(a")
    assert said in refusal.value.message
    assert refusal.value.values["position"] == 3


@pytest.mark.parametrize("expression", ["''", "*", "<>''"])
def test_a_flag_is_never_empty(expression: str) -> None:
    with pytest.raises(FilterError):
        chosen("minor", expression)


@pytest.mark.parametrize(
    ("expression", "position"),
    [("<''", 2), (">=''", 3), (">*", 2), ("''..1-1-2026", 1), ("1-1-2026..''", 11), ("*..1-1-2026", 1), ("1-1-2026|<=''", 12)],
)
def test_a_day_is_earlier_or_later_than_a_day(expression: str, position: int) -> None:
    with pytest.raises(FilterError) as refused:
        criteria()["lastModifiedDateTime"].parse(expression)
    assert refused.value.values["position"] == position
