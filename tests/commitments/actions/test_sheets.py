"""One commitment of a spreadsheet is saved as a whole, once, or not at all."""

import pytest

from commitments.actions import SheetChange, StaleEdit, apply_sheet_change, keep_sheet, save_report, start_report
from commitments.models import Commitment, CommitmentVersion, SheetOutcome
from core.models import AuditEvent
from review.workflow import NotAllowed
from tests.factories import make_commitment
from tests.races import run_at_once


def kept(city, by):
    return keep_sheet(city=city, by=by, file_name="arden.xlsx", rows=[])


@pytest.mark.django_db
def test_nothing_is_half_saved(city, official, approver):
    commitment = make_commitment(city=city)
    report = start_report(commitment=commitment, by=official)
    save_report(report=report, by=approver, revision=report.revision, values={"text": "A colleague was faster."})
    change = SheetChange(
        handle=commitment.code,
        commitment=commitment,
        version=commitment.versions.get(),
        report=report,
        values={"unit": "Another unit"},
        report_values={"text": "From the sheet"},
        fields=["Commitments!I3", "Progress!H3"],
    )
    with pytest.raises(StaleEdit):
        apply_sheet_change(sheet=kept(city, official), by=official, change=change)

    assert commitment.versions.count() == 1
    assert not SheetOutcome.objects.exists()
    assert not AuditEvent.objects.filter(action__in=["amend", "import_sheet"]).exists()


@pytest.mark.django_db
def test_only_its_sender_confirms_and_only_for_the_own_city(city, official, approver, other_city):
    sheet = kept(city, official)
    with pytest.raises(NotAllowed):
        apply_sheet_change(sheet=sheet, by=approver, change=SheetChange(handle="NEW 1", values={"title": "x"}))
    strange = make_commitment(city=other_city, state="draft")
    change = SheetChange(
        handle="x", commitment=strange, version=strange.versions.get(), values={"title": "Taken"}, fields=["x"]
    )
    with pytest.raises(NotAllowed):
        apply_sheet_change(sheet=sheet, by=official, change=change)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_save_once(city, official):
    sheet = kept(city, official)
    change = SheetChange(
        handle="NEW 1", title="A promise", values={"title": "A promise", "language": "en"}, fields=["x"]
    )
    draft = make_commitment(city=city, state="draft")
    seen = draft.versions.select_related("commitment__city").get()
    edit = SheetChange(handle=draft.code, commitment=draft, version=seen, values={"unit": "New"}, fields=["x"])
    outcomes = run_at_once(
        *[lambda change=change: apply_sheet_change(sheet=sheet, by=official, change=change) for _n in range(3)],
        *[lambda: apply_sheet_change(sheet=sheet, by=official, change=edit) for _n in range(3)],
    )

    assert {type(outcome) for outcome in outcomes} == {SheetOutcome}
    assert len({outcome.pk for outcome in outcomes}) == 2
    assert Commitment.objects.count() == 2
    assert CommitmentVersion.objects.get(pk=seen.pk).revision == seen.revision + 1
