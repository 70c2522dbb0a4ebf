"""Takes the pictures of the manual anew and puts them into the package. `make screenshots` starts this."""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

import chromium
from test_run import ROOT, Pass, run

WALK: Final = "tests/browser/test_manual.py"
TAKEN: Final = ROOT / "tests" / "browser" / "out" / "manual"
KEPT: Final = ROOT / "src" / "postkring" / "web" / "static" / "manual"


def main() -> int:
    try:
        browser = {"CHROMIUM": chromium.executable()}
    except chromium.UnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    outcome = run(Pass("the pictures of the manual", [WALK], browser))
    if outcome.status == 0:
        for folder in sorted(TAKEN.iterdir()):
            replace(KEPT / folder.name, by=folder)
    return outcome.status


def replace(kept: Path, *, by: Path) -> None:
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(by, kept)
    pictures = list(kept.iterdir())
    print(f"{kept.relative_to(ROOT)}: {len(pictures)} pictures, {sum(path.stat().st_size for path in pictures) // 1000} kB")


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
