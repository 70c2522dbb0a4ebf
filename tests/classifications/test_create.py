"""A new mailing group (D1, R-1001 to R-1006)."""

import pytest
from django.utils import translation

from postkring.accounts.models import User
from postkring.classifications.actions import create_group, describe_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.queries import group_by_code, groups_matching
from postkring.kit.errors import AlreadyExists, DomainError, NotAcceptable, NotFound, TooLong
from postkring.ledger.models import ChangeSet
from tests.factories import make_group
from tests.snapshots import everything

pytestmark = pytest.mark.django_db


def test_a_group_has_a_code_a_description_and_nobody_in_it(editor: User) -> None:
    group = create_group(" verhuizing ", "  Bericht van verhuizing ", by=editor)
    assert MailingGroup.objects.values_list("code", "description", "contact_count").get() == ("VERHUIZING", "Bericht van verhuizing", 0)
    assert MailingGroup.objects.get() == group
    assert ChangeSet.objects.get().counts == {"added": 1}


@pytest.mark.parametrize("code", ["JAARVERSLAG", "2026", "ÉÉ", "٢٠٢٦", "１２", "印刷", "ΕΛΛΆΣ", "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ", "ŒŒŒŒŒŒŒŒŒŒŒ"])
def test_letters_and_digits_of_any_alphabet_are_stored(editor: User, code: str) -> None:
    assert create_group(code, by=editor).code == code
    assert MailingGroup.objects.get().code == code


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", NotAcceptable),
        ("   ", NotAcceptable),
        ("A B", NotAcceptable),
        ("A-B", NotAcceptable),
        ("A\x00B", NotAcceptable),
        ("🎁", NotAcceptable),
        ("JAARVERSLAGE", TooLong),
        ("ßßßßßß", TooLong),
    ],
)
def test_a_code_that_is_refused_stores_nothing(editor: User, code: str, error: type[DomainError]) -> None:
    before = everything()
    with pytest.raises(error) as refusal:
        create_group(code, by=editor)
    assert refusal.value.field == "code"
    assert everything() == before


def test_a_group_without_description_is_named_once(editor: User) -> None:
    make_group("NEW")
    with translation.override("nl"), pytest.raises(AlreadyExists) as refusal:
        create_group("new", by=editor)
    assert refusal.value.message == "Code NEW bestaat al."


@pytest.mark.parametrize("again", ["GESCHENK", "geschenk", " Geschenk "])
def test_a_code_is_there_once_whatever_its_case(editor: User, again: str) -> None:
    make_group("GESCHENK", "Relatiegeschenken")
    before = everything()
    with translation.override("en"), pytest.raises(AlreadyExists) as refusal:
        create_group(again, by=editor)
    assert refusal.value.message == "Code GESCHENK is already used by “Relatiegeschenken”."
    assert refusal.value.values["other"] == "GESCHENK"
    assert everything() == before


@pytest.mark.parametrize(
    ("there", "again"), [("CAFE", "café"), ("CAFÉ", "CAFE"), ("STRASSE", "straße"), ("12", "１２"), ("Ø", "O"), ("ŒIL", "OEIL")]
)
def test_a_code_equal_but_for_its_accents_is_refused_naming_the_other(editor: User, there: str, again: str) -> None:
    make_group(there)
    before = everything()
    with pytest.raises(AlreadyExists) as refusal:
        create_group(again, by=editor)
    assert refusal.value.values["other"] == there
    assert there in refusal.value.message
    assert (refusal.value.field, refusal.value.code) == ("code", "Internal_EntityWithSameKeyExists")
    assert everything() == before


def test_a_description_of_100_characters_is_kept_whole_and_one_more_is_refused(editor: User) -> None:
    group = create_group("NEWS", "é" * 100, by=editor)
    assert MailingGroup.objects.get().description == "é" * 100
    before = everything()
    with pytest.raises(TooLong) as refusal:
        create_group("MEER", "x" * 101, by=editor)
    assert (refusal.value.field, dict(refusal.value.values)) == ("description", {"max": 100, "length": 101})
    with pytest.raises(TooLong):
        describe_group(group, "x" * 101, by=editor)
    assert everything() == before


def test_a_description_holds_no_control_sign_and_is_otherwise_one_s_own(editor: User) -> None:
    group = create_group("A", by=editor)
    assert describe_group(group, " <b>=1+1</b> 🎁 ", by=editor).description == "<b>=1+1</b> 🎁"
    before = everything()
    for text in ("a\x00b", "a\nb", "a\u2028b"):
        with pytest.raises(NotAcceptable):
            describe_group(group, text, by=editor)
    assert everything() == before


def test_the_same_description_again_leaves_no_trace(editor: User) -> None:
    group = make_group("A", "zo")
    before = everything()
    describe_group(group, " zo ", by=editor)
    assert everything() == before


def test_a_group_that_vanished_is_not_described(editor: User) -> None:
    group = make_group("A")
    MailingGroup.objects.all().delete()
    with pytest.raises(NotFound):
        describe_group(group, "x", by=editor)


def test_a_code_is_found_without_case_accents_or_blanks() -> None:
    group = make_group("CAFÉ")
    assert group_by_code(" cafe ") == group
    assert group_by_code("CAFES") is None
    assert group_by_code("CAFE\x00") is None


def test_groups_are_found_by_the_words_of_code_and_description_those_whose_code_begins_so_first() -> None:
    for code, description in [("AKERST", ""), ("KERSTKAART", "Kaarten voor klanten"), ("NIEUWS", "Kerst en Café"), ("Z", "")]:
        make_group(code, description)
    assert [group.code for group in groups_matching("kerst")] == ["KERSTKAART", "AKERST", "NIEUWS"]
    assert [group.code for group in groups_matching("cafe KERST")] == ["NIEUWS"]
    assert [group.code for group in groups_matching("")] == ["AKERST", "KERSTKAART", "NIEUWS", "Z"]
    assert not groups_matching("100%").exists()
    assert not groups_matching("\x00").exists()
