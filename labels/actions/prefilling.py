"""A self-assessment that begins with what the city said the last time: the city corrects it and says what changed."""

from cities.models import City
from labels.models import Answer, Assessment, Competence, LabelApplication, LabelScheme


def begin_assessment_as_before(city: City, scheme: LabelScheme, before: LabelApplication) -> Assessment | None:
    """Begin a self-assessment under `scheme` with the powers and answers of an earlier one, question by question.

    What is asked in this edition only begins empty; what was asked before only is left out.

    Args:
        city: whose.
        scheme: the edition in force, locked by the caller.
        before: the application whose frozen self-assessment is taken up.

    Returns: the self-assessment; None where the city has an open one already, or there was none before.
    """
    source = Assessment.objects.filter(application=before).first()
    if source is None or Assessment.objects.filter(city=city, frozen_at=None).exists():
        return None
    begun = Assessment.objects.create(city=city, scheme=scheme, tier=source.tier)
    criteria = {row.code: row for row in scheme.criteria.all()}
    powers = source.competences.select_related("criterion")
    Competence.objects.bulk_create(
        Competence(assessment=begun, criterion=criteria[row.criterion.code], power=row.power, who_has=row.who_has)
        for row in powers
        if row.criterion.code in criteria and criteria[row.criterion.code].by_competence
    )
    Answer.objects.bulk_create(
        Answer(
            assessment=begun,
            criterion=criteria[row.criterion.code],
            group=row.group,
            value=row.value,
            text=row.text,
            evidence=row.evidence,
            language=row.language,
            editor=row.editor,
        )
        for row in source.answers.select_related("criterion")
        if row.criterion.code in criteria
    )
    return begun
