from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_checking"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fileimport",
            name="stage",
            field=models.CharField(
                choices=[
                    ("mapping", "Columns to be chosen"),
                    ("checked", "Difference to be looked at"),
                    ("loading", "Being loaded"),
                    ("loaded", "Loaded"),
                ],
                default="mapping",
                max_length=10,
            ),
        ),
    ]
