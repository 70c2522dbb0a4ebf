"""The post codes that come with the product (R-3110): a file for each country in `setup/post_codes`, named by its code."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import migrations

from postkring.kit.text import fold

FOLDER = Path(__file__).parent.parent / "post_codes"


def fill(apps: Any, schema_editor: Any) -> None:
    post_code = apps.get_model("setup", "PostCode")
    post_code.objects.bulk_create(post_code(**row) for file in sorted(FOLDER.glob("*.csv")) for row in _rows(file))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {**row, "city_folded": fold(row["city"]), "country_id": file.stem.upper()}


def empty(apps: Any, schema_editor: Any) -> None:
    apps.get_model("setup", "PostCode").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("setup", "0002_first_rows")]
    operations = [migrations.RunPython(fill, empty)]
