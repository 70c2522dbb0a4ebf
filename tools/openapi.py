"""Writes the description of the API to docs/openapi.json, from the declarations of its sets."""

import json
import os
from importlib import import_module
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postkring.settings.base")
    django.setup()
    # Only now: the declarations are about models.
    described = import_module("postkring.api.openapi").document()
    (ROOT / "docs" / "openapi.json").write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
