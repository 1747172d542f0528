"""What a city does in its self-assessment: begin, say which powers it has, answer, freeze. `surveys.py` asks others."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from core import audit
from core.access import Refused
from core.text import clean_line, clean_text
from labels.actions.locking import refuse_if_off
from labels.actions.meanwhile import SavedMeanwhile
from labels.models import (
    Answer,
    Assessment,
    Competence,
    Criterion,
    Group,
    LabelApplication,
    Power,
    Scale,
    Tier,
)
from labels.queries import current_scheme
from labels.queries.assessments import digest_of, snapshot_of
from labels.rules import may_assess
from review.workflow import NotAllowed, Stale

TEXT_LENGTH = 5_000
LINE_LENGTH = 200


class StaleAnswer(SavedMeanwhile):
    """Someone else saved this answer first."""

    words = gettext_lazy("Someone else changed this answer in the meantime. Nothing of yours is lost: compare both.")


def lock_assessment(assessment: Assessment, by: Any) -> Assessment:
    """Return the assessment locked, open, and one that `by` may write: who freezes it waits for who writes."""
    refuse_if_off()
    if not may_assess(by, assessment):
        raise NotAllowed(_("Only people who act for the city write its self-assessment."))
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("city", "scheme")
    locked = rows.get(pk=assessment.pk)
    if locked.frozen_at:
        raise Stale(_("The self-assessment was sent with the application, so it can no longer be changed."))
    return locked


@transaction.atomic
def start_assessment(*, city: City, by: Any) -> Assessment:
    """Begin a self-assessment under the rules in force; a second click returns the open one.

    Args:
        city: whose.
        by: an editor or approver of it.

    Raises: NotAllowed; Refused when the label is off or no rules are in force.
    """
    refuse_if_off()
    scheme = current_scheme(lock=True)
    if scheme is None:
        raise Refused(_("No rules for the label are in force yet."))
    begun = Assessment(city=city, scheme=scheme)
    if not may_assess(by, begun):
        raise NotAllowed(_("Only people who act for the city write its self-assessment."))
    try:
        with transaction.atomic():
            begun.save(force_insert=True)
    except IntegrityError:
        return Assessment.objects.select_related("city", "scheme").get(city=city, frozen_at=None)
    audit.record("start_assessment", by=by, obj=begun, scope=city, data={"scheme": scheme.code})
    return begun


@transaction.atomic
def save_powers(*, assessment: Assessment, by: Any, tier: str, powers: dict[str, tuple[str, str]]) -> Assessment:
    """Say which powers the city has.

    Args:
        assessment: open.
        by: an editor or approver of the city.
        tier: one of `Tier`.
        powers: by code of the question: one of `Power`, and who has it else; "" leaves it open.

    Raises: NotAllowed; Refused; Stale when it was sent; ValidationError for an unknown power or question, or when
        nobody is named who has it.
    """
    locked = lock_assessment(assessment, by)
    if tier not in Tier.values:
        raise ValidationError({"tier": _("Choose the kind of local government.")})
    asked = {row.code: row for row in locked.scheme.criteria.filter(by_competence=True)}
    for code, (power, who_has) in powers.items():
        words = clean_line(who_has)
        if code not in asked or power not in ("", *Power.values) or len(words) > LINE_LENGTH:
            raise ValidationError(_("Choose from the list."))
        if power in (Power.SHARED, Power.NOT_OURS) and not words:
            raise ValidationError({f"who_{code}": _("Name who has the power.")})
        rows = Competence.objects.filter(assessment=locked, criterion=asked[code])
        if not power:
            rows.delete()
        else:
            Competence.objects.update_or_create(
                assessment=locked, criterion=asked[code], defaults={"power": power, "who_has": words}
            )
    Assessment.objects.filter(pk=locked.pk).update(tier=tier)
    locked.tier = tier
    return locked


@transaction.atomic
def save_answer(
    *, assessment: Assessment, criterion: Criterion, group: str, by: Any, revision: int, values: dict[str, str]
) -> Answer:
    """Save what one group answers to one question, unless someone else saved it since `revision` was read.

    Args:
        assessment: open.
        criterion: a question of its edition.
        group: one of `Group`.
        by: an editor or approver of the city.
        revision: that the form was opened with; 0 when there was no answer yet.
        values: value (one of `Scale` or ""), text, evidence, language.

    Returns: the answer with its new revision.
    Raises: NotAllowed; Refused; ValidationError; StaleAnswer; Stale when it was sent.
    """
    locked = lock_assessment(assessment, by)
    if criterion.scheme_id != locked.scheme_id or group not in Group.values:
        raise ValidationError(_("Choose from the list."))
    fields = _answer_values(criterion, values) | {"editor": by, "updated_at": timezone.now()}
    rows = Answer.objects.filter(assessment=locked, criterion=criterion, group=group)
    if not rows.filter(revision=revision).update(**fields, revision=F("revision") + 1):
        current = rows.select_related("editor").first()
        if current is not None:
            raise StaleAnswer(current)
        return Answer.objects.create(assessment=locked, criterion=criterion, group=group, **fields)
    return rows.get()


def _answer_values(criterion: Criterion, values: dict[str, str]) -> dict[str, Any]:
    value = values.get("value", "")
    allowed = {"", *Scale.values} - (set() if criterion.by_competence else {Scale.NOT_OURS})
    if value not in allowed:
        raise ValidationError({"value": _("Choose one of the answers.")})
    texts = {name: clean_text(values.get(name, "")) for name in ("text", "evidence")}
    for name, text in texts.items():
        if len(text) > TEXT_LENGTH:
            raise ValidationError({name: _("Shorten the text to 5,000 characters.")})
    return {"value": value, **texts, "language": values.get("language") or "en"}


def note_assessment_export(*, assessment: Assessment, by: Any) -> None:
    """Write into the log who took the self-assessment away as a file.

    Raises: NotAllowed.
    """
    if not may_assess(by, assessment):
        raise NotAllowed(_("Only people who act for the city write its self-assessment."))
    audit.record("export_assessment", by=by, obj=assessment, scope=assessment.city)


# --- Frozen ----------------------------------------------------------------------------------------
def freeze_assessment(application: LabelApplication, by: Any) -> Assessment | None:
    """Freeze the city's open self-assessment of the same edition with the application that is being sent.

    Called inside the transaction of the sending.

    Returns: the frozen assessment with snapshot and digest; None when the city wrote none under this edition.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("city", "scheme")
    found = rows.filter(city=application.city, scheme=application.scheme, frozen_at=None).first()
    if found is None:
        return None
    now = timezone.now()
    list(found.surveys.select_for_update().order_by("pk").values_list("pk"))
    found.surveys.filter(closed_at=None).update(closed_at=now)
    found.survey_marks.all().delete()
    found.snapshot = snapshot_of(found)
    found.digest, found.frozen_at, found.application = digest_of(found.snapshot), now, application
    found.save()
    audit.record("freeze_assessment", by=by, obj=found, scope=found.city, data={"digest": found.digest})
    return found
