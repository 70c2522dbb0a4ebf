"""Writes the description of the API to docs/openapi.json, from the declarations of its sets."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postkring.settings.base")
    sys.path.insert(0, str(ROOT / "src"))
    import django  # noqa: PLC0415 - the settings have to be named first

    django.setup()
    from postkring.api.openapi import document  # noqa: PLC0415

    (ROOT / "docs" / "openapi.json").write_text(json.dumps(document(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
