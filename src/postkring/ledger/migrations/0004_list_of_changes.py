from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_fill_undo_chains")]
    operations = [
        migrations.AddIndex(model_name="changeset", index=models.Index(fields=["at", "number"], name="change_set_by_instant")),
    ]
