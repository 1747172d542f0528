"""Final findings of a panel in words, for the page of a label and that of an application."""

from labels.models import LabelApplication
from labels.queries.final_findings import final_findings, findings_digest
from portal import words
from portal.words import Row


def findings_context(application: LabelApplication) -> Row:
    """Return `findings` and `findings_digest` for the fragment; empty before the decision, and where no panel sat."""
    found = final_findings(application)
    rows = [
        {
            "code": row.code,
            "title": row.title,
            "words": row.words,
            "reasons": row.reasons,
            "lang": words.lang(row.language),
            "was_looked_at_again": row.was_looked_at_again,
            "reply": row.reply,
            "reply_lang": words.lang(row.reply_language),
        }
        for row in found
    ]
    return {"findings": rows, "findings_digest": findings_digest(found)}
