"""What the database itself refuses: changing, deleting or slipping in an entry of the public decision log.

Set after every `migrate`, again and again: SQLite loses triggers when a table is built anew. Whoever owns the database
can still drop them; then the chain of hashes shows what was done.
"""

from typing import Any

from django.db import connections

ENTRIES, HEAD = "labels_decisionentry", "labels_decisionhead"
WORDS = "The public decision log only grows."
TRIGGERS = ("decision_log_no_change", "decision_log_no_delete", "decision_log_in_order", "decision_head_forward",
            "decision_head_stays")  # fmt: skip

_NEXT = "(SELECT COALESCE(MAX(seq), 0) + 1 FROM labels_decisionentry)"
_SQLITE = (
    (TRIGGERS[0], f"BEFORE UPDATE ON {ENTRIES}"),
    (TRIGGERS[1], f"BEFORE DELETE ON {ENTRIES}"),
    (TRIGGERS[2], f"BEFORE INSERT ON {ENTRIES} WHEN NEW.seq <> {_NEXT}"),
    (TRIGGERS[3], f"BEFORE UPDATE ON {HEAD} WHEN NEW.seq <> OLD.seq + 1"),
    (TRIGGERS[4], f"BEFORE DELETE ON {HEAD}"),
)
_FUNCTION = """
CREATE OR REPLACE FUNCTION decision_log_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.seq = (SELECT COALESCE(MAX(seq), 0) + 1 FROM labels_decisionentry) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The public decision log only grows.' USING ERRCODE = 'integrity_constraint_violation';
END $body$
"""
_POSTGRES = (
    (TRIGGERS[0], f"BEFORE UPDATE ON {ENTRIES} FOR EACH ROW"),
    (TRIGGERS[1], f"BEFORE DELETE OR TRUNCATE ON {ENTRIES} FOR EACH STATEMENT"),
    (TRIGGERS[2], f"BEFORE INSERT ON {ENTRIES} FOR EACH ROW"),
    (TRIGGERS[3], f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.seq <> OLD.seq + 1)"),
    (TRIGGERS[4], f"BEFORE DELETE OR TRUNCATE ON {HEAD} FOR EACH STATEMENT"),
)


def setting_sql(vendor: str) -> list[str]:
    """Return the statements that set the guards of one kind of database; none for a kind that is not known."""
    if vendor == "sqlite":
        stop = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        return [f"CREATE TRIGGER IF NOT EXISTS {name} {when} {stop}" for name, when in _SQLITE]
    if vendor == "postgresql":
        made = [
            f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION decision_log_guard()" for name, when in _POSTGRES
        ]
        return [_FUNCTION, *made]
    return []


def lifting_sql(vendor: str) -> list[str]:
    """Return the statements that take the guards away: for a test, or a restore that loads row by row."""
    tables = (ENTRIES, ENTRIES, ENTRIES, HEAD, HEAD)
    on = [f" ON {table}" if vendor == "postgresql" else "" for table in tables]
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name, where in zip(TRIGGERS, on, strict=True)]


def set_guards(sender: Any, using: str, **kwargs: Any) -> None:
    """Set the guards; for Django's signal after `migrate`. Does nothing while a table is not there yet."""
    connection = connections[using]
    if not {ENTRIES, HEAD} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for statement in setting_sql(connection.vendor):
            cursor.execute(statement)


def missing_guards(using: str = "default") -> list[str]:
    """Return the names of guards that somebody has taken away (1 query)."""
    connection = connections[using]
    tables = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    if connection.vendor not in tables:
        return list(TRIGGERS)
    with connection.cursor() as cursor:
        cursor.execute(tables[connection.vendor])
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in there]
