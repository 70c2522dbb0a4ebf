"""Does what the manual describes, in the languages it is written in, and takes the pictures that it shows.

They go to tests/browser/out/manual; `make screenshots` puts them into the package.
"""

import re
import shutil
from collections.abc import Callable
from typing import Final

import pytest
from django.utils import translation
from django.utils.translation import npgettext, pgettext
from playwright.sync_api import Locator, Page, ViewportSize, expect

from postkring.accounts.models import User
from postkring.interactions.actions import create_template
from postkring.segments.actions import change_segment
from postkring.segments.models import Segment
from postkring.setup.salespeople import create_salesperson
from postkring.web.help.contents import WRITTEN_IN
from tests.browser.camera import DENSITY, Camera
from tests.browser.conftest import OUT
from tests.browser.visits import Visits
from tests.manual_texts import names_of_pictures

LARGEST: Final = 60_000  # bytes of a picture
BROAD: Final[ViewportSize] = {"width": 1280, "height": 900}
NARROW: Final[ViewportSize] = {"width": 1000, "height": 900}
HIGH: Final[ViewportSize] = {"width": 1000, "height": 1020}
LOW: Final[ViewportSize] = {"width": 1000, "height": 560}
# What an office makes, and a code that is one character too long.
WORDS: Final = {
    "nl": {
        "move": "VERHUIZING",
        "moving": "Kantoorverhuizing",
        "long": "VERHUIZINGEN",
        "gift": "GESCHENK",
        "gifts": "Relatiegeschenk",
        "fair": "BEURS",
        "invite": "UITNODIGING",
    },
    "en": {
        "move": "MOVE",
        "moving": "Office move",
        "long": "OFFICEMOVE26",
        "gift": "GIFT",
        "gifts": "Business gift",
        "fair": "FAIR",
        "invite": "INVITE",
    },
}


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_the_manual_describes_what_runs(visit: Visits, language: str) -> None:
    folder = OUT / "manual" / language
    shutil.rmtree(folder, ignore_errors=True)
    page = visit("/", role="demo", language=language, width=NARROW["width"], device_scale_factor=DENSITY)
    with translation.override(language):
        walk = Walk(page, Camera(page, folder), WORDS[language])
        walk.start()
        walk.mailing_groups()
        walk.contacts()
        walk.conflict(lambda path: visit(path, role="administrator", language=language))
        walk.assigning()
        walk.several()
        walk.lists()
        walk.importing()
        walk.segment()
        walk.segments_used_further()
        walk.industry_group()
        walk.undo_report()
        walk.changes()
        walk.settings()
    taken = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert taken.keys() == names_of_pictures(language)
    assert [name for name, size in taken.items() if size > LARGEST] == []


def ready_to_log(number: str, template: str) -> None:
    """What an administrator does in the set-up, and whoever keeps the segment on its card."""
    by = User.objects.get(username="demo")
    create_template(template, by=by)
    create_salesperson("EVA", name="Eva Maes", by=by)
    change_segment(Segment.objects.get(number=number), interaction_template=template, salesperson="EVA", by=by)


