"""What a search of cities by name reads first, kept by the database; on PostgreSQL with an index of its trigrams.

The function is ours, so that no extension of the server is needed.
"""

import django.db.models.functions.text
from django.db import migrations, models

POSTGRESQL = (
    """CREATE FUNCTION cities_trigrams(whole text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT substr(whole, start, 3)), '{}')
        FROM generate_series(1, length(whole) - 2) AS start
    $$""",
    "CREATE INDEX cities_city_trigrams ON cities_city USING gin (cities_trigrams(searched))",
    "CREATE INDEX cities_place_trigrams ON cities_placename USING gin (cities_trigrams(folded))",
)
BACK = (
    "DROP INDEX cities_place_trigrams",
    "DROP INDEX cities_city_trigrams",
    "DROP FUNCTION cities_trigrams(text)",
)


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def take_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACK:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0010_city_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="city",
            name="searched",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Lower(
                    django.db.models.functions.text.Concat(
                        "name",
                        models.Value("\n"),
                        "local_name",
                        models.Value("\n"),
                        "slug",
                        models.Value("\n"),
                        "region",
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.RunPython(make, take_back),
    ]
