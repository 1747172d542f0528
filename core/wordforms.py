"""Words as people search them: without accents, in any simple form, by their beginning."""

import re

from django.db import connection
from django.db.models import Q

from core.text import fold

LAST_CHARACTER = "\U0010ffff"
MOST_WORDS, LONGEST, SHORTEST_STEM = 8, 40, 4
# Endings of plurals and cases in the larger languages. A word is searched by its beginning, so cutting is enough.
ENDING = re.compile(r"(ies|ing|eux|aux|ern|al|es|en|er|ed|em|s|y|e|n|x|i|a|o|ων|ου|σ)$")


def index_words(*texts: str) -> str:
    """Return every word of some texts once, folded, for the search table."""
    found = dict.fromkeys(word[:LONGEST] for text in texts for word in fold(text).split())
    return " ".join(found)


def stems(text: str) -> list[str]:
    """Return the beginnings to look for: "Libraries" and "library" both give "librar". At most eight.

    Args:
        text: what a person typed; signs and single letters are left out, so that nothing of it is read as
            a command.
    """
    words = [word for word in fold(text).split() if len(word) > 1 or word.isdigit()]
    return [stem(word[:LONGEST]) for word in words[:MOST_WORDS]]


def begins_with(words: str) -> Q:
    """Return the condition that a column `folded` begins with some folded words, as its index can answer it."""
    # LIKE uses no index on SQLite, and a range follows the collation on PostgreSQL: each gets what its index knows.
    if connection.vendor == "sqlite":
        return Q(folded__gte=words, folded__lt=words + LAST_CHARACTER)
    return Q(folded__startswith=words)


def stem(word: str) -> str:
    """Return a folded word without its ending; words with digits and short words stay as they are."""
    cut = ENDING.sub("", word)
    return cut if word.isalpha() and len(cut) >= SHORTEST_STEM else word
