"""What a list can be asked: filters, order, cursor, size. Everything is checked here, in words."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from cities.countries import is_known, iso_code

# A plus sign in an address means a blank: 2026-01-01T00:00:00+01:00 arrives with one before its offset.
LOST_PLUS = re.compile(r"(?<=[T ]\d{2}:\d{2})((?::\d{2})?(?:\.\d{1,6})?) (\d{2}:?\d{2})$")


def _moment(value: Any) -> dt.datetime:
    text = str(value)[:50]
    try:
        day = parse_date(text)
        moment = dt.datetime.combine(day, dt.time()) if day else parse_datetime(LOST_PLUS.sub(r"\1+\2", text))
    except ValueError:
        moment = None
    if moment is None or not 1970 <= moment.year <= 9000:
        raise ValueError(_("Write a date such as 2026-01-31, or a time such as 2026-01-31T12:00:00Z."))
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _country(value: str) -> str:
    code = iso_code(value)
    if not is_known(code):
        raise ValueError(_("Write a country as two letters, such as AT."))
    return code


def _readable(value: str) -> str:
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError(_("This text holds characters that cannot be read."))
    return value


Country = Annotated[str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}$"})]
Moment = Annotated[
    dt.datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"}, mode="validation")
]
Code = Annotated[str, StringConstraints(max_length=32, min_length=1), AfterValidator(_readable)]
Slug = Annotated[str, StringConstraints(max_length=80), AfterValidator(_readable)]
Name = Annotated[str, StringConstraints(max_length=100), AfterValidator(_readable)]
Words = Annotated[str, StringConstraints(max_length=200), AfterValidator(_readable)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]
ProgressValue = Literal["not_started", "under_way", "delayed", "partly_done", "done", "dropped", "not_reported"]
Cursor = Annotated[str, StringConstraints(max_length=600)]


class ListQuery(Schema):
    """What every list understands."""

    updated_since: Moment | None = Field(None, description="Only what changed at or after this time (UTC unless said).")
    cursor: Cursor = Field("", description="`next_cursor` of the page before.")
    limit: int = Field(50, ge=1, le=100, description="Rows on a page.")


class CityQuery(ListQuery):
    country: Country | None = Field(None, description="ISO 3166-1 alpha-2; EL and UK are understood as well.")
    membership: Literal["none", "interested", "committed"] | None = Field(None, description="none: listed only.")
    q: Name = Field("", description="Part of the name, or words of the city's page in any language it has.")
    order: Literal["name", "changed", "-changed"] = Field("name", description="By name, or by latest change.")


class CommitmentQuery(ListQuery):
    city: Slug = Field("", description="Slug of a city, such as at-graz.")
    country: Country | None = Field(None, description="ISO 3166-1 alpha-2; EL and UK are understood as well.")
    element: Code | None = Field(None, description="Code of an element of the framework, such as F1.")
    right: Code | None = Field(None, description="Code of an article of the EU Charter, such as CFR-21.")
    policy_area: Code | None = Field(None, description="Code of a policy area, such as PA02.")
    status: Literal["active", "on_hold", "closed", "withdrawn"] | None = Field(
        None, description="Withdrawn ones come as tombstones: on demand, and always together with `updated_since`."
    )
    order: Literal["changed", "-changed"] = Field("-changed", description="Latest change first, or last.")


class CityTableQuery(Schema):
    """What the list of cities on the portal understands, under the same names."""

    q: Words = Field("", description="Name of a city, region or country, or words of a city's page.")
    status: list[Literal["label", "committed", "interested", "compiled"]] = Field([], description="Any of these.")
    region: Words = Field("", description="Name of a region, as on the portal.")
    country: list[Country] = Field([], description="ISO 3166-1 alpha-2; any of these.")
    sort: Literal["name", "changed"] = Field("name", description="By name, or latest change first.")


class CommitmentTableQuery(Schema):
    """What the list of commitments on the portal understands, under the same names."""

    q: Words = Field("", description="Words in the text, in any simple form, with or without accents; or a code.")
    city: Words = Field("", description="Part of the name of a city.")
    slug: Slug = Field("", description="Slug of a city, such as at-graz.")
    status: list[Literal["active", "on_hold", "closed"]] = Field([], description="Any of these.")
    progress: list[ProgressValue] = Field([], description="Progress as the city says; any of these.")
    element: Code | None = Field(None, description="Code of an element of the framework, such as F1.")
    right: Code | None = Field(None, description="Code of an article or a title of the EU Charter, such as CFR-21.")
    area: Code | None = Field(None, description="Code of a policy area, such as PA02.")
    group: Code | None = Field(None, description="Code of a group, such as RH08.")
    goal: Code | None = Field(None, description="Code of a Sustainable Development Goal, such as SDG-11.")
    year: int | None = Field(None, ge=1900, le=2200, description="A calendar year the promise runs through.")
    language: Language | None = Field(None, description="Language of the text or of a public translation, two letters.")
    label: list[Literal["held"]] = Field([], description="held: of cities that hold the label today.")
    region: Words = Field("", description="Name of a region, as on the portal.")
    country: list[Country] = Field([], description="ISO 3166-1 alpha-2; any of these.")
    sort: Literal["changed", "city"] = Field("changed", description="Latest change first, or by the city's name.")


class PlaceQuery(Schema):
    q: Name = Field("", description="How the name starts, in any language, accents or not.")
    limit: int = Field(8, ge=1, le=20, description="Places at most.")


class NoQuery(Schema):
    """An address that is asked nothing."""


def refuse_unknown(request: HttpRequest, query: Schema) -> None:
    """Raise ValidationError for a parameter that the list does not know: a typo must not return everything."""
    known = type(query).model_fields
    unknown = [name for name in request.GET if name not in known]
    if unknown:
        words = _("There is no such parameter. Use: %(names)s.") % {"names": ", ".join(known)}
        words = words if known else _("This address takes no parameters.")
        raise ValidationError([{"loc": ("query", name[:60]), "msg": words} for name in unknown[:10]])
