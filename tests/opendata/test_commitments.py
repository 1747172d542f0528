"""/data/v1/commitments: what is published, and nothing else."""

import datetime as dt

import pytest
from django.utils import timezone

from cities.models import City
from commitments.models import Commitment, CommitmentVersion, Milestone
from opendata.schemas import CommitmentOut, CommitmentPage, Tombstone
from opendata.version_schemas import VersionOut
from tests.factories import (
    make_city,
    make_commitment,
    make_element,
    make_evidence,
    make_policy_area,
    make_report,
    make_right,
    make_version,
)
from tests.opendata.conftest import live


def codes(reply):
    return [row["code"] for row in reply["results"]]


def withdraw(commitment):
    changes = {"state": "withdrawn", "withdrawn_at": timezone.now(), "public_reason": "The council was dissolved."}
    Commitment.objects.filter(pk=commitment.pk).update(**changes)


# --- What a record says ----------------------------------------------------------------------------
def test_a_record_carries_the_text_its_codes_milestones_and_evidence(get, commitment, city):
    version = live(commitment)

    row = get("/v1/commitments")["results"][0]

    assert (row["code"], row["title"], row["language"], row["version"]) == (commitment.code, "A rights desk", "de", 1)
    assert (row["status"], row["origin"], row["origin_text"]) == ("active", "city", "submitted by the city")
    assert row["city"]["slug"] == city.slug
    assert row["elements"] == [version.elements.get().code]
    assert row["rights"] == [version.rights.get().code]
    assert row["goals"] == []
    assert [(m["title"], m["due_on"]) for m in row["milestones"]] == [("Three desks are open", "2027-06-30")]
    assert [piece["title"] for piece in row["evidence"]] == ["Council minutes"]
    assert row["url"].endswith(f"/en/commitments/{commitment.code}/")
    assert row["version_url"].endswith(f"/en/commitments/{commitment.code}/v/1/")


def test_the_whole_record_adds_long_texts_versions_and_reports(get, commitment):
    record = get(f"/v1/commitments/{commitment.code}")

    assert record["problem"] == "One desk, open two afternoons a week."
    assert record["budget"] == "1200.50"
    assert [version["number"] for version in record["versions"]] == [1]
    report = record["reports"][0]
    assert report["text"] == "The second desk opened."
    assert report["milestones"][0]["progress"] == "under_way"
    assert [piece["title"] for piece in report["evidence"]] == ["Photo of the desk"]


def test_a_file_is_named_by_its_download_page_and_a_link_by_itself(get, commitment):
    make_evidence(version=live(commitment), url="https://example.org/plan", title="Plan")

    file, link = get(f"/v1/commitments/{commitment.code}")["evidence"]

    assert file["url"].startswith("http://127.0.0.1:8000/en/evidence/")
    assert file["url"].rstrip("/").endswith(file["id"])
    assert link["url"] == "https://example.org/plan"


def test_a_compiled_record_says_so_in_words(get):
    made = make_commitment(origin="compiled", source_url="https://example.org/source")

    record = get(f"/v1/commitments/{made.code}")

    assert record["origin_text"] == "compiled from public sources, not submitted by the city"
    assert record["source_url"] == "https://example.org/source"


def test_the_code_is_found_in_any_case(get, commitment):
    assert get(f"/v1/commitments/{commitment.code.lower()}")["code"] == commitment.code


def test_codes_stand_in_the_order_of_the_framework(get, commitment):
    version = live(commitment)
    CommitmentVersion.objects.filter(pk=version.pk).update(state="draft")
    version.elements.set([make_element(code="Z9", order=1), make_element(code="A1", order=2)])
    CommitmentVersion.objects.filter(pk=version.pk).update(state="published")

    assert get(f"/v1/commitments/{commitment.code}")["elements"] == ["Z9", "A1"]


# --- Versions --------------------------------------------------------------------------------------
def test_each_public_version_keeps_its_address(get, commitment):
    CommitmentVersion.objects.filter(commitment=commitment).update(state="superseded")
    make_version(commitment, state="published", title="A better desk")

    old, new = (get(f"/v1/commitments/{commitment.code}/versions/{n}") for n in (1, 2))

    assert (old["title"], old["is_current"], old["version"]) == ("A rights desk", False, 1)
    assert (new["title"], new["is_current"], new["version"]) == ("A better desk", True, 2)
    assert [version["number"] for version in get(f"/v1/commitments/{commitment.code}")["versions"]] == [1, 2]


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "1.0", "9" * 5000, "١"])
def test_a_version_that_is_not_there_is_404(get, commitment, number):
    get(f"/v1/commitments/{commitment.code}/versions/{number}", expect=404)


# --- Withdrawn -------------------------------------------------------------------------------------
def test_a_withdrawn_commitment_is_gone_with_its_reason(get, commitment):
    withdraw(commitment)

    stone = get(f"/v1/commitments/{commitment.code}", expect=410)

    assert (stone["status"], stone["reason"]) == ("withdrawn", "The council was dissolved.")
    assert "title" not in stone
    Tombstone.model_validate(stone)


def test_tombstones_come_on_demand_and_to_those_who_keep_a_copy(get, commitment):
    withdraw(commitment)

    assert codes(get("/v1/commitments")) == []
    assert codes(get("/v1/commitments", status="withdrawn")) == [commitment.code]
    rows = get("/v1/commitments", updated_since="2000-01-01")["results"]
    assert [row["status"] for row in rows] == ["withdrawn"]


