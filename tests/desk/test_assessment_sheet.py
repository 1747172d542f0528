"""The self-assessment in a spreadsheet: out and in again is no change; every difference is seen before it is saved."""

import io

import pytest
from openpyxl import load_workbook

from core.models import AuditEvent
from labels.actions import load_scheme, save_answer, start_assessment
from labels.models import Answer
from tests.desk.pages import form_of, text_of
from tests.factories.files import make_upload

pytestmark = pytest.mark.django_db
SHEET = "/en/desk/city/at-arden/assessment/sheet/"
TEXTS = ("=1+1", "Täglich,\n\nzweimal", "_x0041_ <b>&amp;", "-5 °", "'quoted'", "")


@pytest.fixture
def assessment(city, official):
    load_scheme()
    return start_assessment(city=city, by=official)


@pytest.fixture
def answered(assessment, official):
    """Six answers whose texts a spreadsheet could spoil."""
    for criterion, text in zip(assessment.scheme.criteria.all(), TEXTS, strict=False):
        values = {"value": "partly", "text": text, "evidence": text, "language": "de"}
        save_answer(
            assessment=assessment, criterion=criterion, group="officials", by=official, revision=0, values=values
        )
    return assessment


def download(browser):
    response = browser.post(f"{SHEET}export/")
    assert response.status_code == 200
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def upload(browser, book):
    target = io.BytesIO()
    book.save(target)
    return browser.post(SHEET, {"file": make_upload("sheet.xlsx", target.getvalue())})


def test_out_and_in_again_is_no_change(official, client_of, answered):
    browser = client_of(official)
    book = download(browser)

    assert book["officials"]["D3"].value == "=1+1"
    assert book["officials"]["D3"].data_type == "s"
    response = upload(browser, book)

    assert response.url == SHEET
    assert "There is nothing to save." in text_of(browser.get(SHEET))
    assert list(Answer.objects.order_by("pk").values_list("text", flat=True)) == list(TEXTS)
    assert AuditEvent.objects.filter(action="export_assessment").count() == 1


def test_every_difference_is_seen_before_it_is_saved(official, client_of, answered):
    browser = client_of(official)
    book = download(browser)
    book["officials"]["C3"], book["officials"]["D3"] = "met", "New words."
    book["elected members"]["C4"] = "Not yet"

    shown = upload(browser, book)

    page = text_of(shown)
    for words in ("=1+1", "New words.", "partly", "met", "not yet", "elected members"):
        assert words in page
    assert Answer.objects.count() == 6
    browser.post(SHEET, {"kept": form_of(shown, with_field="kept")["kept"]})
    assert Answer.objects.get(group="officials", criterion__code="F1").text == "New words."
    assert Answer.objects.get(group="elected").value == "not_yet"
    again = browser.post(SHEET, {"kept": form_of(shown, with_field="kept")["kept"]}, follow=True)
    assert "Left out, because a colleague changed them meanwhile" in text_of(again)


def test_what_a_colleague_changed_after_the_download_is_left_out(official, approver, client_of, answered):
    browser = client_of(official)
    book = download(browser)
    criterion = answered.scheme.criteria.get(code="F1")
    values = {"value": "met", "text": "A colleague's words.", "evidence": "", "language": "en"}
    save_answer(assessment=answered, criterion=criterion, group="officials", by=approver, revision=1, values=values)
    book["officials"]["D3"] = "My words."

    page = text_of(upload(browser, book))

    assert "A colleague changed this after you downloaded the sheet" in page
    assert 'name="kept"' not in page
    assert Answer.objects.get(criterion=criterion).text == "A colleague's words."


def test_faults_name_their_place_and_nothing_is_saved(official, client_of, answered):
    browser = client_of(official)
    book = download(browser)
    book["officials"]["C3"], book["officials"]["A4"] = "7 points", "X9"

    page = text_of(upload(browser, book))

    assert "officials, 3: choose the answer from the list." in page
    assert "officials, 4: there is no question X9." in page
    assert 'name="kept"' not in page


def test_another_spreadsheet_is_refused(official, client_of, answered):
    browser = client_of(official)
    book = download(browser)
    for page in book:
        page.delete_rows(1)
    assert "This is not the spreadsheet of the self-assessment." in text_of(upload(browser, book))


def test_a_forged_confirmation_saves_nothing(official, other_official, client_of, answered):
    browser = client_of(official)
    book = download(browser)
    book["officials"]["D3"] = "New words."
    kept = form_of(upload(browser, book), with_field="kept")["kept"]

    assert client_of(other_official).post(SHEET, {"kept": kept}).status_code == 404
    browser.post(SHEET, {"kept": f"{kept}x"})
    assert Answer.objects.get(criterion__code="F1").text == "=1+1"
