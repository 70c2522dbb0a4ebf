"""The main job, as a newcomer does it, in each language. Everything is found by role and by the name that users of the field know.

The steps of the job stand above the lines that do them.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from postkring.contacts.models import Contact
from postkring.segments.models import SegmentLine
from tests.browser.visits import LOCALES, Visits
from tests.browser.words import words

Shot = Callable[[Page, str], Path]

CODES = [
    ("VERHUIZING", "Kantoorverhuizing"),
    ("GESCHENK", "Relatiegeschenk"),
    ("JAARVERSLAG", "Jaarverslag"),
    ("2026", "Kalender"),
    ("éé", ""),
]


@pytest.mark.parametrize("language", LOCALES)
def test_main_job(visit: Visits, shot: Shot, language: str) -> None:
    walk = Walk(visit("/", role=None, language=language), words(language), shot, language)
    walk.sign_in()
    walk.define_the_codes()
    walk.refuse_wrong_codes()
    walk.make_a_company_and_a_person()
    walk.assign_from_the_card()
    walk.assign_from_the_list()
    walk.use_them_in_a_segment()


class Walk:
    def __init__(self, page: Page, say: dict[str, str], shot: Shot, language: str) -> None:
        self.page = page
        self.say = say
        self.shot = shot
        self.language = language

    def keep(self, name: str) -> None:
        self.shot(self.page, f"{name}-{self.language}")

    def sign_in(self) -> None:
        self.page.get_by_role("button", name=self.say["signin.demo"]).click()
        expect(self.page.get_by_role("button", name=self.say["search.icon"])).to_be_visible()
        self.keep("home")

    def define_the_codes(self) -> None:
        # The user clicks the icon (or Alt+Q), types and chooses the page.
        self.page.get_by_role("button", name=self.say["search.icon"]).click()
        self._tell_me("mailing", self.say["page.mailing_groups"])
        # In the window Mailing Groups: New, a Code and a Description.
        for code, description in CODES:
            self.button("action.new").click()
            self.page.get_by_role("textbox", name=self.say["field.code"], exact=True).fill(code)
            self.page.get_by_role("textbox", name=self.say["field.description"], exact=True).fill(description)
            self.button("action.save").click()
            expect(self.page.get_by_role("link", name=code.upper(), exact=True).first).to_be_visible()
            self.page.wait_for_load_state("domcontentloaded")  # shortcuts are there from then on
            self.page.keyboard.press("Alt+q")
            self._tell_me("mailing", self.say["page.mailing_groups"])
        self.keep("mailing-groups")

    def refuse_wrong_codes(self) -> None:
        # Blanks and signs are refused, a 12th character is refused and never cut off.
        self.button("action.new").click()
        code = self.page.get_by_role("textbox", name=self.say["field.code"], exact=True)
        for wrong, named in [
            ("VERHUIZINGEN", "12"),
            ("A B", "Een spatie|Un espace|Ein Leerzeichen|A blank"),
            ("A-B", r"“-”|«\s-\s»|„-“"),
            (" ", r"Vul een code in\.|Saisissez un code\.|Geben Sie einen Code ein\.|Enter a code\."),
        ]:
            code.fill("")
            code.press_sequentially(wrong)
            self.button("action.save").click()
            # What is said of this one, and not of the one before: the answer is there.
            expect(code).to_have_accessible_description(re.compile(named))
            expect(code).to_have_attribute("aria-invalid", "true")
            expect(code).to_have_value(wrong)
            if wrong == "VERHUIZINGEN":
                expect(self.page.get_by_text("12/11")).to_be_visible()
        # Nor is what is pasted.
        code.fill("")
        code.focus()
        self.page.keyboard.insert_text("JAARVERSLAGEN")
        self.button("action.save").click()
        expect(code).to_have_accessible_description(re.compile("13 "))
        expect(code).to_have_attribute("aria-invalid", "true")
        expect(code).to_have_value("JAARVERSLAGEN")
        expect(self.page.get_by_text("13/11")).to_be_visible()
        self.keep("code-refused")
        self.page.keyboard.press("Escape")

    def make_a_company_and_a_person(self) -> None:
        # Making contact companies and contact persons: the person takes the company's address over.
        self._go_to("page.contacts")
        self.button("action.new").click()
        self.page.get_by_role("radio", name=self.say["option.company"]).check()
        self.page.get_by_role("textbox", name=self.say["field.name"], exact=True).fill("Bouw Claes NV")
        self.button("action.save").click()
        expect(self.page.get_by_role("heading", level=1, name="Bouw Claes NV")).to_be_visible()
        for term, text in (("field.address", "Kouter 12"), ("field.post_code", "9000")):
            with self.page.expect_response(lambda response: response.request.method == "POST"):
                self._field(term).fill(text)
                self.page.keyboard.press("Tab")
        self._go_to("page.contacts")
        self.button("action.new").click()
        self.page.get_by_role("radio", name=self.say["option.person"]).check()
        self.page.get_by_role("textbox", name=self.say["field.name"], exact=True).fill("An Claes")
        company = self.page.get_by_role("combobox", name=self.say["field.company_name"])
        company.press_sequentially("bouw cl")
        self.page.get_by_role("option").filter(has_text="Bouw Claes NV").click()
        self.button("action.save").click()
        expect(self.page.get_by_role("heading", level=1, name="An Claes")).to_be_visible()
        expect(self._field("field.address")).to_have_value("Kouter 12")
        expect(self._field("field.post_code")).to_have_value("9000")

    def assign_from_the_card(self) -> None:
        # The action Mailing Groups opens the window Contact Mailing Groups, with the contact's number and name under it.
        self.button("page.mailing_groups").click()
        window = self.page.get_by_role("dialog")
        expect(window.get_by_role("heading", name=self.say["page.contact_mailing_groups"], exact=True)).to_be_visible()
        expect(window).to_contain_text("An Claes")
        expect(window).to_contain_text(Contact.objects.get(name="An Claes").number)
        # In the field Mailing Group Code the user chooses the group. It is stored. Repeat for as many as wanted.
        field = window.get_by_role("combobox", name=self.say["field.mailing_group_code"])
        for code in ("VERHUIZING", "GESCHENK", "KERSTKAART"):
            expect(field).to_be_focused()
            expect(field).to_have_value("")
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")
            expect(window.get_by_role("row").filter(has_text=code)).to_have_count(1)
        # The same group twice leaves one.
        expect(field).to_be_focused()
        self.page.keyboard.type("GESCHENK")
        self.page.keyboard.press("Enter")
        expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(1)
        self.keep("contact-mailing-groups")
        self.page.keyboard.press("Escape")
        expect(window).to_be_hidden()
        # The number stands in the field No. of Mailing Groups of the part Segmentation of the contact.
        self._expect_number_of_groups(3)
        self.keep("contact-card")
        # It leads to exactly those.
        self._number_of_groups().click()
        rows = self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader"))
        expect(rows).to_have_count(3)
        for code in ("VERHUIZING", "GESCHENK", "KERSTKAART"):
            expect(rows.filter(has_text=code)).to_have_count(1)

    def assign_from_the_list(self) -> None:
        # The same works from the contact list.
        self._go_to("page.contacts")
        self.button("page.mailing_groups").click()
        expect(self.page.get_by_text(self.say["msg.select_rows_first"]).first).to_be_visible()
        self.page.get_by_role("searchbox").fill("bouw claes")
        self.page.get_by_role("searchbox").press("Enter")
        self.page.wait_for_url("**q=bouw**")  # who changes the search selects anew: nothing is ticked in the list of before
        self.page.get_by_role("checkbox", name=self.say["a11y.select_row"].replace("{name}", "Bouw Claes NV")).check()
        self.button("page.mailing_groups").first.click()
        window = self.page.get_by_role("dialog")
        expect(window.get_by_role("combobox", name=self.say["field.mailing_group_code"])).to_be_focused()
        self.page.keyboard.type("GESCHENK")
        self.page.keyboard.press("Enter")
        expect(window.get_by_role("row").filter(has_text="GESCHENK")).to_have_count(1)
        self.keep("contact-list-window")
        self.page.keyboard.press("Escape")
        # Companies and persons are independent.
        self.page.get_by_role("link", name="Bouw Claes NV").first.click()
        self._expect_number_of_groups(1)

    def use_them_in_a_segment(self) -> None:
        # In a segment, Add Contacts selects contacts by their mailing groups.
        self._go_to("page.segments")
        self.button("action.new").click()
        self.page.get_by_role("textbox", name=self.say["field.description"], exact=True).fill("Verhuizing")
        self.button("action.save").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("SM00001")
        self.button("action.add_contacts").click()
        self.page.get_by_label(self.say["field.mailing_group_code"], exact=True).fill("VERHUIZING|GESCHENK")
        self.button("action.add_n_contacts.other", count="2").click()
        self._expect_lines(["An Claes", "Bouw Claes NV"])
        criteria = self.page.get_by_role("link", name=re.compile(re.escape(self.say["field.no_of_criteria_actions"])))
        expect(criteria).to_contain_text("1")
        self.keep("segment")
        # The number of criteria leads to the step.
        criteria.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(self.say["page.segment_criteria"])
        expect(self.page.get_by_role("main")).to_contain_text("VERHUIZING")
        self.page.go_back()
        # Go Back takes the step back exactly.
        self.button("action.go_back").first.click()
        self.page.get_by_role("dialog").get_by_role("button", name=self.say["action.go_back"]).click()
        expect(self.page.get_by_role("dialog")).to_be_hidden()
        self._expect_lines([])
        # A line may be typed by the number of the contact as well.
        line = self.page.get_by_role("combobox", name=self.say["field.contact_no"])
        line.fill(Contact.objects.get(name="An Claes").number)
        expect(self.page.get_by_role("option").filter(has_text="An Claes")).to_be_visible()
        line.press("Enter")
        expect(self.page.get_by_role("row").filter(has_text="An Claes")).to_be_visible()
        self._expect_lines(["An Claes"])

    def button(self, term: str, **values: str) -> Locator:
        name = self.say[term]
        for placeholder, value in values.items():
            name = name.replace("{" + placeholder + "}", value)
        return self.page.get_by_role("button", name=name, exact=True)

    def _tell_me(self, typed: str, title: str) -> None:
        box = self.page.get_by_role("combobox", name=self.say["search.tell_me"])
        expect(box).to_be_focused()
        box.press_sequentially(typed)
        expect(self.page.get_by_role("option").first).to_contain_text(title)
        box.press("Enter")
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    def _go_to(self, term: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=self.say[term], exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name=self.say[term])).to_be_visible()

    def _field(self, term: str) -> Locator:
        return self.page.get_by_role("textbox", name=self.say[term], exact=True)

    def _number_of_groups(self) -> Locator:
        section = self.page.get_by_role("region", name=self.say["tab.segmentation"])
        expect(self.button("tab.segmentation")).to_have_attribute("aria-expanded", "true")  # open on first view
        return section.get_by_role("link", name=re.compile(re.escape(self.say["field.no_of_mailing_groups"])))

    def _expect_number_of_groups(self, number: int) -> None:
        expect(self._number_of_groups()).to_contain_text(str(number))

    def _expect_lines(self, names: list[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("SM00001")
        chosen = Contact.objects.filter(pk__in=SegmentLine.objects.filter(segment__number="SM00001").values("contact"))
        assert sorted(chosen.values_list("name", flat=True)) == names
        for name in names:
            expect(self.page.get_by_role("row").filter(has_text=name).first).to_be_visible()
