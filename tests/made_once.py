"""The database that the migrations make: made once, then copied for every process that tests.

It is kept, in var/ or beside the other databases of the PostgreSQL server, until something changes of what it is made
of. All migrations take ten seconds; a copy takes none.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"
PORTAL = connection.settings_dict["NAME"]  # before tests connect to others
# What migrations and the receivers of `post_migrate` read: tests/test_repository.py names what is missing here.
PARTS = (
    "*/migrations/*.py", "*/models.py", "*/models/*.py", "*/apps.py", "core/text.py", "core/tokens.py",
    "core/wordforms.py", "labels/chain.py", "labels/log_guards.py", "review/checklists.py", "tests/database.py",
    "tests/made_once.py", "requirements.lock",
)  # fmt: skip
_own: dict[str, bytes] = {}  # what this process copied, for `restore`


class Files:
    """SQLite: the name of a database is its path. Nobody is connected to one that is copied."""

    beginning = str(FOLDER / "made-")

    def names(self) -> list[str]:
        return [str(file) for file in FOLDER.glob("made-*") if "-wal" not in file.suffix and "-shm" not in file.suffix]

    def drop(self, name: str) -> None:
        for rest in ("", "-wal", "-shm"):
            Path(name + rest).unlink(missing_ok=True)

    def make(self, name: str) -> None:
        """The first to connect makes the file."""

    def rename(self, name: str, to: str) -> None:
        Path(name).rename(to)

    def copy(self, name: str, to: str) -> None:
        shutil.copyfile(name, to)


class Server:
    """PostgreSQL: the server copies by itself. Whoever is connected to a database that is dropped is sent away."""

    beginning = f"test_{PORTAL}_made_"

    def names(self) -> list[str]:
        rows = self._ask("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", self.beginning)
        return [name for (name,) in rows]

    def drop(self, name: str) -> None:
        self._ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def make(self, name: str) -> None:
        self._ask(f'CREATE DATABASE "{name}"')

    def rename(self, name: str, to: str) -> None:
        self._ask(f'ALTER DATABASE "{name}" RENAME TO "{to}"')

    def copy(self, name: str, to: str) -> None:
        self._ask(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')

    def _ask(self, statement: str, *params: str) -> list[tuple[str]]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, params or None)
            return cursor.fetchall() if cursor.description else []


@cache
def version() -> str:
    """Return a digest of all that decides what the database looks like."""
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for file in sorted(file for part in PARTS for file in settings.BASE_DIR.glob(part)):
        digest.update(f"\0{file.relative_to(settings.BASE_DIR)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def make_once() -> None:
    """Let the migrations make the database that is copied, unless it is there. Others wait for it."""
    store = _store()
    made, draft = store.beginning + version(), store.beginning + "draft"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = store.names()
        if made in there:
            return
        for old in there:
            store.drop(old)
        store.make(draft)
        with _connected_to(draft):
            call_command("migrate", verbosity=0, interactive=False)
        store.rename(draft, made)


@contextmanager
def copied(name: str) -> Iterator[None]:
    """A copy called `name`, gone afterwards."""
    make_once()
    store = _store()
    store.drop(name)
    store.copy(store.beginning + version(), name)
    yield
    store.drop(name)


@contextmanager
def own_copy() -> Iterator[None]:
    """This process works on a copy of its own, under the name that Django gives to test databases."""
    name = connection.creation._get_test_db_name()
    with copied(name), _connected_to(name):
        if connection.vendor == "sqlite":
            _own[name] = Path(name).read_bytes()
        yield


@contextmanager
def empty_one() -> Iterator[None]:
    """Connect this process to an empty database, for migrations that a test runs itself; its own comes back."""
    name, store = f"{connection.creation._get_test_db_name()}_empty", _store()
    store.drop(name)
    store.make(name)
    with _connected_to(name):
        yield
    store.drop(name)


def restore() -> None:
    """On SQLite: put the database that this process works on back to what the migrations made."""
    name = connection.settings_dict["NAME"]
    connection.close()
    Files().drop(name)  # a thread that is still connected keeps the old file
    Path(name).write_bytes(_own[name])


def _store() -> Files | Server:
    return Server() if connection.vendor == "postgresql" else Files()


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    _leave()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        _leave()
        connection.settings_dict["NAME"] = before


def _leave() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
