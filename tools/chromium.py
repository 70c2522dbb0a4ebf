"""The Chromium that drives the pages in tests: the machine's own, or Debian's package where we may install it."""

import os
import shutil
import subprocess
from typing import Final

# The same Chromium without the window around its pages comes first: that window takes a third of the processor, and nobody sees it.
HEADLESS: Final = "chromium-headless-shell"
NAMES: Final = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES: Final = ((HEADLESS, "fonts-liberation"), ("chromium", "fonts-liberation"))


class UnavailableError(Exception):
    """No browser can be had; the text says what to install."""


def executable() -> str:
    """The browser's path. Raises UnavailableError."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if not found:
            raise UnavailableError(f"CHROMIUM names {named}, and that is no program.")
        return found
    found = _installed() or (_installed() if _install() else None)
    if not found:
        raise UnavailableError("No Chromium is installed. Install one (Debian: apt install chromium) or name one with CHROMIUM.")
    return found


def _installed() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def _install() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("Installing Chromium from the system's packages", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}

    def succeeds(*words: str) -> bool:
        return subprocess.run(["apt-get", "--quiet", *words], env=environment, capture_output=True, check=False).returncode == 0

    return succeeds("update") and any(succeeds("install", "--yes", "--no-install-recommends", *packages) for packages in PACKAGES)
