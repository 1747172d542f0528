from django.db import migrations

from core.wordforms import index_words


def write_words(apps, schema_editor):
    table = apps.get_model("cities", "CityWord")
    rows = apps.get_model("cities", "City").objects.exclude(about="", office="").values_list("pk", "about", "office")
    for pk, about, office in rows.iterator(chunk_size=500):
        words = [word for word in index_words(about, office).split() if len(word) > 1]
        table.objects.bulk_create(table(city_id=pk, folded=word) for word in words)


class Migration(migrations.Migration):
    dependencies = [("cities", "0009_translations")]

    operations = [migrations.RunPython(write_words, migrations.RunPython.noop, elidable=True)]
