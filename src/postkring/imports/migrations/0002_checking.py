from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def keep_one_of_each(apps: Any, schema_editor: Any) -> None:
    """Two checks of one import at once could leave its rows twice."""
    rows = apps.get_model("imports", "FileRow").objects
    earlier = rows.filter(file=OuterRef("file"), number=OuterRef("number"), pk__lt=OuterRef("pk"))
    rows.filter(Exists(earlier))._raw_delete(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_staging"),
    ]

    operations = [
        migrations.AddField(
            model_name="fileimport",
            name="checking",
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(keep_one_of_each, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="filerow",
            constraint=models.UniqueConstraint(fields=("file", "number"), name="file_row_once"),
        ),
    ]
