"""The desk of a panel member: their case and nothing else, until it is decided."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from labels.models import LabelApplication, PanelAnswer, PanelMember
from tests.desk.pages import fill, form_of, queries_of, text_of
from tests.factories import make_commitment, make_conflict, make_evidence, make_label_statement
from tests.factories.findings import make_answering_case, make_answers, make_findings, make_reply, seats_of
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(city, approver):
    return make_answering_case(city=city, author=approver)


@pytest.fixture
def browsers(case, client_of):
    return [client_of(seat.member.user) for seat in seats_of(case)]


def at(case, *parts):
    return f"/en/desk/panel/{case.reference}/" + "".join(f"{part}/" for part in parts)


def test_a_member_finds_the_case_with_everything_the_panel_reads(case, browsers, city):
    about = {"application": case, "criteria": [case.scheme.criteria.get(code="F2")], "text": "Nobody answers there."}
    make_label_statement(**about, state="published")
    make_label_statement(**about | {"text": "Not checked yet."}, state="submitted")
    text = make_commitment(city=city, version_title="A rights desk").versions.get()
    make_evidence(version=text, title="Minutes of the council")
    checking = make_commitment(city=city, state="checking", version_title="A text on its way").versions.get()
    secret = make_evidence(version=checking, kind="file", visibility="confidential", title="Names of complainants")
    draft = make_commitment(city=city, state="draft", version_title="Only a thought").versions.get()
    hidden = make_evidence(version=draft, kind="file", title="A thought")

    listed = text_of(browsers[0].get("/en/desk/panel/"))
    page = text_of(browsers[0].get(at(case)))

    assert at(case) in listed
    assert at(case) in text_of(browsers[0].get("/en/desk/"))
    for words in (
        "We kept our promises.",
        "Nobody answers there.",
        "Every text names it.",
        "partly 12",
        "A rights desk",
        "A text on its way",
        "Minutes of the council",
        "Names of complainants",
        "To answer",
    ):
        assert words in page, words
    assert "thought" not in page
    assert "Not checked yet." not in page
    for code, is_about in (("F1", False), ("F2", True)):
        assert ("Nobody answers there." in text_of(browsers[0].get(at(case, code)))) is is_about
    shown = browsers[0].get(at(case, "texts", checking.pk))
    assert "A text on its way" in text_of(shown)
    assert browsers[0].get(at(case, "texts", draft.pk)).status_code == 404
    file = browsers[0].get(at(case, "evidence", secret.public_id))
    assert b"".join(file.streaming_content).startswith(b"minutes")
    assert AuditEvent.objects.get(action="open_evidence").data == {"panel": case.reference}
    assert browsers[0].get(at(case, "evidence", hidden.public_id)).status_code == 404


def test_nothing_else_opens(case, browsers, client_of, official, decider):
    other = make_answering_case()
    foreign = make_commitment(city=other.city, state="checking").versions.get()
    secret = make_evidence(version=foreign, kind="file", visibility="confidential")

    for address in (at(other), at(other, "F1"), at(other, "differences"), at(case, "evidence", secret.public_id),
                    at(other, "evidence", secret.public_id), at(case, "X9"), at(case, "texts", foreign.pk),
                    reverse("desk:evidence_file", args=[secret.public_id]),
                    reverse("desk:findings", args=[case.city.slug]), "/en/desk/panel/HRL-A-XXXXXX/"):  # fmt: skip
        assert browsers[0].get(address).status_code == 404, address
    for address in ("/admin/", f"/admin/labels/labelapplication/{case.pk}/change/",
                    reverse("admin:commitments_evidence_file", args=[secret.public_id])):  # fmt: skip
        assert browsers[0].get(address).status_code in {302, 403}, address
    for person in (official, decider):
        assert client_of(person).get(at(case)).status_code == 404
        assert "You sit in no panel now." in text_of(client_of(person).get("/en/desk/panel/"))


def test_the_case_closes_with_the_decision_a_conflict_and_the_end_of_a_seat(case, browsers, city, settings):
    secret = make_evidence(
        version=make_commitment(city=city, state="checking").versions.get(), kind="file", visibility="confidential"
    )
    address = at(case, "evidence", secret.public_id)
    rows, seats = LabelApplication.objects.filter(pk=case.pk), seats_of(case)
    rows.update(state="proposed")
    assert read(browsers[0], address) == 200
    PanelMember.objects.filter(pk=seats[1].pk).update(state="declined", left_at="2026-01-01T00:00Z")
    make_conflict(seats[2].member.user, city)
    for browser in browsers[1:3]:
        assert browser.get(at(case)).status_code == 404
        assert browser.get(address).status_code == 404
        assert city.name not in text_of(browser.get("/en/desk/panel/"))
    for state in ("granted", "refused", "withdrawn"):
        rows.update(state=state)
        assert browsers[0].get(address).status_code == 404
        assert browsers[0].get(at(case)).status_code == 404
    assert "Decided" not in text_of(browsers[0].get("/en/desk/panel/"))
    rows.update(state="granted")
    open_cases, decided = text_of(browsers[0].get("/en/desk/panel/")).split('<h2 id="decided">Decided</h2>')
    assert "You sit in no panel now." in open_cases
    assert case.reference not in open_cases
    assert case.reference in decided
    assert city.get_absolute_url() in decided
    assert at(case) not in decided
    rows.update(state="panel")
    settings.LABEL_ENABLED = False
    assert browsers[0].get("/en/desk/panel/").status_code == 404
    assert browsers[0].get(at(case)).status_code == 404
    assert at(case) not in text_of(browsers[0].get("/en/desk/"))


def test_an_answer_is_written_in_parts_saved_while_people_write_and_sent_once(case, browsers):
    address, browser = at(case, "F1"), browsers[0]
    page = text_of(browser.get(address))
    assert "Some of F1." in page
    assert "Every text names it." in page
    assert "Not ours" not in page
    assert fill(browser, address, with_field="reasons", reasons="Half a sen").url == at(case, "F2")
    sent = form_of(browser.get(address), with_field="reasons")
    saved = browser.post(f"{address}autosave/", sent | {"reasons": "Half a sentence"})
    assert saved.json()["revision"] == 2
    late = browser.post(address, sent | {"reasons": "From another window", "answer": "met"})
    assert late.status_code == 409
    assert "sentence" in text_of(late)
    assert "window" in text_of(late)

    bad = fill(browser, address, with_field="reasons", send="1", reasons="Words that stay")
    assert "Choose an answer." in text_of(bad)
    assert "Words that stay" in text_of(bad)
    assert fill(browser, address, with_field="reasons", send="1", answer="met").url == address

    assert PanelAnswer.objects.get().sent_at is not None
    after = text_of(browser.get(address))
    assert "Half a sentence" in after
    assert "data-autosave=" not in after
    assert browser.post(f"{address}autosave/", sent).status_code == 403
    assert browser.get(f"{address}autosave/").json()["token"]


def test_no_door_shows_anothers_answer_before_ones_own_is_in(case, browsers, client_of):
    """Every page, file, mail, log and list of one member, while four others have sent everything."""
    seats = seats_of(case)
    make_answers(case, by=seats[1:], reasons="A secret reason", answer="not_yet")
    make_findings(case, author=seats[1], reasons="A secret finding", answer="not_yet")
    browser = browsers[0]
    doors = [at(case), "/en/desk/", "/en/desk/panel/", "/en/desk/settings/", at(case, "differences")]
    doors += [at(case, code, *more) for code in ("F1", "F2", "S5") for more in ((), ("autosave",), ("finding",))]
    pages = [browser.get(door) for door in doors]
    pages.append(browser.post(at(case, "differences", "export")))
    pages.append(browser.post(at(case, "agree"), {"seen": "x"}, follow=True))
    for page in pages:
        text = b"".join(page.streaming_content).decode() if page.streaming else text_of(page)
        assert "secret" not in text
    assert browser.get(at(case, "differences")).status_code == 403
    for event in AuditEvent.objects.all():
        assert "not_yet" not in str(event.data)

    make_answers(case, by=seats[:1], but=("F2", "S5"))

    assert "A secret reason" in text_of(browser.get(at(case, "F1")))
    assert "A secret finding" in text_of(browser.get(at(case, "F1")))
    assert "secret" not in text_of(browser.get(at(case, "F2")))
    assert "secret" not in text_of(browser.get(at(case)))
    assert browser.get(at(case, "differences")).status_code == 403


def test_the_panel_talks_writes_agrees_and_the_city_gets_the_findings(case, browsers):
    make_answers(case)
    first = PanelAnswer.objects.filter(criterion__code="F2").order_by("pk").first()
    PanelAnswer.objects.filter(pk=first.pk).update(answer="met", reasons="=1+1 in a cell")
    page = text_of(browsers[0].get(at(case, "differences")))
    differing, same = page.index("Where the answers differ"), page.index("Where they are the same")
    assert differing < page.index("Question F2?") < same < page.index("Question F1?")
    assert "Still without a finding: F1, F2, S5" in page
    table = b"".join(browsers[0].post(at(case, "differences", "export")).streaming_content).decode()
    assert "'=1+1 in a cell" in table

    for code in ("F1", "F2", "S5"):
        done = fill(browsers[0], at(case, code, "finding"), with_field="reasons", answer="partly", reasons="We read.")
        assert done.url == at(case, "differences")
    refused = browsers[1].get(at(case, "F1", "finding"))
    assert refused.status_code == 403
    for browser in browsers[:2]:
        fill(browser, at(case, "differences"), with_field="seen")
    old = form_of(browsers[2].get(at(case, "differences")), with_field="seen")
    fill(browsers[0], at(case, "F1", "finding"), with_field="reasons", reasons="We read again.")
    stale = browsers[2].post(at(case, "agree"), old, follow=True)
    assert "A finding was changed after you read it." in text_of(stale)
    for browser in browsers[:3]:
        answer = browser.post(at(case, "agree"), form_of(browser.get(at(case, "differences")), with_field="seen"))
        assert answer.status_code == 302

    assert LabelApplication.objects.get(pk=case.pk).state == "reply"
    assert browsers[3].get(at(case, "F1", "finding")).status_code == 403


def test_a_second_look_is_for_somebody_else(case, browsers):
    LabelApplication.objects.filter(pk=case.pk).update(state="second_look")
    make_answers(case)
    finding = make_findings(case)[0]
    make_reply(finding, text="We do far more.")
    address = at(case, "F1", "second-look")
    assert browsers[0].get(address).status_code == 403
    assert "Look again" not in text_of(browsers[0].get(at(case, "F1")))
    page = text_of(browsers[1].get(address))
    assert "We do far more." in page
    assert "Choose an answer." in text_of(fill(browsers[1], address, with_field="reasons", reasons="I looked."))
    old = form_of(browsers[2].get(address), with_field="reasons")

    fill(browsers[1], address, with_field="reasons", answer="met", reasons="I looked again.")

    assert finding.second_look.answer == "met"
    assert LabelApplication.objects.get(pk=case.pk).state == "deciding"
    late = browsers[2].post(address, old | {"answer": "partly", "reasons": "My words"})
    assert late.status_code == 403
    told = text_of(late)
    for words in ("Mika official FR has looked again already", "My words", "Partly", "What happens next"):
        assert words.casefold() in told.casefold()
    assert AuditEvent.objects.filter(action="refused", object_ref=f"POST {address}").exists()
    assert "After a second look: Met" in text_of(browsers[2].get(at(case, "F1")))


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_queries(case, browsers, city, rows):
    for _n in range(rows):
        make_evidence(version=make_commitment(city=city).versions.get())
    for seat in seats_of(case)[:rows]:
        make_answers(case, by=[seat])
    make_findings(case)
    pages = {"case": at(case), "criterion": at(case, "F1"), "differences": at(case, "differences")}

    assert queries_of(browsers[0], pages) == {"case": 15, "criterion": 13, "differences": 11}