# --- Filters and pages -----------------------------------------------------------------------------
def test_filters_narrow_the_list(get, city):
    mine = make_commitment(city=city)
    version = live(mine)
    element, right, area = make_element(), make_right(), make_policy_area()
    CommitmentVersion.objects.filter(pk=version.pk).update(state="draft")
    version.elements.add(element)
    version.rights.add(right)
    version.policy_areas.add(area)
    CommitmentVersion.objects.filter(pk=version.pk).update(state="published")
    other = make_commitment(city=make_city(country="SE"), state="published")
    Commitment.objects.filter(pk=other.pk).update(state="closed", outcome="done", closed_at=timezone.now())

    for query in (
        {"city": city.slug}, {"country": "AT"}, {"element": element.code}, {"right": right.code.lower()},
        {"policy_area": area.code}, {"status": "active"}, {"element": element.code, "country": "AT"},
    ):  # fmt: skip
        assert codes(get("/v1/commitments", **query)) == [mine.code], query
    assert codes(get("/v1/commitments", status="closed")) == [other.code]
    assert codes(get("/v1/commitments", element="F99999")) == []


def test_a_right_that_only_an_old_version_cited_no_longer_counts(get, commitment):
    version = live(commitment)
    right = make_right()
    CommitmentVersion.objects.filter(pk=version.pk).update(state="draft")
    version.rights.add(right)
    CommitmentVersion.objects.filter(pk=version.pk).update(state="superseded")
    make_version(commitment, state="published")

    assert codes(get("/v1/commitments", right=right.code)) == []


@pytest.mark.parametrize("order", ["changed", "-changed"])
def test_pages_follow_one_another_while_rows_are_added(get, order):
    moment = timezone.now()
    made = [make_commitment() for _ in range(5)]
    for n, commitment in enumerate(made):
        Commitment.objects.filter(pk=commitment.pk).update(changed_at=moment - dt.timedelta(hours=n // 2))
    expected = codes(get("/v1/commitments", order=order))

    first = get("/v1/commitments", order=order, limit=2)
    late = make_commitment()
    Commitment.objects.filter(pk=late.pk).update(changed_at=moment + dt.timedelta(hours=1))
    seen, cursor = codes(first), first["next_cursor"]
    while cursor:
        reply = get("/v1/commitments", order=order, limit=2, cursor=cursor)
        seen, cursor = seen + codes(reply), reply["next_cursor"]

    assert [code for code in seen if code != late.code] == expected
    assert len(seen) == len(set(seen))


def test_there_is_no_order_by_a_total(get):
    errors = get("/v1/commitments", order="-milestones", expect=422)["errors"]

    assert errors[0]["field"] == "order"


# --- Shape and cost --------------------------------------------------------------------------------
def test_replies_are_what_the_schema_declares(get, commitment):
    bare = make_commitment(version_starts_on=None, version_ends_on=None)
    Milestone.objects.filter(version__commitment=bare).update(due_on=None)
    withdraw(make_commitment())

    CommitmentPage.model_validate(get("/v1/commitments", updated_since="2000-01-01"))
    CommitmentOut.model_validate(get(f"/v1/commitments/{commitment.code}"))
    CommitmentOut.model_validate(get(f"/v1/commitments/{bare.code}"))
    VersionOut.model_validate(get(f"/v1/commitments/{commitment.code}/versions/1"))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_five_queries_then_two_and_a_record_twelve(get, rows, django_assert_num_queries):
    for _ in range(rows):
        commitment = make_commitment()
        version = live(commitment)
        for _ in range(rows):
            make_evidence(version=version)
            make_evidence(report=make_report(commitment))

    with django_assert_num_queries(5):
        first = get("/v1/commitments")
    with django_assert_num_queries(2):
        assert get("/v1/commitments") == first
    with django_assert_num_queries(12):
        get(f"/v1/commitments/{commitment.code}")
    with django_assert_num_queries(5):
        get(f"/v1/commitments/{commitment.code}/versions/1")


def test_a_record_names_what_it_continues_and_what_continues_it(get, commitment, city):
    later = make_commitment(city=city, copied_from=commitment)
    make_commitment(city=city, state="draft", copied_from=commitment)
    for one in (commitment, later):
        live(one)
    first, second = (get(f"/v1/commitments/{one.code}") for one in (commitment, later))
    assert (first["continues"], first["continued_by"]) == ([], [later.code])
    assert (second["continues"], second["continued_by"]) == ([commitment.code], [])


# --- Kept records ----------------------------------------------------------------------------------
def test_a_kept_record_gives_way_to_every_public_change(get, commitment, city):
    def row():
        return get("/v1/commitments", status=Commitment.objects.get().state)["results"][0]

    assert row()["progress"] == "not_started"
    Commitment.objects.update(progress="delayed")
    assert row()["progress_text"] == "Delayed"
    City.objects.filter(pk=city.pk).update(name="New Arden", changed_at=timezone.now())
    assert row()["city"]["name"] == "New Arden"
    CommitmentVersion.objects.update(state="superseded")
    make_version(commitment, state="published", title="A better desk")
    assert row()["title"] == "A better desk"
    withdraw(commitment)
    assert "title" not in row()


def test_a_kept_record_is_not_served_under_another_host(client, commitment, settings):
    settings.PORTAL_BASE_URL = ""
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]

    for host in settings.ALLOWED_HOSTS:
        row = client.get("/data/v1/commitments", headers={"Host": host}).json()["results"][0]
        assert row["url"].startswith(f"http://{host}/")
