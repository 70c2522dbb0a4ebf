import pytest

from catalogue_faults import faults_of
from catalogue_files import Entry
from translatable import Text


@pytest.mark.parametrize(
    ("msgid", "form"),
    [
        ("Kept", "Conservé"),
        ("%(user)s: %(group)s", "%(group)s\u00a0: %(user)s"),
        ("At 14:05", "À 14:05"),
        ("See https://example.com/?q=a", "Voir https://example.com/?q=a"),
        ("Sure?", "Sûr\u202f?"),
        ("Use ? for one sign, 'a b' for exactly that", "Utilisez ? pour un signe, 'a b' pour exactement cela"),
        ("“%(name)s” kept", "«\u00a0%(name)s\u00a0» conservé"),
        ("Left&nbsp;over", "En&nbsp;reste"),
        (" and ", " et "),
        ("100%% of %(count)s", "100\u00a0%% de %(count)s"),
    ],
)
def test_right_french_has_no_faults(msgid: str, form: str) -> None:
    assert list(faults_of(Entry(Text("msg.a", msgid), (form,)), "fr")) == []


@pytest.mark.parametrize(
    ("msgid", "form", "fault"),
    [
        ("%(count)s kept", "Conservés", "placeholders differ from “%(count)s kept”: “Conservés”"),
        ("%(count)s kept", "%(number)s gardés", "placeholders differ from “%(count)s kept”: “%(number)s gardés”"),
        ("%s of %s", "%s", "placeholders differ from “%s of %s”: “%s”"),
        ("Kept", "{count} gardés", "placeholders differ from “Kept”: “{count} gardés”"),
        ("Kept", "Gardé ", "blanks at the start or end differ: “Gardé ”"),
        ("Undo", "Annuler l'opération", "straight apostrophe, write ’: “Annuler l'opération”"),
        ("Use 'a'", "Utilisez l'a", "straight apostrophe, write ’: “Utilisez l'a”"),
        ("Sure?", "Sûr?", "no-break space missing before : ; ! or ?: “Sûr?”"),
        ("Sure?", "Sûr ?", "no-break space missing before : ; ! or ?: “Sûr ?”"),
        ("Delete %(name)s?", "Supprimer %(name)s?", "no-break space missing before : ; ! or ?: “Supprimer %(name)s?”"),
        ("Rows: %(count)s", "Lignes: %(count)s", "no-break space missing before : ; ! or ?: “Lignes: %(count)s”"),
        ("“a”", "« a »", "no-break space missing inside « »: “« a »”"),
    ],
)
def test_each_fault_of_a_translation_is_named(msgid: str, form: str, fault: str) -> None:
    assert list(faults_of(Entry(Text("msg.a", msgid), (form,)), "fr")) == [fault]


def test_the_blank_before_a_colon_is_asked_of_french_only() -> None:
    assert list(faults_of(Entry(Text("msg.a", "Rows: %(count)s"), ("Zeilen: %(count)s",)), "de")) == []


def test_a_straight_apostrophe_in_an_english_word_is_a_fault() -> None:
    assert list(faults_of(Entry(Text("msg.a", "It's here"), ("It's here",)), "en")) == ["straight apostrophe, write ’: “It's here”"]


@pytest.mark.parametrize(
    ("forms", "faults"),
    [
        (("", ""), ["empty"]),
        (("Nog één", ""), ["plural forms missing"]),
        (("Nog één",), ["plural forms missing"]),
        (("Nog één", "Nog %(count)s"), []),
        (("Nog %(count)s", "Nog %(count)s"), []),
        (("Nog één", "Nog veel"), ["placeholders differ from “%(count)s left”: “Nog veel”"]),
    ],
)
def test_every_plural_form_must_be_there_and_the_last_say_the_number(forms: tuple[str, ...], faults: list[str]) -> None:
    assert list(faults_of(Entry(Text("msg.a", "One left", "%(count)s left"), forms), "nl")) == faults
