"""Download, change, upload, look at the differences, confirm: through the door people use."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from commitments.actions import save_indicators, save_milestones, save_version
from commitments.models import Commitment, CommitmentVersion, Milestone, ProgressReport, SheetImport
from core.models import AuditEvent
from tests.desk.pages import text_of
from tests.desk.sheets.files import HERE, cell, confirm, download, first_spare, put, text, upload
from tests.factories import make_commitment, make_policy_area, make_report
from tests.factories.framework import make_instrument_item

pytestmark = pytest.mark.django_db


def test_what_was_not_changed_changes_nothing(client, draft, public):
    make_report(public, state="draft", reason="=cmd", as_of=timezone.localdate())
    response = upload(client, download(client))
    assert response.url == HERE
    assert "The spreadsheet says the same as the portal" in text_of(client.get(HERE))
    assert not SheetImport.objects.exists()


def test_a_draft_is_changed_after_its_differences_were_shown(client, draft, official):
    area, point = make_policy_area(name="Housing"), make_instrument_item(title="Fair access to housing")
    type(point.instrument).objects.update(abbreviation="TEN")
    book = download(client)
    put(book, "commitments", title="Two desks", budget=1200.5, ends_on=dt.date(2029, 1, 31), language="Deutsch")
    put(book, "commitments", policy_areas="Housing", elements="")
    put(book, "commitments", instrument_items="TEN 1 Fair access to housing")
    put(book, "milestones", title="Four desks are open")
    response = upload(client, book)
    page = text_of(client.get(response.url))
    assert "<del>A</del>" in page
    assert "<ins>2029</ins>" in page
    assert "Commitments!D3" in page
    assert text(draft).title == "A desk"

    assert confirm(client, response.url).status_code == 302
    saved = text(draft)
    assert list(saved.instrument_items.all()) == [point]
    assert (saved.title, saved.budget, saved.ends_on) == ("Two desks", Decimal("1200.50"), dt.date(2029, 1, 31))
    assert (saved.language, saved.editor) == ("de", official)
    assert list(saved.policy_areas.all()) == [area]
    assert not saved.elements.exists()
    assert saved.milestones.get().title == "Four desks are open"
    assert "8 cells saved" in text_of(client.get(response.url))
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"export_sheet", "import_sheet"}


def test_sending_the_confirmation_twice_saves_once(client, draft):
    book = download(client)
    row = first_spare(book, "commitments")
    put(book, "commitments", row, code="NEW 1", title="A new promise", language="français")
    put(book, "milestones", first_spare(book, "milestones"), code="new 1", title="Ramps", due_on="15.6.2027")
    address = upload(client, book).url
    first = client.get(address)
    data = {"seen": first.context["form"]["seen"].value()}
    client.post(address, data)
    assert client.post(address, data).status_code == 302

    new = CommitmentVersion.objects.get(title="A new promise")
    assert (new.language, new.state, new.milestones.get().due_on) == ("fr", "draft", dt.date(2027, 6, 15))
    assert Commitment.objects.count() == 2
    again = text_of(client.get(upload(client, book).url))
    assert "It is not started twice" in again


def test_a_change_of_a_published_text_starts_a_new_version(client, public):
    book = download(client)
    put(book, "commitments", action="Open nine desks.", change_reason="More money.")
    row = first_spare(book, "milestones")
    put(book, "milestones", row, code=public.code, title="Nine desks", due_on=dt.date(2028, 1, 1))
    address = upload(client, book).url
    assert "This starts a new version of a published text." in text_of(client.get(address))
    confirm(client, address)

    new = text(public)
    assert (new.number, new.state, new.change_reason) == (2, "draft", "More money.")
    assert [one.title for one in new.milestones.all()] == ["Three desks are open", "Nine desks"]
    assert new.milestones.first().key == public.versions.get(number=1).milestones.get().key
    assert public.versions.get(number=1).action == "Open three more desks."


def test_the_office_has_it_so_it_cannot_be_changed(client, city):
    waiting = make_commitment(city=city, state="submitted")
    book = download(client)
    put(book, "commitments", title="Too late")
    page = client.get(upload(client, book).url)
    assert "The review office has this text now." in text_of(page)
    assert "Save these changes" not in text_of(page)
    assert text(waiting).title != "Too late"


def test_indicators_are_added_and_changed(client, draft, approver):
    first = text(draft)
    row = {"title": "People helped", "unit": "people", "baseline": "12.5", "frequency": "yearly"}
    save_indicators(version=first, by=approver, revision=first.revision, rows=[row])
    key = first.indicators.get().key
    book = download(client)
    assert cell(book, "indicators", "frequency").value == "every year"
    put(book, "indicators", target=90, target_on="2028-12-31", frequency="every six months")
    put(book, "indicators", first_spare(book, "indicators"), code=draft.code, title="Days to wait", baseline="1.200,75")
    address = upload(client, book).url
    assert "New indicator: What is measured" in text_of(client.get(address))
    confirm(client, address)

    old, new = text(draft).indicators.all()
    assert (old.key, old.baseline, old.target) == (key, Decimal("12.5"), 90)
    assert (old.frequency, old.target_on) == ("half_yearly", dt.date(2028, 12, 31))
    assert (new.title, new.baseline) == ("Days to wait", Decimal("1200.75"))
    assert "says the same as the portal by now" in text_of(client.get(upload(client, book).url))


def test_progress_becomes_a_draft_report(client, public):
    book = download(client)
    put(book, "progress", progress="Delayed", note="Two libraries are rebuilt.", text="One desk opened.")
    put(book, "progress", 4, progress="Completed", on="2026-03-02", note="In spring")
    confirm(client, upload(client, book).url)
    report = ProgressReport.objects.get()
    assert (report.progress, report.reason, report.text, report.state) == (
        "delayed",
        "Two libraries are rebuilt.",
        "One desk opened.",
        "draft",
    )
    claim = report.claims.get()
    assert (claim.progress, claim.reached_on, claim.note) == ("done", dt.date(2026, 3, 2), "In spring")


def test_three_texts_of_a_cell(client, draft, approver):
    """Only a colleague changed it: kept. Only the sheet did: proposed. Both did: the person chooses."""
    book = download(client)
    put(book, "commitments", title="From the sheet", unit="Sheet unit", problem="Sheet problem")
    values = {"title": "From a colleague", "problem": "Colleague's problem", "action": "Colleague's action"}
    save_version(version=text(draft), by=approver, revision=text(draft).revision, values=values)
    address = upload(client, book).url
    page = client.get(address)
    shown = text_of(page)
    assert "Which text stays?" in shown
    assert "Colleague's action" not in shown
    assert "2 conflicts" in shown

    unanswered = confirm(client, address)
    assert unanswered.status_code == 200
    assert "choose which text to keep" in text_of(unanswered)
    questions = [name for name in page.context["form"].fields if name.startswith("keep:")]
    title = next(name for name in questions if name.endswith("title"))
    problem = next(name for name in questions if name.endswith("problem"))
    assert confirm(client, address, **{title: "ours", problem: "sheet"}).status_code == 302
    saved = text(draft)
    assert (saved.title, saved.problem) == ("From a colleague", "Sheet problem")
    assert (saved.unit, saved.action) == ("Sheet unit", "Colleague's action")


def test_what_changed_after_the_page_was_opened_is_shown_again(client, draft, approver):
    book = download(client)
    put(book, "commitments", title="From the sheet", unit="Sheet unit")
    address = upload(client, book).url
    seen = client.get(address).context["form"]["seen"].value()
    save_version(version=text(draft), by=approver, revision=text(draft).revision, values={"unit": "Later unit"})
    again = client.post(address, {"seen": seen})
    assert again.status_code == 409
    assert "Something changed on the portal after you opened this page." in text_of(again)
    assert "Which text stays?" in text_of(again)
    assert text(draft).title == "A desk"


def test_rows_left_out_are_never_deleted(client, draft, approver):
    first = text(draft)
    rows = [{"title": f"Step {number}", "due_on": dt.date(2027, number, 1)} for number in (1, 2, 3)]
    save_milestones(version=first, by=approver, revision=first.revision, rows=rows)
    book = download(client)
    book["Milestones"].delete_rows(4)
    put(book, "milestones", title="Step one")
    confirm(client, upload(client, book).url)
    assert [one.title for one in text(draft).milestones.all()] == ["Step one", "Step 2", "Step 3"]


def test_a_fault_is_told_per_commitment_and_nothing_of_that_one_is_saved(client, draft, public):
    book = download(client)
    for row in (3, 4):
        put(book, "commitments", row, unit=f"Unit {row}")
        put(book, "milestones", row, title=f"Step {row}")
    address = upload(client, book).url
    Milestone.objects.filter(version__commitment=draft).update(key="gone-by-now0")
    page = client.get(address)
    assert "milestone or indicator that was deleted in the meantime" in text_of(page)
    confirm(client, address)
    assert text(draft).unit.startswith("Unit")
    assert text(draft).milestones.get().title == "Three desks are open"
    assert text(public).number == 2


def test_what_one_request_cannot_do_is_left_for_the_next(client, draft, public, monkeypatch):
    monkeypatch.setattr("desk.views.sheets.SECONDS", 0)
    book = download(client)
    for row in (3, 4):
        put(book, "commitments", row, unit="Another unit")
    address = upload(client, book).url
    assert "1 commitment is left. Press the button again to go on." in text_of(confirm(client, address))
    assert {text(draft).unit, text(public).unit} == {"Another unit", "Libraries"}
    confirm(client, address)
    assert {text(draft).unit, text(public).unit} == {"Another unit"}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_city(client, city, count, django_assert_num_queries):
    for _number in range(count):
        make_report(make_commitment(city=city), state="draft")
        make_commitment(city=city, state="draft")
    book = download(client)
    with django_assert_num_queries(25):
        client.post(f"{HERE}download/")
    for row in range(3, 3 + 2 * count):
        put(book, "commitments", row, unit="Another unit")
        put(book, "milestones", row, title="Another step")
    address = upload(client, book).url
    with django_assert_num_queries(12):
        client.get(address)


def test_the_sheet_is_seen_by_its_sender_only(client, draft, approver, other_official, client_of):
    book = download(client)
    put(book, "commitments", title="Secret")
    address = upload(client, book).url
    assert client_of(approver).get(address).status_code == 404
    assert client_of(other_official).get(address).status_code == 404
    assert client_of(other_official).post(f"{HERE}download/").status_code == 404
    SheetImport.objects.update(expires_at=timezone.now())
    assert "Upload the spreadsheet again" in text_of(client.get(address, follow=True))
    upload(client, book)
    assert SheetImport.objects.count() == 1


def test_cells_that_look_like_formulas_stay_texts(client, draft, official):
    evil = '=HYPERLINK("https://evil.example","x")'
    save_version(version=text(draft), by=official, revision=text(draft).revision, values={"title": evil})
    book = download(client)
    shown = cell(book, "commitments", "title")
    assert (shown.value, shown.data_type, shown.quotePrefix) == (evil, "s", True)
    assert cell(book, "commitments", "code").protection.locked
    assert not shown.protection.locked
    assert book["Commitments"].protection.sheet
    assert book["Commitments"].freeze_panes == "C3"
    assert book["portal"].sheet_state == "hidden"
