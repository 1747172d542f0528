"""What a panel member and the city may see of answers and findings, and what everybody sees after the decision.

Blind first answers are kept here: the database is never asked for another's answer to a criterion before the reader's
own is in. Pages, mails and files take what these functions return.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from cities.rules import has_hard_conflict
from core.access import Hidden
from labels.models import Criterion, Finding, LabelApplication, PanelAnswer, PanelDraft, PanelMember, Scale
from labels.queries import DECIDED_STATES
from labels.queries.assessments import guidance_for
from labels.rules.findings import may_be_not_ours
from labels.rules.panel import PANEL_STATES

# The city reads the findings from here on; a second look it reads with the decision.
CITY_STATES = ("reply", "second_look", "deciding", "proposed", *DECIDED_STATES)


@dataclass(frozen=True)
class Item:
    """One criterion as one member of the panel sees it: what the city's groups said, one's own and others' answers.

    `others` and `finding` are empty until the own answer is in. `power` is what the city's profile says, None without.
    """

    criterion: Criterion
    guidance: str
    hints: list[str]
    power: str | None
    said: dict[str, dict[str, str]]
    survey: dict[str, int]
    own: PanelAnswer | None
    others: list[PanelAnswer]
    finding: Finding | None

    @property
    def is_sent(self) -> bool:
        """Whether the own answer is in."""
        return self.own is not None and self.own.sent_at is not None

    @property
    def sent(self) -> list[PanelAnswer]:
        """All answers the reader may see, in the order of the seats."""
        own = [self.own] if self.own and self.own.sent_at else []
        return sorted([*own, *self.others], key=lambda row: row.member.place)

    @property
    def differs(self) -> bool:
        """Whether the answers that the reader may see are not the same."""
        return len({row.answer for row in self.sent}) > 1

    @property
    def scale(self) -> list[Scale]:
        """The answers that may be given: "not ours" only where criterion and profile of powers allow it."""
        return [one for one in Scale if one != Scale.NOT_OURS or may_be_not_ours(self.criterion, self.power)]

    @property
    def needs_second_look(self) -> bool:
        """Whether the city disputes the finding and nobody has looked again."""
        finding = self.finding
        return finding is not None and is_disputed(finding) and not hasattr(finding, "second_look")


@dataclass(frozen=True)
class PanelRoom:
    """One case as one member sees it. `all_in`: everybody in the panel has sent every answer, they may talk."""

    seat: PanelMember
    seats: list[PanelMember]
    items: list[Item]
    all_in: bool

    def item(self, code: str) -> Item:
        """Return one criterion by its code. Raises: Hidden for an unknown one."""
        for row in self.items:
            if row.criterion.code == code:
                return row
        raise Hidden

    @property
    def has_assessment(self) -> bool:
        """Whether the city sent a self-assessment with its application."""
        return any(row.power is not None for row in self.items)

    @property
    def is_own_sent(self) -> bool:
        """Whether the own answer to every criterion is in."""
        return all(row.is_sent for row in self.items)

    @property
    def is_written(self) -> bool:
        """Whether every criterion has its finding."""
        return all(row.finding for row in self.items)

    @property
    def findings(self) -> list[Finding]:
        """The findings that the reader may see, in the order of the criteria."""
        return [row.finding for row in self.items if row.finding]


# --- The panel -------------------------------------------------------------------------------------
def own_seats(user: Any) -> list[PanelMember]:
    """Return the cases that `user` sits in or sat in until the decision, newest first, none in conflict (1 query)."""
    rows = PanelMember.objects.filter(
        state="seated", member__user=user, application__state__in=(*PANEL_STATES, *DECIDED_STATES)
    )
    found = rows.select_related("application__city", "application__scheme").order_by("-seated_at", "-pk")
    return [seat for seat in found if not has_hard_conflict(user, seat.application.city)]


def seat_at_desk(user: Any, reference: str) -> PanelMember:
    """Return the seat of `user` in one case, until that is decided (1 query).

    Raises: Hidden for everybody else, for members who left, and in a hard conflict.
    """
    rows = PanelMember.objects.filter(
        state="seated",
        member__user=user,
        application__state__in=PANEL_STATES,
        application__reference=reference.upper(),
    )
    seat = rows.select_related("application__city", "application__scheme", "application__assessment").first()
    if seat is None or has_hard_conflict(user, seat.application.city):
        raise Hidden
    return seat


def panel_room(seat: PanelMember) -> PanelRoom:
    """Return one case as the member with this seat may see it (9 queries)."""
    application = seat.application
    seats = list(application.panel.filter(state="seated").order_by("place"))
    criteria = list(application.scheme.criteria.prefetch_related("variants").order_by("position", "pk"))
    own, others = _answers(seat)
    findings = _findings(seat)
    asked = _snapshot(application)
    items = [
        Item(
            row,
            *guidance_for(row, application.city.population),
            **_said(asked, row.code),
            own=own.get(row.pk),
            others=others.get(row.pk, []),
            finding=findings.get(row.pk),
        )
        for row in criteria
    ]
    return PanelRoom(seat, seats, items, is_all_in(application))


def _said(asked: dict[str, dict[str, Any]] | None, code: str) -> dict[str, Any]:
    said = (asked or {}).get(code, {})
    power = None if asked is None else said.get("power", "")
    return {"power": power, "said": said.get("answers", {}), "survey": said.get("survey", {})}


def _snapshot(application: LabelApplication) -> dict[str, dict[str, Any]] | None:
    """The frozen self-assessment by code of the question, with what residents said; None when there is none."""
    snapshot = application.assessment.snapshot if hasattr(application, "assessment") else None
    if not snapshot:
        return None
    survey = snapshot.get("survey") or {}
    return {row["code"]: row | {"survey": survey.get(row["code"], {})} for row in snapshot["questions"]}


def _sent_by(seat: PanelMember) -> QuerySet[PanelAnswer]:
    return PanelAnswer.objects.filter(member=seat, sent_at__isnull=False)


def _answers(seat: PanelMember) -> tuple[dict[int, PanelAnswer], dict[int, list[PanelAnswer]]]:
    """The member's own answers, and of the others what was sent to criteria that the member has answered."""
    seen = Q(
        member__application=seat.application_id,
        member__state="seated",
        sent_at__isnull=False,
        criterion__in=_sent_by(seat).values("criterion"),
    )
    own: dict[int, PanelAnswer] = {}
    others: dict[int, list[PanelAnswer]] = {}
    for row in PanelAnswer.objects.filter(Q(member=seat) | seen).select_related("member").order_by("member__place"):
        if row.member_id == seat.pk:
            own[row.criterion_id] = row
        else:
            others.setdefault(row.criterion_id, []).append(row)
    return own, others


