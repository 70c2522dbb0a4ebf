import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_list_of_changes")]
    operations = [
        migrations.CreateModel(
            name="Meant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.BigIntegerField()),
                ("object_id", models.BigIntegerField()),
                ("part", models.CharField(blank=True, default="", max_length=20)),
                (
                    "change_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meant",
                        to="ledger.changeset",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("change_set", "place"), name="meant_once_at_a_place")],
            },
        ),
    ]
