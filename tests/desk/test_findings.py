"""The city reads the panel's findings, answers each, and an approver sends the reply."""

import pytest

from labels.actions.clocks import start_clock
from labels.models import FindingReply, LabelApplication, SecondLook
from tests.desk.pages import fill, form_of, queries_of, text_of
from tests.factories import make_commitment, make_evidence
from tests.factories.findings import make_answering_case, make_findings, make_reply, seats_of

pytestmark = pytest.mark.django_db
BASE = "/en/desk/city/at-arden/label/findings/"


@pytest.fixture
def case(city, approver):
    return make_answering_case(city=city, author=approver, state="reply")


@pytest.fixture
def findings(case):
    return make_findings(case, reasons="We read three texts.")


@pytest.fixture
def editor(official, client_of):
    return client_of(official)


@pytest.fixture
def chief(approver, client_of):
    return client_of(approver)


def test_the_city_reads_answers_in_parts_and_one_approver_sends(case, findings, editor, chief):
    proof = make_evidence(version=make_commitment(city=case.city).versions.get(), title="Minutes of the council")
    assert "The panel has written draft findings about Arden." in text_of(editor.get("/en/desk/"))
    assert BASE in text_of(editor.get("/en/desk/city/at-arden/label/"))
    page = text_of(editor.get(BASE))
    assert "The panel finds: Partly" in page
    assert "No reply yet" in page
    assert seats_of(case)[0].name not in text_of(editor.get(f"{BASE}F1/"))
    assert "We read three texts." in text_of(editor.get(f"{BASE}F1/"))

    sent = {"text": "We do more.", "disputed": "on", "evidence": [proof.pk]}
    assert fill(editor, f"{BASE}F1/", with_field="text", **sent).url == f"{BASE}F2/"

    reply = FindingReply.objects.get()
    assert (reply.text, reply.disputed, list(reply.evidence.all())) == ("We do more.", True, [proof])
    assert "Disputed" in text_of(editor.get(BASE))
    assert editor.get(f"{BASE}send/").status_code == 403
    assert "Disputed" in text_of(chief.get(f"{BASE}send/"))
    assert "looks again" in text_of(chief.post(f"{BASE}send/", follow=True))
    assert LabelApplication.objects.get(pk=case.pk).state == "second_look"
    after = text_of(editor.get(BASE))
    assert "We do more." in after
    assert "The reply is sent" in after
    assert editor.get(f"{BASE}F1/").status_code == 302


def test_two_people_see_both_texts_and_nothing_is_lost_while_writing(case, findings, editor, chief):
    old = form_of(chief.get(f"{BASE}F1/"), with_field="text")
    saved = editor.post(
        f"{BASE}F1/autosave/", form_of(editor.get(f"{BASE}F1/"), with_field="text") | {"text": "First."}
    )
    assert saved.json()["revision"] == 1

    late = chief.post(f"{BASE}F1/", old | {"text": "Second."})

    assert late.status_code == 409
    assert "First" in text_of(late)
    assert "Second" in text_of(late)
    assert chief.post(f"{BASE}F1/autosave/", old | {"text": "Second."}).status_code == 409
    assert FindingReply.objects.get().text == "First."
    LabelApplication.objects.filter(pk=case.pk).update(state="deciding")
    assert editor.post(f"{BASE}F1/autosave/", old).status_code == 403


def test_what_is_disputed_needs_a_word(findings, chief):
    fill(chief, f"{BASE}F1/", with_field="text", disputed="on")
    assert "Say why the city disputes these findings: F1." in text_of(chief.post(f"{BASE}send/"))


def test_the_city_sees_findings_only_when_they_were_sent_and_no_second_look_before_the_decision(
    findings, editor, other_official, decider, client_of
):
    case = findings[0].application
    rows = LabelApplication.objects.filter(pk=case.pk)
    rows.update(state="panel")
    for address in (BASE, f"{BASE}F1/", f"{BASE}send/"):
        assert editor.get(address).status_code == 404
    rows.update(state="reply")
    assert editor.get(f"{BASE}X9/").status_code == 404
    for person in (other_official, decider):
        assert client_of(person).get(BASE).status_code == 404
    make_reply(findings[0])
    seats = seats_of(case)
    SecondLook.objects.create(
        finding=findings[0], author=seats[0], member=seats[1], answer="met", reasons="I looked again."
    )
    rows.update(state="deciding")
    page = text_of(editor.get(BASE))
    assert "We do more than that." in page
    assert "I looked again." not in page


@pytest.mark.parametrize("replies", [1, 3])
def test_pages_cost_the_same_queries(findings, editor, replies):
    for finding in findings[:replies]:
        make_reply(finding, sent_at=None)

    assert queries_of(editor, {"list": BASE, "one": f"{BASE}F1/"}) == {"list": 7, "one": 8}


def test_an_approver_takes_more_time_once(case, findings, editor, chief):
    clock = start_clock(case, "reply", "answer")
    address = f"/en/desk/city/at-arden/label/time/{clock.pk}/"
    assert address in text_of(chief.get(BASE))
    assert address not in text_of(editor.get(BASE))
    first = clock.due_on

    for _try in range(2):
        chief.post(address, {"reason": "The council meets later."})

    clock.refresh_from_db()
    assert 14 <= (clock.due_on - first).days <= 17  # counted from the beginning; never ends on a day off
    assert address not in text_of(chief.get(BASE))
