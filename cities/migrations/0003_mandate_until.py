from django.db import migrations
from django.db.models import Max


def write_ends(apps, schema_editor):
    mandates = apps.get_model("cities", "Mandate")
    ends = mandates.objects.filter(state="on_file").values("city").annotate(until=Max("ends_on"))
    for row in ends:
        apps.get_model("cities", "City").objects.filter(pk=row["city"]).update(mandate_until=row["until"])


class Migration(migrations.Migration):
    dependencies = [("cities", "0002_mandates")]

    operations = [migrations.RunPython(write_ends, migrations.RunPython.noop, elidable=True)]
