"""Citations as files: one address for each version and format."""

import datetime as dt
import json

import pytest

from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from opendata.version_schemas import VersionOut
from tests.factories import make_city, make_commitment, make_version

pytestmark = pytest.mark.django_db
TYPES = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
DAY = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def cited(city):
    """A commitment with two public versions, of which the first is cited."""
    made = make_commitment(city=city, version_title="A desk & more", version_published_at=DAY)
    CommitmentVersion.objects.filter(commitment=made).update(state="superseded")
    make_version(made, state="published", title="A better desk", published_at=DAY + dt.timedelta(30))
    return made


def address(commitment, ending, number=1):
    return f"/data/v1/commitments/{commitment.code}/v/{number}/cite.{ending}"


def withdraw(commitment):
    values = {"state": "withdrawn", "withdrawn_at": DAY + dt.timedelta(60), "public_reason": "The house was sold."}
    Commitment.objects.filter(pk=commitment.pk).update(**values)


@pytest.mark.parametrize("ending", TYPES)
def test_each_format_is_a_file_for_everybody(visitor, cited, ending):
    response = visitor.get(address(cited, ending))

    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[ending]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{cited.code}-v1.{ending}"'
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert f"/en/commitments/{cited.code}/v/1/" in response.content.decode()
    again = visitor.get(address(cited, ending), headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("ending", TYPES)
def test_the_reader_changes_nothing_in_it(visitor, cited, ending):
    plain, german = (visitor.get(address(cited, ending), headers={"Accept-Language": code}) for code in ("en", "de"))
    assert plain.content == german.content


@pytest.mark.parametrize("ending", TYPES)
def test_one_query(visitor, cited, ending, django_assert_num_queries):
    with django_assert_num_queries(1):
        visitor.get(address(cited, ending))


def test_the_version_its_day_and_its_permanent_address_are_cited(visitor, cited, city):
    sentence = visitor.get(address(cited, "txt")).content.decode()

    assert sentence == (
        f"{city.name} (2026): A desk & more. Commitment {cited.code}, version 1 of 1 March 2026. "
        f"Human Rights Cities. http://127.0.0.1:8000/en/commitments/{cited.code}/v/1/\n"
    )
    assert r"{{A desk \& more}}" in visitor.get(address(cited, "bib")).content.decode()
    (item,) = json.loads(visitor.get(address(cited, "json", 2)).content)
    assert (item["version"], item["title"]) == ("2", "A better desk")


def test_nobody_is_author_of_a_text_they_did_not_submit(visitor, city):
    made = make_commitment(city=city, origin="compiled")
    (item,) = json.loads(visitor.get(address(made, "json")).content)
    assert item["author"] == [{"literal": "Human Rights Cities"}]
    assert item["note"] == f"Compiled from public sources, not submitted by {city.name}."
    sample = make_commitment(city=make_city(origin="sample"))
    assert "N1  - Invented sample." in visitor.get(address(sample, "ris")).content.decode()


def test_what_was_withdrawn_stays_citable_and_says_so(visitor, cited):
    withdraw(cited)
    assert "Withdrawn by the city on 30 April 2026." in visitor.get(address(cited, "bib")).content.decode()


@pytest.mark.parametrize("number", ["0", "3", "x", "-1", "9" * 5000, "%D9%A1"])
def test_what_is_not_public_cannot_be_cited(get, cited, number):
    make_version(cited, state="submitted", title="Secret amendment")
    for ending in TYPES:
        assert get(f"/v1/commitments/{cited.code}/v/{number}/cite.{ending}", expect=404)["status"] == 404
    City.objects.update(is_public=False)
    get(f"/v1/commitments/{cited.code}/v/1/cite.bib", expect=404)


def test_a_parameter_is_refused_in_words(get, cited):
    get(f"/v1/commitments/{cited.code}/v/1/cite.bib", expect=422, style="apa")


# --- Changed since you cited it --------------------------------------------------------------------
def test_the_record_of_a_replaced_version_names_the_newer_one(get, cited, django_assert_num_queries):
    with django_assert_num_queries(9):
        record = get(f"/v1/commitments/{cited.code}/versions/1")

    VersionOut.model_validate(record)
    newer = record["newer"]
    assert (newer["number"], newer["changed"][0]) == (2, "Title")
    assert newer["published_at"].startswith("2026-03-31")
    assert newer["data_url"].endswith(f"/data/v1/commitments/{cited.code}/versions/2")
    assert newer["difference_url"].endswith(f"/en/commitments/{cited.code}/v/1/#since")
    assert get(f"/v1/commitments/{cited.code}/versions/2")["newer"] is None


def test_the_record_of_a_version_says_that_it_was_withdrawn(get, cited):
    assert get(f"/v1/commitments/{cited.code}/versions/2")["withdrawn_reason"] == ""
    withdraw(cited)
    record = get(f"/v1/commitments/{cited.code}/versions/1")
    assert (record["status"], record["withdrawn_reason"]) == ("withdrawn", "The house was sold.")
    assert record["withdrawn_at"].startswith("2026-04-30")


@pytest.mark.parametrize("ending", ["", "/cite.txt", "/cite.bib", "/cite.ris", "/cite.json"])
def test_who_knows_one_address_of_a_version_finds_the_other(visitor, cited, ending):
    one, other = (visitor.get(f"/data/v1/commitments/{cited.code}/{word}/1{ending}") for word in ("v", "versions"))

    assert one.status_code == other.status_code == 200
    assert one.content == other.content
    assert visitor.head(f"/data/v1/commitments/{cited.code}/v/1{ending}").status_code == 200


def test_the_page_for_people_names_the_addresses_to_cite_and_of_schema_org(visitor, cited):
    page = visitor.get("/en/data/").content.decode()

    for path in ("/v/1/cite.bib", "/data/v1/cities/at-graz/schema", "/data/v1/commitments/HRC-7K2Q9D/schema"):
        assert path in page, path
