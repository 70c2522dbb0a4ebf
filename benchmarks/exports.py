"""Files of all contacts: how long each takes, and the most memory of the process that writes it, Python and Django included."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ENDINGS: Final = ("csv", "xlsx", "vcf")
# The process says itself how much memory it held at most: what its parent is told counts the parent's own memory too.
_PROGRAM: Final = """
import sys
from pathlib import Path
from postkring.commands import main
status = main(sys.argv[1:])
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(status)
"""


@dataclass(frozen=True)
class ExportTime:
    name: str
    seconds: float
    megabytes: float


def export_times() -> Iterator[ExportTime]:
    """Each in a process of its own, so that the peak of one is not that of another; the first exports nothing and is the base."""
    yield _measured("export, the program alone", ["check"])
    with tempfile.TemporaryDirectory() as folder:
        for ending in ENDINGS:
            yield _measured(f"export of all contacts, .{ending}", ["export", "contacts", str(Path(folder) / f"all.{ending}")])


def _measured(name: str, words: list[str]) -> ExportTime:
    started = time.perf_counter()
    process = subprocess.run([sys.executable, "-c", _PROGRAM, *words], capture_output=True, text=True, check=False)
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}: {process.stderr}")
    return ExportTime(name, time.perf_counter() - started, int(process.stderr.split()[-1]) / 1024)
