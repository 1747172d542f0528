"""Where a commitment comes from, what it answers and which instruments it carries out, as a visitor reads it."""

import pytest
from django.utils import timezone

from cities.models import Recommendation
from commitments.models import Commitment, CommitmentVersion
from framework.models import Instrument
from tests.factories import make_commitment
from tests.factories.framework import make_instrument_item

pytestmark = pytest.mark.django_db
LIST = "/en/commitments/"


def text(response):
    return " ".join(response.content.decode().split())


def test_a_commitment_and_its_continuation_lead_to_one_another(visitor, city):
    old = make_commitment(city=city, version_title="Rights desks until 2026")
    new = make_commitment(city=city, version_title="Rights desks until 2029", copied_from=old)
    draft = make_commitment(city=city, state="draft", copied_from=old)

    was, now = (text(visitor.get(f"{LIST}{one.code}/")) for one in (old, new))

    assert f'Continues <a href="/en/commitments/{old.code}/">{old.code}<span> Rights desks until 2026</span></a>' in now
    assert f'Continued by <a href="/en/commitments/{new.code}/">{new.code}<span>' in was
    assert draft.code not in was
    assert "Continues" not in was
    assert "Continued by" not in now


def test_a_withdrawn_commitment_names_what_continues_it(visitor, city):
    old = make_commitment(city=city)
    Commitment.objects.filter(pk=old.pk).update(state="withdrawn", public_reason="Two became one.")
    new = make_commitment(city=city, copied_from=old)
    assert f'Continued by <a href="/en/commitments/{new.code}/">' in text(visitor.get(f"{LIST}{old.code}/"))


def test_recommendations_say_where_they_come_from(visitor, city):
    commitment = make_commitment(city=city, state="draft")
    version = commitment.versions.get()
    for fields in (
        {"text": "Open desks.", "url": "https://example.org/12", "city": city},
        {"text": "Train staff.", "country": "AT"},
        {"text": "Count cases.", "city": city, "by_city": True},
    ):
        version.recommendations.add(Recommendation.objects.create(body="Equality body", **fields))
    CommitmentVersion.objects.filter(pk=version.pk).update(state="published", published_at=timezone.now())
    Commitment.objects.filter(pk=commitment.pk).update(state="active")

    page = text(visitor.get(f"{LIST}{commitment.code}/"))

    assert '<a href="https://example.org/12">Equality body: Open desks.</a> </p>' in page
    assert 'Equality body: Train staff. <span class="mute">(no link to its source)</span>' in page
    assert 'Count cases. <span class="mute">(added by the city, no link to its source)</span>' in page


def test_other_charters_and_treaties_are_named_with_their_instrument(visitor):
    commitment = make_commitment(state="draft")
    plan = Instrument.objects.create(
        code="ECCAR", kind="action_plan", order=5, title="Ten points", abbreviation="ECCAR", url="https://eccar.example/",
        verification="verbatim",
    )  # fmt: skip
    version = commitment.versions.get()
    for fields in ({"number": "7", "title": "Fair access to housing"}, {"number": "", "abbreviation": "CEDAW"}):
        version.instrument_items.add(make_instrument_item(instrument=plan, **fields))
    CommitmentVersion.objects.filter(pk=version.pk).update(state="published", published_at=timezone.now())
    Commitment.objects.filter(pk=commitment.pk).update(state="active")

    page = text(visitor.get(f"{LIST}{commitment.code}/"))

    assert '<a href="https://eccar.example/">ECCAR 7 Fair access to housing</a>' in page
    assert ">CEDAW Point" in page
