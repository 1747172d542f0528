"""The city's right of reply to each finding, and the second look at what it disputes."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.text import clean_text
from labels.actions.findings import judgement, require_seat, require_whole
from labels.actions.locking import lock, refuse_if_off
from labels.actions.meanwhile import SavedMeanwhile
from labels.actions.steps import finish_second_look, send_reply
from labels.emails.findings import send_replies_mails, send_second_look_mails
from labels.models import Finding, FindingReply, LabelApplication, PanelDraft, SecondLook
from labels.models.findings import TEXT_LENGTH
from labels.queries import city_people
from labels.queries.findings import is_disputed, open_disputes, panel_people, panel_room
from labels.queries.panel_record import chosen_evidence
from labels.rules.findings import may_look_again, may_send_replies, may_write_reply
from review.workflow import NotAllowed, NotReady, Stale


class StaleReply(SavedMeanwhile):
    """Someone else saved this reply first."""

    words = gettext_lazy("Someone else changed this reply in the meantime. Nothing of yours is lost: compare both.")


class LookedAlready(SavedMeanwhile):
    """Another member was faster; `current` is the second look that counts."""

    words = gettext_lazy("Another member has looked again already. Their words count; yours are below.")


@transaction.atomic
def save_reply(
    *, finding: Finding, by: Any, revision: int, values: dict[str, Any], evidence: Iterable[Any]
) -> FindingReply:
    """Save what the city says about one finding, unless a colleague saved it since `revision` was read.

    Args:
        finding: of an application whose findings the city is answering.
        by: an editor or approver of the city.
        revision: that the form was opened with; 0 when there was no reply yet.
        values: disputed (bool), text, language.
        evidence: primary keys of pieces of the city's sent or published record; others are left out.

    Returns: the reply with its new revision. Nobody but the city sees it before an approver sends it.
    Raises: NotAllowed; Refused; ValidationError; StaleReply; Stale once the replies were sent or the time is over.
    """
    application = finding.application
    refuse_if_off()
    lock(application)
    if not may_write_reply(by, finding):
        raise NotAllowed(_("Only people who act for the city reply to the findings."))
    _require_reply(application)
    text = clean_text(values["text"])
    if len(text) > TEXT_LENGTH:
        raise ValidationError({"text": _("Shorten the text to 5,000 characters.")})
    fields = {"disputed": values["disputed"], "text": text, "language": values["language"], "editor": by}
    fields["updated_at"] = timezone.now()
    rows = FindingReply.objects.filter(finding=finding)
    if not rows.filter(revision=revision).update(**fields, revision=F("revision") + 1):
        current = rows.select_related("editor").prefetch_related("evidence").first()
        if current is not None:
            raise StaleReply(current)
        FindingReply.objects.create(finding=finding, **fields)
    reply = rows.get()
    reply.evidence.set(chosen_evidence(application.city, evidence))
    return reply


def _require_reply(application: LabelApplication) -> None:
    if application.state != "reply":
        raise Stale(_("The reply was sent, or its time is over. It can no longer be changed."))


@transaction.atomic
def send_replies(*, application: LabelApplication, by: Any) -> LabelApplication:
    """Send all replies to the panel at once. What is disputed gets a second look; else the case goes to the decision.

    Args:
        application: whose findings the city is answering.
        by: an approver of the city.

    Returns: the application in its next state.
    Raises: NotAllowed; Refused; NotReady where a finding is disputed without a word; Stale after the time is over.
    """
    refuse_if_off()
    lock(application)
    if not may_send_replies(by, application):
        raise NotAllowed(_("An approver of the city sends the reply."))
    _require_reply(application)
    rows = FindingReply.objects.filter(finding__application=application)
    silent = rows.filter(disputed=True, text="").order_by("finding__criterion__position")
    codes = list(silent.values_list("finding__criterion__code", flat=True))
    if codes:
        raise NotReady([_("Say why the city disputes these findings: %(codes)s.") % {"codes": ", ".join(codes)}])
    rows.update(sent_at=timezone.now())
    is_disputed_at_all = rows.filter(disputed=True).exists()
    send_reply(application=application, by=by, disputed=is_disputed_at_all)
    clock = application.clocks.filter(deadline__stage__key="second_look", ended_on=None).first()
    due_on = clock.due_on if clock else None
    city, panel = city_people(application.city), panel_people(application)
    send_replies_mails(application, is_disputed_at_all, due_on, city, panel)
    return application


@transaction.atomic
def look_again(*, finding: Finding, by: Any, values: dict[str, str]) -> SecondLook:
    """Look again at a disputed finding, once. It takes the place of the finding; after the last one, the case goes on.

    Args:
        finding: that the city disputes.
        by: who sits in the panel and did not write it.
        values: answer, reasons, language.

    Returns: the second look.
    Raises: NotAllowed for its author; Refused; ValidationError; LookedAlready; Stale when it is not disputed.
    """
    application = finding.application
    seat = require_seat(application, by, "second_look")
    item = panel_room(seat).item(finding.criterion.code)
    found = item.finding
    if found is None or not is_disputed(found):
        raise Stale(_("The city does not dispute this finding, so it stands."))
    if not may_look_again(by, found):
        raise NotAllowed(_("You wrote this finding. Another member looks again."))
    fields = judgement(item, values)
    require_whole(fields)
    if hasattr(found, "second_look"):
        if all(getattr(found.second_look, name) == value for name, value in fields.items()):
            return found.second_look
        raise LookedAlready(found.second_look)
    seat.drafts.filter(criterion=finding.criterion, kind=PanelDraft.Kind.LOOK).delete()
    look = SecondLook.objects.create(finding=found, author=found.author, member=seat, **fields)
    scope = audit.office_scope(application.city)
    data = {"criterion": finding.criterion.code}
    audit.record("look_again", by=by, obj=application, scope=scope, data=data)
    if not open_disputes(application).exists():
        finish_second_look(application=application)
        send_second_look_mails(application, city_people(application.city), panel_people(application))
    return look
