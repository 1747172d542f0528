"""What a panel and a city write is saved while they write, and given back when it came too late, in a real browser."""

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Page, expect

from labels.models import LabelApplication, MidtermReport, PanelDraft
from tests.e2e.people import press, says
from tests.factories import make_commitment, make_label
from tests.factories.findings import make_answering_case, make_answers, make_findings, make_reply, seats_of
from tests.factories.labels import make_scheme, make_terms


def typed(page: Page, label: str, words: str) -> None:
    """Type, and wait until the page says that it is saved."""
    with page.expect_response(lambda answer: "/autosave/" in answer.url and answer.request.post_data is not None):
        page.get_by_label(label).fill(words)
        page.get_by_label(label).blur()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")


def test_a_second_look_is_kept_while_it_is_written_and_given_back_when_another_was_faster(seat, check, city):
    case = make_answering_case(city=city, state="second_look")
    make_answers(case)
    make_reply(make_findings(case)[0])
    slow, fast = (seat(row.member.user).page for row in seats_of(case)[1:3])
    for page in (slow, fast):
        page.goto(f"/en/desk/panel/{case.reference}/F1/second-look/")
    typed(slow, "Reasons", "I read half of it.")
    assert PanelDraft.objects.get().reasons == "I read half of it."
    check(slow, "second-look")
    slow.reload()
    expect(slow.get_by_label("Reasons")).to_have_value("I read half of it.")
    typed(slow, "Reasons", "I read all of it.")
    assert PanelDraft.objects.get().revision == 2
    for page, answer in ((fast, "Met"), (slow, "Partly")):
        page.get_by_role("radio", name=answer).check()
    fast.get_by_label("Reasons").fill("I was faster.")
    press(fast, "Send the second look")
    says(fast, "It takes the place of the finding.")

    press(slow, "Send the second look")

    for words in ("Your words were not saved", "has looked again already", "I read all of it.", "What happens next"):
        says(slow, words)
    check(slow, "kept")
    assert LabelApplication.objects.get(pk=case.pk).state == "deciding"


def test_the_report_at_half_time_is_kept_while_it_is_written(seat, check, city, official):
    make_terms(make_scheme())
    make_label(city=city, granted_on=timezone.localdate() - dt.timedelta(days=500))
    make_commitment(city=city, version_title="Homes for all")
    page = seat(official).page
    page.goto("/en/desk/city/at-arden/label/midterm/")
    typed(page, "What changed for people since the label was granted?", "People find the desk.")
    typed(page, "What became of “Homes for all”?", "Built.")
    report = MidtermReport.objects.get()
    assert (report.text, report.lines.get().text, report.revision) == ("People find the desk.", "Built.", 2)
    check(page, "half-time")
    press(page, "Save")
    says(page, "Saved. You can come back at any time.")
