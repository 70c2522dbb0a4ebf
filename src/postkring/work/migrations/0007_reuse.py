from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0006_fewer")]
    operations = [
        migrations.RemoveConstraint(model_name="work", name="work_kind_known"),
        migrations.AddConstraint(
            model_name="work",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "group",
                            "groups",
                            "empty",
                            "segment",
                            "segment_less",
                            "reuse_criteria",
                            "go_back",
                            "change_segment",
                            "delete_segment",
                            "field",
                            "delete",
                            "import",
                            "check",
                            "undo",
                        ),
                    )
                ),
                name="work_kind_known",
            ),
        ),
    ]
