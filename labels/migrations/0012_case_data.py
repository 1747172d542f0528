"""Decisions of before the office proposed: whoever signed first had written it. Outcomes get their new names."""

from typing import Any

from django.db import migrations
from django.db.models import F

NEW = {"granted": "awarded", "refused": "not_yet"}
OLD = {"awarded": "granted", "conditions": "granted", "not_yet": "refused", "inadmissible": "refused"}


def forwards(apps: Any, schema_editor: Any) -> None:
    """The proposer of a final decision was its first signer. An open one waits for two people who are new to it."""
    rows = apps.get_model("labels", "Decision").objects
    for old, new in NEW.items():
        rows.filter(outcome=old).update(outcome=new)
    final = rows.filter(is_final=True, signed_by=None)
    final.update(signed_by=F("proposed_by"), signed_at=F("proposed_at"), proposed_by=None)


def backwards(apps: Any, schema_editor: Any) -> None:
    """The first signer stands where the proposer stood."""
    rows = apps.get_model("labels", "Decision").objects
    for new, old in OLD.items():
        rows.filter(outcome=new).update(outcome=old)
    rows.filter(is_final=True, proposed_by=None).update(proposed_by=F("signed_by"))


class Migration(migrations.Migration):
    dependencies = [("labels", "0011_case_steps")]

    operations = [migrations.RunPython(forwards, backwards)]
