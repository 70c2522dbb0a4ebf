"""Refused rows as they come back, and what becomes of them when they are loaded again."""

import io

import openpyxl
import pytest

from postkring.accounts.models import User
from postkring.contacts.models import Contact
from postkring.imports.actions import save_profile
from postkring.imports.models import FileImport
from postkring.imports.quarantine import write_quarantine
from tests.imports.files import checked, loaded, outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TOO_MANY = "The row has more cells than there are columns."


def refused(file: FileImport) -> bytes:
    into = io.BytesIO()
    write_quarantine(file, into)
    return into.getvalue()


def corrected(content: bytes, row: list[str]) -> bytes:
    """The first refused row as somebody put it right, the reason and the row beside it left as they were."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for column in range(3, sheet.max_column + 1):
        sheet.cell(2, column).value = None
    for column, value in enumerate(row, start=3):
        sheet.cell(2, column).value = value
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def test_a_row_with_too_many_cells_stays_refused_until_it_is_put_right(editor: User) -> None:
    content = b"name;address;post_code;city\nPiet;Kerkstraat; 5;9000;Gent\nJan;Markt 1;9000;Gent\n"
    for _ in range(2):
        file = checked(content, editor, name="x")
        assert outcomes(file)[0] == (2, "refused", TOO_MANY)
        content = refused(file)
    loaded(corrected(content, ["Piet", "Kerkstraat 5", "9000", "Gent"]), editor, name="x")
    found = Contact.objects.get(name="Piet")
    assert (found.address, found.post_code, found.city) == ("Kerkstraat 5", "9000", "Gent")


def test_a_profile_knows_a_column_without_a_name_among_the_refused_rows(editor: User) -> None:
    file = checked("name;;email\nAerts;Gent;geen\n", editor, mapping=["name", "city", "email"])
    profile = save_profile("Leden", file, by=editor)
    again = checked(refused(file), editor, name="x", profile=profile)
    assert again.mapping == ["", "", "name", "city", "email"]
