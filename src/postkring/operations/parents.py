"""Processes that end with the one that started them: killed outright, that one cannot tell them. Needs no Django."""

import os
import signal
import threading
import time


def stop_with(parent: int) -> None:
    """This process gets SIGTERM when the parent is gone."""
    threading.Thread(target=_wait_for, args=(parent,), daemon=True).start()


def _wait_for(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.25)
    os.kill(os.getpid(), signal.SIGTERM)
