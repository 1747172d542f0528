"""The database itself refuses to change rules that a city applies or assesses itself under, whatever the code does.

Made after every `migrate` when missing or older: on SQLite a change of a table copies it and loses its triggers, so
they are taken away before one.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections

_USERS = ("labels_labelapplication", "labels_assessment")
_USED = (
    "SELECT 1 FROM labels_labelapplication WHERE scheme_id = ",
    "SELECT 1 FROM labels_assessment WHERE scheme_id = ",
)
# Table -> the edition of one of its rows.
_OF_ROW = {
    "labels_criterion": "{row}.scheme_id",
    "labels_stage": "{row}.scheme_id",
    "labels_panelseat": "{row}.scheme_id",
    "labels_schemeoutcome": "{row}.scheme_id",
    "labels_criterionvariant": "(SELECT scheme_id FROM labels_criterion WHERE id = {row}.criterion_id)",
    "labels_stagedeadline": "(SELECT scheme_id FROM labels_stage WHERE id = {row}.stage_id)",
}
_FIELDS = ("code", "title", "intro", "changes", "language", "min_commitments", "valid_years", "starts_on")
_SAYS = "Cities apply or assess themselves under these rules, so they stay as they are."
_MOVED = "An application stays under the rules it was made under."


def _used(edition: str) -> str:
    return "(" + " OR ".join(f"EXISTS ({rows}{edition})" for rows in _USED) + ")"


def _changed(other: str) -> str:
    return "(" + " OR ".join(f"OLD.{name} {other} NEW.{name}" for name in _FIELDS) + ")"


def guards(other: str) -> dict[str, tuple[str, str, str, str]]:
    """Return every guard by name: when it fires, its table, its condition, what it says.

    Args:
        other: how the database writes "is another value than", NULLs included.
    """
    found = {
        "labels_rules_kept": ("UPDATE", "labels_labelscheme", f"{_used('OLD.id')} AND {_changed(other)}", _SAYS),
        "labels_rules_moved": ("UPDATE", "labels_labelapplication", f"OLD.scheme_id {other} NEW.scheme_id", _MOVED),
    }
    for table, edition in _OF_ROW.items():
        old, new = _used(edition.format(row="OLD")), _used(edition.format(row="NEW"))
        found[f"{table}_added"] = ("INSERT", table, new, _SAYS)
        found[f"{table}_kept"] = ("UPDATE", table, f"({old} OR {new})", _SAYS)
        found[f"{table}_removed"] = ("DELETE", table, old, _SAYS)
    return found


def _on_sqlite(cursor: Any) -> None:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = dict(cursor.fetchall())
    for name, (event, table, condition, words) in guards("IS NOT").items():
        wanted = (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        if there.get(name) != wanted:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(wanted)


def _on_postgresql(cursor: Any) -> None:
    cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    there = {name for (name,) in cursor.fetchall()}
    for name, (event, table, condition, words) in guards("IS DISTINCT FROM").items():
        row = "OLD" if event == "DELETE" else "NEW"
        # A condition with a query cannot stand in WHEN there, so each guard has a function of its own.
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
        if name not in there:
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def lift_rules(*, using: str = "default", plan: Iterable[tuple[Any, bool]] = (), **signal: Any) -> None:
    """Take the guards away before migrations of this app. Connected to `pre_migrate`; `guard_rules` makes them again.

    SQLite changes a table by a copy, and stops when a trigger of another table names the one that is gone for a moment.

    Args:
        using: the database that is migrated.
        plan: the migrations that wait, each with whether it is undone.
    """
    connection = connections[using]
    if connection.vendor == "sqlite" and any(migration.app_label == "labels" for migration, _undone in plan):
        with connection.cursor() as cursor:
            for name in guards("IS NOT"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def guard_rules(*, using: str = "default", **signal: Any) -> None:
    """Make the guards that are missing. Connected to `post_migrate`.

    Args:
        using: the database that was migrated.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if not tables >= {*_USERS, "labels_labelscheme", *_OF_ROW}:
        return
    with connection.cursor() as cursor:
        (_on_postgresql if connection.vendor == "postgresql" else _on_sqlite)(cursor)
