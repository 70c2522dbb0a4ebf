"""How often one key may come in, with a clock that the test turns."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from postkring.accounts.rates import CALLS, Calls, seconds_to_wait


@pytest.fixture(autouse=True)
def _nobody_has_called() -> Iterator[None]:
    CALLS.forget()
    yield
    CALLS.forget()


def asked(key: int, *, at: float) -> int:
    return seconds_to_wait(key, clock=lambda: at)


def test_all_calls_of_a_period_at_once_and_then_one_for_each_share_of_it(settings: Any) -> None:
    settings.API_RATE = (3, 60)
    now = 1_000.0
    assert [asked(1, at=now) for _ in range(4)] == [0, 0, 0, 20]
    now += 19.9
    assert asked(1, at=now) == 1
    now += 0.1
    assert [asked(1, at=now) for _ in range(2)] == [0, 20]


def test_who_waits_as_long_as_told_comes_in(settings: Any) -> None:
    settings.API_RATE = (7, 3600)
    now = 0.3
    for _ in range(40):
        wait = asked(1, at=now)
        now += wait
        assert wait == 0 or asked(1, at=now) == 0
    assert now > 3600


def test_a_call_that_is_refused_costs_nothing(settings: Any) -> None:
    settings.API_RATE = (1, 60)
    assert [asked(1, at=5.0) for _ in range(50)] == [0] + [60] * 49


def test_after_a_rest_there_is_one_period_and_no_more(settings: Any) -> None:
    settings.API_RATE = (2, 1)
    assert [asked(1, at=at) for at in (0, 0, 0, 100, 100, 100)] == [0, 0, 1, 0, 0, 1]


def test_each_key_counts_for_itself(settings: Any) -> None:
    settings.API_RATE = (1, 60)
    assert [asked(key, at=0.0) for key in (1, 2, 1, 2)] == [0, 0, 60, 60]


def test_switched_off_nobody_waits_and_nothing_is_remembered(settings: Any) -> None:
    settings.API_RATE = None
    assert {seconds_to_wait(1) for _ in range(2_000)} == {0}
    assert len(CALLS) == 0


def test_without_another_clock_it_is_that_of_the_machine(settings: Any) -> None:
    settings.API_RATE = (1, 3600)
    assert seconds_to_wait(1) == 0
    assert 3590 < seconds_to_wait(1) <= 3600


def test_what_is_remembered_is_bounded_and_keeps_who_called_most() -> None:
    calls = Calls(most_keys=100)
    for _ in range(5):
        calls.take(-1, 5, 60, at=0)
    for key in range(1_000):
        calls.take(key, 5, 60, at=0)
        assert len(calls) <= 100
    assert calls.take(-1, 5, 60, at=0) > 0


def test_who_has_rested_goes_first() -> None:
    calls = Calls(most_keys=3)
    for key in (1, 2, 3):
        calls.take(key, 1, 60, at=0)
    calls.take(4, 1, 60, at=60)
    assert len(calls) == 1
    assert calls.take(4, 1, 60, at=60) == 60


def test_of_many_at_once_as_many_come_in_as_may() -> None:
    calls = Calls()
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: calls.take(1, 50, 60, at=0), range(400)))
    assert waits.count(0) == 50
