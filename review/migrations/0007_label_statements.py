from django.db import migrations, models

KEYS = ("no_personal_data", "lawful", "about_these", "link_opens", "speaker")
KINDS = ["join", "version", "report", "statement", "label_statement"]


def load_defaults(apps, schema_editor):
    item = apps.get_model("review", "ChecklistItem")
    item.objects.bulk_create(item(kind="label_statement", key=key, position=n) for n, key in enumerate(KEYS, start=1))


class Migration(migrations.Migration):
    dependencies = [("review", "0006_label_hearing")]

    operations = [
        migrations.RemoveConstraint(model_name="checklistitem", name="checklist_item_kind"),
        migrations.AlterField(
            model_name="checklistitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("join", "request to join"),
                    ("version", "commitment"),
                    ("report", "progress report"),
                    ("statement", "counter-evidence of others"),
                    ("label_statement", "statement on a label application"),
                ],
                max_length=20,
                verbose_name="kind of submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="checklist_item_kind"),
        ),
        migrations.RunPython(load_defaults, migrations.RunPython.noop),
    ]
