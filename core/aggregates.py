"""What databases can gather and Django has no common name for."""

from typing import Any

from django.db.models import Aggregate, JSONField


class JsonRows(Aggregate):
    """Gathers JSON objects of many rows into one list: a page reads them with the row they belong to."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)
