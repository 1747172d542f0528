"""Two deciders who are new to the case sign, one after the other. Never one account alone."""

import datetime as dt

import pytest
from django.utils import timezone

from cities.models import City
from core import audit
from core.access import Refused
from core.models import AuditEvent, OutboxMail
from labels.actions import grant, propose, refuse, reject_proposal, sign_first
from labels.actions.decisions import _last_day
from labels.models import Label
from labels.queries.parts import took_part
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import (
    make_application,
    make_city,
    make_commitment,
    make_scheme,
    make_user,
)
from tests.labels.conftest import REASONS, fresh

NOT_YET = {"outcome": "not_yet", "plan": "Begin with a complaints desk.", "mentor_reason": "No city near it yet."}


# --- Two signatures by people who are new to the case ----------------------------------------------
@pytest.mark.parametrize("part", ["checked", "confirmed", "returned", "proposed"])
def test_whoever_had_a_part_in_the_case_does_not_sign_it(application, decider, second_decider, reviewer, part):
    if part == "checked":
        application.admissibility.update(proposed_by=decider)
    elif part == "confirmed":
        application.admissibility.update(confirmed_by=decider)
    elif part == "returned":
        application.status_changes.create(
            transition="return_for_changes", source="submitted", target="returned", by=decider
        )
    propose(
        obj=application,
        by=decider if part == "proposed" else reviewer,
        note=REASONS,
        outcome="awarded",
        plain="There is a desk now.",
    )

    with pytest.raises(NotAllowed, match="had a part in this case"):
        sign_first(obj=application, by=decider)
    sign_first(obj=application, by=second_decider)
    with pytest.raises(NotAllowed, match="had a part in this case"):
        grant(obj=application, by=decider)
    assert (took_part(decider.pk, application), took_part(second_decider.pk, application)) == (True, True)
    assert not took_part(make_user("New").pk, application)


def test_the_second_signature_makes_the_label(signed, reviewer, decider, second_decider, settings):
    city = signed.city
    settings.PORTAL_AWARDING_BODY = "the programme of the cities"
    before = City.objects.get(pk=city.pk).changed_at

    label = grant(obj=signed, by=second_decider)

    today = timezone.localdate()
    assert (signed.state, label.city, label.granted_on) == ("granted", city, today)
    assert label.awarding_body == "the programme of the cities"
    assert label.valid_until == _last_day(today, 3)
    assert label.code.startswith("HRL-")
    assert signed.decided_at is not None
    decision = signed.decisions.get()
    people = (decision.proposed_by, decision.signed_by, decision.confirmed_by)
    assert (decision.is_final, people) == (True, (reviewer, decider, second_decider))
    assert label.granted_by == {person.pk for person in people}
    assert City.objects.get(pk=city.pk).changed_at > before


def test_the_validity_follows_the_applications_own_rules(city, approver, reviewer, decider, second_decider):
    for _n in range(3):
        make_commitment(city=city)
    scheme = make_scheme(code="five", valid_years=5)
    application = make_application(city=city, author=approver, scheme=scheme, state="deciding")
    propose(obj=application, by=reviewer, note="It kept its promises.", outcome="awarded", plain="There is a desk now.")
    sign_first(obj=application, by=decider)

    assert grant(obj=application, by=second_decider).valid_until == _last_day(timezone.localdate(), 5)


def test_a_label_ends_on_the_day_before_its_anniversary():
    assert _last_day(dt.date(2028, 2, 29), 3) == dt.date(2031, 2, 28)
    assert _last_day(dt.date(2028, 2, 29), 4) == dt.date(2032, 2, 28)
    assert _last_day(dt.date(2026, 5, 12), 3) == dt.date(2029, 5, 11)


def test_whoever_signed_first_cannot_sign_second(signed, decider):
    with pytest.raises(NotAllowed):
        grant(obj=signed, by=decider)
    assert fresh(signed).state == "proposed"
    assert not Label.objects.exists()


def test_nobody_signs_second_before_somebody_signed_first_and_nobody_first_twice(proposed, decider, second_decider):
    with pytest.raises(NotAllowed):
        grant(obj=proposed, by=decider)
    sign_first(obj=proposed, by=decider)
    with pytest.raises(NotAllowed):
        sign_first(obj=proposed, by=second_decider)


def test_the_second_signature_cannot_turn_the_outcome_round(signed, second_decider):
    with pytest.raises(NotAllowed):
        refuse(obj=signed, by=second_decider)


def test_an_award_waits_while_the_record_is_too_small(signed, second_decider, city):
    city.commitments.update(state="withdrawn")

    with pytest.raises(NotReady, match="Publish 3 more"):
        grant(obj=signed, by=second_decider)
    assert fresh(signed).state == "proposed"
    assert not Label.objects.exists()


def test_a_not_yet_is_signed_by_two_as_well(application, reviewer, decider, second_decider):
    propose(obj=application, by=reviewer, note="No report was sent.", **NOT_YET)
    sign_first(obj=application, by=decider)
    with pytest.raises(NotAllowed):
        refuse(obj=application, by=decider)

    decision = refuse(obj=application, by=second_decider)

    assert application.state == "refused"
    assert decision == application.decisions.get(is_final=True)
    assert not Label.objects.exists()