def _findings(seat: PanelMember) -> dict[int, Finding]:
    """Findings by criterion. While the panel still talks, they say what others think: after the own answer only."""
    rows = with_replies(Finding.objects.filter(application=seat.application_id))
    if seat.application.state == "panel":
        rows = rows.filter(criterion__in=_sent_by(seat).values("criterion"))
    return {row.criterion_id: row for row in rows}


def with_replies(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return findings with all that pages show of them (2 queries)."""
    joined = rows.select_related("application__city", "criterion", "author__member", "reply", "second_look__member")
    return joined.prefetch_related("reply__evidence").order_by("criterion__position", "criterion_id")


def is_all_in(application: LabelApplication) -> bool:
    """Whether everybody who sits in the panel has sent an answer to every criterion (2 queries)."""
    criteria = Criterion.objects.filter(scheme=application.scheme_id)
    seats = PanelMember.objects.filter(application=application, state="seated")
    sent = seats.annotate(sent=Count("answers", filter=Q(answers__sent_at__isnull=False))).values_list(
        "sent", flat=True
    )
    asked = criteria.count()
    return bool(sent) and all(number >= asked for number in sent)


def seen_of(findings: list[Finding]) -> str:
    """Return a fingerprint of what findings say: whoever agrees agrees to the words that were read."""
    said = [[row.criterion_id, row.answer, row.reasons, row.revision] for row in findings]
    return hashlib.sha256(json.dumps(sorted(said)).encode()).hexdigest()[:32]


def own_drafts(seat: PanelMember, criterion: Criterion) -> QuerySet[PanelDraft]:
    """Return what the member with this seat began to write about one criterion and did not send."""
    return PanelDraft.objects.filter(member=seat, criterion=criterion).order_by("kind")


# --- The city --------------------------------------------------------------------------------------
def findings_for_city(application: LabelApplication) -> list[Finding]:
    """Return the findings as the city reads them, with its replies; none before the panel sent them (2 queries)."""
    if application.state not in CITY_STATES:
        return []
    return list(with_replies(Finding.objects.filter(application=application)))


def is_disputed(finding: Finding) -> bool:
    """Whether the city sent word that it disputes the finding."""
    reply = getattr(finding, "reply", None)
    return reply is not None and reply.sent_at is not None and reply.disputed


def open_disputes(application: LabelApplication) -> QuerySet[Finding]:
    """Return the disputed findings that nobody has looked at again."""
    return Finding.objects.filter(
        application=application, reply__disputed=True, reply__sent_at__isnull=False, second_look=None
    )


def panel_people(application: LabelApplication) -> list[User]:
    """Return the people who sit in the panel and hear of the case: nobody in a hard conflict (1 query)."""
    rows = application.panel.filter(state="seated").select_related("member__user").order_by("place")
    people = [seat.member.user for seat in rows]
    return [person for person in people if person.is_active and not has_hard_conflict(person, application.city)]
