"""Handing out numbers: never the same twice, also to two at once (D14, R-1103, R-1203, R-1207)."""

from collections.abc import Collection, Iterator
from heapq import merge
from itertools import islice

from django.db import models
from django.utils.translation import pgettext

from postkring.kit.codes import clean_number, next_number, pattern
from postkring.kit.errors import AlreadyExists, Refused
from postkring.ledger.numbers import gone_numbers
from postkring.setup.models import NumberSeries


def draw_number(series: NumberSeries | None, *, taken: "models.QuerySet[models.Model]") -> str:
    """The next free number of the series. `taken` is the table whose `number` must be free.

    The series stays locked until the transaction ends, so a second one waits and gets the number after this one.
    """
    if series is None:
        raise Refused(pgettext("msg.no_number_series", "No number series is set up for this. Choose one under Setup, or type a number."))
    locked = _held(series)
    number = following(locked)
    if _is_taken(number, taken):
        number = next(_free(number, locked.increment, taken))
    NumberSeries.objects.filter(pk=locked.pk).update(last_number_used=number)
    return number


def following(series: NumberSeries) -> str:
    """The number that comes next, whether or not it is free: a starting number beyond the last one used begins anew (R-1111)."""
    start, last = series.starting_number, series.last_number_used
    return start if is_beyond(start, last) else next_number(last, series.increment)


def is_beyond(start: str, last: str) -> bool:
    """Whether the series can still come to its starting number."""
    if not last:
        return True
    (shape, place), (other, used) = pattern(start), pattern(last)
    return shape == other and place > used


def typed_number(text: str, series: NumberSeries | None, *, taken: "models.QuerySet[models.Model]") -> str:
    """A number that the user typed. Raises Refused where the series hands out all numbers itself (R-1109).

    It locks the series as a drawn number does: of two who want the same number at once, one is told.
    """
    number = clean_number(text)
    if series is not None and not _held(series).manual_numbers:
        raise Refused(
            pgettext("msg.manual_numbers_off", "Numbers of series %(series)s cannot be typed. Leave the field empty.")
            % {"series": series.code},
            field="number",
        )
    if taken.filter(number=number).exists():
        raise AlreadyExists(
            pgettext("msg.number_exists", "Number %(number)s is in use already.") % {"number": number}, field="number", number=number
        )
    if gone_numbers(taken.model).filter(number=number).exists():
        raise AlreadyExists(
            pgettext("msg.number_of_deleted", "Number %(number)s was that of a record that was deleted, and is not given again.")
            % {"number": number},
            field="number",
            number=number,
        )
    return number


def _is_taken(number: str, taken: "models.QuerySet[models.Model]") -> bool:
    return taken.filter(number=number).exists() or gone_numbers(taken.model).filter(number=number).exists()


def _free(number: str, increment: int, taken: "models.QuerySet[models.Model]", besides: Collection[str] = ()) -> Iterator[str]:
    """The numbers from this one on that nobody has or had, each worked out when it is asked for: the last one has none after it."""
    while True:  # as long as numbers keep their length, text is in their order
        mine = sorted(each for each in besides if each >= number)
        used = merge(_from(number, taken), _from(number, gone_numbers(taken.model)), mine)
        reached, last = next(used, None), ""
        while len(last or number) == len(number) and last < number:
            while reached is not None and reached < number:
                reached = next(used, None)
            if reached != number:
                yield number
            last, number = number, next_number(number, increment)


def _from(number: str, rows: "models.QuerySet[models.Model]") -> Iterator[str]:
    return rows.filter(number__gte=number).order_by("number").values_list("number", flat=True).iterator()


def _held(series: NumberSeries) -> NumberSeries:
    return NumberSeries.objects.select_for_update().get(pk=series.pk)


def draw_numbers(
    series: NumberSeries | None, count: int, *, taken: "models.QuerySet[models.Model]", besides: Collection[str] = ()
) -> list[str]:
    """So many free numbers of the series at once, as `draw_number` would give them one after the other.

    `besides` are numbers that other rows get in the same act.
    """
    if not count:
        return []
    if series is None:
        return [draw_number(series, taken=taken)]
    locked = _held(series)
    drawn = list(islice(_free(following(locked), locked.increment, taken, besides), count))
    NumberSeries.objects.filter(pk=locked.pk).update(last_number_used=drawn[-1])
    return drawn
