"""What the replies hold. The replies are built from plain values; these classes document them, and tests compare.

Texts of a city are in the language that the record names. Words of the portal itself are English.
"""

import datetime as dt
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from opendata.translation_schemas import ProfileTranslationOut, TranslationOut


class Record(Schema):
    """Nothing but the fields declared."""

    model_config = ConfigDict(extra="forbid")


class FieldError(Record):
    field: str
    message: str


class Problem(Record):
    """An error in words."""

    status: int
    title: str
    errors: list[FieldError] = Field(default_factory=list)


class LabelOut(Record):
    code: str
    url: str
    data_url: str = Field(description="the label as JSON, with concerns and appeals")
    status: str = Field(
        description="valid, on_hold (a report is missing), expired, suspended, revoked or withdrawn (given back)"
    )
    granted_on: dt.date
    valid_from: dt.date
    valid_until: dt.date
    renewal_pending: bool = Field(description="asked for in time: then the label stays valid after valid_until")
    awarded_by: str


class Fact(Record):
    """Something that public sources say about the city."""

    kind: str
    title: str
    since: int | None
    element: str = Field(description="code of a framework element, or empty")
    note: str
    source_url: str


class CityRef(Record):
    slug: str
    name: str
    country: str
    url: str = Field(description="page for people")
    data_url: str = Field(description="this record as JSON")


class CitySummary(CityRef):
    local_name: str
    region: str
    kind: str
    geonames_id: int | None
    latitude: float | None
    longitude: float | None
    population: int | None
    membership: str = Field(description="none (listed only), interested or committed; not a statement of quality")
    membership_text: str
    origin: str = Field(description="city, compiled or sample")
    origin_text: str = Field(description="where the entry comes from, in words")
    source_url: str
    joined_on: dt.date | None
    label: LabelOut | None = Field(description="the latest label, also one that has expired")
    updated_at: dt.datetime


class CityOut(CitySummary):
    language: str = Field(description="in which about and office are written; empty when nobody said")
    about: str
    website: str
    office: str
    contact_email: str
    complaints_url: str
    translated_into: list[str] = Field(description="languages in which the city published about, office, or both")
    translations: list[ProfileTranslationOut]
    facts: list[Fact]
    commitments_url: str


class CityPage(Record):
    results: list[CitySummary]
    next: str | None = Field(description="address of the next page")
    next_cursor: str | None


class MilestoneOut(Record):
    key: str = Field(description="stays the same through all versions")
    position: int
    title: str
    due_on: dt.date | None


class IndicatorOut(Record):
    """What the city measures. Figures are text; they are never added up or compared between cities."""

    key: str = Field(description="stays the same through all versions")
    position: int
    title: str
    unit: str
    baseline: str | None
    baseline_on: dt.date | None
    target: str | None
    target_on: dt.date | None
    frequency: str = Field(description="monthly, quarterly, half_yearly, yearly, two_yearly, once, or empty")
    source: str


class EvidenceOut(Record):
    """A public piece of evidence: a link, or a file that can be downloaded."""

    id: UUID
    kind: str = Field(description="file or link")
    title: str
    url: str
    file_name: str
    content_type: str
    size: int
    sha256: str
    page: str
    language: str
    dated_on: dt.date | None
    proves: str
    milestone: str = Field(description="key of the milestone it belongs to, or empty")


class StatementOut(Record):
    """What a resident or organisation says a piece of evidence, or a report, shows instead. Checked for form only."""

    id: UUID
    evidence: UUID | None = Field(description="the piece of evidence it is about")
    report_as_of: dt.date | None = Field(description="or the day of the report it is about")
    milestone: str = Field(description="key of the milestone of the report, or empty")
    text: str
    language: str
    speaker: str = Field(description="only with consent, else empty")
    proof_kind: str = Field(description="link or file")
    proof_url: str = Field(description="empty when a virus was found in the file: nobody can open it")
    published_at: dt.datetime
    reply: str = Field(description="of the city, or empty")
    reply_language: str
    replied_at: dt.datetime | None
    reply_due_on: dt.date | None = Field(description="empty when nobody acts for the city here")


class CommitmentHead(Record):
    code: str
    url: str
    data_url: str
    city: CityRef
    status: str = Field(description="active, on_hold, closed or withdrawn")
    updated_at: dt.datetime


class Tombstone(CommitmentHead):
    """A commitment that the city withdrew: the reason stays."""

    withdrawn_at: dt.datetime | None
    reason: str


class CommitmentSummary(CommitmentHead):
    progress: str = Field(description="as the city says: not_reported, not_started, under_way, delayed, …; no number")
    progress_text: str
    progress_reason: str
    outcome: str = Field(description="when closed: done, partly_done or not_done; else empty")
    closed_at: dt.datetime | None
    last_confirmed_on: dt.date | None = Field(description="the city last said that all is still right")
    next_confirm_on: dt.date | None
    next_report_on: dt.date | None = Field(description="in the past when on hold: a report is due since then")
    origin: str = Field(description="city, compiled or sample")
    origin_text: str = Field(description="where the commitment comes from, in words")
    source_url: str
    version: int
    version_url: str
    language: str = Field(description="language of the texts")
    translated_into: list[str] = Field(description="other languages in which there is a public translation")
    title: str
    summary: str
    unit: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    elements: list[str]
    rights: list[str]
    charter_articles: list[str]
    instrument_items: list[str] = Field(description="points of other charters, plans and treaties, such as ECCAR-7")
    goals: list[str]
    policy_areas: list[str]
    groups: list[str]
    recommendations: list[str] = Field(description="codes of recommendations by others that it answers")
    milestones: list[MilestoneOut]
    indicators: list[IndicatorOut]
    evidence: list[EvidenceOut]
    first_published_at: dt.datetime | None
    published_at: dt.datetime | None


class VersionRef(Record):
    number: int
    url: str
    data_url: str
    published_at: dt.datetime | None


class ClaimOut(Record):
    milestone: str
    progress: str
    reached_on: dt.date | None
    note: str


class ValueOut(Record):
    """What an indicator measured, as the city reports it."""

    indicator: str
    value: str
    measured_on: dt.date | None
    note: str


class ReportOut(Record):
    """Progress as the city reports it."""

    as_of: dt.date
    language: str
    progress: str
    reason: str
    text: str
    published_at: dt.datetime | None
    milestones: list[ClaimOut]
    indicators: list[ValueOut]
    evidence: list[EvidenceOut]


class TextOut(CommitmentSummary):
    """A whole text. It never changes; `status` and `progress` are those of the commitment today."""

    problem: str
    action: str
    budget: str | None = Field(description="euro")
    budget_note: str
    decided_on: dt.date | None
    decision: str
    consulted: str
    taken_up: str
    change_reason: str
    translations: list[TranslationOut]
    is_current: bool


class CommitmentOut(TextOut):
    continues: list[str] = Field(description="code of the earlier public commitment that it was started from")
    continued_by: list[str] = Field(description="codes of public commitments that were started from it")
    versions: list[VersionRef]
    reports: list[ReportOut]
    counter_evidence: list[StatementOut]


class CommitmentPage(Record):
    results: list[CommitmentSummary | Tombstone]
    next: str | None = Field(description="address of the next page")
    next_cursor: str | None


class PlaceOut(Record):
    geonames_id: int
    name: str
    name_local: str
    region: str
    country: str
    label: str = Field(description="one line to choose from")


class PlaceList(Record):
    results: list[PlaceOut]
