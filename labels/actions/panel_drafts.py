"""What a member of a panel is writing: kept while they write, by nobody else seen, until it is sent or decided."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from labels.actions.findings import judgement, require_seat
from labels.actions.meanwhile import SavedMeanwhile
from labels.models import Criterion, LabelApplication, PanelDraft
from labels.queries.findings import panel_room
from labels.rules.panel import PANEL_STATES

# The state of the case in which each is written.
WRITTEN_IN = {PanelDraft.Kind.FINDING: "panel", PanelDraft.Kind.LOOK: "second_look"}


class StaleDraft(SavedMeanwhile):
    """The same member saved it in another window meanwhile."""

    words = gettext_lazy("You saved this in another window meanwhile. Nothing is lost: compare both.")


@transaction.atomic
def save_panel_draft(
    *,
    application: LabelApplication,
    criterion: Criterion,
    kind: str,
    by: Any,
    revision: int,
    base: int,
    values: dict[str, str],
) -> PanelDraft:
    """Keep a finding or a second look that is being written. Nobody else sees it, and it says nothing yet.

    Args:
        application: with the panel, in the state in which this kind is written.
        criterion: of its edition.
        kind: one of `PanelDraft.Kind`.
        by: who sits in the panel.
        revision: that the form was opened with; 0 when there was no draft.
        base: revision of the finding that it changes; 0 without one.
        values: answer (one of `Scale` or ""), reasons, language.

    Returns: the draft with its new revision; the same words saved twice are one.
    Raises: NotAllowed; Refused; ValidationError; StaleDraft; Stale once the case has moved on.
    """
    seat = require_seat(application, by, WRITTEN_IN[PanelDraft.Kind(kind)])
    item = panel_room(seat).item(criterion.code)
    fields: dict[str, Any] = judgement(item, values) | {"base": base}
    rows = PanelDraft.objects.filter(member=seat, criterion=item.criterion, kind=kind)
    current = rows.first()
    if current is None:
        return PanelDraft.objects.create(member=seat, criterion=item.criterion, kind=kind, **fields)
    if all(getattr(current, name) == value for name, value in fields.items()):
        return current
    if not rows.filter(revision=revision).update(**fields, revision=F("revision") + 1, updated_at=timezone.now()):
        raise StaleDraft(current)
    return rows.get()


def forget_panel_drafts() -> int:
    """Delete what members of panels wrote and did not send, once their case is decided or taken back. Every day.

    Returns: how many.
    """
    return PanelDraft.objects.exclude(member__application__state__in=PANEL_STATES).delete()[0]
