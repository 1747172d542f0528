"""Rows that never change once they are there: every write to them through a model is refused.

`QuerySet.update` and `bulk_create` pass by.
"""

from typing import Any

from django.db import models
from django.db.models.signals import pre_delete, pre_save


class FrozenRecordError(Exception):
    """Somebody tried to change a published text, or what others rely on."""


def freeze_rows(table: type[models.Model]) -> None:
    """Refuse to change and to delete the rows of a table; called once, when the tables are loaded."""
    pre_save.connect(_guard, sender=table, dispatch_uid=f"frozen-save-{table.__name__}")
    pre_delete.connect(_guard, sender=table, dispatch_uid=f"frozen-delete-{table.__name__}")


def _guard(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if instance.pk and not raw and sender._base_manager.filter(pk=instance.pk).exists():
        raise FrozenRecordError(f"{sender.__name__} {instance.pk} was published: it can no longer be changed.")
