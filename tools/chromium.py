"""The Chromium that drives the pages in tests: the machine's own, or Debian's package where we may install it."""

import os
import shutil
import subprocess
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES: Final = ("chromium", "fonts-liberation")


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
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *PACKAGES]
    for command in (["apt-get", "update", "--quiet"], install):
        if subprocess.run(command, env=environment, capture_output=True, check=False).returncode != 0:
            return False
    return True
