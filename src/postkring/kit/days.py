"""Days as people type them, and the instants at which they begin where the organisation is."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from postkring.kit.text import fold

YEARS: Final = range(1900, 2200)
THIS_CENTURY: Final = 70  # years of two digits below it

# 9/3/2026, 09.03.26, 9-3; 09032026, 090326, 0903; and 2026-03-09 as other programs write it.
DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{4}|\d{2}))?", re.ASCII)
CLOSE: Final = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?", re.ASCII)
YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)

# In all four languages at once: the model of the field has other letters in each.
TODAY: Final = frozenset({"t", "h", "v", "a", "today", "heute", "vandaag", "aujourd'hui", "aujourd’hui"})


def read_day(text: str) -> date | None:
    """None for what is no day of the calendar. Without a year it is this year's."""
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text) or CLOSE.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        read = date(_year(year), int(month), int(day))
    except ValueError:
        return None
    return read if read.year in YEARS else None


def _year(text: str | None) -> int:
    if text is None:
        return timezone.localdate().year
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < THIS_CENTURY else 1900)
    return year


def read_day_or_today(text: str) -> date | None:
    """A day, or the word for today in any of the four languages."""
    return timezone.localdate() if fold(text.strip()) in TODAY else read_day(text.strip())


def begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def ends(day: date) -> datetime:
    """The instant at which the day is over: the next one begins."""
    return begins(day + timedelta(days=1))
