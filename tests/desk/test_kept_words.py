"""Nothing that people write for the label is lost: it is saved while they write, and given back when it is too late."""

import datetime as dt

import pytest
from django.utils import timezone

from cities.models import CityRole
from core.models import AuditEvent
from labels.actions import load_scheme
from labels.actions.panel_drafts import forget_panel_drafts
from labels.models import Assessment, FindingReply, LabelApplication, MidtermReport, PanelDraft, PanelMember
from tests.desk.pages import form_of, text_of
from tests.factories import make_commitment, make_evidence, make_label
from tests.factories.findings import make_answering_case, make_answers, make_findings, make_reply, seats_of
from tests.factories.labels import make_scheme, make_terms

pytestmark = pytest.mark.django_db
WORDS = {"answer": "partly", "reasons": "Half a sentence"}


@pytest.fixture
def case(city, approver):
    return make_answering_case(city=city, author=approver)


@pytest.fixture
def browsers(case, client_of):
    return [client_of(seat.member.user) for seat in seats_of(case)]


@pytest.fixture
def midterm(city):
    """A label about half of whose time is over, under rules that ask for a report then."""
    make_terms(make_scheme())
    return make_label(city=city, granted_on=timezone.localdate() - dt.timedelta(days=500))


@pytest.fixture
def begun(official, client_of):
    load_scheme()
    client_of(official).post("/en/desk/city/at-arden/assessment/")
    return Assessment.objects.get()


def at(case, *parts):
    return f"/en/desk/panel/{case.reference}/" + "".join(f"{part}/" for part in parts)


def opened(browser, address):
    return form_of(browser.get(address), with_field="reasons")


def stand(case, state):
    LabelApplication.objects.filter(pk=case.pk).update(state=state)


# --- Findings and second looks ---------------------------------------------------------------------
def test_a_finding_is_saved_while_it_is_written_and_only_its_author_sees_it(case, browsers):
    make_answers(case)
    address, saving = at(case, "F1", "finding"), at(case, "F1", "finding", "autosave")
    first = opened(browsers[0], address)

    saved = browsers[0].post(saving, first | WORDS)

    assert saved.json()["revision"] == 1
    assert "data-autosave=" in text_of(browsers[0].get(address))
    assert "Half a sentence" in text_of(browsers[0].get(address))
    assert "What you wrote and did not send" in text_of(browsers[0].get(at(case, "F1")))
    for browser in browsers[1:]:
        assert "Half a sentence" not in text_of(browser.get(address))
        assert "Half a sentence" not in text_of(browser.get(at(case, "F1")))
    again = browsers[0].post(saving, first | {"revision": 1, "seen": saved.json()["seen"]} | WORDS | {"answer": "met"})
    assert again.json()["revision"] == 2
    assert browsers[0].post(saving, first | WORDS | {"reasons": "From another window"}).status_code == 409
    other = browsers[0].post(address, first | WORDS | {"reasons": "From another window"})
    assert other.status_code == 409
    assert "sentence" in text_of(other)
    done = browsers[0].post(address, form_of(other, with_field="reasons"))
    assert done.url == at(case, "differences")
    finding = case.findings.get()
    assert (finding.reasons, finding.revision) == ("From another window", 1)
    assert not PanelDraft.objects.exists()
    assert browsers[0].post(address, first | WORDS | {"reasons": "From another window"}).status_code == 302


def test_a_draft_of_a_finding_knows_which_finding_it_changes(case, browsers):
    make_answers(case)
    finding = make_findings(case)[0]
    seats = seats_of(case)
    address = at(case, "F1", "finding")
    browsers[0].post(at(case, "F1", "finding", "autosave"), opened(browsers[0], address) | WORDS)
    PanelMember.objects.filter(pk=seats[0].pk).update(state="declined", left_at=timezone.now())
    taken = browsers[1].post(address, opened(browsers[1], address) | {"reasons": "Somebody went on with it."})
    assert taken.status_code == 302
    PanelMember.objects.filter(pk=seats[0].pk).update(state="seated", left_at=None)
    PanelMember.objects.filter(pk=seats[1].pk).update(state="declined", left_at=timezone.now())

    late = browsers[0].post(address, opened(browsers[0], address))

    assert late.status_code == 409
    assert "Somebody went on with it." in text_of(late)
    finding.refresh_from_db()
    assert finding.reasons == "Somebody went on with it."
    assert browsers[0].post(address, form_of(late, with_field="reasons")).status_code == 302
    finding.refresh_from_db()
    assert finding.reasons == "Half a sentence"


