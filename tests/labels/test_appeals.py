"""An appeal: once, heard by three people with no earlier part, decided by two equal votes, blind until one's own."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.access import Hidden, Refused
from core.models import OutboxMail
from labels.actions import (
    accept_concern,
    confirm_change,
    find_unfounded,
    lodge_appeal,
    name_judges,
    not_accept_concern,
    propose,
    propose_change,
    sign_first,
    vote_on_appeal,
)
from labels.models import Appeal, Concern, DecisionEntry, Label, LabelApplication, LabelChange
from labels.queries.appeals import appeal_to_hear, appealable_of, eligible_judges
from labels.queries.log import log_faults
from labels.rules.appeals import result_of
from labels.tokens import concern_fingerprint
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_concern, make_conflict, make_label_with_rules, make_pool_member, make_user
from tests.labels.appealing import make_judges, make_refused, vote

WHY = "The panel did not read the report of the ombudsperson."


@pytest.fixture
def judges(db) -> list:
    return make_judges()


@pytest.fixture
def refused(city, approver):
    return make_refused(city, approver)


@pytest.fixture
def heard(administrator, judges):
    """Lodge an appeal and name the three."""

    def hear(thing, by) -> Appeal:
        appeal = lodge_appeal(thing=thing, by=by, text=WHY, language="en")
        return name_judges(obj=appeal, by=administrator, people=[person.pk for person in judges])

    return SimpleNamespace(hear=hear, judges=judges)


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ([], ""),
        (["uphold"], ""),
        (["uphold", "replace"], ""),
        (["uphold", "uphold"], "uphold"),
        (["uphold", "replace", "replace"], "replace"),
        (["uphold", "send_back", "replace"], "send_back"),
    ],
)
def test_two_equal_votes_decide(given, outcome):
    assert result_of(given) == outcome


def test_a_refusal_is_sent_back_and_everybody_reads_why(refused, heard, approver, official):
    application = refused.application
    assert [case.thing for case in appealable_of(application.city)] == [refused]
    with pytest.raises(NotAllowed):
        lodge_appeal(thing=refused, by=official, text=WHY, language="en")
    appeal = heard.hear(refused, approver)
    with pytest.raises(Stale):
        lodge_appeal(thing=refused, by=approver, text=WHY, language="en")

    first, second, third = heard.judges
    vote_on_appeal(appeal=appeal, by=first, vote="send_back", reasons="Read the report.")
    assert LabelApplication.objects.get(pk=application.pk).state == "refused"
    with pytest.raises(Stale):
        vote_on_appeal(appeal=appeal, by=first, vote="uphold", reasons="I changed my mind.")
    vote_on_appeal(appeal=appeal, by=second, vote="send_back", reasons="The report matters.")
    with pytest.raises(Stale):
        vote_on_appeal(appeal=appeal, by=third, vote="uphold", reasons="Too late.")

    assert LabelApplication.objects.get(pk=application.pk).state == "deciding"
    refused.refresh_from_db()
    assert (refused.is_final, Appeal.objects.get().outcome) == (False, "send_back")
    acts = list(DecisionEntry.objects.order_by("seq").values_list("act", flat=True))
    assert acts == ["appeal_lodged", "appeal_named", "appeal_decided"]
    assert "Read the report." in DecisionEntry.objects.first().data["reasons"]
    assert list(log_faults()) == []
    told = {mail.recipients[0]: mail for mail in OutboxMail.objects.filter(key__contains="appeal_decided")}
    assert {approver.email, official.email, refused.signed_by.email, first.email, third.email} <= set(told)
    for mail in told.values():
        assert "The report matters." in mail.text
        assert first.name not in mail.text + mail.html


def test_who_decided_or_heard_the_appeal_does_not_decide_again(refused, heard, approver):
    vote(heard.hear(refused, approver), heard.judges, "send_back", "send_back")
    application = LabelApplication.objects.get(pk=refused.application.pk)
    again = {"outcome": "not_yet", "plan": "Go on.", "mentor_reason": "None near."}
    propose(obj=application, by=make_user("Other", roles=("reviewer",)), note="Still too early.", **again)

    for person in (refused.signed_by, refused.confirmed_by, *heard.judges[:2]):
        with pytest.raises(NotAllowed, match="had a part in this case"):
            sign_first(obj=application, by=person)
    sign_first(obj=application, by=make_user("New", roles=("decider",)))


def test_a_refusal_is_replaced_by_the_two_who_voted_for_it(refused, heard, approver):
    appeal = vote(heard.hear(refused, approver), heard.judges, "replace", "uphold", "replace")
    label = Label.objects.get()
    decision = label.application.final_decision

    assert appeal.outcome == "replace"
    assert {decision.signed_by, decision.confirmed_by} == {heard.judges[0], heard.judges[2]}
    assert label.application.state == "granted"
    assert "Because uphold." not in appeal.outcome_reasons
    acts = list(DecisionEntry.objects.order_by("seq").values_list("act", flat=True))
    assert acts[-2:] == ["appeal_decided", "granted"]


def test_only_people_with_no_part_and_no_conflict_hear_it(refused, heard, approver, administrator):
    appeal = lodge_appeal(thing=refused, by=approver, text=WHY, language="en")
    city = refused.application.city
    same_state = make_pool_member(country=city.country).user
    hard, soft = (make_user(name, roles=("decider",)) for name in ("Hard", "Soft"))
    make_conflict(hard, city)
    make_conflict(soft, city, kind="soft")
    offered = eligible_judges(appeal)
    assert set(heard.judges) <= set(offered)
    label = make_label_with_rules(city)
    filer, stands_behind = (make_pool_member(country=state).user for state in ("IT", "ES"))
    concern = make_concern(label, filer="panel", organisation="", email=filer.email, needed=3, state="gathering")
    concern.supports.create(email_hash=concern_fingerprint(stands_behind.email), confirmed_at=timezone.now())
    offered = eligible_judges(appeal)
    deciding = (refused.proposed_by, refused.signed_by, refused.confirmed_by)
    for person in (filer, stands_behind, same_state, hard, soft, *deciding, approver):
        assert person not in offered
        with pytest.raises(NotReady):
            name_judges(obj=appeal, by=administrator, people=[person.pk, *(row.pk for row in heard.judges[:2])])
    with pytest.raises(NotReady):
        name_judges(obj=appeal, by=administrator, people=[row.pk for row in heard.judges[:2]])
    with pytest.raises(NotAllowed):
        name_judges(obj=appeal, by=heard.judges[0], people=[row.pk for row in heard.judges])

    name_judges(obj=appeal, by=administrator, people=[row.pk for row in heard.judges])
    first, second, third = heard.judges
    vote_on_appeal(appeal=appeal, by=first, vote="uphold", reasons="It was read.")
    make_conflict(second, city)
    second = type(second).objects.get(pk=second.pk)
    with pytest.raises(Hidden):
        appeal_to_hear(second, appeal.reference)
    with pytest.raises(NotAllowed):
        vote_on_appeal(appeal=appeal, by=second, vote="uphold", reasons="x")
    other = make_user("Other judge", roles=("decider",))
    with pytest.raises(NotReady, match="Whoever has voted stays"):
        name_judges(obj=appeal, by=administrator, people=[other.pk, third.pk, make_user("N", roles=("decider",)).pk])
    name_judges(obj=appeal, by=administrator, people=[first.pk, other.pk, third.pk])
    assert vote(appeal, [other], "uphold").outcome == "uphold"


@pytest.mark.parametrize("kind", ["suspend", "revoke"])
def test_a_change_of_a_label_is_undone(kind, heard, approver, decider, second_decider):
    label = make_label_with_rules(approver.role_rows.get().city)
    propose_change(obj=label, by=decider, kind=kind, note="No report.")
    if kind == "revoke":
        LabelChange.objects.update(hearing_until=timezone.localdate() - dt.timedelta(days=1))
    confirm_change(obj=Label.objects.get(), by=second_decider, kind=kind)
    change = LabelChange.objects.get()
    appeal = heard.hear(change, approver)
    assert decider not in eligible_judges(appeal)
    with pytest.raises(NotReady):
        vote_on_appeal(appeal=appeal, by=heard.judges[0], vote="replace", reasons="x")

    vote(appeal, heard.judges, "send_back", "send_back")
    assert Label.objects.get().state == "valid"


def test_a_label_that_was_suspended_before_it_was_revoked_is_suspended_again(heard, approver, decider, second_decider):
    """Nobody appealed against the suspension: two deciders signed it, and it stays."""
    label = make_label_with_rules(approver.role_rows.get().city)
    for kind in ("suspend", "revoke"):
        propose_change(obj=label, by=decider, kind=kind, note="No report.")
        LabelChange.objects.filter(kind="revoke").update(hearing_until=timezone.localdate() - dt.timedelta(days=1))
        confirm_change(obj=Label.objects.get(), by=second_decider, kind=kind)
    appeal = heard.hear(LabelChange.objects.get(kind="revoke"), approver)

    vote(appeal, heard.judges, "send_back", "send_back")

    assert Label.objects.get().state == "suspended"


def test_the_author_of_a_concern_appeals_and_it_is_read_again(city, heard, reviewer, decider, approver):
    concern = make_concern(make_label_with_rules(city))
    accept_concern(obj=concern, by=reviewer, note="Yes.")
    Concern.objects.update(state="answered")
    find_unfounded(obj=Concern.objects.get(), by=decider, note="It is open.")
    with pytest.raises(NotAllowed):
        lodge_appeal(thing=Concern.objects.get(), by=approver, text=WHY, language="en")
    appeal = heard.hear(Concern.objects.get(), None)
    assert not OutboxMail.objects.filter(text__contains=WHY).exclude(key__contains="author").exists()
    assert {reviewer, decider}.isdisjoint(eligible_judges(appeal))
    vote(appeal, heard.judges, "send_back", "uphold", "send_back")
    again = Concern.objects.get()
    assert (again.state, again.outcome, again.triaged_by) == ("submitted", "", None)


def test_a_concern_that_was_not_accepted_is_accepted_by_the_three(city, heard, reviewer):
    concern = make_concern(make_label_with_rules(city))
    not_accept_concern(obj=concern, by=reviewer, note="Not about the label.")
    vote(heard.hear(Concern.objects.get(), None), heard.judges, "replace", "replace")
    assert (Concern.objects.get().state, Concern.objects.get().triaged_by) == ("accepted", heard.judges[0])


def test_time_the_switch_and_the_database(refused, approver, settings, heard):
    with pytest.raises(NotReady):
        lodge_appeal(thing=refused, by=approver, text=" ", language="en")
    settings.LABEL_ENABLED = False
    with pytest.raises(Refused):
        lodge_appeal(thing=refused, by=approver, text=WHY, language="en")
    settings.LABEL_ENABLED = True
    appeal = heard.hear(refused, approver)
    for words in ({"outcome": "uphold"}, {"state": "decided"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).update(**words)
    with pytest.raises(IntegrityError), transaction.atomic():
        appeal.votes.update(vote="uphold")
