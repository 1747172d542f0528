"""Indicators as rows at the desk, and on the public pages."""

import pytest
from django.urls import reverse

from commitments.models import CommitmentVersion, IndicatorValue, ProgressReport
from commitments.queries import report_review, reports_for_office
from tests.desk.pages import date, fill, form_of, text_of
from tests.factories import make_commitment, make_report, make_user

pytestmark = pytest.mark.django_db
ONE = {
    "m-0-title": "People who got advice",
    "m-0-unit": "people a year",
    "m-0-baseline": "1 250",
    "m-0-target": "2000,5",
    "m-0-frequency": "yearly",
    "m-0-source": "Register",
    **date("m-0-baseline_on", 31, 12, 2025),
    **date("m-0-target_on", 30, 6, 2028),
}


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.get(commitment=commitment)


def url(version: CommitmentVersion) -> str:
    return reverse("desk:step", args=[version.commitment.code, "indicators"])


def test_an_optional_part_that_the_milestones_lead_to(official, draft, client_of):
    client = client_of(official)
    milestones = client.get(reverse("desk:step", args=[draft.commitment.code, "milestones"]))
    assert url(draft) in text_of(milestones)
    assert "Optional part" in text_of(client.get(url(draft)))
    assert "Indicators</dt>" in text_of(client.get(reverse("desk:check", args=[draft.commitment.code])))


def test_figures_are_saved_as_typed_and_checked(official, draft, client_of):
    client = client_of(official)
    response = fill(client, url(draft), **ONE)
    assert response.url.endswith("/edit/budget/")
    row = draft.indicators.get()
    assert (str(row.baseline), str(row.target)) == ("1250.0000", "2000.5000")
    assert form_of(client.get(url(draft)))["m-0-target"] == "2000.5"
    check = text_of(client.get(reverse("desk:check", args=[draft.commitment.code])))
    assert "Target: 2,000.5, 30 June 2028" in check


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"m-0-target": "many"}, "Write a number, for example 12.5."),
        ({"m-0-target": "1.200"}, "“1.200” can be read in two ways. Write 1200 or 1.2000."),
        (date("m-0-target_on", 31, 2, 2027), "The date of the target of indicator 1 must be a real date"),
        ({"m-0-frequency": "daily"}, "Choose one of the options."),
    ],
)
def test_what_makes_no_sense_is_told_and_kept(official, draft, client_of, typed, words):
    response = fill(client_of(official), url(draft), **ONE | typed)
    assert words in text_of(response)
    assert form_of(response)["m-0-title"] == "People who got advice"
    assert not draft.indicators.exists()


def test_two_people_see_both_lists(official, approver, draft, client_of):
    mine = form_of(client_of(official).get(url(draft))) | ONE
    fill(client_of(approver), url(draft), **ONE | {"m-0-title": "Their count"})
    response = client_of(official).post(url(draft), mine)
    assert response.status_code == 409
    assert "Their" in text_of(response)
    assert form_of(response)["m-0-title"] == "People who got advice"


def test_the_public_reads_them_with_the_latest_value(official, draft, client_of, visitor):
    fill(client_of(official), url(draft), **ONE)
    indicator = draft.indicators.get()
    CommitmentVersion.objects.filter(pk=draft.pk).update(state="published", published_at="2026-03-01T10:00Z")
    type(draft.commitment).objects.filter(pk=draft.commitment_id).update(state="active")
    for state, value in (("published", "1300"), ("submitted", "9999")):
        report = make_report(draft.commitment, state="draft")
        IndicatorValue.objects.create(report=report, indicator_key=indicator.key, value=value, note="Two desks open")
        type(report).objects.filter(pk=report.pk).update(state=state)
    page = text_of(visitor.get(draft.commitment.get_absolute_url()))
    assert "What the city measures" in page
    assert "1,300 people a year" in page
    assert "Two desks open" in page
    assert "9,999" not in page
    record = visitor.get(f"/data/v1/commitments/{draft.commitment.code}").json()
    assert record["indicators"][0]["target"] == "2000.5"
    assert record["reports"][0]["indicators"][0]["value"] == "1300"


def test_a_report_gives_the_values_and_the_office_reads_them(official, draft, client_of):
    client = client_of(official)
    fill(client, url(draft), **ONE)
    key = draft.indicators.get().key
    CommitmentVersion.objects.filter(pk=draft.pk).update(state="published", published_at="2026-03-01T10:00Z")
    type(draft.commitment).objects.filter(pk=draft.commitment_id).update(state="active")
    report = make_report(draft.commitment, state="draft")
    page = reverse("desk:report", args=[report.pk])
    typed = {f"i-{key}-value": "1 300", f"i-{key}-note": "Two desks", **date(f"i-{key}-measured_on", 30, 6, 2026)}
    form = form_of(client.get(page)) | typed
    wrong = client.post(page, form | {f"i-{key}-value": ""})
    assert "Indicator 1 has a date or a remark, but no value" in text_of(wrong)
    told = client.post(reverse("desk:autosave_report", args=[report.pk]), form).json()
    assert told["words"].startswith("Saved at ")
    value = report.indicator_values.get()
    assert (str(value.value), value.note) == ("1300.0000", "Two desks")
    check = text_of(client.get(reverse("desk:report_submit", args=[report.pk])))
    assert "1,300, 30 June 2026" in check
    stale = client.post(page, form | {f"i-{key}-value": "1400"})
    assert stale.status_code == 409
    assert client.post(page, form_of(stale)).status_code == 302
    assert report.indicator_values.get().value == 1400
    ProgressReport.objects.filter(pk=report.pk).update(state="submitted")
    office = make_user("Dana Decider", roles=("decider",))
    changes = report_review(reports_for_office(office).get(pk=report.pk), office).changes
    assert "1,400, 30 June 2026\nTwo desks" in [row["new"] for row in changes]
