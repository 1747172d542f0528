"""Emptying the test database between modules whose rows are committed."""

from django.core.management import call_command

from review.checklists import DEFAULTS
from review.models import ChecklistItem


def empty_database() -> None:
    """Empty every table, then put back what the migrations load: other tests of this process count on it."""
    call_command("flush", verbosity=0, interactive=False)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(kind=kind, key=key, position=position)
        for kind, keys in DEFAULTS.items()
        for position, key in enumerate(keys, start=1)
    )
