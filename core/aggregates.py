"""What databases can gather or write and Django has no common name for."""

from typing import Any

from django.db.models import Aggregate, CharField, Func, JSONField


class JsonRows(Aggregate):
    """Gathers JSON objects of many rows into one list: a page reads them with the row they belong to."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


class Listed(Aggregate):
    """Gathers keys of many rows into one text, "7,12", in any order."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **context)


class Day(Func):
    """A date as text, 2026-01-31, as Python writes it. Reading dates costs a table more than all its other columns."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s || '')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM-DD')", **context)


class Moment(Func):
    """A time as text, 2026-01-31 12:00:00.123456+00:00, as Python writes it: UTC, no fraction of a whole second."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s || '+00:00')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        written = "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        template = f"(REPLACE({written}, '.000000', '') || '+00:00')"
        return self.as_sql(compiler, connection, template=template, **context)
