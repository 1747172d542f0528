"""Three voices on the page of a commitment: the city, somebody independent, residents. In words, never as a number."""

import datetime as dt

import pytest

from commitments.models import Commitment
from tests.factories import make_commitment, make_evidence, make_report, make_statement
from tests.markup import Markup

pytestmark = pytest.mark.django_db
HEADINGS = ["The city", "Independent finding", "Residents and organisations"]


def voices_of(visitor, commitment):
    """What the three say, from left to right."""
    page = Markup(visitor.get(commitment.get_absolute_url()).content.decode())
    words = page.one("section", **{"aria-labelledby": "voices"}).text
    for heading in HEADINGS:
        before, found, words = words.partition(heading)
        assert found, heading
        yield before.strip()
    yield words.strip()


def test_nobody_has_said_anything_yet(visitor, city):
    _title, says, finding, others = voices_of(visitor, make_commitment(city=city))

    assert says == "It made the promise and has not reported on it yet."
    assert finding.startswith("None yet. The office checks the form of what a city sends, not whether")
    assert (
        "the panel that looks at an application for the label, or from the national human rights institution" in finding
    )
    assert "there are none yet" in others


def test_each_voice_says_its_own(visitor, city):
    commitment = make_commitment(city=city)
    make_report(
        commitment, state="published", progress="delayed", reason="Two posts are empty", as_of=dt.date(2026, 5, 4)
    )
    Commitment.objects.filter(pk=commitment.pk).update(progress="delayed")
    evidence = make_evidence(city=city, version=commitment.versions.get())
    _title, says, finding, others = voices_of(visitor, commitment)
    assert says == "“Delayed”, in its report of 4 May 2026. This is the city’s own claim."
    assert others.startswith("Nobody has said otherwise so far. Everybody can, beside each piece of evidence")

    make_statement(commitment, evidence=evidence, state="published")
    _title, says, again, others = voices_of(visitor, commitment)
    assert others.startswith("Someone says otherwise: beside the evidence or the report")
    assert again == finding


def test_what_others_compiled_is_not_a_claim_of_the_city(visitor, city):
    commitment = make_commitment(city=city, origin="compiled", source_url="https://example.org/plan")
    _title, says, _finding, _others = voices_of(visitor, commitment)
    assert says.startswith("Nothing here yet: others compiled this from public sources")
