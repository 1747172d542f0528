"""What the pages of a commitment and of one of its versions draw."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.countries import footnote
from commitments.models import INDICATOR, MILESTONE, Commitment, Progress
from commitments.queries import (
    CommitmentPage,
    Event,
    EvidenceRow,
    HistoryPage,
    Kin,
    LinkRow,
    MilestoneRow,
    VersionPage,
    VersionReading,
    in_words,
)
from commitments.queries.public import HistoryEntry
from core import local
from core.languages import language_in_words
from core.translated import Provenance, Step
from participation.queries import Said
from portal import proof, reading, rows, words
from portal.measured import indicator_rows
from portal.timeline import reached_words
from portal.voices import Voices
from portal.words import Row

AWAY = ("instrument_items", "recommendations")  # what is read elsewhere


def commitment_context(page: CommitmentPage, said: Iterable[Said], *, original: bool = False) -> Row:
    """Return the template's context for a public commitment, also for a withdrawn one.

    Args:
        said: what others say about its evidence and reports.
        original: whether the reader wants the city's own words. A withdrawn commitment has no other ones.
    """
    commitment, version = page.commitment, page.version
    is_withdrawn = commitment.state == Commitment.State.WITHDRAWN
    read = reading.reading_of(version, original=original or is_withdrawn)
    others = Voices(said, page)
    titles = {row.key: read.row(MILESTONE, row).text for row in page.milestones}
    reports = [event for event in page.events if event.kind == "report"]
    by_report: dict[int | None, list[EvidenceRow]] = {}
    for row in page.evidence:
        by_report.setdefault(row.report, []).append(row)
    return text_context(read, page.links) | {
        **({} if is_withdrawn else _languages(read, commitment.get_absolute_url(), original)),
        "tag": words.commitment_tag(commitment),
        "life": words.life_of(commitment),
        "delay": commitment.progress_reason if commitment.progress in {Progress.DELAYED, Progress.DROPPED} else "",
        "milestones": _milestones(page.milestones, page.evidence, read),
        "about_milestones": reading.row_lines(read, page.milestones, MILESTONE),
        "reached": _reached(page.milestones),
        "indicators": indicator_rows(page.indicators, read),
        "about_indicators": reading.row_lines(read, page.indicators, INDICATOR),
        "reports": [
            _report(event, by_report.get(event.report, [])) | others.about_report(event.report) for event in reports
        ],
        "evidence": [
            proof.evidence_row(row, milestone=titles.get(row.milestone_key, "")) | others.about_evidence(row.public_id)
            for row in page.evidence
        ],
        "said_before": others.earlier,
        "voices": others.side_by_side(page),
        "history": [_event(event) for event in page.events],
        "several": sum(event.kind == "version" for event in page.events) > 1,
        "being_checked": words.being_checked(page.being_checked),
        "kin": [_kin(row) for row in page.kin],
    }


def version_context(page: VersionPage, *, original: bool = False) -> Row:
    """Return the template's context for one version, as it was published; `original` as in `commitment_context`."""
    read = reading.reading_of(page.version, original=original)
    return text_context(read, page.links) | {
        **_languages(read, page.version.get_absolute_url(), original),
        "milestones": _milestones(page.milestones, [], read),
        "about_milestones": reading.row_lines(read, page.milestones, MILESTONE),
        "indicators": indicator_rows(page.indicators, read),
        "about_indicators": reading.row_lines(read, page.indicators, INDICATOR),
        "evidence": [proof.evidence_row(row) for row in page.evidence],
        "newer": page.newer,
        "since": page.since,
        "changed": "; ".join(row["label"] for row in page.since),
        "old_label": _("Version %(number)s") % {"number": page.version.number},
        "new_label": _("Version %(number)s") % {"number": page.latest},
        "several": len(page.numbers) > 1,
        "is_withdrawn": page.version.commitment.state == Commitment.State.WITHDRAWN,
        "tag": None,
        "embed": None,
    }


def history_context(page: HistoryPage) -> Row:
    """Return the template's context for the versions of a commitment and their differences."""
    commitment, read = page.commitment, reading.reading_of(page.version)
    told: dict[int, list[Row]] = {}
    for step in page.translations:
        told.setdefault(step.translation.version_id, []).append(_translated(step))
    return {
        "text": {"title": reading.shown(read.field("title"))},
        "commitment": commitment,
        "city": commitment.city,
        "country": words.country_name(commitment.city.country),
        "origin_code": words.origin_of(commitment, commitment.city),
        "source": proof.host(commitment.source_url),
        "version": page.version,
        "lang": words.lang(page.version.language),
        "entries": [_entry(entry) | {"translations": told.get(entry.version.pk, [])} for entry in page.entries],
    }


def _entry(entry: HistoryEntry) -> Row:
    version, previous = entry.version, entry.previous
    return {
        "number": version.number,
        "label": _("Version %(number)s") % {"number": version.number},
        "old_label": _("Version %(number)s") % {"number": previous.number} if previous else "",
        "url": version.get_absolute_url(),
        "date": version.published_at,
        "reason": version.change_reason,
        "lang": words.lang(version.language),
        "correction": bool(previous) and not version.is_material,
        "rows": entry.rows,
    }


def _translated(step: Step) -> Row:
    """Return one line of the history of a translation. Reported figures and milestones count as parts."""
    name = language_in_words(step.language)
    texts = {
        "added": _("%(day)s: translation into %(language)s added (%(by)s)"),
        "changed": _("%(day)s: translation into %(language)s changed (%(by)s)"),
        "taken_back": _("%(day)s: translation into %(language)s taken back"),
    }
    by = ", ".join(str(Provenance(value).label) for value in step.by)
    return {"text": texts[step.kind] % {"day": local.day(step.at), "language": name, "by": by}}


