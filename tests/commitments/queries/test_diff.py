"""Differences field by field, in words that people read."""

import datetime as dt
from decimal import Decimal

import pytest

from commitments.models import CommitmentVersion
from commitments.queries import diff_versions, in_words
from tests.factories import make_commitment, make_evidence, make_version
from tests.factories.framework import make_right

HOSTILE = "<script>alert(1)</script>\u202e"


@pytest.fixture
def old(city):
    return make_commitment(city=city, state="lapsed", version_title="A desk").versions.get()


@pytest.fixture
def new(old):
    new = make_version(old.commitment, state="draft", title="A desk")
    new.milestones.update(key=old.milestones.get().key)
    return new


def rows(old, new, **options):
    fresh = [CommitmentVersion.objects.get(pk=row.pk) for row in (old, new)]
    return {row["label"]: (row["old"], row["new"]) for row in diff_versions(*fresh, **options)}


def change(version, **fields):
    CommitmentVersion.objects.filter(pk=version.pk).update(**fields)


def test_equal_texts_have_no_rows(old, new):
    assert rows(old, new) == {}


def test_texts_dates_and_money_are_words(old, new):
    change(old, budget=Decimal(380000), ends_on=dt.date(2026, 9, 30))
    change(new, budget=Decimal("410000.50"), ends_on=None, summary="Changed", consulted="", language="de")

    assert rows(old, new) == {
        "Language of the text": ("en", "de"),
        "The promise in plain language": ("Anyone can get free help to report discrimination.", "Changed"),
        "End": ("30 September 2026", ""),
        "Budget, euro": ("€380,000", "€410,000.50"),
        "Who was consulted": ("Two public meetings, 83 people.", ""),
    }


def test_links_are_names(old, new):
    right = make_right(heading="Right to education", order=32000)
    new.rights.add(right)

    before, after = rows(old, new)["Rights"]
    assert after == f"{before}\n{right.number} Right to education"


def test_milestones_go_by_key(old, new):
    new.milestones.update(due_on=dt.date(2028, 1, 31), position=2)
    new.milestones.create(title="A first desk", due_on=dt.date(2026, 12, 31), position=1)

    assert rows(old, new) == {
        "Milestone 1, new": ("", "A first desk\n31 December 2026"),
        "Milestone 2: date": ("30 June 2027", "31 January 2028"),
    }

    new.milestones.all().delete()
    assert rows(old, new) == {"Milestone 1, removed": ("Three desks are open\n30 June 2027", "")}


def test_a_new_order_alone_is_no_difference(old, new):
    new.milestones.update(position=5)

    assert rows(old, new) == {}


def test_confidential_evidence_is_named_only_where_asked(old, new):
    make_evidence(version=new, title="Minutes")
    make_evidence(version=new, title="Secret list", visibility="confidential")

    assert rows(old, new) == {"Evidence": ("", "Minutes")}
    assert rows(old, new, confidential=True) == {"Evidence": ("", "Minutes\nSecret list")}


def test_three_queries_whatever_differs(old, new, django_assert_num_queries):
    with django_assert_num_queries(3):
        diff_versions(old, new)


def test_hostile_words_are_carried_as_they_are(old, new):
    change(new, title=HOSTILE)

    assert rows(old, new) == {"Title": ("A desk", HOSTILE)}


def test_an_empty_field_is_an_empty_text(old):
    old.starts_on = old.budget = None

    assert [in_words(old, name) for name in ("starts_on", "budget", "budget_note")] == ["", "", ""]
