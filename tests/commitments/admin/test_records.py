"""The public record and the first page, read-only."""

import pytest
from django.urls import reverse

from tests.commitments.office import change, changelist, report_of, rows, submitted
from tests.factories import make_city, make_commitment, make_evidence
from tests.markup import Markup


@pytest.mark.parametrize("kind", ["commitment", "evidence"])
def test_the_lists_cost_the_same_with_three_rows(kind, client_of, decider, city, django_assert_num_queries):
    client = client_of(decider)

    def add():
        make_evidence(version=make_commitment(city=make_city()).versions.select_related("commitment__city").get())

    add()
    client.get(changelist(kind))
    with django_assert_num_queries(4):
        client.get(changelist(kind))
    add()
    add()
    with django_assert_num_queries(4):
        assert len(rows(client.get(changelist(kind)))) == 3


def test_the_record_is_read_only(client_of, administrator, city):
    commitment = make_commitment(city=city, version_title="A desk")
    draft = make_commitment(city=city, state="draft")
    client = client_of(administrator)

    text = client.get(change(commitment)).content.decode()

    assert "A desk" in text
    assert commitment.get_absolute_url() in text
    assert client.get(change(draft)).status_code == 302


def test_the_first_page_shows_the_queues_and_the_way_out(client_of, reviewer, city):
    submitted(city)
    report_of(city)

    page = Markup(client_of(reviewer).get(reverse("admin:index")).content.decode())

    text = page.by_id("content-main").text
    assert "Commitments to check 1 waits" in text
    assert "Progress reports to check 1 waits" in text
    hrefs = {link.attrs.get("href") for link in page.all("a")}
    assert {reverse("portal:home"), changelist(), changelist("progressreport")} <= hrefs
    assert len(page.all("h1")) == 1
