"""What the replies hold about texts in other languages."""

import datetime as dt

from ninja import Field, Schema
from pydantic import ConfigDict


class PieceOut(Schema):
    """One part of a text in another language."""

    model_config = ConfigDict(extra="forbid")

    text: str
    provenance: str = Field(description="human (by a person) or machine (by machine, not checked by a person)")


class ProfilePieceOut(PieceOut):
    """One part of a profile in another language."""

    belongs_to_older_text: bool = Field(description="whether the city has changed the original since")


class ProfileTranslationOut(Schema):
    """The profile of a city in another language, as the city published it. A part that is not here is read in the
    original.
    """

    model_config = ConfigDict(extra="forbid")

    language: str
    release: int = Field(description="goes up with each correction")
    published_at: dt.datetime
    fields: dict[str, ProfilePieceOut] = Field(description="by the name of the field of this record, such as about")


class TranslationOut(Schema):
    """A text in another language, as the city published it. A part that is not here is read in the original."""

    model_config = ConfigDict(extra="forbid")

    language: str
    release: int = Field(description="goes up with each correction")
    published_at: dt.datetime
    fields: dict[str, PieceOut] = Field(description="by the name of the field of this record, such as title")
    milestones: dict[str, PieceOut] = Field(description="titles, by the key of the milestone")
    indicators: dict[str, PieceOut] = Field(description="titles, by the key of the indicator")
