"""Where every commitment of a city stands now, in the form in which sheets are made and compared. Seven queries."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cities.models import City
from commitments.models import (
    IN_FORCE,
    CommitmentVersion,
    Indicator,
    IndicatorValue,
    Milestone,
    MilestoneClaim,
    ProgressReport,
)
from commitments.queries import DeskRow, LinkRow, desk_commitments, links_of, rows_of
from commitments.rules import DRAFT_STATES
from desk.sheets.columns import BY_KEY, COMMITMENTS, INDICATORS, LINKS, MEASURED, MILESTONES, PARTS, PROGRESS, REPORTED
from desk.sheets.values import Plain, plain

Record = dict[str, Plain]  # field -> plain value
Where = tuple[str, str]  # sheet, key of a milestone or ""


@dataclass
class Standing:
    """One commitment: the text that a sheet shows (open or in force), its milestones and indicators, its open report.

    `reported` are the milestones of the text in force, of which reports speak, `measured` its indicators.

    `records` are its rows in the sheets; `text_refusal` and `report_refusal` say why something cannot be changed now.
    """

    row: DeskRow
    version: CommitmentVersion | None
    links: dict[str, list[LinkRow]] = field(default_factory=dict)
    milestones: list[Milestone] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    reported: list[Milestone] = field(default_factory=list)
    measured: list[Indicator] = field(default_factory=list)
    claims: dict[str, MilestoneClaim] = field(default_factory=dict)
    values: dict[str, IndicatorValue] = field(default_factory=dict)
    records: dict[Where, Record] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.row.commitment.code

    @property
    def report(self) -> ProgressReport | None:
        return self.row.open_report

    @property
    def is_amendment(self) -> bool:
        """Whether a change of the text starts a new version."""
        return self.row.open_version is None

    @property
    def text_refusal(self) -> str:
        if self.row.commitment.state not in ("draft", *IN_FORCE):
            return _("This commitment has ended. It can no longer be changed.")
        text = self.row.open_version
        if text is None or text.state in DRAFT_STATES:
            return "" if self.version else _("This commitment was given up. Start it again on the portal.")
        if text.state == CommitmentVersion.State.SIGN_OFF:
            return _("This text waits for sign-off. Take it back to draft on the portal, then upload the sheet again.")
        return _("The review office has this text now. Upload the sheet again when the office has answered.")

    @property
    def report_refusal(self) -> str:
        if self.row.commitment.state not in IN_FORCE:
            return _("Only a commitment in force has progress reports.")
        if self.report is None or self.report.state in DRAFT_STATES:
            return ""
        return _("The review office has the last report now. Report again when the office has answered.")

    def parts(self, sheet: str) -> list[Any]:
        """Return the rows of its own that a sheet tells of."""
        own = {MILESTONES: self.milestones, INDICATORS: self.indicators}
        return (own | {PROGRESS: self.reported, MEASURED: self.measured})[sheet]

    def refusal(self, sheet: str) -> str:
        """Return why rows of a sheet cannot be changed now, or nothing."""
        return self.report_refusal if sheet in REPORTED else self.text_refusal


def standings(city: City) -> dict[str, Standing]:
    """Return all commitments of a city by code, in the order of the desk's list. Seven queries."""
    rows = desk_commitments(city)
    found = [Standing(row, row.open_version or row.published) for row in rows]
    links = links_of([one.version.pk for one in found if one.version])
    texts = [text.pk for row in rows for text in (row.open_version, row.published) if text]
    milestones, indicators = _by_text(texts)
    reports = [row.open_report.pk for row in rows if row.open_report]
    claims = _by_report(MilestoneClaim, "milestone_key", reports)
    values = _by_report(IndicatorValue, "indicator_key", reports)
    for one in found:
        one.row.commitment.city = city
        if one.version:
            one.links, one.milestones = links[one.version.pk], milestones.get(one.version.pk, [])
            one.indicators = indicators.get(one.version.pk, [])
        if one.row.published:
            one.reported = milestones.get(one.row.published.pk, [])
            one.measured = indicators.get(one.row.published.pk, [])
        if one.report:
            one.claims, one.values = claims.get(one.report.pk, {}), values.get(one.report.pk, {})
        one.records = _records(one)
    return {one.code: one for one in found}


def _by_text(texts: list[int]) -> tuple[dict[int, list[Milestone]], dict[int, list[Indicator]]]:
    milestones: dict[int, list[Milestone]] = {}
    indicators: dict[int, list[Indicator]] = {}
    for row in rows_of(texts):
        if isinstance(row, Milestone):
            milestones.setdefault(row.version_id, []).append(row)
        else:
            indicators.setdefault(row.version_id, []).append(row)
    return milestones, indicators


def _by_report(table: Any, key: str, reports: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for row in table.objects.filter(report__in=reports):
        found.setdefault(row.report_id, {})[getattr(row, key)] = row
    return found


def _records(one: Standing) -> dict[Where, Record]:
    found: dict[Where, Record] = {}
    if one.version:
        found[COMMITMENTS, ""] = _text_record(one)
        for sheet in PARTS:
            for part in one.parts(sheet):
                found[sheet, part.key] = _record(sheet, part)
    if one.row.commitment.state in IN_FORCE:
        found |= _report_records(one)
    return found


def _record(sheet: str, row: Any) -> Record:
    """Return what a stored row says in a sheet; empty cells when there is none yet."""
    names = [column.name for column in BY_KEY[sheet].open_columns]
    return {name: plain(getattr(row, name)) if row else "" for name in names}


def _report_records(one: Standing) -> dict[Where, Record]:
    report = one.report
    found: dict[Where, Record] = {}
    found[PROGRESS, ""] = {
        "progress": report.progress if report else "",
        "on": plain(report.as_of) if report else "",
        "note": report.reason if report else "",
        "text": report.text if report else "",
    }
    for row in one.reported:
        claim: Any = one.claims.get(row.key)
        found[PROGRESS, row.key] = {
            "progress": claim.progress if claim else "",
            "on": plain(claim.reached_on) if claim else "",
            "note": claim.note if claim else "",
            "text": "",
        }
    return found | {(MEASURED, row.key): _record(MEASURED, one.values.get(row.key)) for row in one.measured}


def _text_record(one: Standing) -> Record:
    record: Record = {}
    for column in BY_KEY[COMMITMENTS].open_columns:
        if column.name in LINKS:
            record[column.name] = sorted(row.pk for row in one.links[column.name])
        else:
            record[column.name] = plain(getattr(one.version, column.name))
    if one.is_amendment:
        record["change_reason"] = ""  # the reason of the change to come, not of the last one
    return record
