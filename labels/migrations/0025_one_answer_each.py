"""The one answer of the city to a concern, until now a column, is the first of its answers."""

from typing import Any

from django.db import migrations


def forwards(apps: Any, schema_editor: Any) -> None:
    """Keep each answer with its day and its author."""
    answers = apps.get_model("labels", "ConcernAnswer").objects
    for row in apps.get_model("labels", "Concern").objects.exclude(reply=""):
        answers.create(
            concern=row,
            text=row.reply,
            language=row.reply_language,
            written_by_id=row.replied_by_id,
            written_at=row.replied_at,
        )


def backwards(apps: Any, schema_editor: Any) -> None:
    """The last answer is the one; earlier ones have no place any more."""
    concerns = apps.get_model("labels", "Concern").objects
    for row in apps.get_model("labels", "ConcernAnswer").objects.order_by("written_at", "pk"):
        concerns.filter(pk=row.concern_id).update(
            reply=row.text,
            reply_language=row.language,
            replied_by_id=row.written_by_id,
            replied_at=row.written_at,
        )


class Migration(migrations.Migration):
    dependencies = [("labels", "0024_concern_answers")]

    operations = [migrations.RunPython(forwards, backwards)]
