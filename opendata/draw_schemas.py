"""The draws of a panel: everything anybody needs to repeat them."""

import datetime as dt

from pydantic import Field

from opendata.schemas import Record


class SeatOut(Record):
    kind: str = Field(description="official, institution, civil_society or academic")
    members: int = Field(description="seats of this kind that this draw fills")
    other_state: bool = Field(description="nobody from the state of the city")
    distinct_states: bool = Field(description="no two members of this kind from the same state")


class PersonOut(Record):
    id: str = Field(description="public number in the pool")
    kind: str
    country: str = Field(description="ISO 3166-1 alpha-2")


class CandidateOut(PersonOut):
    why: list[str] = Field(description="why this person may be drawn")


class ExcludedOut(Record):
    id: str
    why: str = Field(description="same_state or not_available; no more is said about people who do not sit")


class ReplacedOut(Record):
    """A seat that became free after the draw."""

    out: str
    why: str = Field(description="declined, removed (by two people of the office) or conflict")
    taken_by: str = Field(alias="in", description="empty when nobody of this draw could")
    skipped: list[str] = Field(description="next in the order, but could not serve any more")
    beside: list[PersonOut] = Field(description="who sat in the panel at that moment")


class DrawOut(Record):
    reference: str
    number: int
    country: str = Field(description="of the city, ISO 3166-1 alpha-2")
    draw_on: dt.date = Field(description="UTC")
    digest: str = Field(description="SHA-256 of candidates, kept and seats; in the public log before the seed is known")
    seed: str = Field(description="hash of the last entry of the public log of draw_on; empty before the draw")
    seed_entry: int | None
    seats: list[SeatOut]
    kept: list[PersonOut] = Field(description="who sat in the panel from an earlier draw")
    candidates: list[CandidateOut]
    excluded: list[ExcludedOut]
    gone: list[str] = Field(description="listed, but could not serve any more on the day of the draw")
    drawn: list[str]
    missing: dict[str, int] = Field(description="seats of each kind that nobody could take")
    replaced: list[ReplacedOut]
    early: bool = Field(default=False, description="an invented city, drawn before the day was over")


class MemberOut(PersonOut):
    name: str
    institution: str
    declares: str = Field(description="none or soft (a decider agreed)")


class DrawsOut(Record):
    """The panel of one application, and the draws it comes from."""

    reference: str
    city: str
    panel: list[MemberOut]
    draws: list[DrawOut]
