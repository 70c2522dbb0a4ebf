"""How many examples a law is tried on: more where nobody waits for the answer (LAWS=full, as in .ci/run)."""

import os


def examples(*, quick: int, full: int) -> int:
    return full if os.environ.get("LAWS") == "full" else quick