def test_whoever_was_slower_to_write_a_finding_keeps_the_words(case, browsers):
    make_answers(case)
    address = at(case, "F1", "finding")
    slow = opened(browsers[1], address)
    browsers[1].post(at(case, "F1", "finding", "autosave"), slow | WORDS)
    assert browsers[0].post(address, opened(browsers[0], address) | WORDS).status_code == 302

    late = browsers[1].post(address, slow | WORDS | {"reasons": "My whole sentence"})

    assert late.status_code == 403
    assert "writes this finding. Talk to each other." in text_of(late)
    assert "My whole sentence" in text_of(late)
    assert "Half a sentence" in text_of(browsers[1].get(at(case, "F1")))


def test_a_second_look_is_saved_while_it_is_written(case, browsers):
    stand(case, "second_look")
    make_answers(case)
    for finding in make_findings(case)[:2]:
        make_reply(finding)
    address, saving = at(case, "F1", "second-look"), at(case, "F1", "second-look", "autosave")
    form = opened(browsers[1], address)
    saved = browsers[1].post(saving, form | WORDS).json()
    assert "Half a sentence" in text_of(browsers[1].get(address))
    assert "Half a sentence" not in text_of(browsers[2].get(address))
    browsers[2].post(address, opened(browsers[2], address) | WORDS | {"reasons": "I was faster."})

    sent = form | {name: saved[name] for name in ("revision", "seen")} | WORDS | {"reasons": "My whole sentence"}
    late = browsers[1].post(address, sent)

    assert late.status_code == 409
    assert "I was faster." in text_of(late)
    assert "My whole sentence" in text_of(late)
    assert PanelDraft.objects.get().reasons == "My whole sentence"
    stand(case, "deciding")
    assert browsers[1].post(saving, form | WORDS).status_code == 403
    assert "My whole sentence" in text_of(browsers[1].get(at(case, "F1")))
    assert forget_panel_drafts() == 0
    stand(case, "granted")
    assert forget_panel_drafts() == 1


@pytest.mark.parametrize("what", ["answer", "nothing"])
def test_no_other_way_to_save_a_draft(case, browsers, what):
    assert browsers[0].get(at(case, "F1", what, "autosave")).status_code == 404
    form = opened(browsers[0], at(case, "F1"))
    wrong = browsers[0].post(at(case, "F1", "finding", "autosave"), form | WORDS | {"base": 0, "answer": "not_ours"})
    assert wrong.status_code == 400
    assert "Answer" in wrong.json()["words"]
    assert browsers[0].post(at(case, "F1", "finding", "autosave"), form | WORDS).status_code == 400
    assert not PanelDraft.objects.exists()


# --- Too late --------------------------------------------------------------------------------------
def test_a_member_who_left_gets_the_words_back_and_learns_nothing(case, browsers, client_of, other_official):
    form = opened(browsers[0], at(case, "F1")) | {"reasons": "Written for an hour"}
    PanelMember.objects.filter(pk=seats_of(case)[0].pk).update(state="declined", left_at=timezone.now())
    answers = [browsers[0].post(at(case, "F1"), form)]
    stranger = client_of(other_official)
    answers += [stranger.post(at(case, "F1"), form), stranger.post("/en/desk/panel/HRL-A-222222/F1/", form)]
    for late in answers:
        assert late.status_code == 404
        assert "Written for an hour" in text_of(late)
        assert "not open to you" in text_of(late)
        assert case.city.name not in text_of(late)
    assert AuditEvent.objects.filter(action="refused", object_ref__startswith="POST").count() == 3
    assert browsers[0].get(at(case, "F1")).status_code == 404


def test_an_answer_that_comes_after_the_panel_is_given_back(case, browsers):
    form = opened(browsers[0], at(case, "F1")) | WORDS
    stand(case, "deciding")
    for more in ({}, {"send": "1"}):
        late = browsers[0].post(at(case, "F1"), form | more)
        assert late.status_code == 409
        assert "the case has moved on" in text_of(late)
        assert "Half a sentence" in text_of(late)
        assert "mailto:" in text_of(late)


