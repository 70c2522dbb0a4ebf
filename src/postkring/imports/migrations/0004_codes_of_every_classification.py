from typing import Any, Final

from django.db import migrations, models

_WRAP: Final = {
    "sqlite": "UPDATE imports_outcome SET codes = json_object('mailing_group', json(codes)) WHERE codes IS NOT NULL",
    "postgresql": "UPDATE imports_outcome SET codes = jsonb_build_object('mailing_group', codes) WHERE codes IS NOT NULL",
}
_UNWRAP: Final = {
    "sqlite": "UPDATE imports_outcome SET codes = json_extract(codes, '$.mailing_group') WHERE codes IS NOT NULL",
    "postgresql": "UPDATE imports_outcome SET codes = codes -> 'mailing_group' WHERE codes IS NOT NULL",
}


def by_classification(apps: Any, schema_editor: Any) -> None:
    """What was staged before is about mailing groups."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_WRAP[schema_editor.connection.vendor])
    files = apps.get_model("imports", "FileImport").objects
    for file in files.exclude(codes={}):
        file.codes = {kind: {"mailing_group": codes} if codes else {} for kind, codes in file.codes.items()}
        file.save(update_fields=["codes"])


def of_mailing_groups(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_UNWRAP[schema_editor.connection.vendor])
    files = apps.get_model("imports", "FileImport").objects
    for file in files.exclude(codes={}):
        file.codes = {kind: codes.get("mailing_group", {}) for kind, codes in file.codes.items()}
        file.save(update_fields=["codes"])


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_loading"),
    ]

    operations = [
        migrations.AddField(
            model_name="outcomecode",
            name="classification",
            field=models.CharField(db_default="mailing_group", default="mailing_group", max_length=30),
        ),
        migrations.RunPython(by_classification, of_mailing_groups),
    ]
