"""What the page of a city draws, from `queries.city_page`."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.countries import footnote
from cities.models import City, CityFact
from cities.queries.translations import profile_texts
from commitments.models import CommitmentVersion
from commitments.queries import LinkRow
from core import local
from core.models import Scan
from core.reference import reference_words
from labels.models import Decision, LabelStatus
from portal import proof, rows, words
from portal.projection import on_map
from portal.queries import EVIDENCE_SHOWN, CityPage, Fact
from portal.reading import choice_of_text, mark_of, profile_reading, profile_shown, reading_of
from portal.timeline import Axis, milestones_reached, share_of_progress
from portal.words import Row

PILLARS = ("foundation", "structure", "tool")


def profile(page: CityPage, today: dt.date, *, original: bool = False) -> Row:
    """Return the template's context for a city, in the reader's language or in the city's own words."""
    city, found = page.city, page.commitments
    text = profile_shown(profile_reading(city, original=original))
    axis = Axis(found.rows)
    point = on_map(city.lat, city.lon)
    return {
        "city": city,
        "text": text,
        **_languages(city, original),
        "eyebrow": " · ".join(part for part in (words.city_place(city), rows.residents(city.population)) if part),
        "dot": point._asdict() if point else None,
        "place": words.city_place(city),
        "tag": _status_tag(page, today),
        "origin": words.origin_tag(city.origin) if city.membership != City.Membership.NONE else None,
        "seal": _seal(page, today),
        "label_code": city.label_code if settings.LABEL_ENABLED else None,
        "application": city.application_reference if settings.LABEL_ENABLED else None,
        "decision": _decision(city),
        "share": share_of_progress(row.commitment for row in found.rows),
        "axis": axis.labels,
        "rows": [_commitment(row, city, page.links[row.pk], axis.bar(row, today)) for row in found.rows],
        "withdrawn": [_withdrawn(row) for row in found.withdrawn],
        "being_checked": words.being_checked(found.being_checked),
        "evidence": [proof.evidence_row(item) for item in page.evidence[:EVIDENCE_SHOWN]],
        "foundations": _foundations(city, today, text["office"]),
        "pillars": _pillars(page.links.values()),
        "facts": _facts(page.facts),
        "source": proof.host(city.source_url),
        "status_note": footnote(city.country),
        "today": today,
    }


def _status_tag(page: CityPage, today: dt.date) -> Row:
    status = page.label_status(today)
    page.city.label_until = page.city.label_valid_until if status == LabelStatus.VALID else None
    if settings.LABEL_ENABLED and status == LabelStatus.SUSPENDED:
        return words.tag(_("Label suspended"), "warn", "late")
    if settings.LABEL_ENABLED and status == LabelStatus.ON_HOLD:
        return words.tag(_("Label on hold"), "line", "late")
    return words.city_tag(page.city)


def _seal(page: CityPage, today: dt.date) -> Row | None:
    if not settings.LABEL_ENABLED or page.label_status(today) != LabelStatus.VALID:
        return None
    dates = {"start": local.day(page.city.label_valid_from), "end": local.day(page.city.label_valid_until)}
    words_of = (
        _("Since %(start)s; a renewal is pending.")
        if page.city.label_carried_by
        else _("Since %(start)s, until %(end)s.")
    )
    return {
        "title": _("Label held"),
        "text": words_of % dates,
        "url": reverse("portal:label", args=[page.city.label_code]),
    }


def _decision(city: Any) -> Row | None:
    """Return the latest label decision that two people signed, with its public reasons."""
    if not (settings.LABEL_ENABLED and city.decision_outcome):
        return None
    outcome = Decision.Outcome(city.decision_outcome)
    return {
        "title": _("Decision about the label: %(outcome)s") % {"outcome": outcome.label},
        "date": city.decision_closed_at,
        "reasons": city.decision_reasons,
    }


def _commitment(version: CommitmentVersion, city: City, links: dict[str, list[LinkRow]], bar: Row | None) -> Row:
    commitment, title = version.commitment, reading_of(version).field("title")
    sentence = [f"{period}." if (period := rows.period_of(version)) else "", milestones_reached(version)]
    return {
        "title": title.text,
        "lang": words.lang(title.language),
        "mark": mark_of(title),
        "reason_lang": words.lang(version.language),
        "url": commitment.get_absolute_url(),
        "tag": words.commitment_tag(commitment),
        # The page says once what all of it is; only what differs carries its own mark.
        "origin": words.origin_tag(commitment.origin) if words.origin_of(commitment, city) != city.origin else None,
        "themes": " · ".join(rows.themes(links)),
        "bar": bar,
        "words": " ".join(part for part in sentence if part),
        "reason": commitment.progress_reason,
        "start": _date(version.starts_on, commitment.origin),
        "end": _date(version.ends_on, commitment.origin),
        "reached": milestones_reached(version),
    }


