"""The self-assessment: what is answered in words, what residents said, gaps and cities to learn from, what changed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cities.models import City
from commitments.models import CommitmentVersion
from labels.models import Answer, Assessment, Criterion, Group, Power, Scale, SurveyAnswer, SurveyReply, UsualPower

FEWEST = 10  # below this many answers nothing of a survey is shown
PEERS = 3
SMALLER, LARGER = 0.5, 2.0


@dataclass(frozen=True)
class Question:
    """One question of the edition with the guidance for a city of this size, and what each group says."""

    criterion: Criterion
    guidance: str
    hints: list[str]
    power: str
    answers: dict[str, Answer]

    @property
    def is_asked(self) -> bool:
        """Whether the city has to answer it: what is not in its power is settled by saying so."""
        return self.power != Power.NOT_OURS


@dataclass(frozen=True)
class AssessmentPage:
    """One self-assessment with all its questions in their order."""

    assessment: Assessment
    questions: list[Question]
    survey: Any
    replies: int

    def open_codes(self, group: str) -> list[str]:
        """Return the codes of the questions that a group has not answered yet."""
        return [
            row.criterion.code
            for row in self.questions
            if row.is_asked and not (row.answers.get(group) and row.answers[group].value)
        ]

    @property
    def unsettled_powers(self) -> list[str]:
        """Return the codes of the questions for which the city has not said whether it has the power."""
        return [row.criterion.code for row in self.questions if row.criterion.by_competence and not row.power]


@dataclass(frozen=True)
class Peer:
    """A city to learn from, and why."""

    city: City
    title: str
    code: str
    is_same_country: bool
    is_similar_size: bool


@dataclass(frozen=True)
class Gap:
    """A question that is not met, with cities that published something about it."""

    criterion: Criterion
    said: dict[str, str]
    peers: list[Peer]
    differs: bool


@dataclass(frozen=True)
class Report:
    """What a self-assessment tells the city. Words and lists, no figure that could be compared."""

    gaps: list[Gap]
    changes: list[tuple[Criterion, str, str]]
    survey: dict[str, dict[str, int]] = field(default_factory=dict)
    survey_is_hidden: bool = False


def assessment_of(city: City) -> Assessment | None:
    """Return the city's open self-assessment, or None (1 query)."""
    return Assessment.objects.select_related("city", "scheme").filter(city=city, frozen_at=None).first()


def assessment_page(assessment: Assessment) -> AssessmentPage:
    """Return a self-assessment with everything its pages show (6 queries)."""
    answers: dict[int, dict[str, Answer]] = {}
    for answer in assessment.answers.select_related("editor"):
        answers.setdefault(answer.criterion_id, {})[answer.group] = answer
    powers = dict(assessment.competences.values_list("criterion_id", "power"))
    survey = assessment.surveys.filter(closed_at=None).first()
    questions = [
        Question(row, *guidance_for(row, assessment.city.population), powers.get(row.pk, ""), answers.get(row.pk, {}))
        for row in assessment.scheme.criteria.prefetch_related("variants").order_by("position", "pk")
    ]
    return AssessmentPage(assessment, questions, survey, _replies(assessment))


def usual_powers(assessment: Assessment) -> dict[str, UsualPower]:
    """Return what is usual in the city's country for its kind of local government, by element (1 query)."""
    rows = UsualPower.objects.filter(country=assessment.city.country, tier=assessment.tier)
    return {row.element: row for row in rows}


def guidance_for(criterion: Criterion, residents: int | None) -> tuple[str, list[str]]:
    """Return guidance and evidence hints for a city of this size: of the smallest class it fits in."""
    fitting = [row for row in criterion.variants.all() if residents and residents <= row.up_to]
    chosen = min(fitting, key=lambda row: row.up_to, default=criterion)
    return chosen.guidance, (chosen.evidence_hints or criterion.evidence_hints).splitlines()


def _replies(assessment: Assessment) -> int:
    return SurveyReply.objects.filter(survey__assessment=assessment).count()


