"""Indicators: what a city measures keeps its key through versions, and a new target is a change."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from commitments import actions
from commitments.models import CommitmentVersion
from commitments.queries import diff_versions
from commitments.rules import missing_for_submit
from core.frozen import FrozenRecordError
from tests.factories import make_commitment

ADVICE = {
    "key": "",
    "title": "People who got advice",
    "unit": "people a year",
    "baseline": "120",
    "baseline_on": "2025-12-31",
    "target": "400.5",
    "target_on": "2028-06-30",
    "source": "Register of the desks",
    "frequency": "yearly",
}


def latest(commitment):
    return commitment.versions.select_related("commitment__city").order_by("-number").first()


def save(version, by, *rows):
    return actions.save_indicators(version=version, by=by, revision=version.revision, rows=list(rows))


def stored(version):
    """The rows as a form would post them again."""
    return [{name: getattr(row, name) for name in ADVICE} for row in version.indicators.all()]


def test_an_indicator_is_saved_and_nothing_is_missing(city, official):
    version = save(latest(make_commitment(city=city, state="draft")), official, ADVICE, {"title": " "})

    row = version.indicators.get()
    assert (row.baseline, row.target, row.target_on) == (Decimal(120), Decimal("400.5"), dt.date(2028, 6, 30))
    assert missing_for_submit(version) == []


def test_half_an_indicator_says_what_it_needs(city, official):
    version = save(latest(make_commitment(city=city, state="draft")), official, {"title": "Visits", "target": 0})

    assert missing_for_submit(version) == [
        "Indicator 1 needs what is measured, a unit and how often you report.",
        "Indicator 1 needs both the target and its date, or neither.",
    ]


def test_bad_figures_and_too_many_rows_are_told(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    with pytest.raises(ValidationError, match=r"Indicator 2: Enter a number, for example 12.5."):
        save(version, official, ADVICE, ADVICE | {"target": "NaN"})
    with pytest.raises(ValidationError, match="10 indicators are the most"):
        save(version, official, *[ADVICE] * 11)
    assert not version.indicators.exists()


def test_a_new_version_keeps_the_key_and_a_new_target_is_a_change(city, official):
    old = make_commitment(city=city, state="draft")
    save(latest(old), official, ADVICE)
    CommitmentVersion.objects.filter(commitment=old).update(state="published")
    type(old).objects.filter(pk=old.pk).update(state="active")
    new = actions.amend(commitment=old, by=official)
    first, second = old.versions.order_by("number")
    assert first.indicators.get().key == second.indicators.get().key
    assert not new.is_material

    again = save(new, official, stored(second)[0] | {"source": "Another register"})
    assert not again.is_material
    again = save(again, official, stored(again)[0] | {"target": "300"})

    assert again.is_material
    target = {"label": "Indicator 1: target", "old": "400.5, 30 June 2028", "new": "300, 30 June 2028"}
    assert target in diff_versions(first, again)


def test_the_digest_knows_indicators_and_a_published_text_keeps_them(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    without = actions.content_digest(version)
    version = save(version, official, ADVICE)
    with_one = actions.content_digest(version)
    version = save(version, official, stored(version)[0] | {"target": "401"})
    assert len({without, with_one, actions.content_digest(version)}) == 3

    CommitmentVersion.objects.filter(pk=version.pk).update(state="published")
    with pytest.raises(FrozenRecordError):
        version.indicators.get().save()
