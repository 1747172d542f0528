"""The head of the public decision log."""

from pydantic import Field

from opendata.schemas import Record


class LogHead(Record):
    """How many lines the log has, and the SHA-256 of the last one; with a day, as it was when that day was over."""

    seq: int
    hash: str = Field(description="64 hex digits; zeros when the log is empty")
    day: str = Field(default="", description="YYYY-MM-DD, UTC")
    at: str = Field(default="", description="when the last entry was written")
