"""Two deciders: one proposes with public reasons, another one signs. Never one account alone."""

import datetime as dt

import pytest
from django.utils import timezone

from cities.actions import countersign_conflict
from cities.models import City
from core import audit
from core.access import Refused
from core.models import AuditEvent, OutboxMail
from labels.actions import grant, propose, refuse, reject_proposal
from labels.actions.decisions import _last_day
from labels.models import Decision, Label
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_application, make_commitment, make_conflict, make_role, make_scheme, make_user
from tests.labels.conftest import REASONS, fresh


# --- Proposing -------------------------------------------------------------------------------------
def test_the_first_decider_writes_the_outcome_and_signs(application, decider):
    decision = propose(obj=application, by=decider, note=REASONS, outcome="granted")

    assert application.state == "proposed"
    assert (decision.outcome, decision.reasons, decision.is_final) == ("granted", REASONS, False)
    assert [row.decider for row in decision.signatures.all()] == [decider]


def test_nothing_is_public_and_nobody_is_told_before_the_second_signature(proposed, city):
    assert not Label.objects.exists()
    assert not OutboxMail.objects.exists()
    assert proposed.final_decision is None
    assert proposed.state_for_city == "submitted"


@pytest.mark.parametrize(
    ("note", "outcome", "reason"),
    [
        ("", "granted", "Write the reasons"),
        ("\u200b \n", "refused", "Write the reasons"),
        (REASONS, "", "Choose the outcome"),
        (REASONS, "banana", "Choose the outcome"),
        ("x" * 10_001, "refused", "Shorten the reasons"),
    ],
)
def test_a_proposal_needs_an_outcome_and_reasons(application, decider, note, outcome, reason):
    with pytest.raises(NotReady, match=reason):
        propose(obj=application, by=decider, note=note, outcome=outcome)
    assert fresh(application).state == "submitted"
    assert not Decision.objects.exists()


def test_granting_cannot_be_proposed_when_the_record_has_shrunk(application, decider, city):
    city.commitments.update(state="withdrawn")

    with pytest.raises(NotReady, match="published 0 of the 3"):
        propose(obj=application, by=decider, note=REASONS, outcome="granted")
    assert propose(obj=application, by=decider, note=REASONS, outcome="refused").outcome == "refused"


@pytest.mark.parametrize("person", ["approver", "official", "other_official", "reviewer", "administrator", "resident"])
def test_only_deciders_propose_and_sign(application, decider, person, request):
    user = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        propose(obj=application, by=user, note=REASONS, outcome="granted")

    propose(obj=application, by=decider, note=REASONS, outcome="granted")
    for act in (grant, reject_proposal):
        with pytest.raises(NotAllowed):
            act(obj=application, by=user, note="no")
    assert not Label.objects.exists()


def test_a_superuser_is_no_decider(application):
    root = make_user("Root", is_superuser=True)

    with pytest.raises(NotAllowed):
        propose(obj=application, by=root, note=REASONS, outcome="granted")


def test_a_hard_conflict_keeps_a_decider_out(application, decider, second_decider, city):
    make_conflict(decider, city)
    soft = make_conflict(second_decider, city, kind="soft")

    for person in (decider, second_decider):
        with pytest.raises(NotAllowed):
            propose(obj=application, by=person, note=REASONS, outcome="granted")
    countersign_conflict(conflict=soft, by=make_user(roles=("decider",)))
    second_decider.forget("open_soft_city_ids")
    assert propose(obj=application, by=second_decider, note=REASONS, outcome="granted")


def test_a_role_in_the_city_is_a_conflict_too(proposed, second_decider, city):
    make_role(second_decider, city, "editor")

    with pytest.raises(NotAllowed):
        grant(obj=proposed, by=second_decider)


# --- The second signature --------------------------------------------------------------------------
def test_the_second_signature_makes_the_label(proposed, city, decider, second_decider, settings):
    settings.PORTAL_AWARDING_BODY = "the programme of the cities"
    before = City.objects.get(pk=city.pk).changed_at

    label = grant(obj=proposed, by=second_decider)

    today = timezone.localdate()
    assert (proposed.state, label.city, label.granted_on) == ("granted", city, today)
    assert label.awarding_body == "the programme of the cities"
    assert label.valid_until == _last_day(today, 3)
    assert label.code.startswith("HRL-")
    assert proposed.decided_at is not None
    decision = proposed.decisions.get()
    assert (decision.is_final, decision.proposed_by, decision.confirmed_by) == (True, decider, second_decider)
    assert {row.decider for row in decision.signatures.all()} == {decider, second_decider}
    assert City.objects.get(pk=city.pk).changed_at > before


def test_the_validity_follows_the_applications_own_rules(city, approver, decider, second_decider):
    for _n in range(3):
        make_commitment(city=city)
    application = make_application(city=city, author=approver, scheme=make_scheme(code="five", valid_years=5))
    propose(obj=application, by=decider, note="It kept its promises.", outcome="granted")

    assert grant(obj=application, by=second_decider).valid_until == _last_day(timezone.localdate(), 5)


def test_a_label_ends_on_the_day_before_its_anniversary():
    assert _last_day(dt.date(2028, 2, 29), 3) == dt.date(2031, 2, 28)
    assert _last_day(dt.date(2028, 2, 29), 4) == dt.date(2032, 2, 28)
    assert _last_day(dt.date(2026, 5, 12), 3) == dt.date(2029, 5, 11)


