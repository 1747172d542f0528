"""What a test that commits leaves behind: nothing."""

import pytest
from django.db import connection

from tests.database import FILLED, empty_database
from tests.factories import make_commitment


def held():
    """The tables that hold rows, but those of the migrations; FTS5's own tables of SQLite always do."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - FILLED
        found = set()
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
            found |= {table} if cursor.fetchone() else set()
    return {table for table in found if not table.startswith("commitments_searchindex_")}


@pytest.mark.django_db(transaction=True)
def test_rows_that_were_committed_are_taken_away_from_every_table():
    before = held()
    make_commitment(version_title="Swimming for all")
    assert {"commitments_commitment", "commitments_searchentry"} <= held() - before
    empty_database()
    assert held() == before
