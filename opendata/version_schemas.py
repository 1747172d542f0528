"""What the reply about one version holds."""

import datetime as dt

from ninja import Field

from opendata.schemas import TextOut, VersionRef


class NewerOut(VersionRef):
    """The newest version after the one that is read or cited."""

    difference_url: str = Field(description="page for people: both texts side by side")
    changed: list[str] = Field(description="which parts differ, in English words")


class VersionOut(TextOut):
    """One numbered text, and what happened since: whoever cites it can see whether it still stands."""

    newer: NewerOut | None
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str = Field(description="the city's public reason, or empty")
