"""Cursors: where a page ended, so that the next one starts there. They stay true while rows are added and removed."""

import base64
import binascii
import datetime as dt
from typing import Any

import orjson
from django.utils.translation import gettext as _
from ninja.errors import HttpError

MAX_ID = 2**63 - 1
MAX_LENGTH = 600


def encode(order: str, value: str | dt.datetime, pk: int) -> str:
    """Return the cursor that stands behind one row of a list in `order`."""
    raw = orjson.dumps([order, value, pk])
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(cursor: str, order: str) -> tuple[str | dt.datetime, int]:
    """Return the value and primary key that a cursor holds.

    Args:
        cursor: as `encode` wrote it.
        order: the order of the list it is used for; values of any order but "name" are times.

    Raises: HttpError 400 for a cursor that is broken or belongs to another order.
    """
    try:
        if len(cursor) > MAX_LENGTH:
            raise ValueError("too long")
        kept, value, pk = _parts(cursor)
        if kept != order or type(pk) is not int or not 0 <= pk <= MAX_ID:
            raise ValueError("not ours")
        return (value if order == "name" else _moment(value)), pk
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise HttpError(400, _("This cursor does not fit. Start the list again without one.")) from error


def _parts(cursor: str) -> tuple[Any, Any, Any]:
    raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    parts = orjson.loads(raw)
    if not isinstance(parts, list) or len(parts) != 3 or not isinstance(parts[1], str) or "\x00" in parts[1]:
        raise ValueError("not a cursor")
    return parts[0], parts[1], parts[2]


def _moment(value: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None or not 1 < moment.year < 9999:
        raise ValueError("no time zone")
    return moment
