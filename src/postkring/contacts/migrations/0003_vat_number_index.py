"""The card of a company asks who else has its VAT number: an index of those that have one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_search"),
        ("setup", "0003_post_codes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(condition=models.Q(("vat_number", ""), _negated=True), fields=["vat_number"], name="contact_by_vat_number"),
        ),
    ]
