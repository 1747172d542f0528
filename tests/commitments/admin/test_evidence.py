"""Who opens which file."""

from commitments import actions
from core.models import AuditEvent
from tests.commitments.office import TICKS, change, changelist, file_url, rows, status_of, submitted
from tests.factories import make_commitment, make_conflict, make_evidence


def test_confidential_files_open_for_who_checks_them(client_of, office, official, city):
    version = submitted(city)
    evidence = make_evidence(version=version, kind="file", visibility="confidential", has_personal_data=True)
    actions.claim(obj=version, by=office.reviewer)

    for name, status in (("reviewer", 200), ("decider", 200), ("other_reviewer", 403), ("administrator", 403)):
        assert status_of(client_of(getattr(office, name)), evidence) == status, name
    assert status_of(client_of(official), evidence) == 403
    assert AuditEvent.objects.filter(action="open_evidence").count() == 2


def test_a_file_is_sent_as_an_attachment_that_cannot_run(client_of, decider, city):
    evidence = make_evidence(version=submitted(city), kind="file", file_name="a\r\nb<.txt")

    response = client_of(decider).get(file_url(evidence))

    assert b"".join(response.streaming_content).startswith(b"minutes")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_conflict_closes_the_file(client_of, reviewer, decider, city):
    version = submitted(city)
    evidence = make_evidence(version=version, kind="file", visibility="confidential")
    actions.claim(obj=version, by=reviewer)
    for person in (reviewer, decider):
        make_conflict(person, city)

        assert client_of(person).get(file_url(evidence)).status_code == 404
        assert client_of(person).get(change(evidence)).status_code == 302
        assert evidence not in rows(client_of(person).get(changelist("evidence")))


def test_files_of_drafts_are_the_citys_own(client_of, decider, city):
    for state in ("draft", "sign_off", "returned"):
        evidence = make_evidence(version=make_commitment(city=city, state=state).versions.get(), kind="file", city=city)
        assert client_of(decider).get(file_url(evidence)).status_code == 404


def test_after_the_decision_the_reviewer_no_longer_opens_it(client_of, reviewer, city):
    version = submitted(city)
    evidence = make_evidence(version=version, kind="file", visibility="confidential")
    held = actions.claim(obj=version, by=reviewer)
    actions.publish_version(obj=held, by=reviewer, ticks=TICKS)

    assert client_of(reviewer).get(file_url(evidence)).status_code == 403


def test_public_files_open_for_all_of_the_office(client_of, reviewer, administrator, city):
    evidence = make_evidence(version=make_commitment(city=city).versions.get(), kind="file", city=city)

    for person in (reviewer, administrator):
        assert status_of(client_of(person), evidence) == 200


def test_links_on_the_page_follow_the_same_rule(client_of, reviewer, other_reviewer, city):
    version = submitted(city)
    file = make_evidence(version=version, kind="file", visibility="confidential")
    link = make_evidence(version=version, visibility="confidential", url="https://secret.example/paper")
    actions.claim(obj=version, by=reviewer)

    mine = client_of(reviewer).get(change(version)).content.decode()
    theirs = client_of(other_reviewer).get(change(version)).content.decode()

    for address in (file_url(file), link.url):
        assert address in mine
        assert address not in theirs
