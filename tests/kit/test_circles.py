"""The search for circles is put off for a piece of work, and never switched off for longer."""

import gc
import subprocess
import sys

import pytest

from postkring.kit.circles import SEARCHED_AFTER, uncollected


def test_it_goes_on_afterwards_also_when_the_work_fails() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uncollected():
        1 / 0  # noqa: B018
    assert gc.isenabled()


def test_who_has_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with uncollected(), uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_of_two_at_once_the_last_one_leaves_it_on() -> None:
    first, second = uncollected(), uncollected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_it_goes_on_when_a_signal_comes_just_after_it_was_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    switch_off = gc.disable

    def interrupted() -> None:
        switch_off()
        raise KeyboardInterrupt

    monkeypatch.setattr(gc, "disable", interrupted)
    with pytest.raises(KeyboardInterrupt), uncollected():
        raise AssertionError("the work was begun")
    assert gc.isenabled()


def test_the_server_s_processes_spare_what_they_have_loaded() -> None:
    program = "import gc, postkring.web.wsgi; print(gc.get_freeze_count() > 50_000, gc.get_threshold()[0])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == f"True {SEARCHED_AFTER}\n"
