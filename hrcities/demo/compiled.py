"""The real cities of the demo: compiled from public sources, each fact with the address where it was read."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from cities.actions.compiled import list_compiled_city
from cities.models import City, Place
from commitments.actions.compiled import Measure, publish_compiled
from core.text import fold
from framework.models import Element, PolicyArea, RightsHolderGroup

SOURCE = Path(__file__).resolve().parent.parent / "data" / "human_rights_cities.json"
PROGRESS = {"ongoing": "under_way", "done": "done", "planned": "not_started"}
DECLARED = {
    "council_resolution": "Council resolution",
    "mayor_statement": "Statement of the mayor",
}


@transaction.atomic
def load_compiled() -> int:
    """Add the compiled cities and their measures that are not there yet, all or none; return how many were added."""
    codes = {
        "elements": dict(Element.objects.offered().values_list("code", "pk")),
        "policy_areas": dict(PolicyArea.objects.values_list("code", "pk")),
        "groups": dict(RightsHolderGroup.objects.values_list("code", "pk")),
    }
    rows = [(_add_city(row), row) for row in json.loads(SOURCE.read_text())["cities"]]
    added = [(city, row) for city, row in rows if city is not None]
    publish_compiled(measures=[_measure(city, measure, codes) for city, row in added for measure in row["commitments"]])
    return len(added)


def _add_city(row: dict[str, Any]) -> City | None:
    place = find_place(row)
    source = (row["declaration"] or {}).get("source") or next(iter(row["sources"]), "")
    values = {
        "name": row["name"],
        "local_name": row["name_local"] if row["name_local"] != row["name"] else "",
        "country": row["country"],
        "kind": row["kind"],
        "place": place,
        "region": place.region if place else "",
        "lat": row["lat"],
        "lon": row["lon"],
        "population": _population(row, place),
        "source_url": source,
    }
    return list_compiled_city(slug=f"{row['country'].lower()}-{row['slug']}", values=values, facts=_facts(row))


def find_place(row: dict[str, Any]) -> Place | None:
    """Return the gazetteer's largest place of that name in the country; None for a district it does not list."""
    names = {fold(name) for name in (row["name"], row["name_local"]) if name}
    found = Place.objects.filter(country=row["country"], names__folded__in=names, part_of_id=None)
    return found.order_by("-population").first()


def _population(row: dict[str, Any], place: Place | None) -> int | None:
    known = (row["population"] or {}).get("value")
    return known or (place.population if place and place.population else None)


def _facts(row: dict[str, Any]) -> list[dict[str, Any]]:
    facts = []
    declaration = row["declaration"]
    if declaration and (declaration.get("title") or declaration.get("year")):
        facts.append(
            {
                "kind": "declaration",
                "title": declaration.get("title") or DECLARED.get(declaration.get("kind"), "Declaration"),
                "since": declaration.get("year"),
                "note": declaration.get("note") or "",
                "source_url": declaration.get("source") or "",
            }
        )
    facts += [
        {
            "kind": "structure",
            "title": body["name"],
            "since": body.get("since"),
            "element_code": body.get("element") or "",
            "note": body.get("note") or "",
            "source_url": body.get("source") or "",
        }
        for body in row["structures"]
    ]
    facts += [
        {
            "kind": "network",
            "title": network["network"],
            "since": network.get("since"),
            "note": network.get("role") or "",
            "source_url": network.get("source") or "",
        }
        for network in row["memberships"]
    ]
    return facts


def _measure(city: City, measure: dict[str, Any], codes: dict[str, dict[str, int]]) -> Measure:
    links = {
        "elements": measure["elements"],
        "policy_areas": measure["policy_areas"],
        "groups": measure["rights_holder_groups"],
    }
    return Measure(
        city=city,
        values={
            "title": measure["title"],
            "summary": measure["summary"],
            "starts_on": _day(measure["year"], first=True),
            "ends_on": _day(measure["end_year"], first=False),
        },
        links={name: [codes[name][code] for code in wanted if code in codes[name]] for name, wanted in links.items()},
        progress=PROGRESS.get(measure["status_in_source"], "not_reported"),
        source_url=measure["source"],
    )


def _day(year: int | None, *, first: bool) -> dt.date | None:
    if not year:
        return None
    return dt.date(year, 1, 1) if first else dt.date(year, 12, 31)
