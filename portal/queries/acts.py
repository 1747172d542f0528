"""What the office did, newest first: read from the traces of the workflows, never with a name.

What is not public is not listed: a returned text appears once it is published, a refusal is only counted.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from cities.models import JoinStatusChange, MandateStatusChange
from commitments.models import (
    FROZEN_STATES,
    CommitmentStatusChange,
    CommitmentVersion,
    ReportStatusChange,
    VersionStatusChange,
)
from core.models import AuditEvent
from labels.models import ApplicationStatusChange, Decision, LabelStatusChange
from participation.models import CounterEvidenceStatusChange, LabelStatementStatusChange

PER_PAGE = 25
JOINED, PUBLISHED, RETURNED = "joined", "published", "returned"
REPORT_PUBLISHED, REPORT_RETURNED = "report", "report_returned"
WITHDRAWN, GRANTED, NOT_GRANTED, DEADLINE = "withdrawn", "granted", "not_granted", "deadline"
MANDATE, HELD, RESUMED, CLOSED = "mandate", "held", "resumed", "closed"
SAID, NOT_SAID = "statement", "statement_refused"
SPOKEN, NOT_SPOKEN = "label_statement", "label_statement_refused"
# Kind -> the steps of a label's life that it shows.
LABEL_LIFE = {
    "label_suspended": ("suspend",),
    "label_reinstated": ("reinstate",),
    "label_revoked": ("revoke", "revoke_coming"),
    "label_withdrawn": ("withdraw", "withdraw_coming"),
    "label_expired": ("expire",),
    "label_on_hold": ("hold",),
    "label_resumed": ("resume",),
    "label_break_glass": ("break_suspend", "break_reinstate", "break_revoke"),
}
# New kinds come last: the places in addresses of pages count from the front.
KINDS = (
    JOINED, PUBLISHED, RETURNED, REPORT_PUBLISHED, REPORT_RETURNED, WITHDRAWN, GRANTED, NOT_GRANTED, DEADLINE,
    MANDATE, HELD, RESUMED, CLOSED, SAID, NOT_SAID, *LABEL_LIFE, SPOKEN, NOT_SPOKEN,
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One public act. `code`, `title` and `number` name the commitment; `data` what changed, for a deadline."""

    kind: str
    at: dt.datetime
    pk: int
    city: str = ""
    slug: str = ""
    code: str = ""
    title: str = ""
    language: str = ""
    number: int = 0
    rules: str = ""
    reasons: str = ""
    data: dict[str, Any] | None = None

    @property
    def place(self) -> tuple[dt.datetime, int, int]:
        """Return where it stands in the order of the register."""
        return self.at, -KINDS.index(self.kind), self.pk


@dataclass(frozen=True)
class Look:
    """What somebody asks the register for; `before` is the place of the last act of the page before."""

    kind: str = ""
    year: int = 0
    before: tuple[dt.datetime, int, int] | None = None


def acts(look: Look) -> tuple[list[Act], bool]:
    """Return one page of acts, and whether more follow. Two queries, however long the register is."""
    wanted = [kind for kind in KINDS if look.kind in {"", kind}]
    parts = [_rows(kind, look) for kind in wanted if kind != DEADLINE and _is_on(kind)]
    found = [Act(*row) for row in _union(parts)]
    if DEADLINE in wanted:
        found += _deadlines(look)
    found.sort(key=lambda act: act.place, reverse=True)
    return found[:PER_PAGE], len(found) > PER_PAGE


def _is_on(kind: str) -> bool:
    return settings.LABEL_ENABLED or kind not in {GRANTED, NOT_GRANTED, SPOKEN, NOT_SPOKEN, *LABEL_LIFE}


def _union(parts: list[QuerySet[Any]]) -> Iterable[tuple]:
    return parts[0].union(*parts[1:], all=True) if parts else ()


def _rows(kind: str, look: Look) -> QuerySet[Any]:
    """Return the newest acts of one kind, as many as a page may need, as columns of `Act`."""
    rows, columns = _SOURCES[kind]
    newest = _narrowed(rows(), kind, look).order_by("-at", "-pk").values("pk")[: PER_PAGE + 1]
    table = rows().model._default_manager.filter(pk__in=newest)
    texts = ("city", "slug", "code", "title", "language")
    return table.order_by().values_list(
        Value(kind, output_field=TextField()),
        "at",
        "pk",
        *(_text(columns.get(name, Value(""))) for name in texts),
        Cast(columns.get("number", Value(0)), IntegerField()),
        _text(F("rules_version")),
        _text(columns.get("reasons", Value(""))),
    )


def _text(value: Any) -> Any:
    return Cast(F(value) if isinstance(value, str) else value, TextField())


def _narrowed(rows: QuerySet[Any], kind: str, look: Look) -> QuerySet[Any]:
    if look.year:
        rows = rows.filter(at__year=look.year)
    if look.before is None:
        return rows
    at, index, pk = look.before
    own = -KINDS.index(kind)
    if own == index:
        return rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
    return rows.filter(at__lte=at) if own < index else rows.filter(at__lt=at)


def _joined() -> QuerySet[Any]:
    return JoinStatusChange.objects.filter(transition="accept", join_request__city__is_public=True)


def _versions(step: str) -> QuerySet[Any]:
    return VersionStatusChange.objects.filter(
        transition=step, version__state__in=FROZEN_STATES, version__commitment__city__is_public=True
    )


def _reports(step: str) -> QuerySet[Any]:
    return ReportStatusChange.objects.filter(
        transition=step, report__state="published", report__commitment__city__is_public=True
    )


