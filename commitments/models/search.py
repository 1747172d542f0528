"""The search table: one narrow row for each public text in force, kept by every action that changes the public record.

What may be shown is never read from it: a listed commitment has to be public itself, so a row too many shows nothing.
PostgreSQL adds a text vector to it, SQLite an FTS5 table beside it (see the migration); both follow by themselves.
"""

from django.db import models


class SearchEntry(models.Model):
    """The words of a text, folded, and one mark for each thing it can be filtered by; see `queries.search`."""

    commitment = models.OneToOneField(
        "commitments.Commitment", models.CASCADE, primary_key=True, related_name="search_entry"
    )
    words = models.TextField()
    marks = models.TextField()

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.marks}"
