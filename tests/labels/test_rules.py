"""What a city still lacks, in words."""

import datetime as dt

import pytest
from django.utils import timezone

from cities.models import City
from commitments.models import Commitment
from labels.models import Label
from labels.rules import missing_for_submit
from tests.factories import make_application, make_commitment, make_label, make_scheme


@pytest.fixture
def record(city):
    """Three published commitments of the city itself."""
    return [make_commitment(city=city) for _ in range(3)]


def drafted(city, **fields):
    return make_application(city=city, state="draft", **fields)


def test_the_blockers_say_in_words_how_many_commitments_are_missing(city):
    make_commitment(city=city)

    assert missing_for_submit(drafted(city)) == [
        "The city has published 1 of the 3 commitments that the label needs. Publish 2 more."
    ]


@pytest.mark.parametrize("change", [{"state": "withdrawn"}, {"state": "draft"}, {"origin": "compiled"}])
def test_withdrawn_hidden_and_compiled_commitments_do_not_count(city, record, change):
    Commitment.objects.filter(pk=record[0].pk).update(**change)

    assert "published 2 of the 3" in missing_for_submit(drafted(city))[0]


@pytest.mark.parametrize("state", ["active", "on_hold", "closed"])
def test_every_public_commitment_counts_whatever_became_of_it(city, record, state):
    Commitment.objects.filter(pk=record[0].pk).update(state=state, outcome="done", closed_at=timezone.now())

    assert missing_for_submit(drafted(city)) == []


def test_the_number_needed_is_the_one_of_the_applications_own_rules(city):
    make_commitment(city=city)
    old = make_scheme(code="old", min_commitments=1, is_current=False)
    make_scheme(code="new", min_commitments=9, is_current=True)

    assert missing_for_submit(drafted(city, scheme=old)) == []


def test_an_empty_statement_and_a_city_that_is_only_interested_are_named(city, record):
    City.objects.filter(pk=city.pk).update(membership="interested")
    application = drafted(city, statement="  ")

    assert missing_for_submit(application) == [
        "Only a committed city can apply for the label. Join with a mandate first.",
        "Say why the city applies.",
    ]


def test_a_city_that_holds_the_label_waits_until_it_ends(city, record):
    label = make_label(city=city)
    application = drafted(city)
    assert "holds the label already" in missing_for_submit(application)[0]

    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Label.objects.filter(pk=label.pk).update(
        granted_on=yesterday - dt.timedelta(days=9),
        valid_from=yesterday - dt.timedelta(days=9),
        valid_until=yesterday,
    )
    assert missing_for_submit(application) == []


def test_a_city_whose_mandate_has_ended_does_not_apply(city, record):
    City.objects.filter(pk=city.pk).update(mandate_until=timezone.localdate() - dt.timedelta(days=1))
    application = drafted(City.objects.get(pk=city.pk))
    missing = missing_for_submit(application)
    assert len(missing) == 1
    assert "must be re-affirmed before the city sends anything" in missing[0]
