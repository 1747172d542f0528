"""The search table. A later change of it on SQLite must make its triggers again: Django copies the table then."""

import django.db.models.deletion
from django.db import migrations, models

POSTGRESQL = (
    """ALTER TABLE commitments_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, words), 'A')
        || setweight(to_tsvector('simple'::regconfig, marks), 'B')) STORED""",
    "CREATE INDEX commitments_search_vector ON commitments_searchentry USING gin (vector)",
)
_NEW = "INSERT INTO commitments_searchindex (rowid, words, marks) VALUES (new.commitment_id, new.words, new.marks);"
_OLD = (
    "INSERT INTO commitments_searchindex (commitments_searchindex, rowid, words, marks)"
    " VALUES ('delete', old.commitment_id, old.words, old.marks);"
)
_TABLE = "ON commitments_searchentry BEGIN"
SQLITE = (
    "CREATE VIRTUAL TABLE commitments_searchindex USING fts5(words, marks, content='commitments_searchentry',"
    " content_rowid='commitment_id', tokenize='unicode61 remove_diacritics 2', prefix='4')",
    f"CREATE TRIGGER commitments_search_new AFTER INSERT {_TABLE} {_NEW} END",
    f"CREATE TRIGGER commitments_search_old AFTER DELETE {_TABLE} {_OLD} END",
    f"CREATE TRIGGER commitments_search_changed AFTER UPDATE {_TABLE} {_OLD} {_NEW} END",
)


def make_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE commitments_searchindex")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0016_link_text")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="commitments.commitment",
                    ),
                ),
                ("words", models.TextField()),
                ("marks", models.TextField()),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
    ]