class Walk:
    def __init__(self, page: Page, camera: Camera, words: dict[str, str]) -> None:
        self.page = page
        self.take = camera.take
        self.words = words

    def start(self) -> None:
        self.take("home", height=560)
        self.page.keyboard.press("Alt+q")
        self.page.keyboard.type("mailing")
        expect(self.page.get_by_role("option").first).to_contain_text(pgettext("page.mailing_groups", "Mailing Groups"))
        self.take("tell-me", height=520)
        self.page.keyboard.press("Enter")

    def mailing_groups(self) -> None:
        self.button(pgettext("action.new", "New")).click()
        self.group(self.words["long"], pgettext("action.save", "Save"))
        expect(self.window.get_by_role("alert")).to_be_visible()
        self.take("new-group", self.window)
        self.group(self.words["move"], pgettext("action.save_new", "Save and New"), self.words["moving"])
        expect(self.text(pgettext("field.code", "Code"))).to_have_value("")
        self.group(self.words["gift"], pgettext("action.save", "Save"), self.words["gifts"])
        expect(self.page.get_by_role("link", name=self.words["gift"], exact=True)).to_be_visible()
        self.page.set_viewport_size(BROAD)
        self.page.goto("/mailing-groups/PERS/")
        self.take("group", self.section(pgettext("page.mailing_group_contacts", "Mailing Group Contacts")), height=440)

    def contacts(self) -> None:
        self.page.goto("/contacts/")
        self.take("contacts", height=640)
        self.page.set_viewport_size(NARROW)
        self.page.goto("/contacts/new")
        self.text(pgettext("field.name", "Name")).fill("Bouw Claes NV")
        self.button(pgettext("action.save", "Save")).click()
        self.fill(pgettext("field.address", "Address"), "Kouter 12 bus 4")
        self.fill(pgettext("field.post_code", "Post Code"), "9000")
        self.page.goto("/contacts/new")
        self.page.get_by_role("radio", name=pgettext("option.person", "Person")).check()
        self.text(pgettext("field.name", "Name")).fill("An Claes")
        self.page.keyboard.press("Tab")
        expect(self.text(pgettext("field.surname", "Surname"))).to_have_value("Claes")
        company = self.page.get_by_role("combobox", name=pgettext("field.company_name", "Company Name"))
        company.press_sequentially("bouw cl")
        option = self.page.get_by_role("option").filter(has_text="Bouw Claes NV")
        expect(option).to_be_visible()
        self.take("new-person", self.main, height=620, sides=0, ends=0)
        option.click()
        self.button(pgettext("action.save", "Save")).click()
        self.card()

    def card(self) -> None:
        expect(self.page.get_by_role("heading", level=1, name="An Claes")).to_be_visible()
        self.button(pgettext("tab.general", "General")).click()
        self.fill(pgettext("field.mobile_phone_no", "Mobile Phone No."), "0457 12 34 56")
        self.close_toasts()
        self.take("card", self.main, height=640, sides=0, ends=0)
        self.button(pgettext("tab.privacy", "Privacy and consent")).click()
        self.take("privacy", self.section(pgettext("tab.privacy", "Privacy and consent")), ends=0)

    def conflict(self, visit: Callable[[str], Page]) -> None:
        label = pgettext("field.job_title", "Job Title")
        self.button(pgettext("tab.general", "General")).click()
        colleague = visit(self.page.url)
        with colleague.expect_response(lambda response: response.request.method == "POST"):
            colleague.get_by_role("textbox", name=label).fill("Directeur")
            colleague.keyboard.press("Tab")
        self.page.get_by_role("textbox", name=label).fill("Zaakvoerder")
        self.page.keyboard.press("Tab")
        theirs = self.button(pgettext("action.keep_theirs", "Keep the other value"))
        self.take("conflict", self.page.locator(".page-title"), theirs, ends=8)
        theirs.click()
        expect(self.page.get_by_role("textbox", name=label)).to_have_value("Directeur")

    def assigning(self) -> None:
        self.button(pgettext("page.mailing_groups", "Mailing Groups")).click()
        field = self.window.get_by_role("combobox", name=pgettext("field.mailing_group_code", "Mailing Group Code"))
        for code in (self.words["move"], self.words["gift"], "KERSTKAART"):
            expect(field).to_be_focused()
            expect(field).to_have_value("")
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")
            expect(self.window.get_by_role("row").filter(has_text=code)).to_have_count(1)
        self.take("window", self.window)
        expect(field).to_be_focused()
        self.page.keyboard.type(self.words["fair"])
        offered = pgettext("dialog.new_group", "New group “%(code)s”") % {"code": self.words["fair"]}
        expect(self.window.get_by_role("option", name=offered)).to_be_visible()
        self.take("new-group-inline", self.window, height=430)
        field.fill("")
        self.window.get_by_role("button", name=pgettext("action.close", "Close"), exact=True).first.click()
        segmentation = self.section(pgettext("tab.segmentation", "Segmentation"))
        segmentation.scroll_into_view_if_needed()
        self.take("segmentation", segmentation, ends=0)

    def several(self) -> None:
        self.page.set_viewport_size(HIGH)
        self.page.goto("/contacts/?q=schelfhout")
        self.page.locator("[data-select-page]").check()
        self.button(pgettext("page.mailing_groups", "Mailing Groups")).first.click()
        self.window.get_by_role("checkbox", name=self.words["move"]).check()
        self.window.get_by_role("checkbox", name="OPENDEUR").click()
        self.take("several", self.window)
        self.window.get_by_role("button", name=pgettext("action.save", "Save"), exact=True).click()
        self.page.set_viewport_size(LOW)
        expect(self.page.locator("[data-toast]").filter(has_text=self.words["move"])).to_be_visible()
        self.take("undo")

    def lists(self) -> None:
        self.page.set_viewport_size(BROAD)
        self.page.goto("/contacts/?filters=1&postalCode=9000..9999&sort=city&sort=name")
        expect(self.page.locator("#meaning_postalCode")).to_contain_text("9999")
        self.take("filters", self.main, height=640, sides=0, ends=0)
        self.page.set_viewport_size(HIGH)
        self.page.goto("/contacts/?city=Gent")
        self.page.locator("[data-select-page]").check()
        self.button(pgettext("action.bulk_group", "Change group…")).click()
        code = self.window.get_by_role("combobox", name=pgettext("field.mailing_group_code", "Mailing Group Code"))
        code.press_sequentially("KERSTKAART")
        expect(self.window.get_by_role("option")).to_have_count(1)
        self.page.keyboard.press("Enter")
        expect(self.window.locator("#bulk-preview")).to_contain_text(pgettext("bulk.added", "Will be added"))
        self.take("bulk", self.window)
        self.page.set_viewport_size(NARROW)

    def importing(self) -> None:
        captions = (("no", "No."), ("name", "Name"), ("city", "City"), ("email", "Email"))
        header = ";".join(pgettext(f"field.{name}", said) for name, said in captions)
        rows = (
            "CT000020;;Sint-Niklaas;",
            "CT000021;;;receptie@voorbeeld.example",
            ";Drukkerij De Meester;Lokeren;info@demeester.example",
            ";Peeters Tuinen;Aalst;peeters@",
        )
        self.page.goto("/imports/new")
        field = self.page.get_by_label(pgettext("field.file", "File"), exact=True)
        field.set_input_files({"name": "contacts.csv", "mimeType": "text/csv", "buffer": "\n".join((header, *rows)).encode()})
        self.button(pgettext("action.next", "Next")).click()
        self.page.get_by_role("radio", name=pgettext("import.policy_update", "Take over every value that the file gives")).check()
        self.button(pgettext("action.show_difference", "Show what would change")).click()
        self.page.locator(".chips [href='?state=changed']").click()
        expect(self.main).to_contain_text("Sint-Niklaas")
        self.take("difference", self.main, height=480, sides=0, ends=0)

    def segment(self) -> None:
        self.page.set_viewport_size(BROAD)
        self.page.goto("/segments/new")
        self.text(pgettext("field.description", "Description")).fill(self.words["moving"])
        self.button(pgettext("action.save", "Save")).click()
        self.button(pgettext("action.add_contacts", "Add Contacts")).click()
        codes = self.page.get_by_label(pgettext("field.mailing_group_code", "Mailing Group Code"), exact=True)
        codes.fill("KERSTKAART||PERS")
        expect(self.page.locator("#meaning_mailingGroup")).to_contain_text("12")
        codes.press("Escape")
        self.take("unclear", self.section(pgettext("page.mailing_group", "Mailing Group")), ends=0)
        codes.fill(f"{self.words['move']}|KERSTKAART")
        many = npgettext("action.add_n_contacts", "Add %(count)s contact", "Add %(count)s contacts", 2)
        add = self.page.get_by_role("button", name=re.compile(many.replace("%(count)s", r"\d+")))
        expect(add).to_be_visible()
        codes.blur()
        expect(codes).to_have_attribute("aria-expanded", "false")
        self.take("add-contacts", self.main, height=720, sides=0, ends=0)
        add.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("SM00001")
        self.close_toasts()
        self.take("segment", self.main, height=760, sides=0, ends=0)
        self.button(pgettext("action.go_back", "Go Back")).first.click()
        expect(self.window).to_be_visible()
        self.take("go-back", self.window)
        self.page.keyboard.press("Escape")
        self.refine()
        self.page.set_viewport_size(NARROW)

    def refine(self) -> None:
        self.button(pgettext("page.contacts", "Contacts")).click()
        self.page.get_by_role("link", name=pgettext("action.refine_contacts", "Refine Contacts")).click()
        codes = self.page.get_by_label(pgettext("field.mailing_group_code", "Mailing Group Code"), exact=True)
        codes.fill(self.words["move"])
        many = npgettext("action.remove_n_contacts", "Remove %(count)s contact", "Remove %(count)s contacts", 2)
        expect(self.page.get_by_role("button", name=re.compile(many.replace("%(count)s", r"\d+")))).to_be_visible()
        codes.blur()
        self.take("refine", self.main, height=640, sides=0, ends=0)

    def segments_used_further(self) -> None:
        """One of the demo: why somebody is in it, a file for its mailing, and its log."""
        self.page.goto("/segments/DEMO-1/why/CT000001")
        self.take("why", self.main, height=700, sides=0, ends=0)
        self.page.goto("/segments/DEMO-1/export")
        self.take("export", self.main, height=440, sides=0, ends=0)
        ready_to_log("DEMO-3", self.words["invite"])
        self.page.goto("/segments/DEMO-3/log")
        expect(self.button(pgettext("action.log", "Log"))).to_be_visible()
        self.take("log", self.main, height=320, sides=0, ends=0)

    def industry_group(self) -> None:
        self.page.set_viewport_size(BROAD)
        self.page.goto("/industry-groups/GRAFISCH/")
        self.take("industry-group", self.section(pgettext("page.contacts", "Contacts")), height=440)
        self.page.set_viewport_size(NARROW)

    def undo_report(self) -> None:
        label = pgettext("field.job_title", "Job Title")
        self.page.goto("/contacts/CT000010/")
        self.fill(label, "Directeur")
        first = self.page.locator("#undo-saved form").get_attribute("action")
        self.fill(label, "Zaakvoerder")
        self.page.goto(str(first))
        self.button(pgettext("action.undo", "Undo")).click()
        expect(self.page.get_by_role("alert")).to_be_visible()
        self.take("undo-report", self.main, height=300, sides=0, ends=0)

    def changes(self) -> None:
        """From the list to the last change of a contact, and back by its undo."""
        self.page.goto("/changes/?contact=CT000010")
        self.page.locator(".row-title a").first.click()
        expect(self.page.locator(".differences")).to_contain_text("Zaakvoerder")
        self.take("change", self.main, height=420, sides=0, ends=0)
        self.button(pgettext("action.undo", "Undo")).click()
        expect(self.page.locator("#main")).to_contain_text(pgettext("status.undone", "Undone"))
        self.close_toasts()

    def settings(self) -> None:
        self.page.goto("/settings/")
        self.take("my-settings", self.main, height=300, sides=0, ends=0)
        self.page.goto("/users/")
        self.take("users", self.main, height=360, sides=0, ends=0)
        self.page.goto("/")
        self.button(pgettext("home.own_data", "Start with your own data")).click()
        expect(self.window).to_be_visible()
        self.take("own-data", self.window)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def window(self) -> Locator:
        return self.page.get_by_role("dialog")

    def section(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=title)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def text(self, name: str) -> Locator:
        return self.page.get_by_role("textbox", name=name, exact=True)

    def fill(self, name: str, value: str) -> None:
        """On a page that saves by itself."""
        with self.page.expect_response(lambda response: response.request.method == "POST"):
            self.text(name).fill(value)
            self.page.keyboard.press("Tab")

    def group(self, code: str, button: str, description: str = "") -> None:
        self.text(pgettext("field.code", "Code")).fill(code)
        self.text(pgettext("field.description", "Description")).fill(description)
        self.button(button).click()

    def close_toasts(self) -> None:
        for close in self.page.locator("[data-toast-close]").all():
            close.click()
