"""A decision is one POST, made by who may, on what they have read."""

import pytest
from django.urls import reverse

from commitments.models import CommitmentVersion, ProgressReport
from core.models import AuditEvent
from tests.commitments.office import TICKS, change, decide, report_of, submitted
from tests.factories import make_city, make_commitment, make_evidence
from tests.markup import Markup


def test_a_reviewer_claims_reads_and_publishes(client_of, reviewer, city):
    version, client = submitted(city), client_of(reviewer)

    assert client.post(decide(version, "claim")).url == change(version)
    response = client.post(decide(version, "publish"), {"ticks": TICKS, "note": ""})

    assert response.url == "/admin/review/queueitem/"
    assert f'Done: Publish. <a href="{change(version)}">' in client.get(response.url).content.decode()
    version.refresh_from_db()
    assert version.state == "published"
    assert version.reviews.get().reviewer == reviewer


def test_a_missing_tick_keeps_the_page_and_what_was_typed(client_of, decider, city):
    version = submitted(city)

    response = client_of(decider).post(decide(version, "publish"), {"ticks": TICKS[1:], "note": "Nearly there"})

    page = Markup(response.content.decode())
    assert "There is a problem" in page.by_id("error-summary-title").text
    assert "Nearly there" in page.one("textarea", name="note").text
    assert len([box for box in page.all("input", name="ticks") if "checked" in box.attrs]) == len(TICKS) - 1
    version.refresh_from_db()
    assert version.state == "submitted"


def test_returning_needs_reasons_and_leads_back_to_the_queue(client_of, decider, city):
    version, client = submitted(city), client_of(decider)

    assert "Write the reason." in client.post(decide(version, "return_for_changes")).content.decode()
    response = client.post(decide(version, "return_for_changes"), {"note": "Name the libraries."})

    assert response.url == "/admin/review/queueitem/"
    assert f"Done: Return with reasons. {version}" in client.get(response.url).content.decode()
    version.refresh_from_db()
    assert (version.state, version.returned_reasons) == ("returned", "Name the libraries.")


def test_a_report_is_published_and_returned(client_of, decider, city):
    first, second, client = report_of(city), report_of(city), client_of(decider)

    client.post(decide(first, "publish"), {"ticks": TICKS})
    client.post(decide(second, "return_for_changes"), {"note": "Which desk?"})

    states = dict(ProgressReport.objects.values_list("pk", "state"))
    assert (states[first.pk], states[second.pk]) == ("published", "returned")


def test_what_changed_since_the_page_was_opened_is_read_again(client_of, decider, city):
    version, client = submitted(city), client_of(decider)
    seen = Markup(client.get(change(version)).content.decode()).one("input", name="seen").attrs["value"]
    CommitmentVersion.objects.filter(pk=version.pk).update(submissions=2)

    response = client.post(decide(version, "publish"), {"ticks": TICKS, "seen": seen})

    assert "Read it again" in response.content.decode()
    version.refresh_from_db()
    assert version.state == "submitted"
    fresh = Markup(response.content.decode()).one("input", name="seen").attrs["value"]
    assert client.post(decide(version, "publish"), {"ticks": TICKS, "seen": fresh}).status_code == 302


def test_a_get_decides_nothing(client_of, decider, city):
    version = submitted(city)

    for name in ("claim", "publish", "return_for_changes", "release"):
        assert client_of(decider).get(decide(version, name)).status_code == 405
    version.refresh_from_db()
    assert version.state == "submitted"


@pytest.mark.parametrize("name", ["supersede", "lapse", "submit", "sign_off", "nonsense"])
def test_steps_of_others_are_no_decisions_here(name, client_of, decider, city):
    assert client_of(decider).post(decide(submitted(city), name)).status_code == 404


def test_a_refused_decision_is_an_audit_event(client_of, reviewer, administrator, city):
    version = submitted(city)

    assert client_of(reviewer).post(decide(version, "publish"), {"ticks": TICKS}).status_code == 403
    assert client_of(administrator).post(decide(version, "claim")).status_code == 403
    assert AuditEvent.objects.filter(action="refused").count() == 2


def test_nothing_is_added_changed_or_deleted_by_hand(client_of, decider, administrator, city):
    version = submitted(city)
    commitment = make_commitment(city=city)
    evidence = make_evidence(version=version)

    for person in (decider, administrator):
        client = client_of(person)
        for obj in (version, commitment, evidence, report_of(make_city())):
            name = f"admin:commitments_{obj._meta.model_name}"
            assert client.get(reverse(f"{name}_add")).status_code == 403
            assert client.post(reverse(f"{name}_delete", args=[obj.pk]), {"post": "yes"}).status_code == 403
            assert client.post(reverse(f"{name}_change", args=[obj.pk]), {"title": "x"}).status_code == 403
            many = {"action": "delete_selected", "_selected_action": [obj.pk], "post": "yes"}
            client.post(reverse(f"{name}_changelist"), many)
    assert CommitmentVersion.objects.filter(pk=version.pk).exists()
