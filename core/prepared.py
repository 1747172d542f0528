"""Queries whose SQL is written once. For a page full of subqueries Django's writing costs many times what running does.

    late_tasks = Prepared(
        lambda: Task.objects.filter(owner=Given("owner", IntegerField()), due_on__lt=Given("day", DateField()))
    )
    late_tasks(owner=user.pk, day=today)  ->  the list that the query set would give

Everything that changes from call to call is `Given`; the rest is fixed when the first call builds the query set. Slices
are allowed. A list of changing length is not: ask for it in a subquery. A date that is not given would stay the day on
which the process began, so it is refused. Numbers that strangers type are checked before they are given: one that no
column can hold is an error here, not an empty list.
"""

import datetime as dt
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, QuerySet

DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Given(Expression):
    """A value that the query gets each time it runs, of the type of `field`."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


@dataclass(frozen=True)
class _Written:
    """What was written for one connection. The query set hands out `compiler`, whose SQL is `sql` from now on."""

    rows: QuerySet
    compiler: Any
    sql: str
    params: tuple[Any, ...]

    def run(self, values: dict[str, Any]) -> list[Any]:
        filled = tuple(self._filled(param, values) for param in self.params)
        self.compiler.as_sql = lambda: (self.sql, filled)
        return list(self.rows.all())

    def _filled(self, param: Any, values: dict[str, Any]) -> Any:
        if not isinstance(param, Given):
            return param
        return param.output_field.get_db_prep_value(values[param.name], self.compiler.connection)


class Prepared:
    """A query set that `build` makes without arguments, with `Given` where values go in."""

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self._build = build
        # A compiler belongs to a connection, and a connection to a thread.
        self._own = threading.local()

    def __call__(self, **values: Any) -> list[Any]:
        """Run the query with these values. One query, and those of its prefetches."""
        written = getattr(self._own, "written", None)
        if written is None or written.compiler.connection is not connections[DEFAULT_DB_ALIAS]:
            written = self._own.written = self._write()
        return written.run(values)

    def _write(self) -> _Written:
        rows = self._build()
        compiler = rows.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        sql, params = compiler.as_sql()
        if any(_is_date(param) for param in params):
            raise ValueError("A date in a prepared query must be given each time it runs.")
        rows.query.get_compiler = partial(_always, compiler)
        return _Written(rows, compiler, sql, tuple(params))


def _is_date(param: Any) -> bool:
    return isinstance(param, dt.date) or (isinstance(param, str) and DATE.match(param) is not None)


def _always(compiler: Any, *_args: Any, **_options: Any) -> Any:
    return compiler
