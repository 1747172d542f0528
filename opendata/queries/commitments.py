"""Commitments as data: what is published, and tombstones of what was withdrawn. Never a draft or a submission."""

import re
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from commitments.models import Commitment, CommitmentVersion
from commitments.queries import version_languages
from core.translated import read_languages
from opendata.queries import words
from opendata.queries.addresses import Addresses
from opendata.queries.cities import city_ref
from opendata.queries.parts import evidence_of, reports_of, texts_of
from opendata.queries.since import newer_than
from opendata.queries.statements import statements_of
from opendata.queries.translations import translations_of

LIFE = ("outcome", "closed_at", "last_confirmed_on", "next_confirm_on", "next_report_on")
OWN = (
    "pk", "code", "state", "progress", "progress_reason", "origin", "source_url", "public_reason",
    "first_published_at", "changed_at", "withdrawn_at", "city__slug", "city__name", "city__country",
    *LIFE,
)  # fmt: skip
TEXT = ("pk", "number", "language", "title", "summary", "unit", "starts_on", "ends_on", "published_at")
LONG = (
    "problem", "action", "budget", "budget_note", "decided_on", "decision", "consulted", "taken_up", "change_reason",
)  # fmt: skip
CODE = re.compile(r"HRC-[0-9A-Z]{4,8}", re.ASCII)
Row = dict[str, Any]


def summaries(commitment_ids: list[int], to: Addresses) -> dict[int, Row]:
    """Return the records of a list without their evidence, by primary key (3 queries)."""
    rows = list(_with_text(Commitment.objects.filter(pk__in=commitment_ids), TEXT))
    texts = texts_of([row["text_pk"] for row in rows if row["text_pk"]])
    withdrawn = Commitment.State.WITHDRAWN
    return {
        row["pk"]: tombstone(row, to) if row["state"] == withdrawn else {**_summary(row, to), **texts[row["text_pk"]]}
        for row in rows
        if row["state"] == withdrawn or row["text_pk"]
    }


def commitment_record(code: str, to: Addresses) -> Row:
    """Return one commitment whole: the text in force, all versions, reports, what others say (12 queries).

    Of a withdrawn one, its tombstone (1 query).

    Raises: Http404 when it never was public.
    """
    row = _with_text(_public(code), TEXT + LONG).first()
    if row is None or row["text_pk"] is None:
        raise Http404(_("There is no commitment with this code."))
    if row["state"] == Commitment.State.WITHDRAWN:
        return tombstone(row, to)
    public = CommitmentVersion.objects.ever_published().filter(commitment=row["pk"]).order_by("number")
    return {
        **_whole(row, to),
        "is_current": True,
        **_kin(row["pk"]),
        "versions": [
            {
                "number": number,
                "url": to.version(row["code"], number),
                "data_url": to.version_data(row["code"], number),
                "published_at": published_at,
            }
            for number, published_at in public.values_list("number", "published_at")
        ],
        "reports": reports_of(row["pk"], to),
        "counter_evidence": statements_of(row["pk"], to),
    }


def version_record(code: str, number: str, to: Addresses) -> Row:
    """Return one numbered text, in force or superseded, and what happened to it since (5 queries; 9 once replaced).

    Raises: Http404 when it is not, and never was, public.
    """
    wanted = int(number) if re.fullmatch(r"[1-9][0-9]{0,3}", number, re.ASCII) else 0
    live = Q(versions__number=wanted, versions__state__in=("published", "superseded"))
    row = _with_text(_public(code), TEXT + LONG, live).first()
    if row is None or row["text_pk"] is None:
        raise Http404(_("There is no public version with this number."))
    is_current = row["text_state"] == CommitmentVersion.State.PUBLISHED
    return {
        **_whole(row, to),
        "is_current": is_current,
        "newer": None if is_current else newer_than(row["pk"], row["code"], wanted, to),
        "withdrawn_at": row["withdrawn_at"],
        "withdrawn_reason": row["public_reason"] if row["state"] == Commitment.State.WITHDRAWN else "",
    }


def tombstone(row: Row, to: Addresses) -> Row:
    """Return what stays of a withdrawn commitment."""
    return {**_head(row, to), "withdrawn_at": row["withdrawn_at"], "reason": row["public_reason"]}


def _public(code: str) -> QuerySet[Commitment]:
    if not CODE.fullmatch(code.upper()):
        raise Http404(_("A code looks like HRC-7K2Q9D."))
    return Commitment.objects.public().filter(code=code.upper(), city__is_public=True)


def _with_text(
    rows: QuerySet[Commitment], columns: tuple[str, ...], which: Q | None = None
) -> QuerySet[Commitment, Row]:
    condition = which or Q(versions__state=CommitmentVersion.State.PUBLISHED)
    texts = {f"text_{name}": F(f"text__{name}") for name in (*columns, "state")}
    # A LEFT JOIN on purpose: SQLite would start an inner one at all published texts.
    joined = rows.annotate(text=FilteredRelation("versions", condition=condition))
    return joined.annotate(text_languages=version_languages("text__pk")).values(*OWN, "text_languages", **texts)


def _kin(pk: int) -> Row:
    public = Commitment.objects.public().filter(city__is_public=True).order_by("code")
    near = public.filter(Q(copied_from=pk) | Q(pk__in=Commitment.objects.filter(pk=pk).values("copied_from")))
    rows = list(near.values_list("code", "copied_from"))
    return {
        "continues": [code for code, source in rows if source != pk],
        "continued_by": [code for code, source in rows if source == pk],
    }


def _whole(row: Row, to: Addresses) -> Row:
    pk = row["text_pk"]
    long = {name: row[f"text_{name}"] for name in LONG}
    budget = None if long["budget"] is None else str(long["budget"])
    parts = {**texts_of([pk])[pk], "evidence": evidence_of([pk], to)[pk], "translations": translations_of(pk)}
    return {**_summary(row, to), **parts, **long, "budget": budget}


def _head(row: Row, to: Addresses) -> Row:
    return {
        "code": row["code"],
        "url": to.commitment(row["code"]),
        "data_url": to.commitment_data(row["code"]),
        "city": city_ref(row["city__slug"], row["city__name"], row["city__country"], to),
        "status": row["state"],
        "updated_at": row["changed_at"],
    }


def _summary(row: Row, to: Addresses) -> Row:
    return {
        **_head(row, to),
        "progress": row["progress"],
        "progress_text": words.progress()[row["progress"]],
        "progress_reason": row["progress_reason"],
        **{name: row[name] for name in LIFE},
        "origin": row["origin"],
        "origin_text": words.origins()[row["origin"]],
        "source_url": row["source_url"],
        "version": row["text_number"],
        "version_url": to.version(row["code"], row["text_number"]),
        "language": row["text_language"],
        "translated_into": read_languages(row["text_languages"]),
        "title": row["text_title"],
        "summary": row["text_summary"],
        "unit": row["text_unit"],
        "starts_on": row["text_starts_on"],
        "ends_on": row["text_ends_on"],
        "first_published_at": row["first_published_at"],
        "published_at": row["text_published_at"],
    }
