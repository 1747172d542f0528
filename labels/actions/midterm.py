"""The report at half time: written in parts, sent once; on hold without it, back by itself with it.

Sending and putting on hold both lock the label first: of the two exactly one comes first, and the label ends valid.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from commitments.models import Progress
from core import audit
from core.local import day
from core.text import clean_text
from labels.actions.locking import refuse_if_off
from labels.actions.log import log_act
from labels.actions.meanwhile import SavedMeanwhile
from labels.emails import send_label_changed
from labels.models import DecisionEntry, Label, LabelStatus, MidtermReport
from labels.queries.life import HELD_STATES, lock_label, people_of_label
from labels.queries.midterm import TEXT_LENGTH, prefilled_lines
from labels.queries.panel_record import chosen_evidence
from labels.queries.terms import LifeDates, dates_of, has_reported, living_labels
from labels.rules import switched_off
from labels.rules.life import may_send_midterm, may_write_midterm
from labels.workflow import LABEL
from review.workflow import NotAllowed, NotReady, Stale

LONGEST = 10_000
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,6})?", re.ASCII)
Act = DecisionEntry.Act
Lines = dict[str, tuple[str, str]]


class StaleMidterm(SavedMeanwhile):
    """Someone else saved the report first."""


@transaction.atomic
def save_midterm(
    *,
    label: Label,
    by: Any,
    revision: int,
    text: str,
    language: str,
    lines: Lines,
    evidence: Iterable[Any] = (),
) -> MidtermReport:
    """Save the draft of the report at half time, unless someone else saved it since `revision` was read.

    Args:
        label: valid, on hold or suspended; its report can be written from 90 days before it is due.
        by: an editor or approver of the city.
        revision: the revision that the form was opened with; 0 when there was no report.
        text: what changed for people, up to 10,000 characters.
        language: the language of the texts, such as "de".
        lines: code of a commitment -> (how it stands, what became of it in up to 2,000 characters).
        evidence: primary keys of pieces of the city's sent or published record; others are left out.

    Returns: the report with its new revision.
    Raises: NotAllowed; Refused when the label is off; NotReady before its time; ValidationError; StaleMidterm; Stale.
    """
    refuse_if_off()
    lock_label(label)
    if not may_write_midterm(by, label):
        raise NotAllowed(_("Only people who act for the city write its report at half time."))
    refuse_before_time(label)
    values = {"text": _text(text, "text", LONGEST), "language": _language(language)}
    report = MidtermReport.objects.filter(label=label).first()
    if report is None:
        report = MidtermReport.objects.create(label=label, revision=0)
    elif report.sent_at is not None:
        raise Stale(_("The report was sent, so its text can no longer be changed."))
    if report.revision != revision:
        raise StaleMidterm(report)
    MidtermReport.objects.filter(pk=report.pk).update(**values, author=by, revision=F("revision") + 1)
    _save_lines(report, label.city, lines)
    report.evidence.set(chosen_evidence(label.city, evidence))
    if report.author_id != by.pk:  # saved while they write: the log names each writer, not each pause
        audit.record("save_midterm", by=by, obj=report, scope=label.city, data={})
    report.refresh_from_db()
    return report


@transaction.atomic
def send_midterm(*, label: Label, by: Any, revision: int) -> MidtermReport:
    """Send the report at half time: it is public at once and for good; a label on hold returns by itself.

    Args:
        label: as for `save_midterm`.
        by: an approver of the city.
        revision: the revision that the approver read.

    Returns: the report. A second click returns it as it was sent.
    Raises: NotAllowed; Refused when the label is off; NotReady with what is missing; StaleMidterm; Stale.
    """
    refuse_if_off()
    lock_label(label)
    if not may_send_midterm(by, label):
        raise NotAllowed(_("An approver of the city sends the report at half time."))
    report = MidtermReport.objects.filter(label=label).prefetch_related("lines").first()
    if report is not None and report.sent_at is not None:
        return report
    refuse_before_time(label)
    missing = missing_for_midterm(report)
    if report is None or missing:
        raise NotReady(missing)
    if report.revision != revision:
        raise StaleMidterm(report)
    report.sent_at, report.sent_by = timezone.now(), by
    report.save(update_fields=["sent_at", "sent_by"])
    audit.record("send_midterm", by=by, obj=report, scope=label.city, data={"revision": revision})
    log_act(Act.MIDTERM_REPORTED, city=label.city, label=label, data={"commitments": len(report.lines.all())})
    if label.state == Label.State.ON_HOLD:
        LABEL.apply(label, "resume", by=None)
        _tell(label, Act.RESUMED, {})
    City.objects.filter(pk=label.city_id).update(changed_at=timezone.now())
    return report


def missing_for_midterm(report: MidtermReport | None) -> list[str]:
    """Return what the report still lacks before it can be sent, one sentence each."""
    if report is None:
        return [_("Write and save the report first.")]
    missing = [] if report.text.strip() else [_("Say what changed for people since the label was granted.")]
    empty = [line.title for line in report.lines.all() if not line.text.strip()]
    return missing + [_("Say what became of “%(title)s”.") % {"title": title} for title in empty]


def hold_labels(*, today: dt.date | None = None) -> int:
    """Put each valid label on hold whose report at half time is late by more than its edition allows.

    Every day; twice or at once does no harm.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many went on hold; none while the label is switched off.
    """
    if switched_off():
        return 0
    day_now = today or timezone.localdate()
    found = dates_of(living_labels().filter(state=Label.State.VALID))
    return sum(_hold(row, day_now) for row in found if row.hold_after and row.hold_after < day_now)


@transaction.atomic
def _hold(row: LifeDates, today: dt.date) -> int:
    label = row.label
    lock_label(label)
    sent = MidtermReport.objects.filter(label=label, sent_at__isnull=False).exists()
    if sent or label.state != Label.State.VALID or label.status_at(today) != LabelStatus.VALID:
        return 0
    LABEL.apply(label, "hold", by=None)
    due = row.midterm_due or today
    _tell(label, Act.ON_HOLD, {"report_due_since": due.isoformat()})
    return 1


def refuse_before_time(label: Label) -> None:
    """Raise NotReady, in words, while the report at half time cannot be written.

    Args:
        label: locked.
    """
    if label.state not in HELD_STATES:
        raise NotReady([_("The city does not hold this label any more, so it needs no report at half time.")])
    row = dates_of(living_labels().filter(pk=label.pk))[0]
    if has_reported(row.label):
        return
    if row.midterm_opens is None:
        raise NotReady([_("The rules of this label ask for no report at half time.")])
    if timezone.localdate() < row.midterm_opens:
        words = _("The report at half time is due on %(due)s. You can write it from %(opens)s on.")
        raise NotReady([words % {"due": day(row.midterm_due), "opens": day(row.midterm_opens)}])


def _save_lines(report: MidtermReport, city: City, lines: Lines) -> None:
    """Keep what was typed for each commitment; those that count today and that nobody typed about stay as prefilled."""
    stored = {line.code: line for line in report.lines.all()}
    for line in prefilled_lines(city):
        stored.setdefault(line.code, line)
    for number, line in enumerate(stored.values()):
        standing, text = lines.get(line.code, (line.standing, line.text))
        if standing not in Progress.values:
            raise ValidationError({f"standing_{line.code}": _("Choose how it stands.")})
        line.report, line.position = report, number
        line.standing, line.text = standing, _text(text, f"text_{line.code}", TEXT_LENGTH)
        line.save()


def _text(value: str, name: str, longest: int) -> str:
    value = clean_text(value)
    if len(value) > longest:
        raise ValidationError({name: _("Shorten the text to %(most)s characters.") % {"most": longest}})
    return value


def _language(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        raise ValidationError({"language": _("Choose the language of the text.")})
    return value


def _tell(label: Label, act: str, data: dict[str, Any]) -> None:
    entry = log_act(act, city=label.city, label=label, data=data)
    City.objects.filter(pk=label.city_id).update(changed_at=entry.at)
    send_label_changed(label, entry, people_of_label(label))
