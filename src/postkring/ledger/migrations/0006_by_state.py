from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_meant")]
    operations = [
        migrations.AddIndex(
            model_name="changeset",
            index=models.Index(fields=["state", "number"], name="change_set_by_state"),
        ),
    ]
