"""A narrow table for filters, and a text vector that answers from its index alone. PostgreSQL only.

`commitments_searchlist` has one row for each listed text, in the order of the list: its city, and its marks as numbers.
The rows stand whole in the index of places, so a filter is a walk that reads little else. Triggers keep the table, as
SQLite's keep its FTS5 table.

The vector holds words as they stand and marks behind a sign that no word has. Before, weights told them apart: the
index knows none, so every hit had to be read.
"""

from django.db import migrations

# Making a million rows anew takes longer than a page may wait.
PATIENT = "SET LOCAL statement_timeout = 0"
NO_VECTOR = "ALTER TABLE commitments_searchentry DROP COLUMN vector"
INDEX = "CREATE INDEX commitments_search_vector ON commitments_searchentry USING gin (vector)"
VECTOR = """
    ALTER TABLE commitments_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(words, ' '), ''))
        || array_to_tsvector(string_to_array('#' || replace(marks, ' ', ' #'), ' '))) STORED"""
VECTOR_BEFORE = """
    ALTER TABLE commitments_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, words), 'A')
        || setweight(to_tsvector('simple'::regconfig, marks), 'B')) STORED"""
NUMBERS = """
    CREATE FUNCTION commitments_mark_numbers(marks text[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT
            ('x' || encode(substr(sha256(convert_to(mark, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint), '{}')
        FROM unnest(marks) AS mark
    $$"""
TABLE = "CREATE TABLE commitments_searchlist (place bigint NOT NULL, city_id bigint NOT NULL, marks bigint[] NOT NULL)"
FILL = """
    INSERT INTO commitments_searchlist (place, city_id, marks)
    SELECT e.place, c.city_id, commitments_mark_numbers(string_to_array(e.marks, ' '))
    FROM commitments_searchentry e JOIN commitments_commitment c ON c.id = e.commitment_id
    WHERE e.place > 0 ORDER BY e.place"""
INDEXES = (
    "ALTER TABLE commitments_searchlist ADD PRIMARY KEY (place) INCLUDE (city_id, marks)",
    "CREATE INDEX commitments_searchlist_city ON commitments_searchlist (city_id, place)",
    "CREATE INDEX commitments_searchlist_marks ON commitments_searchlist USING gin (marks)",
)
FUNCTION = """
    CREATE FUNCTION commitments_keep_searchlist() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE commitments_searchlist;
            RETURN NULL;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM commitments_searchlist WHERE place = OLD.place;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.place > 0 THEN
            INSERT INTO commitments_searchlist (place, city_id, marks)
            SELECT NEW.place, city_id, commitments_mark_numbers(string_to_array(NEW.marks, ' '))
            FROM commitments_commitment WHERE id = NEW.commitment_id;
        END IF;
        RETURN NULL;
    END $$"""
TRIGGERS = """
    CREATE TRIGGER commitments_list_row AFTER INSERT OR DELETE ON commitments_searchentry
        FOR EACH ROW EXECUTE FUNCTION commitments_keep_searchlist();
    CREATE TRIGGER commitments_list_change AFTER UPDATE ON commitments_searchentry
        FOR EACH ROW WHEN ((OLD.place, OLD.marks) IS DISTINCT FROM (NEW.place, NEW.marks))
        EXECUTE FUNCTION commitments_keep_searchlist();
    CREATE TRIGGER commitments_list_none AFTER TRUNCATE ON commitments_searchentry
        FOR EACH STATEMENT EXECUTE FUNCTION commitments_keep_searchlist()"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        table = (NUMBERS, TABLE, FILL, *INDEXES, FUNCTION, TRIGGERS)
        for statement in (PATIENT, NO_VECTOR, VECTOR, INDEX, *table):
            schema_editor.execute(statement)


def take_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        table = ("commitments_keep_searchlist() CASCADE", "commitments_mark_numbers(text[])")
        gone = ("DROP TABLE commitments_searchlist", *(f"DROP FUNCTION {name}" for name in table))
        for statement in (PATIENT, *gone, NO_VECTOR, VECTOR_BEFORE, INDEX):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0021_more_facets")]

    operations = [migrations.RunPython(make, take_back)]
