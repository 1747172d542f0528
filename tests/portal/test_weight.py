"""What a reader loads: style sheets of 25 KB at most, a first view of 40 KB over the wire at most, besides the map."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.factories import make_city, make_commitment, make_evidence, make_report
from tests.markup import Markup

SHEETS, FIRST_VIEW = 25 * 1024, 40_000
PAGES = ("home", "cities", "commitments", "city", "commitment")


@pytest.fixture
def addresses(city):
    """Pages as full as they get: a list page of 25 rows, a city with ten promises, a promise with proof and reports."""
    for number in range(30):
        make_commitment(city=make_city(f"City {number}", about="Free help for everyone. " * 10))
    rows = [make_commitment(city=city, version_summary="Free help in three libraries. " * 8) for _ in range(10)]
    for _number in range(5):
        make_evidence(city=city, version=rows[0].versions.get())
        make_report(rows[0], text="The second desk opened. " * 20)
    own = {"city": city.get_absolute_url(), "commitment": rows[0].get_absolute_url()}
    return {"home": "/en/", "cities": "/en/cities/", "commitments": "/en/commitments/"} | own


def static_files(page):
    """Style sheets, pictures and sign sheets that a page names, each once; without the map, which browsers keep."""
    named = [link.attrs["href"] for link in page.all("link") if link.attrs.get("rel") in {"stylesheet", "icon"}]
    named += [picture.attrs["src"] for picture in page.all("img")]
    named += [sign.attrs["href"].partition("#")[0] for sign in page.all("use")]
    names = {name.removeprefix("/static/") for name in named if name.startswith("/static/")}
    return {name: Path(finders.find(name)).read_bytes() for name in names if "europe" not in name}


def test_a_first_view_stays_light(addresses, visitor):
    """All pages of one full record: what is too heavy is named with its parts."""
    heavy = {}
    for name in PAGES:
        answer = visitor.get(addresses[name], headers={"accept-encoding": "gzip"})
        files = static_files(Markup(gzip.decompress(answer.content).decode()))
        sheets = {name: len(content) for name, content in files.items() if name.endswith(".css")}
        assert len(sheets) == 5, name
        parts = {name: len(gzip.compress(content)) for name, content in files.items()} | {"page": len(answer.content)}
        if sum(sheets.values()) > SHEETS or sum(parts.values()) > FIRST_VIEW:
            heavy[name] = {"sheets": sheets, "over the wire": parts}
    assert heavy == {}
