"""The list of commitments. Filters, one page of keys, and records that are kept for a minute.

Making fifty records costs far more than finding them. So a page reads only what tells whether a record is still the
same, and takes the finished JSON of the others from the cache. Evidence is never kept: whether a piece is public is
read for every reply.
"""

import datetime as dt
import hashlib
from typing import Any

import orjson
from django.core.cache import cache
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from commitments.models import Commitment, CommitmentVersion
from opendata.params import CommitmentQuery
from opendata.queries.addresses import Addresses
from opendata.queries.commitments import summaries
from opendata.queries.pages import page_of
from opendata.queries.parts import LINKS, evidence_of

COLUMNS = {"changed": "changed_at"}
KEPT_SECONDS = 60
PUBLISHED = CommitmentVersion.State.PUBLISHED
Row = dict[str, Any]


def commitment_page(
    query: CommitmentQuery, to: Addresses
) -> tuple[list[orjson.Fragment], str | None, dt.datetime | None]:
    """Return one page of commitments as finished JSON, the next cursor, the latest change (2 to 5 queries)."""
    chosen = _keys(_narrowed(query))
    rows, after = page_of(chosen, COLUMNS, order=query.order, after=query.cursor, limit=query.limit)
    evidence = evidence_of([row["text_pk"] for row in rows if row["state"] != Commitment.State.WITHDRAWN], to)
    records = _records(rows, to)
    finished = [_finished(records[row["pk"]], evidence.get(row["text_pk"])) for row in rows if row["pk"] in records]
    return finished, after, max((row["changed_at"] for row in rows), default=None)


def _keys(rows: QuerySet[Commitment]) -> QuerySet[Any, Any]:
    # A LEFT JOIN on purpose: SQLite would start an inner one at all published texts, and sort them.
    joined = rows.annotate(text=FilteredRelation("versions", condition=Q(versions__state=PUBLISHED)))
    return joined.values("pk", "state", "progress", "changed_at", "city__changed_at", text_pk=F("text__pk"))


def _records(rows: list[Row], to: Addresses) -> dict[int, bytes]:
    names = {row["pk"]: _name(row, to) for row in rows}
    kept = cache.get_many(names.values())
    missing = [pk for pk, name in names.items() if name not in kept]
    made = {pk: orjson.dumps(record) for pk, record in summaries(missing, to).items()} if missing else {}
    cache.set_many({names[pk]: body for pk, body in made.items()}, KEPT_SECONDS)
    return {pk: kept[name] for pk, name in names.items() if name in kept} | made


def _name(row: Row, to: Addresses) -> str:
    """Name a record so that every public change of it gives another name."""
    raw = f"{to.base}|{'|'.join(str(value) for value in row.values())}"
    return f"opendata:{hashlib.blake2b(raw.encode(), digest_size=16).hexdigest()}"


def _finished(record: bytes, evidence: list[Row] | None) -> orjson.Fragment:
    if evidence is None:
        return orjson.Fragment(record)
    return orjson.Fragment(record[:-1] + b',"evidence":' + orjson.dumps(evidence) + b"}")


def _narrowed(query: CommitmentQuery) -> QuerySet[Commitment]:
    rows = Commitment.objects.public().filter(city__is_public=True)
    if query.status:
        rows = rows.filter(state=query.status)
    elif not query.updated_since:
        rows = rows.exclude(state=Commitment.State.WITHDRAWN)
    if query.updated_since:
        rows = rows.filter(changed_at__gte=query.updated_since)
    if query.city:
        rows = rows.filter(city__slug=query.city)
    if query.country:
        rows = rows.filter(city__country=query.country)
    for kind, code in (("elements", query.element), ("rights", query.right), ("policy_areas", query.policy_area)):
        if code:
            rows = rows.filter(_cites(kind, code))
    return rows


def _cites(kind: str, code: str) -> Exists:
    links = getattr(CommitmentVersion, kind).through.objects
    text = {"commitmentversion__commitment": OuterRef("pk"), "commitmentversion__state": PUBLISHED}
    return Exists(links.filter(**text, **{f"{LINKS[kind]}__code": code.upper()}))
