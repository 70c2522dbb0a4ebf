from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from postkring.kit.days import read_day
from postkring.web.dates import Day
from postkring.web.forms import PlainForm


class DayForm(PlainForm):
    on = Day(label="On", required=False)


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        yield


@pytest.mark.parametrize(
    "typed",
    ["09/03/2026", "9/3/2026", "9.3.2026", "09-03-2026", "9 3 2026", " 9 / 3 / 26 ", "9/3", "0903", "090326", "09032026", "2026-03-09"],
)
def test_a_day_is_read_with_any_of_the_usual_signs_and_without(typed: str) -> None:
    form = DayForm({"on": typed})
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 3, 9)


@pytest.mark.parametrize(
    "typed",
    ["31/02/2026", "3/2026", "2026", "9", "09/03/2026 10:00", "9//3", "29/2", "09/03/1026", "1/1/2200", "morgen", "٠٩/٠٣/٢٠٢٦", "٠٩٠٣"],
)
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    for language, example in [("nl", "Vul de datum zo in: 23/11/2026"), ("de", "Geben Sie das Datum so ein: 23.11.2026")]:
        with translation.override(language):
            form = DayForm({"on": typed})
            assert form.errors["on"] == [example]


def test_no_day_is_none() -> None:
    form = DayForm({"on": "  "})
    assert form.is_valid()
    assert form.cleaned_data["on"] is None


def test_a_year_of_two_digits_is_near() -> None:
    assert [read_day(f"01/01/{year}") for year in ("00", "69", "70", "99")] == [date(year, 1, 1) for year in (2000, 2069, 1970, 1999)]


def test_a_day_is_shown_as_the_language_writes_it() -> None:
    template = Template("{% field form.on %}")
    for language, shown, pattern in [
        ("nl", "09/03/2026", "dd/mm/jjjj"),
        ("fr", "09/03/2026", "jj/mm/aaaa"),
        ("de", "09.03.2026", "TT.MM.JJJJ"),
        ("en", "09/03/2026", "dd/mm/yyyy"),
    ]:
        with translation.override(language):
            drawn = template.render(Context({"form": DayForm(initial={"on": date(2026, 3, 9)})}))
            assert f'value="{shown}"' in drawn
            assert f'placeholder="{pattern}"' in drawn
