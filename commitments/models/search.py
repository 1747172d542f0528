"""The search table: one narrow row for each public text in force, kept by every action that changes the public record.

What may be shown is never read from it: a listed commitment has to be public itself, so a row too many shows nothing.
PostgreSQL adds a text vector to it, SQLite an FTS5 table beside it (see the migration); both follow by themselves.
"""

from django.db import models

from commitments.models.commitment import Commitment

KEY_BITS = 20


class SearchEntry(models.Model):
    """The words of a text, folded, and one mark for each thing it can be filtered by; see `queries.search`."""

    commitment = models.OneToOneField(Commitment, models.CASCADE, primary_key=True, related_name="search_entry")
    # Where the commitment stands in the list: the latest change has the largest. The full-text index is in this order.
    place = models.BigIntegerField(unique=True)
    words = models.TextField()
    marks = models.TextField()

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.marks}"

    @staticmethod
    def place_of(commitment: Commitment) -> int:
        """Return the place of a commitment: milliseconds of its latest change, then the end of its key.

        What is withdrawn lies below zero, where no list looks.
        """
        place = int(commitment.changed_at.timestamp() * 1000) * 2**KEY_BITS + commitment.pk % 2**KEY_BITS
        return -place if commitment.state == Commitment.State.WITHDRAWN else place