@pytest.mark.parametrize(("state", "status"), [("second_look", 409), ("deciding", 409), ("role", 404)])
def test_a_reply_that_comes_too_late_is_given_back(case, official, client_of, state, status):
    stand(case, "reply")
    make_findings(case)
    browser, address = client_of(official), "/en/desk/city/at-arden/label/findings/F1/"
    form = form_of(browser.get(address), with_field="text") | {"text": "We did more."}
    assert browser.post(f"{address}autosave/", form | {"text": "We did"}).json()["revision"] == 1
    if state == "role":
        CityRole.objects.filter(user=official).update(ended_at=timezone.now())
    else:
        stand(case, state)

    late = browser.post(address, form)

    assert late.status_code == status
    assert "We did more." in text_of(late)
    assert browser.post(f"{address}autosave/", form).status_code == (404 if state == "role" else 403)
    assert FindingReply.objects.get().text == "We did"
    if state != "role":
        listed = text_of(browser.get("/en/desk/city/at-arden/label/findings/"))
        assert "What the city wrote and did not send" in listed
        assert "We did" in listed


# --- The report at half time -----------------------------------------------------------------------
def test_the_half_time_report_is_saved_while_it_is_written_with_its_evidence(
    midterm, official, approver, client_of, visitor
):
    city = midterm.city
    text = make_commitment(city=city, version_title="Homes for all")
    shown = make_evidence(version=text.versions.get(), title="Minutes of the council")
    secret = make_evidence(version=text.versions.get(), kind="file", visibility="confidential", title="Names")
    draft = make_commitment(city=city, state="draft").versions.get()
    hidden = make_evidence(version=draft, title="Only a thought")
    browser, address = client_of(official), "/en/desk/city/at-arden/label/midterm/"
    page = text_of(browser.get(address))
    assert "Minutes of the council" in page
    assert "Names (confidential)" in page
    assert "Only a thought" not in page
    form = form_of(browser.get(address), with_field="text") | {"text": "People"}

    first = browser.post(f"{address}autosave/", form)
    second = browser.post(f"{address}autosave/", form | {name: first.json()[name] for name in ("revision", "seen")} | {
        "text": "People notice.", "evidence": [shown.pk, secret.pk]})  # fmt: skip

    assert second.json()["revision"] == 2
    assert browser.post(f"{address}autosave/", form | {"text": "Late"}).status_code == 409
    assert AuditEvent.objects.filter(action="save_midterm").count() == 1
    assert browser.post(f"{address}autosave/", form | {"evidence": [hidden.pk]}).status_code == 400
    report = MidtermReport.objects.get()
    assert set(report.evidence.all()) == {shown, secret}
    stale = browser.post(address, form | {"text": "Other words", "evidence": [shown.pk]})
    assert stale.status_code == 409
    assert "Other words" in text_of(stale)

    chief = client_of(approver)
    whole = form_of(chief.get(address), with_field="text") | {f"text_{text.code}": "Built.", "send": "1"}
    assert "The report is public now" in text_of(chief.post(address, whole, follow=True))

    public = text_of(visitor.get(midterm.get_absolute_url()))
    assert "Minutes of the council" in public
    assert "Names" not in public
    assert "Names" in text_of(browser.get(address))


def test_what_comes_after_the_half_time_report_was_sent_is_given_back(midterm, official, approver, client_of):
    text = make_commitment(city=midterm.city)
    browser, address = client_of(official), "/en/desk/city/at-arden/label/midterm/"
    form = form_of(browser.get(address), with_field="text") | {"text": "People notice.", f"text_{text.code}": "Built."}
    client_of(approver).post(address, form | {"send": "1"})

    late = browser.post(address, form | {"text": "One thing more", f"text_{text.code}": "And this."})

    assert late.status_code == 409
    assert "One thing more" in text_of(late)
    assert "And this." in text_of(late)
    assert browser.post(f"{address}autosave/", form).status_code == 403
    assert MidtermReport.objects.get().text == "People notice."


def test_an_answer_of_the_self_assessment_that_comes_too_late_is_given_back(begun, official, client_of):
    browser, address = client_of(official), "/en/desk/city/at-arden/assessment/officials/F1/"
    form = form_of(browser.get(address), with_field="text") | {"text": "We all know them."}
    begun.delete()

    late = browser.post(address, form)

    assert late.status_code == 404
    assert "We all know them." in text_of(late)
    assert "The self-assessment was sent with the application" in text_of(late)
    assert browser.get(address).status_code == 404
