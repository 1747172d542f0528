"""The report at half time: reminders, on hold without it, back by itself with it. Time is moved by dates."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.access import Refused
from core.models import OutboxMail
from labels.actions import (
    StaleMidterm,
    confirm_change,
    hold_labels,
    propose_change,
    save_midterm,
    send_midterm,
)
from labels.models import DecisionEntry, Label, MidtermReport
from labels.queries.terms import dates_of, living_labels
from labels.rules.life import hold_after, midterm_due, renewal_opens
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_label, make_role, make_user
from tests.factories.labels import make_scheme, make_terms
from tests.labels.reminded import reminded
from tests.races import run_at_once

TERMS = {("midterm", "report"): (18, "months"), ("midterm", "hold"): (60, "days"), ("renewal", "opens"): (9, "months")}
TODAY = timezone.localdate
LATE, EARLY = 640, 300  # days since the label began: about 21 and 10 months


def label_of(city, *, days: int = LATE) -> Label:
    """A label that began so many days ago, under an edition with the deadlines of half time."""
    scheme = make_scheme()
    if not scheme.applications.exists():
        make_terms(scheme)
    return make_label(city=city, granted_on=TODAY() - dt.timedelta(days=days))


def again(label: Label) -> Label:
    return Label.objects.get(pk=label.pk)


def write(label, by, *, revision=0, text="More people get help.", lines=None) -> MidtermReport:
    return save_midterm(label=label, by=by, revision=revision, text=text, language="en", lines=lines or {})


def acts() -> list[str]:
    return list(DecisionEntry.objects.order_by("seq").values_list("act", flat=True))


# --- Dates -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "country", "due", "hold"),
    [
        (dt.date(2026, 5, 12), "AT", dt.date(2027, 11, 12), dt.date(2028, 1, 11)),
        # 1 November 2027 is a Monday and All Saints' Day in Austria, a working day in Germany's nationwide calendar.
        (dt.date(2026, 5, 1), "AT", dt.date(2027, 11, 2), dt.date(2028, 1, 3)),
        (dt.date(2026, 5, 1), "DE", dt.date(2027, 11, 1), dt.date(2027, 12, 31)),
        (dt.date(2026, 8, 31), "AT", dt.date(2028, 2, 29), dt.date(2028, 5, 2)),
        (dt.date(2026, 5, 12), "XK", dt.date(2027, 11, 12), dt.date(2028, 1, 11)),
    ],
)
def test_dates_follow_from_the_first_day_and_the_holidays_of_the_country(start, country, due, hold):
    assert midterm_due(start, TERMS, country) == due
    assert hold_after(due, TERMS, country) == hold


def test_an_edition_without_a_deadline_has_no_date():
    assert midterm_due(dt.date(2026, 5, 12), {}, "AT") is None
    assert hold_after(None, TERMS, "AT") is None
    assert renewal_opens(dt.date(2029, 5, 11), {}) is None
    assert renewal_opens(dt.date(2029, 11, 30), TERMS) == dt.date(2029, 2, 28)
    assert renewal_opens(dt.date(2029, 5, 11), {("renewal", "opens"): (30, "days")}) == dt.date(2029, 4, 11)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_dates_of_any_number_of_labels_take_two_queries(city, number, django_assert_num_queries):
    for n in range(number):
        label_of(None if n else city)
    with django_assert_num_queries(2):
        assert len(dates_of(living_labels())) == number


# --- Written and sent ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_approver_sends_what_an_editor_wrote_and_everybody_reads_it(city, official, approver, client_of, visitor):
    label = label_of(city, days=500)
    commitment = make_commitment(city=city, version_title="Homes for all")
    url = reverse("desk:label_midterm", args=[city.slug])
    editor = client_of(official)
    page = editor.get(url).content.decode()
    assert "Send and publish" not in page
    typed = {"revision": "0", "seen": "", "text": "People notice.", "language": "en"}
    typed |= {f"standing_{commitment.code}": "delayed", f"text_{commitment.code}": "The houses stand."}
    assert editor.post(url, typed | {"send": "1"}).status_code == 403
    report = MidtermReport.objects.get()
    assert (report.sent_at, report.lines.get().text, report.revision) == (None, "The houses stand.", 1)
    assert "People notice." not in visitor.get(label.get_absolute_url()).content.decode()

    # Somebody else saved meanwhile: both texts are shown, nothing is lost.
    stale = client_of(approver).post(url, typed | {"text": "Other words."})
    assert stale.status_code == 409
    assert "Somebody else saved this page" in stale.content.decode()
    assert "notice" in stale.content.decode()
    assert "Other words." in stale.content.decode()
    sent = client_of(approver).post(url, typed | {"revision": "1", "send": "1"}, follow=True)
    assert "The report is public now" in sent.content.decode()

    shown = visitor.get(label.get_absolute_url()).content.decode()
    for words in ("Report at half time", "People notice.", "The houses stand.", "Homes for all", "Delayed"):
        assert words in shown
    assert acts() == ["midterm_reported"]
    assert "This report is public since" in editor.get(url).content.decode()


@pytest.mark.django_db
def test_what_is_missing_is_said_and_nothing_typed_is_lost(city, approver, official, client_of):
    label = label_of(city)
    commitment = make_commitment(city=city, version_title="Homes for all")
    typed = {"revision": "0", "seen": "", "text": "", "language": "en", "send": "1"}
    typed |= {f"standing_{commitment.code}": "done", f"text_{commitment.code}": ""}
    url = reverse("desk:label_midterm", args=[city.slug])
    page = client_of(approver).post(url, typed, follow=True).content.decode()
    assert "Say what changed for people" in page
    assert "Say what became of “Homes for all”." in page.replace("&quot;", '"')
    assert MidtermReport.objects.get().lines.get().standing == "done"
    for by in (official, make_user("Nobody")):
        with pytest.raises(NotAllowed):
            send_midterm(label=label, by=by, revision=1)
    with pytest.raises(NotAllowed):
        write(label, make_user("Somebody"))
    code = commitment.code
    for wrong in ({code: ("no such", "x")}, {code: ("done", "x" * 2001)}):
        with pytest.raises(ValidationError):
            write(label, approver, revision=1, lines=wrong)
    write(label, approver, revision=1, lines={code: ("done", "Built.")})
    with pytest.raises(StaleMidterm):
        send_midterm(label=label, by=approver, revision=1)
    sent = send_midterm(label=label, by=approver, revision=2)
    assert send_midterm(label=label, by=approver, revision=2).sent_at == sent.sent_at
    with pytest.raises(Stale):
        write(label, approver, revision=2)
    assert acts() == ["midterm_reported"]


@pytest.mark.django_db
def test_it_is_too_early_or_not_asked_for_or_switched_off(city, approver, client_of, settings):
    label = label_of(city, days=EARLY)
    with pytest.raises(NotReady, match="You can write it from"):
        write(label, approver)
    page = client_of(approver).get(reverse("desk:label_midterm", args=[city.slug]))
    assert page.status_code == 403
    Label.objects.update(state="expired")
    with pytest.raises(NotReady, match="does not hold this label any more"):
        write(label, approver)
    bare = make_label(city=city, scheme=make_scheme(code="bare", is_current=False))
    with pytest.raises(NotReady, match="ask for no report"):
        write(bare, approver)
    settings.LABEL_ENABLED = False
    for act in (lambda: write(label, approver), lambda: send_midterm(label=label, by=approver, revision=1)):
        with pytest.raises(Refused):
            act()
    assert (hold_labels(), reminded("label_midterm")) == (0, 0)


# --- On hold, and back -----------------------------------------------------------------------------
@pytest.mark.django_db
def test_without_a_report_the_label_goes_on_hold_and_returns_by_itself(city, approver, visitor, client_of):
    label = label_of(city, days=EARLY)
    row = dates_of(living_labels())[0]
    assert hold_labels(today=row.hold_after) == 0
    assert hold_labels(today=row.hold_after + dt.timedelta(days=1)) == 1
    assert hold_labels(today=row.hold_after + dt.timedelta(days=1)) == 0
    assert again(label).state == "on_hold"
    assert DecisionEntry.objects.get().data["report_due_since"] == row.midterm_due.isoformat()
    assert OutboxMail.objects.filter(name="label_changed", recipients=[approver.email]).exists()

    page = visitor.get(label.get_absolute_url()).content.decode()
    assert "This label is on hold" in page
    assert "Report due since" in page
    assert "Report due since" not in visitor.get(reverse("portal:labels")).content.decode()
    assert "On hold, report due" in visitor.get(reverse("portal:labels")).content.decode()
    assert "Label on hold" in visitor.get(f"/embed/badge/{city.slug}.svg").content.decode()
    assert "Label on hold" in visitor.get(reverse("portal:city", args=[city.slug])).content.decode()
    assert visitor.get(f"/data/v1/cities/{city.slug}").json()["label"]["status"] == "on_hold"
    since = TODAY() - dt.timedelta(days=LATE)
    Label.objects.update(granted_on=since, valid_from=since)
    tasks = client_of(approver).get(reverse("desk:dashboard")).content.decode()
    assert reverse("desk:label_midterm", args=[city.slug]) in tasks

    write(again(label), approver)
    send_midterm(label=again(label), by=approver, revision=1)
    assert again(label).state == "valid"
    assert acts() == ["on_hold", "midterm_reported", "resumed"]
    assert hold_labels(today=TODAY() + dt.timedelta(days=200)) == 0
    assert "This label is valid" in visitor.get(label.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_what_is_on_hold_can_be_suspended_and_a_report_lifts_no_suspension(city, decider, second_decider, approver):
    label = label_of(city)
    assert hold_labels() == 1
    propose_change(obj=label, by=decider, kind="suspend", note="Rights were broken.")
    confirm_change(obj=label, by=second_decider, kind="suspend")
    assert hold_labels() == 0
    write(again(label), approver)
    send_midterm(label=again(label), by=approver, revision=1)
    assert again(label).state == "suspended"
    propose_change(obj=label, by=decider, kind="reinstate", note="Mended.")
    confirm_change(obj=label, by=second_decider, kind="reinstate")
    assert (again(label).state, hold_labels()) == ("valid", 0)
    propose_change(obj=label, by=decider, kind="revoke", note="Broken again.")


@pytest.mark.django_db
def test_reminders_are_given_once_each_and_a_missed_day_is_made_up_for(city, official, approver):
    label_of(city)
    due = dates_of(living_labels())[0].midterm_due
    for days, given in ((-91, 0), (-90, 2), (-89, 0), (-30, 2), (-5, 2), (0, 0), (1, 2), (40, 0), (70, 0)):
        assert reminded("label_midterm", due + dt.timedelta(days=days)) == given
    mails = OutboxMail.objects.filter(name="label_midterm_due", recipients=[approver.email]).order_by("pk")
    assert [mail.subject.startswith("Late") for mail in mails] == [False, False, False, True]
    assert all("/label/midterm/" in mail.text for mail in mails)
    call_command("run_deadlines")
    assert Label.objects.get().state == "on_hold"


@pytest.mark.django_db
def test_the_database_refuses_a_report_that_nobody_sent(city):
    report = MidtermReport.objects.create(label=label_of(city), text="x")
    for values in ({"sent_at": timezone.now()}, {"sent_at": timezone.now(), "text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MidtermReport.objects.filter(pk=report.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        report.lines.create(code="HRC-1", title="x", standing="best")
    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.update(state="paused")


@pytest.mark.django_db(transaction=True)
def test_16_who_send_while_16_put_on_hold_leave_a_valid_label(city):
    label = label_of(city)
    people = [make_user(f"Approver {n}") for n in range(16)]
    for person in people:
        make_role(person, city, "approver")
    write(label, people[0])
    sending = [lambda by=by: send_midterm(label=again(label), by=by, revision=1) for by in people]

    outcomes = run_at_once(*sending, *[hold_labels] * 16)

    assert {type(outcome) for outcome in outcomes} <= {MidtermReport, int}
    assert again(label).state == "valid"
    assert acts() in (["midterm_reported"], ["on_hold", "midterm_reported", "resumed"])