def _date(date: dt.date | None, origin: str) -> str:
    """Return a date for the table; sources of compiled texts give years only."""
    if date is None:
        return ""
    return str(date.year) if origin == "compiled" else local.day(date)


def _withdrawn(version: CommitmentVersion) -> Row:
    commitment = version.commitment
    return {
        "title": version.title,
        "lang": words.lang(version.language),
        "url": commitment.get_absolute_url(),
        "tag": words.commitment_tag(commitment),
        "date": commitment.withdrawn_at,
        "reason": commitment.public_reason,
    }


def _languages(city: Any, original: bool) -> Row:
    """Return the ways to other words, and which languages the city's own text has; without a text there are none."""
    choice = choice_of_text(city, city.get_absolute_url(), original=original) if profile_texts(city) else None
    return {"choice": choice, "text_languages": choice["own"] if choice else []}


def _foundations(city: Any, today: dt.date, office: Row) -> list[Row]:
    facts = [
        {"label": _("Mandate"), "value": mandate_words(city, today)},
        _mandate_document(city),
        {"label": _("Joined"), "value": local.day(city.joined_on) if city.joined_on else ""},
        {"label": _("Office"), "value": office["text"], "lang": office.get("lang", "")},
        {"label": _("Complaints"), "value": proof.host(city.complaints_url), "url": city.complaints_url},
        {"label": _("Website"), "value": proof.host(city.website), "url": city.website},
        {"label": _("Contact"), "value": city.contact_email, "url": f"mailto:{city.contact_email}"},
    ]
    return [fact for fact in facts if fact["value"]]


def mandate_words(city: Any, today: dt.date) -> str:
    """Say on what the city speaks here, and until when; an end is told without blame."""
    if not city.mandate_title:
        return ""
    given = {
        "decision": city.mandate_title,
        "start": local.day(city.mandate_starts_on),
        "end": local.day(city.mandate_ends_on),
    }
    if city.mandate_ends_on < today:
        return _("%(decision)s, in force from %(start)s. Mandate ended on %(end)s") % given
    return _("%(decision)s, in force from %(start)s until %(end)s") % given


def _mandate_document(city: Any) -> Row:
    if not (city.mandate_is_public and city.mandate_file_name) or city.mandate_scan_state == Scan.INFECTED:
        return {"label": "", "value": ""}
    url = reverse("portal:mandate", args=[city.mandate_pk])
    return {"label": _("Document of the mandate"), "value": city.mandate_file_name, "url": url}


def _pillars(links: Iterable[dict[str, list[LinkRow]]]) -> list[Row]:
    """Group the elements that the commitments name by foundations, structures and tools."""
    named = sorted({row.code: row for found in links for row in found["elements"]}.values())
    groups = ((pillar, [row for row in named if row.group == pillar]) for pillar in PILLARS)
    return [{"title": words.pillar_name(pillar), "elements": found} for pillar, found in groups if found]


def _facts(facts: list[Fact]) -> list[Row]:
    """Group what public sources say by kind, each fact with its source."""
    titles = {
        CityFact.Kind.DECLARATION: _("Declaration"),
        CityFact.Kind.STRUCTURE: _("Bodies and offices"),
        CityFact.Kind.NETWORK: _("Networks"),
    }
    groups = ((title, [_fact(fact) for fact in facts if fact.kind == kind]) for kind, title in titles.items())
    return [{"title": title, "rows": found} for title, found in groups if found]


def _since(fact: Fact) -> str:
    if not fact.since:
        return ""
    if fact.kind == CityFact.Kind.DECLARATION:
        return str(fact.since)
    return _("since %(year)s") % {"year": fact.since}


def _fact(fact: Fact) -> Row:
    code = fact.element_code if fact.element_code.isalnum() else ""
    return {
        "title": reference_words(fact.network) or fact.title,
        "since": _since(fact),
        "element": code,
        "element_url": reverse("portal:element", args=[code.lower()]) if code else "",
        "note": fact.note,
        "source": proof.host(fact.source_url),
        "url": fact.source_url,
    }
