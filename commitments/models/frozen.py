"""What is public never changes: every write through a model to a frozen text, or to its parts, is refused here.

The rule looks at the stored state, not at the instance's. Only the workflow moves on a frozen row (published ->
superseded), with an UPDATE that names the old state. `QuerySet.update` and `bulk_create` pass by: actions use them
with the state in the WHERE.
"""

from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, pre_delete, pre_save

from commitments.models.evidence import Evidence, ReportEvidence, VersionEvidence
from commitments.models.indicator import Indicator, IndicatorValue
from commitments.models.report import MilestoneClaim, ProgressReport
from commitments.models.translation import TranslationRelease
from commitments.models.version import FROZEN_STATES, CommitmentVersion, Milestone
from commitments.rules import WAITING_STATES
from core.frozen import FrozenRecordError, freeze_rows

# What the office reads, or the public: its evidence stays as it was sent.
LOCKED_STATES = (*WAITING_STATES, "refused", *FROZEN_STATES)
FRAMEWORK_LINKS = ("elements", "rights", "charter_articles", "instrument_items", "goals", "policy_areas", "groups")
LINK_FIELDS = (*FRAMEWORK_LINKS, "recommendations")


def _refuse(rows: models.QuerySet, states: tuple[str, ...]) -> None:
    frozen = rows.filter(state__in=states).values_list("pk", "state").first()
    if frozen:
        raise FrozenRecordError(f"{rows.model.__name__} {frozen[0]} is {frozen[1]}: it can no longer be changed.")


def _guard_text(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    if instance.pk and not raw:
        _refuse(sender._base_manager.filter(pk=instance.pk), FROZEN_STATES)


def _guard_part(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if hasattr(instance, "version_id"):
        _refuse(CommitmentVersion._base_manager.filter(pk=instance.version_id), FROZEN_STATES)
    else:
        _refuse(ProgressReport._base_manager.filter(pk=instance.report_id), FROZEN_STATES)


def _guard_evidence(sender: type[models.Model], instance: Evidence, raw: bool = False, **kwargs: Any) -> None:
    if instance.pk and not raw:
        _refuse(CommitmentVersion._base_manager.filter(evidence_rows__evidence=instance.pk), LOCKED_STATES)
        _refuse(ProgressReport._base_manager.filter(evidence_rows__evidence=instance.pk), LOCKED_STATES)


def _guard_links(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    if not action.startswith("pre_"):
        return
    if not reverse:
        versions = CommitmentVersion._base_manager.filter(pk=instance.pk)
    elif pk_set is None:  # element.versions.clear()
        versions = instance.versions.all()
    else:
        versions = CommitmentVersion._base_manager.filter(pk__in=pk_set)
    _refuse(versions, FROZEN_STATES)


def connect_guards() -> None:
    """Connect the guards; called once, when the tables are loaded."""
    guards = (
        (_guard_text, (CommitmentVersion, ProgressReport)),
        (_guard_part, (Milestone, Indicator, VersionEvidence, MilestoneClaim, IndicatorValue, ReportEvidence)),
        (_guard_evidence, (Evidence,)),
    )
    for guard, tables in guards:
        for table in tables:
            pre_save.connect(guard, sender=table, dispatch_uid=f"frozen-save-{table.__name__}")
            pre_delete.connect(guard, sender=table, dispatch_uid=f"frozen-delete-{table.__name__}")
    freeze_rows(TranslationRelease)
    for field in LINK_FIELDS:
        through = getattr(CommitmentVersion, field).through
        m2m_changed.connect(_guard_links, sender=through, dispatch_uid=f"frozen-{field}")
