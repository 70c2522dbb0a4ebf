"""Excluded, blocked, minor, consent (3.7)."""

from typing import Any

import pytest

from postkring.accounts.models import User
from postkring.contacts.actions import change_contact, create_contact
from postkring.contacts.models import Contact
from postkring.kit.errors import NotAcceptable, Refused
from tests.factories import make_person
from tests.snapshots import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ADULT = (False, False, False)
MINOR = (True, False, True)
MINOR_WITH_CONSENT_BLOCKED = (True, True, True)
MINOR_WITH_CONSENT = (True, True, False)


def flags(contact: Contact) -> tuple[bool, bool, bool]:
    contact.refresh_from_db()
    return contact.minor, contact.parental_consent, contact.privacy_blocked


def person(minor: bool, consent: bool, blocked: bool) -> Contact:
    made = make_person(name="Lotte Boer")
    Contact.objects.filter(pk=made.pk).update(minor=minor, parental_consent=consent, privacy_blocked=blocked)
    return made


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (ADULT, {"minor": True}, MINOR),
        (ADULT, {"privacy_blocked": True}, (False, False, True)),
        ((False, False, True), {"privacy_blocked": False}, ADULT),
        (MINOR, {"minor": False}, (False, False, True)),
        (MINOR, {"minor": False, "privacy_blocked": False}, ADULT),
        (MINOR, {"parental_consent": True}, MINOR_WITH_CONSENT_BLOCKED),
        (MINOR_WITH_CONSENT_BLOCKED, {"privacy_blocked": False}, MINOR_WITH_CONSENT),
        (MINOR_WITH_CONSENT, {"parental_consent": False}, MINOR),
        (MINOR_WITH_CONSENT, {"parental_consent": True}, MINOR_WITH_CONSENT),
        (MINOR_WITH_CONSENT, {"minor": True}, MINOR_WITH_CONSENT_BLOCKED),
        (MINOR_WITH_CONSENT, {"minor": False}, ADULT),
        (ADULT, {"parental_consent": False}, ADULT),
        (ADULT, {"minor": True, "parental_consent": True}, MINOR_WITH_CONSENT_BLOCKED),
        (ADULT, {"exclude_from_segment": True}, ADULT),
    ],
)
def test_each_switch_does_to_the_others_what_it_must(editor: User, before: Any, change: dict[str, bool], after: Any) -> None:
    contact = person(*before)
    change_contact(contact, change, by=editor)
    assert flags(contact) == after


def test_a_minor_without_consent_stays_blocked(editor: User) -> None:
    contact = person(*MINOR)
    before = everything()
    with pytest.raises(Refused) as refusal:
        change_contact(contact, {"privacy_blocked": False}, by=editor)
    assert refusal.value.field == "privacy_blocked"
    assert refusal.value.message == "Record the parental consent first; then the privacy block of Lotte Boer can be lifted."
    assert everything() == before


def test_consent_is_recorded_for_minors_only(editor: User) -> None:
    contact = person(*ADULT)
    before = everything()
    with pytest.raises(NotAcceptable, match="for a minor only") as refusal:
        change_contact(contact, {"parental_consent": True}, by=editor)
    assert refusal.value.field == "parental_consent"
    assert everything() == before


def test_consent_and_then_lifting_the_block_are_two_steps(editor: User) -> None:
    contact = person(*MINOR)
    change_contact(contact, {"parental_consent": True}, by=editor)
    assert flags(contact) == MINOR_WITH_CONSENT_BLOCKED
    change_contact(contact, {"privacy_blocked": False}, by=editor)
    assert flags(contact) == MINOR_WITH_CONSENT


LIFTING = {"parental_consent": True, "privacy_blocked": False}
LIFTED_LATER = "Record the parental consent first; then the privacy block of Lotte Boer can be lifted."


@pytest.mark.parametrize(("before", "change"), [(MINOR, LIFTING), (ADULT, {"minor": True, **LIFTING})])
def test_consent_and_lifting_the_block_in_one_step_are_refused(editor: User, before: Any, change: dict[str, bool]) -> None:
    contact = person(*before)
    stored = everything()
    with pytest.raises(Refused) as refusal:
        change_contact(contact, change, by=editor)
    assert (refusal.value.field, refusal.value.message) == ("privacy_blocked", LIFTED_LATER)
    assert everything() == stored


def test_a_new_minor_is_never_unblocked(editor: User) -> None:
    before = everything()
    with pytest.raises(Refused) as refusal:
        create_contact({"type": "Person", "name": "Lotte Boer", "minor": True, **LIFTING}, by=editor)
    assert (refusal.value.field, refusal.value.message) == ("privacy_blocked", LIFTED_LATER)
    assert everything() == before


def test_a_minor_who_had_consent_and_was_not_blocked_may_be_sent_again_as_it_is(editor: User) -> None:
    contact = person(*MINOR_WITH_CONSENT)
    change_contact(contact, {"minor": True, **LIFTING}, by=editor)
    assert flags(contact) == MINOR_WITH_CONSENT


def test_a_new_minor_is_blocked_at_once(editor: User) -> None:
    assert flags(create_contact({"type": "Person", "name": "Lotte Boer", "minor": True}, by=editor)) == MINOR


def test_excluding_blocks_nothing(editor: User) -> None:
    contact = make_person()
    change_contact(contact, {"exclude_from_segment": True}, by=editor)
    contact.refresh_from_db()
    assert (contact.exclude_from_segment, contact.privacy_blocked) == (True, False)
