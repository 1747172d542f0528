"""One day in a private calendar."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One whole day. `uid` stays the same when the date moves; `path` is where the act is done."""

    uid: str
    day: dt.date
    title: str
    place: str
    path: str
