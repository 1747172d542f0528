"""A test that commits empties the database when it ends; what the migrations load comes back."""

from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from labels.log_guards import lifting_sql
from labels.models.guards import open_rules_sql
from review.checklists import DEFAULTS
from review.models import ChecklistItem


def fill_checklists(sender: Any, using: str, **kwargs: Any) -> None:
    """Django sends this signal after a flush, too: the one that ends every test whose rows are committed."""
    if sender.label != "review" or ChecklistItem.objects.using(using).exists():
        return
    ChecklistItem.objects.using(using).bulk_create(
        ChecklistItem(kind=kind, key=key, position=position)
        for kind, keys in DEFAULTS.items()
        for position, key in enumerate(keys, start=1)
    )


def empty_database() -> None:
    """Empty every table, but for what the migrations load."""
    call_command("flush", verbosity=0, interactive=False)


def flush_past_guards(operations: type[BaseDatabaseOperations]) -> None:
    """Let the flush after a test empty the public log and rules in use, too; the guards are set again after it.

    On PostgreSQL it deletes the rows that are there: TRUNCATE makes the files of a hundred tables anew, which takes
    seconds. Numbers go on counting, as they do after every test of Django that commits.
    """
    flush = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        vendor = self.connection.vendor
        if vendor == "postgresql":
            return _deletes([self.quote_name(table) for table in tables])
        statements = flush(self, style, tables, **options)
        return [*lifting_sql(vendor), *open_rules_sql(vendor), *statements] if statements else []

    operations.sql_flush = sql_flush


def _deletes(tables: list[str]) -> list[str]:
    """What empties the tables that hold rows, past every guard, in any order: foreign keys are judged at the end."""
    filled = " UNION ALL ".join(f"(SELECT {at} FROM {table} LIMIT 1)" for at, table in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(filled)
        names = [tables[at] for (at,) in cursor.fetchall()]
    return [
        *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names),
        *(f"DELETE FROM {name}" for name in names),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names),
    ]
