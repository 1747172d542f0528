"""Figures of indicators, recommendations, the order of milestones, and who takes the file."""

import datetime as dt
import time
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.step_up import SIGN_INS
from cities.models import Recommendation
from commitments.actions import save_indicators, save_milestones
from commitments.models import Commitment, CommitmentVersion
from core.models import AuditEvent
from tests.desk.pages import text_of
from tests.desk.sheets.files import HERE, cell, confirm, download, first_spare, put, text, upload
from tests.factories import make_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


def test_figures_of_indicators_become_part_of_the_draft_report(client, draft, approver):
    first = text(draft)
    rows = [{"title": "People helped", "unit": "people"}, {"title": "Days to wait", "unit": "days"}]
    save_indicators(version=first, by=approver, revision=first.revision, rows=rows)
    CommitmentVersion.objects.filter(pk=first.pk).update(state="published", published_at=timezone.now())
    Commitment.objects.filter(pk=draft.pk).update(state="active")
    report = make_report(draft, state="draft")
    report.indicator_values.create(indicator_key=first.indicators.last().key, position=2, value=9)

    book = download(client)
    assert cell(book, "measured", "about").value == "People helped, people"
    assert cell(book, "measured", "value", 4).value == 9
    put(book, "measured", value="1.200,5", measured_on="2026-06-30", note="All desks")
    address = upload(client, book).url
    assert "Figure of indicator 1: Value" in text_of(client.get(address))
    confirm(client, address)

    new, kept = report.indicator_values.all()
    assert (new.value, new.measured_on, new.note) == (Decimal("1200.5"), dt.date(2026, 6, 30), "All desks")
    assert kept.value == 9
    assert "says the same as the portal by now" in text_of(client.get(upload(client, book).url))

    put(book, "measured", value="", note="Nobody counted")
    assert "Give the value, or leave the row empty." in text_of(upload(client, book))


def test_recommendations_are_named_by_their_codes(client, draft, city):
    ours = Recommendation.objects.create(city=city, body="Equality body", text="Open desks; train staff.")
    national = Recommendation.objects.create(
        country=city.country, body="Equality body", text="Open desks; train staff."
    )
    Recommendation.objects.create(country="PT", body="Another", text="Not for Arden")
    text(draft).recommendations.add(national)
    book = download(client)
    column = [cells[0] for cells in book["Choices"].iter_cols(values_only=True)].index("Recommendations it answers")
    told = [row[column] for row in book["Choices"].iter_rows(min_row=2, values_only=True) if row[column]]
    assert sorted(told) == sorted(f"{row.code} Equality body: Open desks; train staff." for row in (ours, national))
    put(book, "commitments", recommendations=f"{ours.code}\n{national.code}")
    confirm(client, upload(client, book).url)
    assert set(text(draft).recommendations.all()) == {ours, national}
    assert upload(client, download(client)).url == HERE


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({5: 1}, ["3", "1", "2", "4"]),
        ({3: 3}, ["2", "3", "1", "4"]),
        ({3: 4, 6: 1}, ["4", "2", "3", "1"]),
        ({4: 300}, ["1", "3", "4", "2"]),
    ],
)
def test_milestones_are_moved_by_their_number(client, draft, approver, typed, order):
    first = text(draft)
    rows = [{"title": str(number), "due_on": dt.date(2027, 6, 1)} for number in (1, 2, 3, 4)]
    save_milestones(version=first, by=approver, revision=first.revision, rows=rows)
    keys = {row.title: row.key for row in first.milestones.all()}
    book = download(client)
    for row, number in typed.items():
        put(book, "milestones", row, position=number)
    confirm(client, upload(client, book).url)
    now = list(text(draft).milestones.all())
    assert [row.title for row in now] == order
    assert {row.title: row.key for row in now} == keys
    put(book, "milestones", position="first")
    put(book, "milestones", 4, position="")
    page = text_of(upload(client, book))
    assert page.count("Write its place in the list as a whole number, such as 2.") == 2


def test_a_new_milestone_takes_the_place_it_names(client, draft):
    book = download(client)
    spare = first_spare(book, "milestones")
    put(book, "milestones", spare, code=draft.code, title="Before all", position=1)
    put(book, "milestones", spare + 1, code=draft.code, title="At the end")
    confirm(client, upload(client, book).url)
    assert [row.title for row in text(draft).milestones.all()] == ["Before all", "Three desks are open", "At the end"]
    assert "says the same as the portal by now" in text_of(client.get(upload(client, book).url))


def test_taking_it_asks_who_is_there_again(client, draft):
    session = client.session
    session[SIGN_INS] = [{"method": "password", "at": time.time() - 7200}]
    session.save()
    response = client.post(f"{HERE}download/")
    assert response.status_code == 302
    assert "/reauthenticate/" in response.url
    assert not AuditEvent.objects.filter(action="export_sheet").exists()
