"""No file of the project may name where packages come from, or a place that only one machine has."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LARGEST: Final = 2_000_000  # bytes; larger files are data

# Written so that this file does not name them either.
ADDRESSES: Final = re.compile(
    r"py[p]i\.(org|python)|python[h]osted\.org|registry\.[n]pmjs|--(extra-)?index[-]url|--find[-]links|https?://\S+\.(whl|deb|tgz|tar\.gz)\b"
)
PLACES: Final = re.compile(r"/hom[e]/\w+/|/roo[t]/|/User[s]/\w+/|[A-Z]:\\User[s]\\")


def main() -> int:
    faults = [fault for path in committed() for fault in faults_of(path)]
    print("\n".join(faults))
    return 1 if faults else 0


def committed() -> list[Path]:
    """What git keeps or would keep. A checkout that belongs to somebody else is read all the same."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and path.stat().st_size < LARGEST]


def faults_of(path: Path) -> Iterator[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        found = ADDRESSES.search(line) or PLACES.search(line)
        if found or str(ROOT) in line:
            yield f"{path.relative_to(ROOT)}:{number}: {found.group() if found else ROOT}"


if __name__ == "__main__":
    sys.exit(main())