def _languages(read: VersionReading, url: str, original: bool) -> Row:
    """Return the ways to other words; which languages the page's text has, and in which it is shared."""
    choice = reading.choice_of_text(read.source, url, original=original)
    return {"choice": choice, "text_languages": choice["own"], "shared_language": read.field("title").language}


def text_context(read: VersionReading, links: dict[str, list[LinkRow]]) -> Row:
    """Return what both pages show of a text."""
    version = read.source
    commitment = version.commitment
    origin = words.origin_of(commitment, commitment.city)
    return {
        "version": version,
        "commitment": commitment,
        "city": commitment.city,
        "country": words.country_name(commitment.city.country),
        "lang": words.lang(version.language),
        "text": reading.texts_shown(read),
        "is_translated": bool(read.texts),
        "written_in": language_in_words(version.language),
        "origin": words.origin_tag(origin),
        "origin_code": origin,
        "source": proof.host(commitment.source_url),
        "period": rows.period_of(version),
        "facts": _facts(read, links),
        "status_note": footnote(commitment.city.country),
    }


def _facts(read: VersionReading, links: dict[str, list[LinkRow]]) -> list[Row]:
    version = read.source
    unit, about, decided = (reading.shown(read.field(name)) for name in ("unit", "budget_note", "decision"))
    named = [{"label": label, "links": [_link(row) for row in links[kind]]} for kind, label in _link_labels().items()]
    budget = ", ".join(part for part in (in_words(version, "budget"), about["text"]) if part)
    decision = decided["text"] or (in_words(version, "decided_on") if version.decided_on else "")
    own = [
        {"label": _("Responsible"), "value": unit["text"], "lang": unit["lang"]},
        {"label": _("Budget"), "value": budget, "lang": about["lang"]},
        {"label": _("Council decision"), "value": decision, "lang": decided["lang"]},
    ]
    return [row for row in named if row["links"]] + [row for row in own if row["value"]]


def _kin(row: Kin) -> Row:
    text = {"code": row.code, "title": row.title, "lang": words.lang(row.language)}
    return text | {"url": row.url, "is_earlier": row.is_earlier}


def _link_labels() -> dict[str, str]:
    return {
        "rights": _("Rights"),
        "elements": _("Framework elements"),
        "groups": _("People concerned"),
        "policy_areas": _("Policy areas"),
        "charter_articles": _("City charter"),
        "instrument_items": _("Other charters and treaties"),
        "goals": _("Goals"),
        "recommendations": _("Recommendations it answers"),
    }


def _link(row: LinkRow) -> Row:
    text = _("Article %(number)s, %(title)s") % {"number": row.number, "title": row.title}
    texts = {"rights": text, "charter_articles": text, "elements": f"{row.number} {row.title}"}
    texts["goals"] = _("Goal %(number)s, %(title)s") % {"number": row.number, "title": row.title}
    if row.kind in AWAY:
        texts[row.kind] = str(row)
    return {"text": texts.get(row.kind, row.title), "url": row.url or row.source_url, "mark": _mark(row)}


def _mark(row: LinkRow) -> str:
    """Return what readers should know of a link: that its title is ours, that the city added it, or has no source."""
    marks = [_("working title")] if row.is_working_title else []
    if row.kind == "recommendations":
        marks += [_("added by the city")] if row.by_city else []
        marks += [] if row.source_url else [_("no link to its source")]
    return ", ".join(marks)


def _milestones(found: list[MilestoneRow], evidence: Iterable[EvidenceRow], read: VersionReading) -> list[Row]:
    proofs = proof.milestone_links(evidence)
    titles = {row.key: reading.shown(read.row(MILESTONE, row)) for row in found}
    return [
        {
            "title": titles[row.key]["text"],
            "lang": titles[row.key]["lang"],
            "status": row.progress_label,
            "icon": words.progress_tag(row.progress)["icon"] or "plan",
            "due": row.due_on,
            "note": " · ".join(part for part in (_reached_on(row), row.note) if part),
            "evidence": proofs.get(row.key, []),
        }
        for row in found
    ]


def _reached_on(row: MilestoneRow) -> str:
    return _("reached %(day)s") % {"day": local.day(row.reached_on)} if row.reached_on else ""


def _reached(found: list[MilestoneRow]) -> str:
    return reached_words(sum(row.progress == Progress.DONE for row in found), len(found))


def _report(event: Event, evidence: list[EvidenceRow]) -> Row:
    return {
        "date": event.as_of or event.at,
        "tag": words.progress_tag(event.progress),
        "text": event.text,
        "reason": event.reason,
        "lang": words.lang(event.language),
        "published": event.at,
        "evidence": [proof.short_link(row) for row in evidence],
    }


def _text_of(event: Event) -> str:
    """Return the public reason that belongs to an entry; reports and withdrawals have their own place on the page."""
    return event.text if event.kind == "version" else event.reason


def _event(event: Event) -> Row:
    row = {
        "date": event.at,
        "title": event.title,
        "text": _text_of(event),
        "lang": words.lang(event.language),
    }
    if event.kind == "version":
        address = reverse("portal:version", args=[event.code, event.number])
        return row | {"url": address, "link": _("Read version %(number)s") % {"number": event.number}}
    return row | ({"tag": words.progress_tag(event.progress)} if event.progress else {})