def test_whoever_proposed_cannot_sign_second(proposed, decider):
    with pytest.raises(NotAllowed):
        grant(obj=proposed, by=decider)
    assert fresh(proposed).state == "proposed"
    assert not Label.objects.exists()


def test_the_second_signature_cannot_turn_the_outcome_round(proposed, second_decider):
    with pytest.raises(NotAllowed):
        refuse(obj=proposed, by=second_decider)


def test_granting_waits_while_the_record_is_too_small(proposed, second_decider, city):
    city.commitments.update(state="withdrawn")

    with pytest.raises(NotReady, match="Publish 3 more"):
        grant(obj=proposed, by=second_decider)
    assert fresh(proposed).state == "proposed"
    assert not Label.objects.exists()


def test_a_refusal_is_signed_by_two_as_well(application, decider, second_decider):
    propose(obj=application, by=decider, note="No report was sent.", outcome="refused")
    with pytest.raises(NotAllowed):
        refuse(obj=application, by=decider)

    decision = refuse(obj=application, by=second_decider)

    assert application.state == "refused"
    assert decision == application.decisions.get(is_final=True)
    assert not Label.objects.exists()


def test_the_city_and_everybody_who_acted_get_the_decision_text(proposed, second_decider, official, other_official):
    label = grant(obj=proposed, by=second_decider)

    mails = OutboxMail.objects.filter(name="label_decision")
    assert sorted(mail.recipients[0] for mail in mails) == [
        "dana@office.example", "dirk@office.example", "edda@arden.example", "pau@arden.example",
    ]  # fmt: skip
    for mail in mails:
        assert "The city kept what it promised." in mail.text
        assert "It listened." in mail.html
        assert label.code in mail.text
        assert "Dana" not in mail.text + mail.html
        assert "Dirk" not in mail.text + mail.html


def test_reasons_with_markup_stay_text_in_the_mail(application, decider, second_decider, approver):
    propose(obj=application, by=decider, note="<script>alert(1)</script> & more", outcome="refused")
    refuse(obj=application, by=second_decider)

    mail = OutboxMail.objects.filter(name="label_decision")[0]
    assert "<script>" not in mail.html
    assert "<script>alert(1)</script> & more" in mail.text


def test_the_audit_chain_tells_the_story_in_the_citys_log(proposed, second_decider, city):
    grant(obj=proposed, by=second_decider)

    scope = AuditEvent.objects.filter(scope=f"cities.city:{city.pk}").order_by("seq")
    assert [event.action for event in scope] == ["grant", "label_granted"]
    inside = AuditEvent.objects.filter(scope=f"office:cities.city:{city.pk}")
    assert [event.action for event in inside] == ["propose"]
    assert list(audit.verify()) == []


def test_switched_off_nobody_decides(proposed, application, decider, second_decider, settings):
    settings.LABEL_ENABLED = False

    for act in (grant, refuse, reject_proposal):
        with pytest.raises(Refused, match="switched off"):
            act(obj=proposed, by=second_decider, note="x")
    with pytest.raises(Refused, match="switched off"):
        propose(obj=application, by=decider, note=REASONS, outcome="granted")


# --- Not signing -----------------------------------------------------------------------------------
def test_a_proposal_that_is_not_signed_goes_back_with_the_reason(proposed, decider, second_decider):
    reject_proposal(obj=proposed, by=second_decider, note="The third commitment has no evidence.")

    assert proposed.state == "submitted"
    assert proposed.open_decision is None
    mail = OutboxMail.objects.get()
    assert (mail.name, mail.recipients) == ("label_proposal_returned", ["dana@office.example"])
    assert "The third commitment has no evidence." in mail.text


def test_not_signing_needs_a_reason(proposed, second_decider):
    with pytest.raises(NotReady, match="Write the reason"):
        reject_proposal(obj=proposed, by=second_decider, note=" ")


def test_a_proposer_takes_the_own_proposal_back_without_a_mail(proposed, decider):
    reject_proposal(obj=proposed, by=decider, note="I mixed up two cities.")

    assert fresh(proposed).state == "submitted"
    assert not OutboxMail.objects.exists()


def test_after_a_rejection_another_proposal_can_be_made_and_signed(proposed, decider, second_decider):
    reject_proposal(obj=proposed, by=second_decider, note="Not yet.")
    propose(obj=proposed, by=second_decider, note="No evidence.", outcome="refused")

    refuse(obj=proposed, by=decider)

    assert [row.is_final for row in proposed.decisions.all()] == [False, True]


def test_a_signature_counts_for_the_proposal_that_was_read(proposed, decider, second_decider):
    read = proposed.open_decision.pk
    reject_proposal(obj=proposed, by=decider, note="A mistake.")
    propose(obj=proposed, by=decider, note="Other reasons.", outcome="granted")

    for act in (grant, reject_proposal):
        with pytest.raises(Stale, match="no longer the one on the table"):
            act(obj=proposed, by=second_decider, note="x", proposal=read)
    assert grant(obj=proposed, by=second_decider, proposal=proposed.open_decision.pk)


@pytest.mark.parametrize("state", ["draft", "submitted", "granted", "refused", "withdrawn"])
def test_without_a_proposal_there_is_nothing_to_sign(city, decider, state):
    application = make_application(city=city, state=state)

    for act in (grant, refuse, reject_proposal):
        with pytest.raises(Stale):
            act(obj=application, by=decider, note="x")
