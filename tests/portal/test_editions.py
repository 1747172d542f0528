"""The stages of the rules in force on the page on how it works, and each edition on a page of its own."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from labels.actions import load_scheme
from labels.models import LabelScheme
from tests.factories import make_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    return LabelScheme.objects.get(pk=load_scheme().scheme.pk)


def text(response):
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_process_page_draws_every_stage_from_the_data(visitor, scheme):
    page = text(visitor.get("/en/process/"))

    for stage in scheme.stages.all():
        assert f"{stage.number}. {stage.title}" in page
        assert stage.what in page
    assert "the office checks: 20 working days, the clock stops while waiting for the city" in page
    assert "edition 2026-1, in force from 1 January 2026" in page


def test_without_rules_in_force_or_without_the_label_there_are_no_stages(visitor, scheme, settings):
    settings.LABEL_ENABLED = False
    assert "stage by stage" not in text(visitor.get("/en/process/"))
    assert visitor.get("/en/process/2026-1/").status_code == 404
    settings.LABEL_ENABLED = True
    LabelScheme.objects.update(is_current=False)
    assert "stage by stage" not in text(visitor.get("/en/process/"))


def test_an_edition_says_all_of_it(visitor, scheme):
    page = text(visitor.get("/en/process/2026-1/"))

    assert "Panel of an application: 5 people" in page
    assert "2 × official of a labelled city, from another state than the city, each from a different state" in page
    for row in [*scheme.criteria.all(), *scheme.outcomes.all()]:
        assert row.title in page
    assert "For places of up to 20,000 residents" in page
    assert "nothing is added up" in page


@pytest.mark.parametrize("code", ["2031-7", "x" * 60, "é", "%00"])
def test_an_unknown_edition_is_not_found(visitor, scheme, code):
    assert visitor.get(f"/en/process/{code}/").status_code in {400, 404}


def test_editions_lead_to_each_other_and_drafts_stay_inside(visitor, scheme):
    make_scheme(code="draft-9", is_current=False)
    make_scheme(code="old-1", title="Older rules", is_current=False, published_at=scheme.published_at)

    page = text(visitor.get("/en/process/2026-1/"))

    assert "Older rules" in page
    assert "draft-9" not in page
    assert "Replaced; it counts for whoever began under it" in text(visitor.get("/en/process/old-1/"))


def test_rules_are_read_in_the_language_of_the_reader_and_what_the_office_wrote_stands_marked(visitor):
    scheme = make_scheme(code="mixed-1", title="Equality", intro="Written here.", is_current=False)
    LabelScheme.objects.filter(pk=scheme.pk).update(published_at=timezone.now())
    scheme.criteria.create(
        code="Q1", position=90, title="Housing and homelessness", evidence_hints="Right to education\nOurs"
    )

    german = " ".join(visitor.get("/de/process/mixed-1/").content.decode().split())
    assert "<h1>Gleichheit</h1>" in german
    assert '<p class="lede"><span lang="en">Written here.</span></p>' in german
    assert "Q1 · Wohnen und Wohnungslosigkeit" in german
    assert '<li>Recht auf Bildung</li><li><span lang="en">Ours</span></li>' in german
    english = visitor.get("/en/process/mixed-1/").content.decode()
    assert "<h1>Equality</h1>" in english
    assert '<span lang="en">Written' not in english


def test_the_pages_cost_few_queries(visitor, scheme, django_assert_num_queries):
    with django_assert_num_queries(8):
        visitor.get("/en/process/2026-1/")
    with CaptureQueriesContext(connection) as with_stages:
        visitor.get("/en/process/")
    LabelScheme.objects.update(is_current=False)
    with CaptureQueriesContext(connection) as without:
        visitor.get("/en/process/")
    assert len(with_stages) == len(without) + 6
