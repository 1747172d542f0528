"""The hand-over pack: everything a city has on the portal, for whoever follows. Never anybody else's, nor the office's.

Only the fields named here leave. Reviewers, internal notes, opinions and conflicts are in no table that is read.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, Mandate
from commitments.models import Commitment, CommitmentVersion, Evidence, Milestone, ProgressReport
from commitments.queries import parts_of
from core.audit import ref
from core.context import portal_words
from core.models import AuditEvent, Scan
from core.storage import safe_name
from core.tables import plain
from core.zip_stream import Entry

CITY = ("slug", "name", "country", "membership", "language", "about", "website", "office", "contact_email",
        "complaints_url", "email_domains", "joined_on", "mandate_until")  # fmt: skip
COMMITMENT = ("code", "state", "progress", "progress_reason", "public_reason", "next_confirm_on", "next_report_on")
VERSION = (
    "number", "state", "language", "title", "summary", "problem", "action", "unit", "starts_on", "ends_on", "budget",
    "budget_note", "decided_on", "decision", "consulted", "taken_up", "change_reason", "reference", "submitted_at",
    "returned_reasons", "answer_by", "published_at", "content_hash",
)  # fmt: skip
MILESTONE = ("key", "position", "title", "due_on")
INDICATOR = ("key", "position", "title", "unit", "baseline", "baseline_on", "target", "target_on", "source")
REPORT = ("reference", "state", "as_of", "language", "progress", "reason", "text", "outcome", "submitted_at",
          "returned_reasons", "answer_by", "published_at")  # fmt: skip
EVIDENCE = ("public_id", "kind", "title", "file_name", "size", "sha256", "url", "page", "language", "dated_on",
            "proves", "visibility", "has_personal_data")  # fmt: skip
CLAIM = ("milestone_key", "progress", "reached_on", "note")
MANDATE = ("kind", "state", "title", "decided_on", "starts_on", "ends_on", "file_name", "sha256", "is_public")
# What the office decided is the city's to know; who decided is not. Every other act of the office stays there.
OFFICE_ACTS = frozenset({"admit_city", "accept", "refuse", "publish", "return_for_changes", "hold", "close"})
FIELDS = (
    ("city.json", City, CITY),
    ("commitments.json", Commitment, COMMITMENT),
    ("commitments.json: texts", CommitmentVersion, VERSION),
    ("commitments.json: milestones", Milestone, MILESTONE),
    ("reports.json", ProgressReport, REPORT),
    ("evidence.json", Evidence, EVIDENCE),
    ("mandates.json", Mandate, MANDATE),
)
CHUNK = 50


def pack_entries(city: City) -> Iterator[Entry]:
    """Yield the files of the pack, one after the other: texts first, then documents. Memory stays small."""
    yield "README.txt", _readme(city).encode()
    yield "city.json", _json(_values(city, CITY) | {"translations": _translations(city)})
    yield "commitments.json", _json([row for part in _commitments(city) for row in part])
    yield "reports.json", _json(_reports(city))
    yield "members.csv", _table(("name", "e-mail", "role", "focal point", "since"), _members(city))
    yield "dates.csv", _table(("date", "what", "commitment"), _dates(city))
    yield "log.csv", _table(("number", "at", "who", "what", "on"), _log(city))
    mandates = list(city.mandates.order_by("pk"))
    yield "mandates.json", _json([_values(row, MANDATE) for row in mandates])
    pieces = Evidence.objects.opened().filter(city=city).order_by("pk")
    yield "evidence.json", _json([_values(row, EVIDENCE) for row in pieces])
    for mandate in mandates:
        if mandate.file and mandate.scan_state != Scan.INFECTED:
            yield f"mandates/{mandate.pk}-{safe_name(mandate.file_name)}", mandate.file.open("rb")
    for piece in pieces.exclude(file="").iterator(chunk_size=CHUNK):
        yield f"evidence/{piece.public_id}-{safe_name(piece.file_name)}", piece.file.open("rb")


def _commitments(city: City) -> Iterator[list[dict[str, Any]]]:
    rows = list(Commitment.objects.filter(city=city).order_by("pk"))
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        texts = CommitmentVersion.objects.filter(commitment__in=some).order_by("number")
        versions = list(texts.prefetch_related("translations__public"))
        parts = parts_of(versions)
        yield [
            _values(row, COMMITMENT)
            | {"texts": [_text(text, parts[text.pk]) for text in versions if text.commitment_id == row.pk]}
            for row in some
        ]


def _text(version: CommitmentVersion, parts: Any) -> dict[str, Any]:
    return {
        **_values(version, VERSION),
        **{kind: [f"{link.number} {link.title}".strip() for link in found] for kind, found in parts.links.items()},
        "milestones": [_values(row, MILESTONE) for row in parts.milestones],
        "indicators": [_values(row, INDICATOR) for row in parts.indicators],
        "evidence": [str(row.evidence.public_id) for row in parts.evidence],
        "translations": [_translation(row) for row in version.translations.all()],
    }


def _translations(city: City) -> list[dict[str, Any]]:
    return [_translation(row) for row in city.translations.select_related("public")]


def _translation(row: Any) -> dict[str, Any]:
    return {"language": row.language, "saved": row.texts, "public": row.public.texts if row.public else {}}


def _reports(city: City) -> list[dict[str, Any]]:
    rows = ProgressReport.objects.filter(commitment__city=city).select_related("commitment").order_by("pk")
    return [
        {"commitment": row.commitment.code}
        | _values(row, REPORT)
        | {
            "milestones": [_values(claim, CLAIM) for claim in row.claims.all()],
            "evidence": [str(listed.evidence.public_id) for listed in row.evidence_rows.all()],
        }
        for row in rows.prefetch_related("claims", "evidence_rows__evidence")
    ]


def _members(city: City) -> Iterator[tuple[Any, ...]]:
    for role in city.roles.current().select_related("user").order_by("pk"):
        yield role.user.name, role.user.email, role.role, "yes" if role.is_focal_point else "", role.given_at.date()


def _dates(city: City) -> list[tuple[Any, ...]]:
    found = [(city.mandate_until, _("the mandate ends"), "")] if city.mandate_until else []
    for row in Commitment.objects.filter(city=city):
        found += [(row.next_confirm_on, _("confirm that all is still right"), row.code)] if row.next_confirm_on else []
        found += [(row.next_report_on, _("progress report"), row.code)] if row.next_report_on else []
    published = {"version__commitment__city": city, "version__state": "published"}
    steps = Milestone.objects.filter(due_on__isnull=False, **published).select_related("version__commitment")
    found += [(row.due_on, row.title, row.version.commitment.code) for row in steps]
    return sorted(found, key=lambda entry: (entry[0], entry[2], entry[1]))


def _log(city: City) -> Iterator[tuple[Any, ...]]:
    names = {ref(role.user): str(role.user) for role in city.roles.select_related("user")}
    office = portal_words()["office"]
    events = AuditEvent.objects.filter(scope=ref(city)).order_by("seq")
    for event in events.iterator(chunk_size=1000):
        if event.actor in names or event.actor == "system" or event.action in OFFICE_ACTS:
            who = names.get(event.actor) or ("" if event.actor == "system" else office)
            yield event.seq, event.at.isoformat(timespec="seconds"), who, event.action, event.object_ref


def _readme(city: City) -> str:
    lines = [
        _("Hand-over pack of %(city)s") % {"city": city},
        _("Made on %(date)s at %(portal)s.") % {"date": timezone.localdate(), "portal": settings.PORTAL_NAME},
        "",
        _("This is everything the city has on the portal: its texts (published, open, earlier), reports, documents,"),
        _("people, dates and log. Confidential documents are in it too: keep it as safe as the city keeps its files."),
        _("SHA256SUMS.txt lists the fingerprint of every file; check them with: sha256sum -c SHA256SUMS.txt"),
        _("Dates are written year-month-day. Files ending in .json and .csv open in any spreadsheet or editor."),
        "",
        _("What the fields mean"),
    ]
    for file, model, names in FIELDS:
        lines += ["", file]
        lines += [f"  {name}: {model._meta.get_field(name).verbose_name}" for name in names]
    return "\n".join(lines) + "\n"


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, default=str) + "\n").encode()


def _table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([plain(str(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
