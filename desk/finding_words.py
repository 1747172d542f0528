"""The city's reply in words: one row for each finding, with what the city says so far."""

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.panel_words import scale_word
from desk.todo.words import Row
from labels.models import Finding


def reply_rows(rows: list[Finding], slug: str) -> list[Row]:
    """Return findings as a task list: the panel's word, and whether the city has said something."""
    return [
        {
            "label": f"{row.criterion.code} · {row.criterion.title}",
            "url": reverse("desk:finding", args=[slug, row.criterion.code]),
            "hint": _("The panel finds: %(answer)s") % {"answer": scale_word(row.answer)},
            **_status(row),
        }
        for row in rows
    ]


def unsent_rows(rows: list[Finding]) -> list[Row]:
    """Return what the city wrote about findings and did not send in time."""
    replies = [(row, row.reply) for row in rows if hasattr(row, "reply") and row.reply.sent_at is None]
    return [
        {"label": f"{row.criterion.code} · {row.criterion.title}", "text": reply.text, "language": reply.language}
        for row, reply in replies
        if reply.text
    ]


def _status(row: Finding) -> Row:
    reply = getattr(row, "reply", None)
    if reply is None or not (reply.text or reply.disputed):
        return {"status": _("No reply yet"), "kind": "warn"}
    if reply.disputed:
        return {"status": _("Disputed"), "kind": "go"}
    return {"status": _("Replied"), "kind": "ok"}
