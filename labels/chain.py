"""The public decision log as text: one line for each act, each naming the SHA-256 of the line before it.

Anybody can check it without this program. A line is JSON with sorted keys, no spaces between its parts and no escapes
beyond those that JSON demands, in UTF-8. The hash of a line is the SHA-256 of its bytes, without the line break. The
next line carries it as `prev`; the first carries 64 zeros; the head names number and hash of the last line.
docs/decision-log.md says it in full, with a few lines of Python that check a file.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
# Shown on the page of the log: what anybody runs over the file, without a line of this program.
BY_HAND = """\
import hashlib, json, sys

number, last = 0, "0" * 64
for line in open(sys.argv[1], "rb").read().splitlines():
    entry, number = json.loads(line), number + 1
    if (entry["seq"], entry["prev"]) != (number, last):
        sys.exit(f"Entry {number} is not what followed entry {number - 1}.")
    last = hashlib.sha256(line).hexdigest()
print(number, last)
"""


@dataclass(frozen=True)
class Head:
    """The end of the log: how many entries, and the hash of the last one."""

    seq: int = 0
    hash: str = GENESIS


def moment(at: dt.datetime) -> str:
    """Return a moment as the log writes it: UTC, microseconds, a Z at the end."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def line_of(entry: Any) -> str:
    """Return the line of one entry, byte for byte as its hash was made.

    Args:
        entry: with `seq`, `at`, `act`, `label_code`, `city_slug`, `city_name`, `data` and `prev_hash`.
    """
    content = {
        "seq": entry.seq,
        "at": moment(entry.at),
        "act": entry.act,
        "label": entry.label_code,
        "city": entry.city_slug,
        "city_name": entry.city_name,
        "data": entry.data,
        "prev": entry.prev_hash,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(line: str) -> str:
    """Return the SHA-256 of a line, 64 hex digits."""
    return hashlib.sha256(line.encode()).hexdigest()


def faults(entries: Iterable[Any], head: Head) -> Iterator[str]:
    """Walk entries in the order of their numbers and yield one sentence for each fault; nothing when all is whole.

    Args:
        entries: as for `line_of`, each with the `hash` that was stored with it.
        head: the end of the log as it was stored.
    """
    seq, last, at = 0, GENESIS, None
    for entry in entries:
        if entry.seq != seq + 1:
            yield f"Entry {seq + 1} is missing: entry {entry.seq} comes instead."
        if entry.prev_hash != last:
            yield f"Entry {entry.seq} does not follow the entry before it."
        if entry.hash != hash_of(line_of(entry)):
            yield f"Entry {entry.seq} was changed after it was written."
        if at is not None and entry.at < at:
            yield f"Entry {entry.seq} is dated before the entry it follows."
        seq, last, at = entry.seq, entry.hash, entry.at
    if (seq, last) != (head.seq, head.hash):
        yield f"The log ends at entry {seq}, but its head names entry {head.seq}."
