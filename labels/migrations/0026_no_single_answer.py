from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("labels", "0025_one_answer_each")]

    operations = [
        migrations.RemoveConstraint(
            model_name="concern",
            name="concern_reply_has_date",
        ),
        migrations.RemoveField(
            model_name="concern",
            name="replied_at",
        ),
        migrations.RemoveField(
            model_name="concern",
            name="replied_by",
        ),
        migrations.RemoveField(
            model_name="concern",
            name="reply",
        ),
        migrations.RemoveField(
            model_name="concern",
            name="reply_language",
        ),
    ]
