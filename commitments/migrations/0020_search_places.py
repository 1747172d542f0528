"""The search table in the order of the list: newest first is one walk. Countries and regions become marks."""

from itertools import islice

from django.db import migrations, models

from core.text import fold

AT_ONCE = 500
# As in `commitments.queries.search.mark` and `SearchEntry.place_of` when this was written.
KEY_BITS = 20
_NEW = "INSERT INTO commitments_searchindex (rowid, words, marks) VALUES (new.place, new.words, new.marks);"
_OLD = (
    "INSERT INTO commitments_searchindex (commitments_searchindex, rowid, words, marks)"
    " VALUES ('delete', old.place, old.words, old.marks);"
)
_TABLE = "ON commitments_searchentry BEGIN"
_TRIGGERS = ("new", "old", "changed")
SQLITE = (
    "DROP TABLE commitments_searchindex",
    "CREATE VIRTUAL TABLE commitments_searchindex USING fts5(words, marks, content='commitments_searchentry',"
    " content_rowid='place', tokenize='unicode61 remove_diacritics 2', prefix='4')",
    f"CREATE TRIGGER commitments_search_new AFTER INSERT {_TABLE} {_NEW} END",
    f"CREATE TRIGGER commitments_search_old AFTER DELETE {_TABLE} {_OLD} END",
    f"CREATE TRIGGER commitments_search_changed AFTER UPDATE {_TABLE} {_OLD} {_NEW} END",
    "INSERT INTO commitments_searchindex (commitments_searchindex) VALUES ('rebuild')",
)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in _TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS commitments_search_{name}")


def fill(apps, schema_editor):
    entries = apps.get_model("commitments", "SearchEntry").objects.select_related("commitment__city").order_by("pk")
    last = 0
    while rows := list(islice(entries.filter(pk__gt=last).iterator(), AT_ONCE)):
        for row in rows:
            milliseconds = int(row.commitment.changed_at.timestamp() * 1000)
            place = milliseconds * 2**KEY_BITS + row.pk % 2**KEY_BITS
            row.place = -place if row.commitment.state == "withdrawn" else place
            city = row.commitment.city
            region = "".join(char for char in fold(city.region) if char.isalnum())
            row.marks += f" country0{city.country.lower()}" + (f" region0{region}"[:81] if region else "")
        entries.bulk_update(rows, ["place", "marks"])
        last = rows[-1].pk


def index_places(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0019_translations")]

    operations = [
        migrations.RunPython(drop_triggers, migrations.RunPython.noop),
        migrations.AddField("searchentry", "place", models.BigIntegerField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("searchentry", "place", models.BigIntegerField(unique=True)),
        migrations.RunPython(index_places),
    ]
