"""No ranking, by construction: nothing public orders cities by how much they do, and no table of theirs stores it."""

import datetime as dt
import json
import re

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cities.models import City
from commitments.models import Commitment, CommitmentVersion, Counted, RollUp
from framework.models import Element, Right
from labels.models import Label
from tests.factories import make_city, make_commitment, make_label

pytestmark = pytest.mark.django_db
OLD, NEW = timezone.now() - dt.timedelta(days=300), timezone.now() - dt.timedelta(days=100)
NAMES = ("Rankaach", "Rankbonn", "Rankcham")
NAMED = re.compile("rank(?:aach|bonn|cham)", re.IGNORECASE)
# Orders that somebody might type or that a page might once have offered.
WILD = ("sort=commitments", "sort=-commitments", "sort=total", "sort=score", "order=commitments", "order=-count")
# How many commitments an application needs: a rule for all, not a count of one.
RULES = {"LabelScheme.min_commitments"}
LISTS = ("portal:cities", "portal:commitments", "portal:gaps", "portal:countries", "opendata:cities")
REPORTS = ("portal:instrument", "portal:instrument_pdf", "opendata:instrument_csv", "opendata:instrument_xlsx")
COUNTS = re.compile(r"count(?!r)|total|score|rank|points|rating|sum|average|tally|commitments", re.IGNORECASE)
APPLICATION = ("portal:application", "opendata:application")
# One thing each, or a file; nothing there could list cities.
SINGLE = {
    "opendata:application",
    "opendata:draws",
    "opendata:label",
    "opendata:nowhere",
    "opendata:places",
    "opendata:start",
    "portal:appeal",
    "portal:application",
    "portal:concern",
    "portal:concern_proof",
    "portal:draw",
    "portal:evidence",
    "portal:mandate",
    "portal:statement_proof",
}


def public_routes(patterns=None, space=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from public_routes(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name and space in {"portal:", "opendata:"}:
            yield f"{space}{pattern.name}"


def addresses():
    """Yield each public address that could list cities, with a name for messages."""
    code = Commitment.objects.earliest("pk").code
    arguments = {
        "portal:city": [f"at-{NAMES[0].lower()}"],
        "portal:city_pdf": [f"at-{NAMES[0].lower()}"],
        "portal:country": ["at"],
        "portal:commitment": [code],
        "portal:commitment_pdf": [code],
        "portal:version": [code, 1],
        "portal:version_pdf": [code, 1],
        "portal:history": [code],
        "portal:element": [Element.objects.get().code.lower()],
        "portal:right": [Right.objects.get().code.lower()],
        **{key: [Label.objects.get().code] for key in ("portal:label", "portal:certificate", "portal:certificate_pdf")},
        **{key: [Label.objects.get().application.reference] for key in APPLICATION},
        "portal:edition": [Label.objects.get().application.scheme.code],
        "portal:instruments": [f"at-{NAMES[0].lower()}"],
        **{key: [f"at-{NAMES[0].lower()}", "charter"] for key in REPORTS},
        "opendata:city": [f"at-{NAMES[0].lower()}"],
        "opendata:commitment": [code],
        "opendata:version": [code, 1],
        "opendata:version_also": [code, 1],
        "opendata:city_schema": [f"at-{NAMES[0].lower()}"],
        "opendata:commitment_schema": [code],
        "opendata:figures": ["country"],
        "opendata:figures_csv": ["country"],
        "opendata:decision_head_of": ["2026-11-01"],
    }
    for name in sorted(name for name in set(public_routes()) - SINGLE if not name.startswith("opendata:cite")):
        yield reverse(name, args=arguments.get(name, []))
    yield from (f"/sitemap.xml?part={part}" for part in ("pages", "cities-0", "commitments-0"))
    yield from (f"/feeds/{name}.atom" for name in ("all", "commitments"))
    yield f"{reverse('portal:compare')}?" + "&".join(f"city=at-{name.lower()}" for name in reversed(NAMES))
    yield f"{reverse('portal:gaps')}?country=AT"
    yield f"{reverse('portal:cities')}?sort=changed"
    yield from (f"{reverse(name)}?{query}" for name in LISTS for query in WILD)


def orders(client):
    """Address -> the cities in the order in which the answer names them first."""
    found = {}
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code in {200, 302, 422}, address
        found[address] = list(dict.fromkeys(NAMED.findall(answer.getvalue().decode(errors="replace").lower())))
    return found


def promise(city, number, at, **fields):
    commitment = make_commitment(city=city, code=f"HRC-{number}", changed_at=at, first_published_at=at, **fields)
    CommitmentVersion.objects.filter(commitment=commitment).update(published_at=at)


@pytest.mark.usefixtures("as_html")
@pytest.mark.parametrize("busy", NAMES)
def test_more_commitments_move_a_city_in_no_list(visitor, busy):
    cities = [make_city(name, slug=f"at-{name.lower()}", changed_at=NEW) for name in reversed(NAMES)]
    make_label(city=cities[1])
    for number, city in enumerate(cities):
        promise(city, f"A2222{number + 2}", NEW)
    City.objects.update(changed_at=NEW)
    before = orders(visitor)
    for number in range(6):
        promise(City.objects.get(name=busy), f"Z2222{number + 2}", OLD, progress="done")

    assert orders(visitor) == before
    listed = [found for found in before.values() if len(found) == len(NAMES)]
    assert len(listed) > len(LISTS)


def test_a_list_that_ranked_would_be_found(visitor):
    answer = b"Rankbonn 7, rankaach 1"
    assert list(dict.fromkeys(NAMED.findall(answer.decode().lower()))) == ["rankbonn", "rankaach"]


def numbers_of(value, path=""):
    """Yield the path of every number in a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers_of(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_of(inner, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def test_no_data_of_a_city_holds_a_count(visitor):
    promise(make_city("Rankaach", slug="at-rankaach"), "A22222", NEW)
    for address in ("/data/v1/cities", "/data/v1/cities/at-rankaach", "/data/v1/commitments"):
        paths = set(numbers_of(json.loads(visitor.get(address).content)))
        assert not [path for path in paths if COUNTS.search(path.rpartition(".")[2])], address


def test_no_column_of_the_list_of_cities_is_a_count(visitor):
    promise(make_city("Rankaach", slug="at-rankaach"), "A22222", NEW)
    head = visitor.get("/data/v1/cities.csv").getvalue().decode().splitlines()[0]
    assert [name for name in head.split(",") if COUNTS.search(name)] == []


def stored_numbers(app):
    kinds = (models.IntegerField, models.FloatField, models.DecimalField)
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.fields:
            if isinstance(field, kinds) and not field.primary_key and not field.is_relation:
                yield f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("app", ["cities", "labels"])
def test_no_table_of_cities_or_labels_stores_a_count(app):
    found = list(stored_numbers(app))
    assert found
    counts = {name for name in found if COUNTS.search(name.partition(".")[2])}
    assert counts <= RULES
    assert COUNTS.search("commitment_count")


def test_the_roll_up_knows_no_city():
    for model in (RollUp, Counted):
        assert "city" not in {field.name for field in model._meta.get_fields()}
    assert not {choice for choice in RollUp._meta.get_field("facet").choices if "cit" in choice[0]}
