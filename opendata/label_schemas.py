"""Applications for the label as data."""

import datetime as dt
from uuid import UUID

from pydantic import Field

from opendata.concern_schemas import AppealOut
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


class CaseFinding(Record):
    """What the panel found about one question of the edition, public with the decision. Words, no points."""

    criterion: str = Field(description="code of the question")
    question: str
    finding: str = Field(description="not_yet, partly, met or not_ours")
    reasons: str
    language: str
    second_look: bool = Field(description="whether the city disputed the draft and another member looked again")
    disputed: bool
    reply: str = Field(description="what the city says, or empty")
    reply_language: str


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
    appeals: list[AppealOut] = Field(description="against decisions about it, newest first")
    findings: list[CaseFinding] = Field(description="empty before the decision, and where no panel sat")
    findings_sha256: str = Field(
        description="SHA-256 of the list of findings as JSON with sorted keys, no blanks, in UTF-8; it stands in the "
        "entry of the decision in the public log. Empty without findings"
    )


class ApplicationList(Record):
    items: list[ApplicationHead]
