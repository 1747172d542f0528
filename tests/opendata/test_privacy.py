"""What never leaves: drafts, submissions, names, confidential evidence, hidden cities."""

import pytest

from cities.models import City
from commitments.models import Evidence
from tests.factories import make_commitment, make_evidence, make_report, make_version
from tests.opendata.conftest import live

HIDDEN_STATES = ("draft", "sign_off", "submitted", "checking", "returned", "lapsed")


def codes(reply):
    return [row["code"] for row in reply["results"]]


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_texts_on_their_way_are_not_there(get, state):
    made = make_commitment(state=state, version_title="Secret plan")

    assert get("/v1/commitments")["results"] == []
    assert get("/v1/commitments", updated_since="2000-01-01")["results"] == []
    get(f"/v1/commitments/{made.code}", expect=404)
    get(f"/v1/commitments/{made.code}/versions/1", expect=404)


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_an_amendment_on_its_way_leaves_the_public_text_alone(get, commitment, state):
    make_version(commitment, state=state, title="Secret plan")

    assert get("/v1/commitments")["results"][0]["title"] == "A rights desk"
    record = get(f"/v1/commitments/{commitment.code}")
    assert "Secret plan" not in str(record)
    assert [version["number"] for version in record["versions"]] == [1]
    get(f"/v1/commitments/{commitment.code}/versions/2", expect=404)


@pytest.mark.parametrize("state", ["draft", "submitted", "checking", "returned", "lapsed"])
def test_reports_on_their_way_are_not_there(get, commitment, state):
    make_report(commitment, state=state, text="Secret progress")

    assert "Secret progress" not in str(get(f"/v1/commitments/{commitment.code}"))


def test_confidential_evidence_leaves_no_trace(get, commitment):
    before = get(f"/v1/commitments/{commitment.code}")
    for owner in ({"version": live(commitment)}, {"report": commitment.reports.get()}):
        make_evidence(**owner, title="Names of complainants", visibility="confidential", has_personal_data=True)

    assert get(f"/v1/commitments/{commitment.code}") == before  # no digest over what is hidden either
    assert "complainants" not in str(get("/v1/commitments"))


def test_evidence_that_becomes_confidential_is_gone_at_once(get, commitment):
    Evidence.objects.update(visibility="confidential")

    assert get("/v1/commitments")["results"][0]["evidence"] == []


def test_people_are_never_named(get, city, official):
    made = make_commitment(city=city, author=official)

    record = str(get(f"/v1/commitments/{made.code}"))
    assert official.name not in record
    assert official.email not in record


def test_commitments_of_hidden_cities_are_not_there(get, commitment, city):
    City.objects.filter(pk=city.pk).update(is_public=False)

    assert codes(get("/v1/commitments")) == []
    get(f"/v1/commitments/{commitment.code}", expect=404)
    get(f"/v1/commitments/{commitment.code}/versions/1", expect=404)
