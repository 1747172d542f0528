"""What a self-assessment lacks before the city can apply. Duck-typed, as everything in `labels.rules`."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

STAGE = "self_assessment"
GROUPS = ("officials", "elected")


def missing_assessment(application: Any) -> list[str]:
    """Return what the city's self-assessment lacks, one sentence each (process, stage 2).

    Asked only where the edition has the stage. Every question that is in the city's power has an answer of officials
    and one of elected members; the survey of residents is the city's offer, not a condition. What was sent once stays
    as it is when the application comes back incomplete.
    """
    if not application.scheme.stages.filter(key=STAGE).exists():
        return []
    own = application.city.assessments.filter(scheme=application.scheme_id)
    if application.pk is not None and own.filter(application=application.pk).exists():
        return []
    assessment = own.filter(frozen_at=None).first()
    if assessment is None:
        return [_("Look at your own work first: begin the self-assessment.")]
    return _gaps(assessment)


def _gaps(assessment: Any) -> list[str]:
    powers = dict(assessment.competences.values_list("criterion", "power"))
    questions = list(assessment.scheme.criteria.values_list("pk", "by_competence"))
    answers = set(assessment.answers.exclude(value="").values_list("group", "criterion"))
    unsaid = sum(by_competence and pk not in powers for pk, by_competence in questions)
    asked = [pk for pk, _by_competence in questions if powers.get(pk) != "not_ours"]
    missing = [_say_powers(unsaid)] if unsaid else []
    open_rows = {group: sum((group, pk) not in answers for pk in asked) for group in GROUPS}
    return missing + [_say_answers(group, number) for group, number in open_rows.items() if number]


def _say_powers(number: int) -> str:
    words = ngettext(
        "Self-assessment: say of %(number)d more power whether it is yours.",
        "Self-assessment: say of %(number)d more powers whether they are yours.",
        number,
    )
    return words % {"number": number}


def _say_answers(group: str, number: int) -> str:
    if group == "officials":
        words = ngettext(
            "Self-assessment: officials have %(number)d question to answer.",
            "Self-assessment: officials have %(number)d questions to answer.",
            number,
        )
    else:
        words = ngettext(
            "Self-assessment: elected members have %(number)d question to answer.",
            "Self-assessment: elected members have %(number)d questions to answer.",
            number,
        )
    return words % {"number": number}
