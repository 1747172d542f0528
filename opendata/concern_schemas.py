"""A label with the concerns about it and the appeals in its case, as data: what their public pages say."""

import datetime as dt

from pydantic import Field

from opendata.schemas import LabelOut, Record


class ConcernAnswerOut(Record):
    """What the city says; more than once when an appeal opened the concern again."""

    text: str
    language: str
    written_at: dt.datetime


class PlanStepOut(Record):
    due_on: dt.date
    text: str


class SupportPlanOut(Record):
    """A plan with support that the city agreed to."""

    agreed_at: dt.datetime
    text: str
    steps: list[PlanStepOut]
    reports: list[ConcernAnswerOut] = Field(description="what the city says it did")


class PublicStep(Record):
    at: dt.datetime
    step: str = Field(description="name of the step, such as accept, answer, close_answer (no answer came in time)")


class ConcernOut(Record):
    """A concern that the office accepted. That does not say that it is true."""

    reference: str
    url: str = Field(description="page for people")
    state: str = Field(
        description="accepted, answered, planned, supported, reviewing, suspension, closed, lapsed (the label ended), "
        "or submitted again after an appeal"
    )
    filed_by: str = Field(description="institution, equality_body, civil_society, city, panel or residents")
    organisation: str = Field(description="name of the institution or organisation, or empty")
    criterion: str = Field(description="code of the question it is about, or empty")
    commitment: str = Field(description="code of the commitment it is about, or empty")
    text: str
    language: str
    proof_url: str = Field(description="a page or file that shows it, or empty")
    accepted_at: dt.datetime
    triage_reasons: str = Field(description="why the office goes on with it, or empty")
    due_on: dt.date | None = Field(description="by when city or office act, where that runs")
    answers: list[ConcernAnswerOut] = Field(description="oldest first")
    plans: list[SupportPlanOut]
    outcome: str = Field(description="solved, unfounded, suspended (the label was), or empty")
    outcome_reasons: str
    ended_at: dt.datetime | None
    steps: list[PublicStep] = Field(description="oldest first")
    appeal: str = Field(description="reference of the appeal against its end, or empty")


class AppealVoteOut(Record):
    """What one of the three said. Nobody is named."""

    vote: str = Field(description="uphold, send_back or replace")
    reasons: str
    plain: str = Field(description="of a vote to award: words in plain language, else empty")


class AppealOut(Record):
    """Three people with no earlier part look at a decision again."""

    reference: str
    url: str = Field(description="page for people")
    against: str = Field(description="decision, change (of the label) or concern")
    concern: str = Field(description="reference of that concern, or empty")
    state: str = Field(description="lodged, hearing or decided")
    lodged_at: dt.datetime
    text: str = Field(
        description="why, as a city says it; empty for the author of a concern, whose words nobody checked"
    )
    language: str
    due_on: dt.date | None
    outcome: str = Field(description="uphold, send_back, replace, or empty")
    decided_at: dt.datetime | None
    votes: list[AppealVoteOut] = Field(description="empty before it is decided")


class LabelRecord(LabelOut):
    """One label, with what happened to it."""

    city: str = Field(description="slug of the city")
    city_name: str
    country: str
    edition: str = Field(description="code of the edition of the rules")
    application: str = Field(description="reference of the application")
    concerns: list[ConcernOut] = Field(description="those that the office accepted, oldest first")
    appeals: list[AppealOut] = Field(description="newest first")
