"""Who may be reached, and if not, why (D3, 3.7)."""

import pytest

from postkring.consent.eligibility import EXCLUDED, PRIVACY_BLOCKED, eligible, with_reason
from postkring.contacts.models import Contact
from tests.factories import make_company, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        ({}, ""),
        ({"exclude_from_segment": True}, EXCLUDED),
        ({"privacy_blocked": True}, PRIVACY_BLOCKED),
        ({"exclude_from_segment": True, "privacy_blocked": True}, PRIVACY_BLOCKED),
        ({"minor": True}, PRIVACY_BLOCKED),
        ({"minor": True, "parental_consent": True}, PRIVACY_BLOCKED),
        ({"minor": True, "parental_consent": True, "privacy_blocked": False}, ""),
    ],
)
def test_a_contact_is_left_out_for_one_reason_privacy_before_exclusion(flags: dict[str, bool], reason: str) -> None:
    make_person(**flags | {"privacy_blocked": flags.get("privacy_blocked", False) or flags.get("minor", False)})
    Contact.objects.update(**{name: value for name, value in flags.items() if name == "privacy_blocked"})
    assert [vars(contact)["left_out"] for contact in with_reason(Contact.objects.all())] == [reason]
    assert eligible(Contact.objects.all()).exists() is (reason == "")


def test_who_is_eligible_is_who_has_no_reason() -> None:
    for flags in ({}, {"exclude_from_segment": True}, {"privacy_blocked": True}):
        make_company(**flags)
        make_person(**flags)
    without = {contact for contact in with_reason(Contact.objects.all()) if not vars(contact)["left_out"]}
    assert set(eligible(Contact.objects.all())) == without
    assert len(without) == 2


def test_a_set_is_only_ever_narrowed() -> None:
    chosen, _ = make_company(), make_company()
    assert list(eligible(Contact.objects.filter(pk=chosen.pk))) == [chosen]
