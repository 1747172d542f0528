"""What the migrations load comes back whenever a test has emptied the database."""

from typing import Any

from django.core.management import call_command
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
    """Let the flush after a test empty the public log and rules in use, too; the guards are set again after it."""
    flush = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        statements = flush(self, *args, **kwargs)
        vendor = self.connection.vendor
        return [*lifting_sql(vendor), *open_rules_sql(vendor), *statements] if statements else []

    operations.sql_flush = sql_flush
