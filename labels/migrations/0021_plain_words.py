from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0020_appeals"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="plain",
            field=models.TextField(blank=True, max_length=1000, verbose_name="in plain language, public"),
        ),
    ]
