"""A test that commits leaves the database as the migrations made it."""

from django.db import connection, transaction
from django.test import TransactionTestCase

from review.checklists import DEFAULTS
from review.models import ChecklistItem
from tests import made_once

# What `migrate` fills and no test changes.
FILLED = {"django_content_type", "django_migrations", "auth_permission"}


def empty_after_commits() -> None:
    """Let every test that commits end with `empty_database`.

    Django's own flush empties a hundred tables and fills them again through the signal after `migrate`: 0.2 seconds.
    """
    TransactionTestCase._fixture_teardown = lambda _self: empty_database()


def empty_database() -> None:
    """Take away all rows but those of the migrations."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            _delete_rows()
            _fill_checklists()
    else:
        made_once.restore()


def _delete_rows() -> None:
    """Empty the tables that hold rows, past every guard, in any order: foreign keys are judged at the end.

    TRUNCATE makes the files of each table anew, which takes long. Numbers go on counting, as after a rollback. Tables
    that triggers keep have no model, so the database is asked which there are.
    """
    names = sorted(set(connection.introspection.table_names()) - FILLED)
    tables = [connection.ops.quote_name(name) for name in names]
    filled = " UNION ALL ".join(f"(SELECT {at} FROM {table} LIMIT 1)" for at, table in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(filled)
        names = [tables[at] for (at,) in cursor.fetchall()]
        for statement in (
            *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names),
            *(f"DELETE FROM {name}" for name in names),
            "SET CONSTRAINTS ALL IMMEDIATE",
            *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names),
        ):
            cursor.execute(statement)


def _fill_checklists() -> None:
    ChecklistItem.objects.bulk_create(
        ChecklistItem(kind=kind, key=key, position=position)
        for kind, keys in DEFAULTS.items()
        for position, key in enumerate(keys, start=1)
    )