def _commitments(step: str) -> QuerySet[Any]:
    return CommitmentStatusChange.objects.filter(transition=step, commitment__city__is_public=True)


def _mandates() -> QuerySet[Any]:
    return MandateStatusChange.objects.filter(
        transition__in=("accept", "reaffirm"), mandate__state="on_file", mandate__city__is_public=True
    )


def _statements(step: str, state: str) -> QuerySet[Any]:
    return CounterEvidenceStatusChange.objects.filter(
        transition=step, statement__state=state, statement__commitment__city__is_public=True
    )


def _label_statements(step: str, state: str) -> QuerySet[Any]:
    return LabelStatementStatusChange.objects.filter(
        transition=step, statement__state=state, statement__application__city__is_public=True
    )


def _labels(step: str) -> QuerySet[Any]:
    return ApplicationStatusChange.objects.filter(transition=step, application__city__is_public=True)


def _label_life(kind: str) -> Callable[[], QuerySet[Any]]:
    steps = LABEL_LIFE[kind]
    return lambda: LabelStatusChange.objects.filter(transition__in=steps, label__city__is_public=True)


def _title(commitment: str, name: str) -> Subquery:
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef(commitment))
    return Subquery(texts.values(name)[:1])


def _reasons() -> Subquery:
    final = Decision.objects.filter(application=OuterRef("application"), is_final=True).order_by("-pk")
    return Subquery(final.values("reasons")[:1])


def _city(path: str) -> dict[str, Any]:
    return {"city": f"{path}__name", "slug": f"{path}__slug"}


_OF_VERSION = {
    **_city("version__commitment__city"),
    "code": "version__commitment__code",
    "title": "version__title",
    "language": "version__language",
    "number": F("version__number"),
}
_OF_REPORT = {
    **_city("report__commitment__city"),
    "code": "report__commitment__code",
    "title": _title("report__commitment", "title"),
    "language": _title("report__commitment", "language"),
}
_OF_COMMITMENT = {
    **_city("commitment__city"),
    "code": "commitment__code",
    "title": _title("commitment", "title"),
    "language": _title("commitment", "language"),
}
_WITHDRAWN = {**_OF_COMMITMENT, "reasons": "commitment__public_reason"}
_OF_STATEMENT = {
    **_city("statement__commitment__city"),
    "code": "statement__commitment__code",
    "title": _title("statement__commitment", "title"),
    "language": _title("statement__commitment", "language"),
}
_OF_WINDOW = _city("statement__application__city")
_OF_LABEL = {**_city("application__city"), "reasons": _reasons()}
_SOURCES: dict[str, tuple[Any, dict[str, Any]]] = {
    JOINED: (_joined, _city("join_request__city")),
    PUBLISHED: (lambda: _versions("publish"), _OF_VERSION),
    RETURNED: (lambda: _versions("return_for_changes"), _OF_VERSION),
    REPORT_PUBLISHED: (lambda: _reports("publish"), _OF_REPORT),
    REPORT_RETURNED: (lambda: _reports("return_for_changes"), _OF_REPORT),
    WITHDRAWN: (lambda: _commitments("withdraw"), _WITHDRAWN),
    HELD: (lambda: _commitments("hold"), _OF_COMMITMENT),
    RESUMED: (lambda: _commitments("resume"), _OF_COMMITMENT),
    CLOSED: (lambda: _commitments("close"), _OF_COMMITMENT),
    MANDATE: (_mandates, _city("mandate__city")),
    SAID: (lambda: _statements("publish", "published"), _OF_STATEMENT),
    NOT_SAID: (lambda: _statements("refuse", "refused"), {**_OF_STATEMENT, "reasons": "statement__refusal"}),
    SPOKEN: (lambda: _label_statements("publish", "published"), _OF_WINDOW),
    NOT_SPOKEN: (lambda: _label_statements("refuse", "refused"), {**_OF_WINDOW, "reasons": "statement__refusal"}),
    GRANTED: (lambda: _labels("grant"), _OF_LABEL),
    NOT_GRANTED: (lambda: _labels("refuse"), _OF_LABEL),
    **{kind: (_label_life(kind), {**_city("label__city"), "reasons": "note"}) for kind in LABEL_LIFE},
}


def _deadlines(look: Look) -> list[Act]:
    rows = _narrowed(AuditEvent.objects.filter(action="set_deadline"), DEADLINE, look)
    found = rows.order_by("-at", "-pk").values_list("at", "pk", "data")[: PER_PAGE + 1]
    return [Act(DEADLINE, at, pk, data=data) for at, pk, data in found]


def only_counted(year: int = 0) -> dict[str, int]:
    """Return how often the office said no to what is not public: sent back, refused, requests refused. One query."""
    when = {"at__year": year} if year else {}
    returned = VersionStatusChange.objects.filter(transition="return_for_changes", **when)
    reports = ReportStatusChange.objects.filter(transition="return_for_changes", **when)
    parts = {
        "returned": returned.exclude(version__state__in=FROZEN_STATES),
        "report_returned": reports.exclude(report__state="published"),
        "refused": VersionStatusChange.objects.filter(transition="refuse", **when),
        "report_refused": ReportStatusChange.objects.filter(transition="refuse", **when),
        "join_refused": JoinStatusChange.objects.filter(transition="refuse", **when),
        "mandate_refused": MandateStatusChange.objects.filter(transition="refuse", **when),
    }
    rows = [
        part.order_by()
        .values(kind=Value(name, output_field=TextField()))
        .annotate(number=Count("pk"))
        .values_list("kind", "number")
        for name, part in parts.items()
    ]
    return dict.fromkeys(parts, 0) | dict(rows[0].union(*rows[1:], all=True))
