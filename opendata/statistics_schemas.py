"""What is answered about figures: of the record, and of the office's own service."""

import datetime as dt

from ninja import Field

from opendata.schemas import Record


class ServiceTime(Record):
    kind: str = Field(description="what was sent: join, mandate, version, report, label or statement")
    step: str = Field(description="answer: one answer; case: all turns of the office until the decision")
    period: str = Field(description="twelve_months or quarter")
    starts_on: dt.date
    ends_on: dt.date
    cases: int
    median_days: int = Field(description="working days within which half were done")
    p90_days: int = Field(description="working days within which nine of ten were done")


class ServiceTimes(Record):
    promised_days: int
    fewest_cases: int = Field(description="a row with fewer cases is left out")
    results: list[ServiceTime]


class Figure(Record):
    facet: str
    code: str = Field(description="empty: commitments that name nothing of this facet")
    name: str
    commitments: int = Field(description="one commitment can count in several rows")


class Figures(Record):
    results: list[Figure]
