"""Applications for the label as data."""

import datetime as dt
from uuid import UUID

from pydantic import Field

from opendata.schemas import Record


class CaseStatement(Record):
    """What somebody says on the questions of an application. Checked for form only; never counted, never weighed."""

    id: UUID
    criteria: list[str] = Field(description="codes of the questions of the edition that it is about")
    text: str
    language: str
    kind: str = Field(
        description="resident, civil_society, institution, equality_body or other, as the author says themselves"
    )
    speaker: str = Field(description="only with consent, else empty")
    url: str = Field(description="a page that shows it, or empty")
    published_at: dt.datetime


class CaseDecision(Record):
    """Signed by two deciders."""

    outcome: str = Field(description="awarded, conditions, not_yet or inadmissible")
    decided_at: dt.datetime
    reasons: str


class ApplicationHead(Record):
    """An application for the label: an application is no award."""

    reference: str
    city: str = Field(description="slug of the city")
    city_name: str
    country: str
    edition: str = Field(description="code of the edition of the rules")
    applied_at: dt.datetime
    status: str = Field(description="running, granted, refused or withdrawn (taken back by the city)")
    url: str = Field(description="page for people")
    data_url: str = Field(description="this record as JSON")


class ApplicationOut(ApplicationHead):
    stage: str = Field(description="key of the last public stage reached, or empty")
    admitted_at: dt.datetime | None
    window_is_open: bool
    window_until: dt.date | None = Field(description="last day of the public window, to its end")
    statements: list[CaseStatement]
    decision: CaseDecision | None


class ApplicationList(Record):
    items: list[ApplicationHead]
