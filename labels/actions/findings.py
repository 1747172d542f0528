"""What the panel does: each answers alone and once, one writes the finding, more than half agree, the city gets them.

Every action locks the application first, so of many that come at once each sees what the one before left.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Evidence
from core import audit
from core.text import clean_text
from labels.actions.locking import lock, refuse_if_off
from labels.actions.meanwhile import SavedMeanwhile
from labels.actions.steps import send_findings
from labels.emails.findings import send_answers_in, send_findings_mails
from labels.models import Criterion, Finding, LabelApplication, PanelAnswer, PanelDraft, PanelMember
from labels.models.findings import TEXT_LENGTH
from labels.queries import city_people
from labels.queries.draws import empty_seats
from labels.queries.findings import Item, PanelRoom, is_all_in, panel_people, panel_room, seen_of
from labels.queries.spoken import who_spoke
from labels.rules.findings import is_majority, may_write_finding
from labels.rules.panel import may_answer
from review.workflow import NotAllowed, NotReady, Stale


class StalePanelAnswer(SavedMeanwhile):
    """The answer was saved in another window meanwhile."""

    words = gettext_lazy("This answer was saved in another window meanwhile. Nothing is lost: compare both.")


class StaleFinding(SavedMeanwhile):
    """Somebody else saved this finding first."""

    words = gettext_lazy("Someone else wrote this finding in the meantime. Nothing of yours is lost: compare both.")


def require_seat(application: LabelApplication, by: Any, state: str) -> PanelMember:
    """Lock the application and return the seat of `by` in its panel.

    Args:
        application: read again and held until the transaction ends.
        by: somebody who sits in the panel, with every soft conflict countersigned.
        state: the state that the act belongs to.

    Raises: NotAllowed; Refused while the label is off; Stale in any other state.
    """
    refuse_if_off()
    lock(application)
    if application.state != state:
        raise Stale(_("This is no longer possible: the case has moved on. Reload the page to see where it is."))
    seats = PanelMember.objects.select_for_update(of=("self",)).select_related("member")
    seat = seats.filter(application=application, member__user=by, state="seated").first()
    if seat is None or not may_answer(by, application):
        words = _("Only who sits in the panel does this. A soft conflict is countersigned by the office first.")
        raise NotAllowed(words)
    if who_spoke([by], application):
        raise NotAllowed(_("You spoke in public about this city or its application, so you do not judge it."))
    seat.application = application
    return seat


# --- The own answer, before anybody else's is seen --------------------------------------------------
@transaction.atomic
def save_panel_answer(
    *, application: LabelApplication, criterion: Criterion, by: Any, revision: int, values: dict[str, str]
) -> PanelAnswer:
    """Save the own answer to one criterion while it is being written. Nobody else sees it.

    Args:
        application: with the panel.
        criterion: of its edition.
        by: who sits in the panel.
        revision: that the form was opened with; 0 when there was no answer yet.
        values: answer (one of `Scale` or ""), reasons, language.

    Returns: the answer with its new revision.
    Raises: NotAllowed; Refused; ValidationError; StalePanelAnswer; Stale once it was sent.
    """
    seat = require_seat(application, by, "panel")
    return _keep_answer(seat, _item(seat, criterion), revision, values)


def _item(seat: PanelMember, criterion: Criterion) -> Item:
    return panel_room(seat).item(criterion.code)


def _keep_answer(seat: PanelMember, item: Item, revision: int, values: dict[str, str]) -> PanelAnswer:
    if item.is_sent:
        raise Stale(_("You have sent this answer, so it stays as it is."))
    fields = judgement(item, values) | {"updated_at": timezone.now()}
    rows = PanelAnswer.objects.filter(member=seat, criterion=item.criterion)
    if not rows.filter(revision=revision, sent_at=None).update(**fields, revision=F("revision") + 1):
        current = rows.first()
        if current is not None:
            raise StalePanelAnswer(current)
        return PanelAnswer.objects.create(member=seat, criterion=item.criterion, **fields)
    return rows.get()


def judgement(item: Item, values: dict[str, str]) -> dict[str, str]:
    """Return answer, reasons and language, cleaned.

    Raises: ValidationError for an answer that the criterion or the city's powers do not allow, or a text too long.
    """
    answer, reasons = values.get("answer", ""), clean_text(values.get("reasons", ""))
    if answer and answer not in item.scale:
        words = _("Choose one of the answers. “Not ours” is only for what the city's profile says is not in its power.")
        raise ValidationError({"answer": words})
    if len(reasons) > TEXT_LENGTH:
        raise ValidationError({"reasons": _("Shorten the text to 5,000 characters.")})
    return {"answer": answer, "reasons": reasons, "language": values.get("language") or "en"}


def require_whole(fields: dict[str, str]) -> None:
    """Raise ValidationError, at each field, where answer or reasons are missing."""
    faults = {}
    if not fields["answer"]:
        faults["answer"] = _("Choose an answer.")
    if not fields["reasons"]:
        faults["reasons"] = _("Write your reasons.")
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def send_panel_answer(
    *, application: LabelApplication, criterion: Criterion, by: Any, revision: int, values: dict[str, str]
) -> PanelAnswer:
    """Send the own answer to one criterion, once. From now on the member sees what the others sent to it.

    Args: as for `save_panel_answer`; answer and reasons are needed.

    Returns: the sent answer; the same words sent twice (a double click) are one answer.
    Raises: NotAllowed; Refused; ValidationError; StalePanelAnswer; Stale when other words were sent before.
    """
    seat = require_seat(application, by, "panel")
    item = _item(seat, criterion)
    fields = judgement(item, values)
    require_whole(fields)
    own = item.own
    if own and own.sent_at and all(getattr(own, name) == value for name, value in fields.items()):
        return own
    answer = _keep_answer(seat, item, revision, fields)
    answer.sent_at = timezone.now()
    answer.save(update_fields=["sent_at"])
    # Neither the log of the office nor the city's says what was answered.
    scope = audit.office_scope(application.city)
    audit.record("send_panel_answer", by=by, obj=application, scope=scope, data={"criterion": criterion.code})
    if is_all_in(application):
        send_answers_in(application, panel_people(application))
    return answer


# --- The finding, once they talk --------------------------------------------------------------------
@transaction.atomic
def save_finding(
    *, application: LabelApplication, criterion: Criterion, by: Any, revision: int, values: dict[str, str]
) -> Finding:
    """Write the panel's finding about one criterion. Whoever writes it first is its author.

    A changed finding takes back everybody's agreement: they agreed to other words.

    Args: as for `save_panel_answer`; `revision` is that of the finding.

    Returns: the finding with its new revision.
    Raises: NotAllowed for who is not its author; NotReady before all answers are in; ValidationError; StaleFinding.
    """
    seat = require_seat(application, by, "panel")
    room = panel_room(seat)
    item = room.item(criterion.code)
    require_talk(room)
    fields: dict[str, Any] = judgement(item, values)
    require_whole(fields)
    found = item.finding
    seat.drafts.filter(criterion=criterion, kind=PanelDraft.Kind.FINDING).delete()
    if found is None:
        found = Finding.objects.create(application=application, criterion=criterion, author=seat, **fields)
    elif all(getattr(found, name) == value for name, value in fields.items()):
        return found
    elif found.revision != revision:
        raise StaleFinding(found)
    elif not may_write_finding(by, found):
        raise NotAllowed(_("%(name)s writes this finding. Talk to each other.") % {"name": found.author.name})
    else:
        more = {"author": seat, "revision": F("revision") + 1, "updated_at": timezone.now()}
        Finding.objects.filter(pk=found.pk).update(**fields, **more)
        found.refresh_from_db()
    application.panel.filter(state="seated").update(agreed_at=None)
    data = {"criterion": criterion.code, "revision": found.revision}
    scope = audit.office_scope(application.city)
    audit.record("write_finding", by=by, obj=application, scope=scope, data=data)
    return found


def require_talk(room: PanelRoom) -> None:
    """Raise NotReady before everybody in the panel has sent every answer."""
    if not room.all_in:
        raise NotReady([_("You talk and write findings as soon as everybody in the panel has sent every answer.")])


@transaction.atomic
def agree(*, application: LabelApplication, by: Any, seen: str) -> bool:
    """Agree that the findings go out. As soon as more than half of the panel agree, the city gets them.

    Args:
        application: with the panel, every criterion with its finding.
        by: who sits in the panel.
        seen: `seen_of` the findings that were read; other words in their place are refused as stale.

    Returns: whether the findings went out with it.
    Raises: NotAllowed; Refused; NotReady while a finding, an answer or a member is missing; Stale.
    """
    seat = require_seat(application, by, "panel")
    room = panel_room(seat)
    require_talk(room)
    if empty_seats(application):
        raise NotReady([_("A seat of the panel is free. The office fills it first; then the findings can go out.")])
    missing = [row.criterion.code for row in room.items if row.finding is None]
    if missing:
        raise NotReady([_("These criteria have no finding yet: %(codes)s.") % {"codes": ", ".join(missing)}])
    if seen != seen_of(room.findings):
        raise Stale(_("A finding was changed after you read it. Read the new words, then agree."))
    if seat.agreed_at is None:
        PanelMember.objects.filter(pk=seat.pk).update(agreed_at=timezone.now())
        scope = audit.office_scope(application.city)
        audit.record("agree_to_findings", by=by, obj=application, scope=scope, data={"seen": seen})
    agreed = application.panel.filter(state="seated", agreed_at__isnull=False).count()
    if not is_majority(agreed, len(room.seats)):
        return False
    send_findings(application=application)
    clock = application.clocks.filter(deadline__stage__key="reply", ended_on=None).first()
    due_on = clock.due_on if clock else None
    send_findings_mails(application, due_on, city_people(application.city), panel_people(application))
    return True


def note_panel_evidence(*, seat: PanelMember, evidence: Evidence, by: Any) -> None:
    """Write into the log who of the panel opened which file of the city."""
    audit.record("open_evidence", by=by, obj=evidence, scope=evidence.city, data={"panel": seat.application.reference})


def note_panel_export(*, seat: PanelMember, by: Any) -> None:
    """Write into the log who took the panel's answers away as a file."""
    audit.record("export_panel_answers", by=by, obj=seat, scope=audit.office_scope(seat.application.city))
