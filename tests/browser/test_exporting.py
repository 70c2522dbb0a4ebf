"""The window of an export gives the file and stays open; without script the same page does it."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Download, Page, expect

from postkring.classifications.mailing_groups import MailingGroup
from postkring.classifications.queries import members
from postkring.consent.eligibility import eligible
from tests.browser.visits import Visits
from tests.browser.words import words

SAY = words("nl")


def saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def numbers_in(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path).active
    place = [cell.value for cell in sheet[1]].index("number")
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_group_comes_out_as_a_workbook_for_mailing(visit: Visits, tmp_path: Path, scripts: bool) -> None:
    group = MailingGroup.objects.get(code="KERSTKAART")
    reached = list(eligible(members(group)).order_by("sort_name", "pk").values_list("number", flat=True))
    assert 0 < len(reached) < members(group).count()
    page = visit("/mailing-groups/KERSTKAART/", role="reader", scripts=scripts)
    page.get_by_role("button", name=SAY["action.export"], exact=True).click()
    expect(page.get_by_role("heading", name=SAY["action.export_contacts"])).to_be_visible()
    expect(page.get_by_label(SAY["field.for_mailing"])).to_be_checked()
    path = downloaded(page, tmp_path)
    assert path.name.startswith("KERSTKAART-")
    assert numbers_in(path) == reached
    # The window is still there, for another file of the same contacts.
    page.get_by_label(SAY["field.for_mailing"]).uncheck()
    assert len(numbers_in(downloaded(page, tmp_path))) == members(group).count()


def downloaded(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=SAY["action.download"], exact=True).click()
    return saved(waiting.value, folder)