def survey_said(assessment: Assessment) -> dict[str, dict[str, int]] | None:
    """Return what residents and civil society said, by code of the question; None below ten replies (2 queries).

    A question that fewer than ten people answered is left out as well.
    """
    if _replies(assessment) < FEWEST:
        return None
    rows = SurveyAnswer.objects.filter(reply__survey__assessment=assessment).values_list("criterion__code", "value")
    counted = Counter(rows)
    said: dict[str, dict[str, int]] = {}
    for (code, value), number in sorted(counted.items()):
        said.setdefault(code, {})[value] = number
    return {code: values for code, values in said.items() if sum(values.values()) >= FEWEST}


def report(assessment: Assessment) -> Report:
    """Return gaps with cities to learn from, and what changed since the last cycle."""
    shown = assessment_page(assessment)
    open_rows = [row for row in shown.questions if row.is_asked and _is_gap(row)]
    peers = _peers(assessment.city, {row.criterion.element for row in open_rows if row.criterion.element})
    gaps = [
        Gap(
            criterion=row.criterion,
            said={group: answer.value for group, answer in row.answers.items() if answer.value},
            peers=peers.get(row.criterion.element, []),
            differs=len({answer.value for answer in row.answers.values() if answer.value}) > 1,
        )
        for row in open_rows
    ]
    said = survey_said(assessment)
    return Report(gaps, _changes(assessment, shown), said or {}, said is None and bool(shown.replies))


def _is_gap(question: Question) -> bool:
    return any(answer.value in (Scale.NOT_YET, Scale.PARTLY) for answer in question.answers.values())


def _changes(assessment: Assessment, shown: AssessmentPage) -> list[tuple[Criterion, str, str]]:
    """Return the questions whose answer by officials is another one than in the last frozen self-assessment."""
    last = Assessment.objects.filter(city=assessment.city).exclude(frozen_at=None).order_by("-frozen_at").first()
    if last is None or not last.snapshot:
        return []
    before = {
        row["code"]: row["answers"].get(Group.OFFICIALS, {}).get("value", "") for row in last.snapshot["questions"]
    }
    found = []
    for row in shown.questions:
        answer = row.answers.get(Group.OFFICIALS)
        old, new = before.get(row.criterion.code, ""), answer.value if answer else ""
        if old and new and old != new:
            found.append((row.criterion, old, new))
    return found


def _peers(city: City, elements: Iterable[str]) -> dict[str, list[Peer]]:
    """Return up to three other cities for each element that published a commitment to it: the nearest kind first."""
    rows = (
        CommitmentVersion.objects.published()
        .filter(elements__code__in=set(elements), commitment__city__is_public=True)
        .exclude(Q(commitment__city=city) | Q(commitment__state="withdrawn"))
        .select_related("commitment__city")
        .order_by("-commitment__first_published_at", "-pk")
        .values_list("elements__code", "commitment__city", "commitment__code", "title")[:500]
    )
    found = list(rows)
    cities = City.objects.in_bulk({row[1] for row in found})
    peers: dict[str, dict[int, Peer]] = {}
    for element, pk, code, title in found:
        other = cities[pk]
        peers.setdefault(element, {}).setdefault(pk, _peer(city, other, title, code))
    return {
        element: sorted(rows.values(), key=lambda row: (not row.is_same_country, not row.is_similar_size))[:PEERS]
        for element, rows in peers.items()
    }


def _peer(city: City, other: City, title: str, code: str) -> Peer:
    mine, theirs = city.population or 0, other.population or 0
    is_similar = bool(mine) and mine * SMALLER <= theirs <= mine * LARGER
    return Peer(other, title, code, other.country == city.country, is_similar)


# --- Frozen ----------------------------------------------------------------------------------------
def snapshot_of(assessment: Assessment) -> dict[str, Any]:
    """Return all that a city sends with its application, as JSON: powers, answers, the survey if ten answered."""
    shown = assessment_page(assessment)
    return {
        "scheme": assessment.scheme.code,
        "city": assessment.city.slug,
        "tier": assessment.tier,
        "questions": [
            {
                "code": row.criterion.code,
                "question": row.criterion.title,
                "power": row.power,
                "answers": {
                    group: {
                        "value": answer.value,
                        "text": answer.text,
                        "evidence": answer.evidence,
                        "language": answer.language,
                    }
                    for group, answer in sorted(row.answers.items())
                },
            }
            for row in shown.questions
        ],
        "survey": survey_said(assessment),
    }


def digest_of(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of a snapshot: of its JSON with sorted keys, no blanks, in UTF-8."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
