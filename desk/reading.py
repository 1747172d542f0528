"""The talk with the office as a page shows it: from then on it is read."""

from typing import Any

from commitments.actions import note_reading
from commitments.queries import Line, conversation, has_new_lines


def read_talk(user: Any, obj: Any) -> list[Line]:
    """Return the conversation about a text or report of the reader's city, and note that the reader has seen it."""
    lines = conversation(obj)
    if has_new_lines(obj, user, lines):
        note_reading(obj, user, lines, from_city=False)
    return lines
