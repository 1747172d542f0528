"""Stored files against the rows that name them: orphans, missing files, wrong hashes. Memory stays small throughout."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from core.storage import private_storage
from core.uploads import sha256_of

BATCH = 500
AGE = dt.timedelta(days=1)  # an upload whose transaction still runs has no row yet


def file_fields() -> list[Any]:
    """Return every field of every table that names a private file."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    return [field for field in fields if isinstance(field, models.FileField) and field.storage == private_storage]


def orphans() -> Iterator[str]:
    """Yield the names of files older than a day that no row names."""
    before = timezone.now() - AGE
    old = (name for name in _stored("") if private_storage.get_modified_time(name) < before)
    while batch := set(islice(old, BATCH)):
        for field in file_fields():
            rows = field.model._base_manager.filter(**{f"{field.name}__in": batch})
            batch.difference_update(rows.order_by().values_list(field.name, flat=True))
        yield from sorted(batch)


def missing() -> Iterator[str]:
    """Yield a line for each row whose file is not there."""
    for field in file_fields():
        for pk, name in _rows(field):
            if not private_storage.exists(name):
                yield f"{field.model._meta.label_lower}:{pk} {field.name} {name}"


def faults() -> Iterator[str]:
    """Read every file whose hash is on record, each once, and yield a line for each that is missing or differs."""
    for field in file_fields():
        column = _hash_column(field)
        if not column:
            continue
        last: tuple[str, str, str] = ("", "", "")
        for pk, name, expected in _rows(field, column):
            if (name, expected) != last[:2]:
                last = name, expected, _fault(name, expected)
            if last[2]:
                yield f"{field.model._meta.label_lower}:{pk} {field.name} {name}: {last[2]}"


def _fault(name: str, expected: str) -> str:
    try:
        with private_storage.open(name) as file:
            found = sha256_of(file)
    except FileNotFoundError:
        return "missing"
    return "" if found == expected else f"the content is not what was stored (SHA-256 {found})"


def _hash_column(field: Any) -> str:
    """Return the column with the hash: file -> sha256, mandate_file -> mandate_sha256."""
    wanted = f"{field.name}_sha256", f"{field.name.removesuffix('_file')}_sha256", "sha256"
    names = {other.name for other in field.model._meta.concrete_fields}
    return next((name for name in wanted if name in names), "")


def _rows(field: Any, *more: str) -> Iterator[tuple[Any, ...]]:
    rows = field.model._base_manager.exclude(**{field.name: ""}).order_by(field.name, "pk")
    return rows.values_list("pk", field.name, *more).iterator(chunk_size=BATCH)


def _stored(folder: str) -> Iterator[str]:
    try:
        folders, files = private_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield str(PurePosixPath(folder) / name)
    for name in folders:
        yield from _stored(str(PurePosixPath(folder) / name))
