"""What becomes of a renewal: granted without a gap, too late, against a revocation, many runs of a day at once."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from core.models import OutboxMail
from labels.actions import (
    confirm_change,
    end_late_renewals,
    expire_labels,
    grant,
    open_renewals,
    propose_change,
    save_application,
    start_renewal,
    submit_application,
    withdraw_application,
)
from labels.models import DecisionEntry, Label, LabelApplication, LabelChange
from labels.queries.log import log_faults
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_label, make_role, make_user
from tests.factories.labels import make_application
from tests.labels.reminded import reminded
from tests.labels.renewals import DAY, WHY, acts, again, held, move_end, proposed, sent, today
from tests.races import run_at_once


# --- Granted ---------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("days", [60, 0, -20])
def test_a_granted_renewal_follows_without_gap_and_without_two_at_once(city, approver, second_decider, visitor, days):
    label = held(city)
    application = sent(city, approver)
    move_end(label, days)
    new = grant(obj=proposed(application), by=second_decider)

    begins = max(today(), today() + (days + 1) * DAY)
    assert (new.granted_on, new.valid_from) == (today(), begins)
    assert new.valid_until.year == begins.year + 3 or new.valid_until == begins.replace(year=begins.year + 3) - DAY
    entry = DecisionEntry.objects.get(act="renewed")
    assert (entry.label_code, entry.data["renews"], entry.data["from"]) == (new.code, label.code, begins.isoformat())
    old = again(label)
    assert old.carried_by is None
    on = {day: [row.code for row in Label.objects.valid(at=day)] for day in (begins - DAY, begins)}
    assert on[begins] == [new.code]
    if days < 0:
        assert (old.state, old.ended_on) == ("expired", begins - DAY)
    else:
        assert (old.state, on[begins - DAY]) == ("valid", [label.code])
        assert new.status == "coming"
        assert "This label begins later" in visitor.get(new.get_absolute_url()).content.decode()
        assert visitor.get(f"/data/v1/cities/{city.slug}").json()["label"]["code"] == label.code
        with pytest.raises(NotReady, match="renewed already"):
            start_renewal(city=city, by=approver)
    assert new.code in visitor.get(label.get_absolute_url()).content.decode()
    assert list(log_faults()) == []


@pytest.mark.django_db
def test_a_renewed_label_never_begins_when_the_one_before_is_given_back(city, approver, second_decider, decider):
    label = held(city)
    new = grant(obj=proposed(sent(city, approver)), by=second_decider)
    propose_change(obj=label, by=approver, kind="withdraw", note="A new council.")
    confirm_change(obj=label, by=decider, kind="withdraw")
    assert (again(label).state, again(new).state) == ("withdrawn", "withdrawn")
    assert DecisionEntry.objects.get(act="withdrawn", label_code=new.code).data["with"] == label.code
    assert list(log_faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["suspended", "revoked", "withdrawn"])
def test_a_label_that_was_taken_away_is_not_renewed(city, approver, second_decider, state):
    label = held(city)
    application = proposed(sent(city, approver))
    Label.objects.filter(pk=label.pk).update(state=state)
    with pytest.raises(NotReady):
        grant(obj=application, by=second_decider)
    assert Label.objects.count() == 1
    move_end(label, -5)
    assert (expire_labels(), again(label).status) == (0, state)
    withdraw_application(application=LabelApplication.objects.get(pk=application.pk), by=approver)
    assert (again(label).state, again(label).carried_by) == (state, None)


@pytest.mark.django_db
def test_a_label_on_hold_is_renewed_and_a_suspended_one_may_ask(city, approver, second_decider):
    label = held(city, state="on_hold")
    new = grant(obj=proposed(sent(city, approver)), by=second_decider)
    assert (again(label).state, new.status) == ("on_hold", "coming")
    move_end(label, -1)
    assert (expire_labels(), again(label).state) == (1, "expired")


@pytest.mark.django_db
def test_a_suspended_label_may_ask_for_its_renewal(city, approver):
    label = held(city, state="suspended")
    assert sent(city, approver).renews == label
    assert (again(label).status, again(label).is_carried) == ("suspended", True)


# --- Too late, and without a renewal ---------------------------------------------------------------
@pytest.mark.django_db
def test_a_renewal_after_the_last_day_is_a_first_application_with_its_text(city, approver):
    label = held(city, days=0)
    draft = start_renewal(city=city, by=approver)
    words = {"statement": "Kept.", "language": "en", "looks_back": "More."}
    draft = save_application(application=draft, by=approver, revision=draft.revision, **words)
    move_end(label, -1)
    call_command("run_deadlines")
    draft.refresh_from_db()
    assert (again(label).state, draft.kind, draft.renews, draft.statement) == ("expired", "first", None, "Kept.")
    assert submit_application(application=draft, by=approver, key=uuid4()).state == "submitted"
    assert "renewal_pending" not in acts()


@pytest.mark.django_db
def test_a_renewal_sent_just_after_midnight_is_a_first_application_too(city, approver):
    label = held(city, days=0)
    draft = start_renewal(city=city, by=approver)
    words = {"statement": "Kept.", "language": "en", "looks_back": "More."}
    draft = save_application(application=draft, by=approver, revision=draft.revision, **words)
    move_end(label, -1)
    application = submit_application(application=draft, by=approver, key=uuid4())
    assert (application.kind, application.renews, again(label).is_carried) == ("first", None, False)
    assert (expire_labels(), end_late_renewals()) == (1, 0)


@pytest.mark.django_db
def test_cities_are_warned_before_the_end_unless_they_renew(city, approver, official):
    label = held(city, days=400)
    end = label.valid_until
    for days, given in ((91, 0), (90, 2), (80, 0), (30, 2), (3, 2), (0, 0), (-1, 0)):
        assert reminded("label_end", end - days * DAY) == given
    mails = OutboxMail.objects.filter(name="label_ends", recipients=[approver.email])
    assert mails.count() == 3
    assert "only apply anew" in mails[0].text


# --- Races -----------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_16_who_renew_while_16_revoke_leave_no_renewed_label_of_a_revoked_one(city, approver):
    label = held(city)
    application = proposed(sent(city, approver))
    change = propose_change(obj=label, by=make_user("First", roles=("decider",)), kind="revoke", note=WHY)
    LabelChange.objects.filter(pk=change.pk).update(hearing_until=today() - DAY)
    people = [make_user(f"Decider {n}", roles=("decider",)) for n in range(32)]

    def renew(by):
        return grant(obj=LabelApplication.objects.get(pk=application.pk), by=by)

    def revoke(by):
        return confirm_change(obj=again(label), by=by, kind="revoke")

    outcomes = run_at_once(*[lambda by=by, n=n: (renew if n % 2 else revoke)(by) for n, by in enumerate(people)])

    assert {type(outcome) for outcome in outcomes} <= {Label, Stale, NotAllowed, NotReady}
    assert again(label).state == "revoked"
    order = [act for act in acts() if act in ("renewed", "revoked")]
    assert order in (["revoked"], ["renewed", "revoked", "revoked"])
    assert not Label.objects.exclude(state="revoked").exists()
    assert list(log_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_32_runs_of_a_day_open_end_and_convert_once(city, approver):
    label = held(city, days=0)
    start_renewal(city=city, by=approver)
    other = held(make_role(make_user("Other"), make_label().city, "approver").city, days=200)
    Label.objects.exclude(pk__in=[label.pk, other.pk]).update(state="withdrawn")
    move_end(label, -1)

    outcomes = run_at_once(*[expire_labels] * 10, *[end_late_renewals] * 11, *[open_renewals] * 11)

    assert all(isinstance(outcome, int) for outcome in outcomes)
    assert sorted(acts()) == ["expired", "renewal_opened"]
    assert LabelApplication.objects.filter(kind="renewal").count() == 0


def test_an_application_of_a_first_label_has_none_to_renew(db):
    assert make_application().renews is None
