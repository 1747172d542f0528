"""Rows of the list of commitments say the same as the texts themselves."""

import pytest
from django.utils import translation

from commitments.models import Commitment, CommitmentVersion
from commitments.queries import Search, found_places, in_language, links_of, rows_at
from portal.rows import commitment_row
from tests.factories import make_city, make_commitment, make_translation

pytestmark = pytest.mark.django_db


LANGUAGES = ("en", "fr", "mt")


@pytest.fixture
def record():
    """Texts of four kinds: with a translation, invented, closed, and one that cites much and one that cites nothing."""
    make_translation(make_commitment(city=make_city("Aach", country="DE")).versions.get(), "fr", title="Des rampes")
    make_commitment(city=make_city("Bern", origin="sample"), version_language="de", version_title="Rampen")
    done = make_commitment(origin="compiled", progress="done")
    Commitment.objects.filter(pk=done.pk).update(state="closed", outcome="done", closed_at=done.changed_at)
    much, nothing = (make_commitment(version_title=title).versions.get() for title in ("Everything", "Nothing"))
    for kind in ("rights", "elements", "policy_areas"):
        field = CommitmentVersion._meta.get_field(kind)
        links, column = field.remote_field.through, f"{field.m2m_reverse_field_name()}_id"
        links.objects.filter(commitmentversion__in=[much, nothing]).delete()
        keys = field.related_model.objects.order_by("-pk").values_list("pk", flat=True)
        links.objects.bulk_create([links(commitmentversion=much, **{column: key}) for key in keys])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_says_what_the_text_says(record, language):
    listed = rows_at(found_places(Search(), 20), language)
    assert len(listed) == 5
    texts = CommitmentVersion.objects.published().select_related("commitment__city")
    texts = {text.commitment_id: text for text in texts.annotate(translated=in_language(language))}
    with translation.override(language):
        for row in listed:
            text = texts[row.pk]
            assert commitment_row(row.text(), row.links()) == commitment_row(text, links_of([text.pk])[text.pk])


def test_another_language_is_another_row(record):
    found = {
        language: [row.text().translated for row in rows_at(found_places(Search(), 20), language)]
        for language in LANGUAGES
    }
    assert [any(texts) for texts in found.values()] == [False, True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_rows_is_one_query(rows, django_assert_num_queries):
    for _ in range(rows):
        make_commitment()
    places = found_places(Search(), 20)
    with django_assert_num_queries(1):
        assert [row.text().commitment.city.name for row in rows_at(places, "en") if row.links()["rights"]]
