"""Everything that can be said about the sources without running them. `make check` starts this; one line for each step."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PROGRAMS: Final = Path(sys.executable).parent
MOST_LINES: Final = 60  # of one step that failed
DJANGO: Final = (sys.executable, "-m", "django")


@dataclass(frozen=True)
class Step:
    title: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    step: Step
    good: bool
    seconds: float
    output: str


STEPS: Final = (
    Step("types", (f"{PROGRAMS}/mypy",)),
    Step("format", (f"{PROGRAMS}/ruff", "format", "--check", "--output-format", "concise")),
    Step("lint", (f"{PROGRAMS}/ruff", "check", "--quiet", "--output-format", "concise")),
    Step("who imports whom", (f"{PROGRAMS}/lint-imports", "--no-cache")),
    Step("template format", (f"{PROGRAMS}/djlint", "--quiet", "--check", "src/postkring/web/templates")),
    Step("settings", (*DJANGO, "check", "--fail-level", "WARNING")),
    Step("migrations complete", (*DJANGO, "makemigrations", "--check", "--dry-run")),
    Step("translations complete", (sys.executable, "tools/catalogues.py", "check")),
    Step("nothing of one machine", (sys.executable, "tools/portable.py")),
    Step("documented commands", (sys.executable, "tools/documented.py")),
)


def main() -> int:
    results = []
    # mypy keeps one core busy for as long as all the others together.
    with ThreadPoolExecutor(max_workers=2) as pool:
        for result in pool.map(run, STEPS):
            print(f"{'ok' if result.good else 'FAILED':<7} {result.step.title:<24} {result.seconds:5.1f} s", flush=True)
            results.append(result)
    return report([result for result in results if not result.good])


def run(step: Step) -> Result:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="postkring-check-") as home:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "postkring.settings.test", "POSTKRING_HOME": home}
        process = subprocess.run(
            step.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    return Result(step, process.returncode == 0, time.monotonic() - started, process.stdout)


def shortened(output: str) -> str:
    lines = output.strip().splitlines()
    left_out = len(lines) - MOST_LINES
    return "\n".join(lines[:MOST_LINES] + ([f"... and {left_out} lines more"] if left_out > 0 else []))


def report(failed: Sequence[Result]) -> int:
    for result in failed:
        print(f"\n{result.step.title}: {' '.join(result.step.command)}\n{shortened(result.output)}")
    if failed:
        print(f"\nFAILED: {', '.join(result.step.title for result in failed)}")
        return 1
    print("Everything is in order.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
