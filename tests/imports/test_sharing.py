"""Several who share one e-mail address, and rows about somebody who stands in the file already."""

import pytest

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.imports.models import Outcome
from tests.imports.files import UPDATE, checked, loaded, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FAMILY = "first_name;surname;email\nAn;Claes;wij@claes.example\nJan;Claes;wij@claes.example\n"


def test_who_shares_an_address_and_no_name_is_somebody_else(editor: User) -> None:
    loaded(FAMILY, editor, match=["email"])
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["An Claes", "Jan Claes"]
    again = checked(FAMILY, editor, match=["email"], policy=UPDATE)
    assert again.counts == {"unchanged": 2, "memberships": 0}


def test_the_same_twice_names_the_field_that_fits(editor: User) -> None:
    file = checked(FAMILY + "AN;claes;WIJ@claes.example\n", editor, match=["email"])
    assert outcomes(file)[2] == (4, "refused", "The same contact stands in row 2 already.")
    assert Outcome.objects.get(file=file, row=4).field == "email"


def test_a_row_that_was_refused_is_held_against_no_other(editor: User) -> None:
    text = "name;email;phone\nAerts;info@aerts.example;geen\nAerts;info@aerts.example;02 100 00 00\nAerts;info@aerts.example;\n"
    assert outcomes(checked(text, editor, match=["email"])) == [
        (2, "refused", outcomes(checked(text, editor, match=["email"]))[0][2]),
        (3, "new", ""),
        (4, "refused", "The same contact stands in row 3 already."),
    ]
