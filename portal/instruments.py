"""The record of one city as a charter, the goals or a treaty body asks for it, in plain words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from commitments.models import CommitmentVersion, ProgressReport
from commitments.queries import INSTRUMENTS, InstrumentReport, LinkRow, Named
from portal import rows, words
from portal.pdf import pdf_link
from portal.reading import mark_of, reading_of
from portal.words import Row


def titles() -> dict[str, str]:
    """Return what each report is called, by the key in its address."""
    return {
        "charter": _("EU Charter of Fundamental Rights"),
        "goals": _("Sustainable Development Goals"),
        "city-charter": _("European Charter for the Safeguarding of Human Rights in the City"),
        "treaties": _("Other charters and treaties"),
        "recommendations": _("Recommendations to the city and its country"),
    }


def uses() -> dict[str, str]:
    """Return what each report serves for."""
    return {
        "charter": _("For the yearly report on the Charter, and for whoever asks how the city keeps it."),
        "goals": _("For a voluntary local review of the goals."),
        "city-charter": _("For cities that signed the charter of Saint-Denis."),
        "treaties": _("For action plans of city networks, and for the city’s part in a state report to a treaty body."),
        "recommendations": _("For the follow-up of national institutions, the Council of Europe and UN reviews."),
    }


def choice(city: City, named: set[str]) -> list[Row]:
    """Return the reports of a city, in a fixed order: each with its use, and its address where there is something."""
    names, serves = titles(), uses()
    return [
        {
            "title": names[key],
            "use": serves[key],
            "url": reverse("portal:instrument", args=[city.slug, key]) if key in named else "",
        }
        for key in INSTRUMENTS
    ]


def report(found: InstrumentReport, key: str) -> Row:
    """Return what the template of one report draws."""
    data = {ending: reverse(f"opendata:instrument_{ending}", args=[found.city.slug, key]) for ending in ("csv", "xlsx")}
    return {
        "city": found.city,
        "title": titles()[key],
        "use": uses()[key],
        "origin": words.origin_tag(found.city.origin),
        "groups": _groups(found.named),
        "texts": [_text(text, found.said.get(text.commitment_id), found.city) for text in found.texts],
        "downloads": data | {"pdf": pdf_link("instrument", found.city.slug, key)},
    }


def _groups(named: list[Named]) -> list[Row]:
    """Group the rows under the Charter's titles, the instruments, or whoever made the recommendation."""
    groups: dict[str, Row] = {}
    for item in named:
        group = groups.setdefault(item.row.group, {"title": item.row.group, "rows": []})
        group["rows"].append(
            {"name": _name(item.row), "url": item.row.url or item.row.source_url, "texts": _links(item)}
        )
    return list(groups.values())


def _name(row: LinkRow) -> str:
    given = {"number": row.number, "title": row.title}
    if row.kind in {"rights", "charter_articles"}:
        return _("Article %(number)s, %(title)s") % given
    if row.kind == "goals":
        return _("Goal %(number)s, %(title)s") % given
    return f"{row.number} {row.title}".strip()


def _links(item: Named) -> list[Row]:
    return [_title(text) | {"anchor": text.commitment.code} for text in item.texts]


def _title(version: CommitmentVersion) -> Row:
    title = reading_of(version).field("title")
    return {"title": title.text, "lang": words.lang(title.language), "mark": mark_of(title)}


def _text(version: CommitmentVersion, said: ProgressReport | None, city: City) -> Row:
    commitment, summary = version.commitment, reading_of(version).field("summary")
    own: Any = words.origin_of(commitment, city)
    return _title(version) | {
        "code": commitment.code,
        "url": commitment.get_absolute_url(),
        "summary": summary.text,
        "summary_lang": words.lang(summary.language),
        "tag": words.commitment_tag(commitment),
        "origin": words.origin_tag(own) if own != city.origin else None,
        "period": rows.period_of(version),
        "said": _said(said) if said else None,
    }


def _said(said: ProgressReport) -> Row:
    text = "\n".join(part for part in (said.reason, said.text) if part)
    return {
        "day": said.as_of,
        "tag": words.progress_tag(said.progress),
        "text": text,
        "lang": words.lang(said.language),
    }