def test_the_city_and_everybody_who_acted_get_the_decision_text(signed, second_decider, official, other_official):
    label = grant(obj=signed, by=second_decider)

    mails = OutboxMail.objects.filter(name="label_decision")
    checkers = signed.admissibility.values_list("proposed_by__email", "confirmed_by__email").get()
    assert sorted(mail.recipients[0] for mail in mails) == sorted([
        "dana@office.example", "dirk@office.example", "rita@office.example", "edda@arden.example", "pau@arden.example",
        *checkers,
    ])  # fmt: skip
    for mail in mails:
        assert "The city kept what it promised." in mail.text
        assert "It listened." in mail.html
        assert label.code in mail.text
        assert "Dana" not in mail.text + mail.html
        assert "Dirk" not in mail.text + mail.html


def test_the_mail_carries_the_whole_decision(request, reviewer, decider, second_decider):
    helper = make_city("Helping")
    make_scheme().outcomes.create(key="not_yet", title="Not this time", text="Come again.")
    application = request.getfixturevalue("application")
    propose(obj=application, by=reviewer, note="Too early.", **NOT_YET | {"mentor": helper})
    sign_first(obj=application, by=decider)
    refuse(obj=application, by=second_decider)

    mail = OutboxMail.objects.filter(name="label_decision")[0]
    for words in ("Not this time", "Come again.", "Too early.", "Begin with a complaints desk.", "Helping"):
        assert words in mail.text
        assert words in mail.html


def test_reasons_with_markup_stay_text_in_the_mail(application, reviewer, decider, second_decider, approver):
    propose(obj=application, by=reviewer, note="<script>alert(1)</script> & more", **NOT_YET)
    sign_first(obj=application, by=decider)
    refuse(obj=application, by=second_decider)

    mail = OutboxMail.objects.filter(name="label_decision")[0]
    assert "<script>" not in mail.html
    assert "<script>alert(1)</script> & more" in mail.text


def test_the_audit_chain_tells_the_story_in_the_citys_log(signed, second_decider, city):
    grant(obj=signed, by=second_decider)

    scope = AuditEvent.objects.filter(scope=f"cities.city:{city.pk}").order_by("seq")
    assert [event.action for event in scope] == ["grant", "label_granted"]
    inside = AuditEvent.objects.filter(scope=f"office:cities.city:{city.pk}").order_by("seq")
    assert [event.action for event in inside] == ["propose", "sign_first"]
    assert list(audit.verify()) == []


def test_switched_off_nobody_decides(proposed, application, reviewer, second_decider, settings):
    settings.LABEL_ENABLED = False

    for act in (sign_first, grant, refuse, reject_proposal):
        with pytest.raises(Refused, match="switched off"):
            act(obj=proposed, by=second_decider, note="x")
    with pytest.raises(Refused, match="switched off"):
        propose(obj=application, by=reviewer, note=REASONS, outcome="awarded", plain="There is a desk now.")


# --- Not signing -----------------------------------------------------------------------------------
def test_a_proposal_that_is_not_signed_goes_back_with_the_reason(signed, second_decider):
    reject_proposal(obj=signed, by=second_decider, note="The third commitment has no evidence.")

    assert signed.state == "deciding"
    assert signed.open_decision is None
    mails = OutboxMail.objects.filter(name="label_proposal_returned")
    assert sorted(mail.recipients[0] for mail in mails) == ["dana@office.example", "rita@office.example"]
    assert "The third commitment has no evidence." in mails[0].text


def test_not_signing_needs_a_reason(proposed, second_decider):
    with pytest.raises(NotReady, match="Write the reason"):
        reject_proposal(obj=proposed, by=second_decider, note=" ")


def test_a_proposer_takes_the_own_proposal_back_without_a_mail(proposed, reviewer):
    reject_proposal(obj=proposed, by=reviewer, note="I mixed up two cities.")

    assert fresh(proposed).state == "deciding"
    assert not OutboxMail.objects.exists()


def test_after_a_rejection_another_proposal_is_made_and_whoever_did_not_sign_may_sign_it(
    signed, reviewer, decider, second_decider
):
    reject_proposal(obj=signed, by=second_decider, note="Not yet.")
    propose(obj=signed, by=reviewer, note="No evidence.", **NOT_YET)
    sign_first(obj=signed, by=second_decider)

    refuse(obj=signed, by=decider)

    assert [row.is_final for row in signed.decisions.all()] == [False, True]


def test_a_signature_counts_for_the_proposal_that_was_read(proposed, reviewer, decider, second_decider):
    read = proposed.open_decision.pk
    reject_proposal(obj=proposed, by=reviewer, note="A mistake.")
    propose(obj=proposed, by=reviewer, note="Other reasons.", outcome="awarded", plain="There is a desk now.")

    for act in (sign_first, grant, reject_proposal):
        with pytest.raises(Stale, match="no longer the one on the table"):
            act(obj=proposed, by=second_decider, note="x", proposal=read)
    sign_first(obj=proposed, by=decider, proposal=proposed.open_decision.pk)
    assert grant(obj=proposed, by=second_decider, proposal=proposed.open_decision.pk)


@pytest.mark.parametrize("state", ["draft", "submitted", "window", "deciding", "granted", "refused", "withdrawn"])
def test_without_a_proposal_there_is_nothing_to_sign(city, decider, state):
    application = make_application(city=city, state=state)

    for act in (sign_first, grant, refuse, reject_proposal):
        with pytest.raises(Stale):
            act(obj=application, by=decider, note="x")
