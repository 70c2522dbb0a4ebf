"""Made-up values for the page that shows every component in every state. They are not translated: only builders read it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.urls import reverse_lazy

from postkring.lists.listing import DEFAULT_SIZE, PAGE_SIZES, Order
from postkring.web.classifications.pages import OF_GROUPS
from postkring.web.filters import Asked, FilterPane
from postkring.web.forms import Choice, Line, Lookup, PlainForm
from postkring.web.icons import ICONS
from postkring.web.listings import Chip, Offer, ViewChoice
from postkring.web.saved_views.bar import ViewBar, ViewTab
from postkring.web.tables import Column, Paging, Step

LANGUAGES = [("", ""), ("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
GROUPS = [("GESCHENK", "Relatiegeschenk", "112"), ("NIEUWSBRIEF", "Nieuwsbrief", "640"), ("VERHUIZING", "Kantoorverhuizing", "212")]


class PatternForm(PlainForm):
    code = Line(label="Code", limit=11, required=True, help_text="At most 11 letters and digits")
    description = Line(label="Description", required=False)
    group = Line(label="Mailing Group Code", required=False, widget=Lookup(reverse_lazy("pattern_choices")))
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    type = forms.ChoiceField(
        label="Type", choices=[("c", "Company"), ("p", "Person")], widget=forms.RadioSelect, required=False, initial="p"
    )
    blocked = forms.BooleanField(label="Privacy Blocked", required=False, help_text="This contact gets no mail at all.")
    comment = forms.CharField(label="Comment", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    number = Line(label="No. (read only)", required=False, disabled=True, initial="CT000102")


class FilterExamples(PlainForm):
    post_code = Line(label="Post Code", required=False)
    city = Line(label="City", required=False)


def examples(text: str = "") -> dict[str, Any]:
    refused = PatternForm({"code": "VERHUIZINGEN", "description": "", "type": "p"})
    refused.add_error("code", "The code has 12 characters; at most 11 are allowed.")
    refused.add_error(None, "Somebody else changed this record meanwhile.")
    return {
        "form": PatternForm(),
        "refused": refused,
        "columns": _columns(),
        "rows": _rows(),
        "paging": _paging(),
        "pane": _pane(),
        "view_choice": _view_choice(),
        "has_columns": True,
        "views": _views(),
        "filters": [Chip("Post Code is between 9000 and 9099", "#")],
        "refused_filters": ["The filter “A||B” is not clear from position 3."],
        "offers": [Offer("Name", "14 contain “jans”", "#")],
        "steps": _steps(),
        "entries": _entries(),
        "differences": [
            SimpleNamespace(label="Phone No.", before="02 123 45 67", after="02 123 45 68"),
            SimpleNamespace(label="City", before="", after="Gent"),
        ],
        "loaded": SimpleNamespace(origin_file="relaties.xlsx", origin_row=1284),
        "group_pages": OF_GROUPS,
        "group_states": _group_states(),
        "icons": ICONS,
        "choices": [
            Choice(code, note=f"{name} · {count}") for code, name, count in GROUPS if text.upper() in code or text.lower() in name.lower()
        ],
    }


def _columns() -> list[Column]:
    return [
        Column("number", "No.", sort="number", rank=2),
        Column("name", "Name", sort="name", rank=1),
        Column("company", "Company Name", rank=2),
        Column("city", "City", sort="city", rank=2),
        Column("groups", "Mailing Groups", rank=3),
        Column("count", "No. of Mailing Groups", kind="number", rank=3),
    ]


def _rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            number="CT000102", name="Claes, An", is_company=False, company="Bouw Claes NV", city="Gent", groups=["VERHUIZING", "GESCHENK"]
        ),
        SimpleNamespace(number="CT000103", name="Bouw Claes NV", is_company=True, company="", city="Gent", groups=["VERHUIZING"]),
        SimpleNamespace(number="CT000140", name="Dubois, Luc", is_company=False, company="", city="Ath", groups=[]),
    ]


def _paging() -> Paging:
    numbers = [Step(str(n), f"?page={n}", is_current=n == 3) for n in (1, 2, 3, 4)]
    steps = [*numbers, Step("", "", is_gap=True), Step("26", "?page=26")]
    sizes = [Step(str(size), f"?size={size}", is_current=size == DEFAULT_SIZE) for size in PAGE_SIZES]
    return Paging(101, 150, 1284, previous="?page=2", next="?page=4", steps=steps, sizes=sizes)


def _views() -> ViewBar:
    tabs = [ViewTab("Gentenaars", "#", is_current=True), ViewTab("Zonder e-mail", "#", is_current=False)]
    addresses = {"reset": "#reset", "save_as": "#as", "edit": "#edit", "save": "#save"}
    return ViewBar("contacts", tabs, shows_all=False, has_more=True, is_changed=True, seen="city=Gent", **addresses)


def _pane() -> FilterPane:
    form = FilterExamples({"post_code": "9000..9099", "city": "A||B"})
    asked = [
        Asked(form["post_code"], "Post Code between 9000 and 9099", "", key="post_code"),
        Asked(form["city"], "", "The filter “A||B” is not clear from position 3.", key="city"),
    ]
    addable, kept = [("country", "Country/Region Code")], [("sort", "name")]
    return FilterPane(2, "/patterns/", "pattern-rows", is_open=True, asked=asked, addable=addable, kept=kept)


def _view_choice() -> ViewChoice:
    columns = [("number", "No.", True, False), ("name", "Name", True, True), ("phone", "Phone No.", False, False)]
    return ViewChoice(columns, [("number", "No."), ("name", "Name")], [Order("name", descending=True), None, None], [], 50)


def _group_states() -> list[SimpleNamespace]:
    states = [("all", 12, "All 12"), ("some", 4, "4 of 12"), ("none", 0, "None")]
    return [
        SimpleNamespace(code=code, description=name, count=count, total=12, state=state, state_text=text, all_text="All 12")
        for (code, name, _), (state, count, text) in zip(GROUPS, states, strict=True)
    ]


def _steps() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(text="Make a mailing group", note="A code and a description", url="#", is_done=True),
        SimpleNamespace(text="Assign it to contacts", note="", url="#", is_done=False),
    ]


def _entries() -> list[SimpleNamespace]:
    at = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
    return [
        SimpleNamespace(title="Reduce Contacts", sentence="Country/Region is not BE", added=0, removed=9, by="An", at=at, url=""),
        SimpleNamespace(title="Add Contacts", sentence="in VERHUIZING or GESCHENK", added=161, removed=0, by="An", at=at, url="#"),
    ]
