"""Requests to join, mandates, label applications and counter-evidence have a holder, as texts and reports have."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cities.actions import declare_conflict, refuse_join, return_join, withdraw_join
from core.models import AuditEvent, OutboxMail
from review.actions import assign_case, claim_case, release_case
from review.balance import plan_for
from review.models import CaseAssignment, QueueItem
from review.queue import rebuild
from review.workflow import NotAllowed, NotReady, Stale
from tests.cities.waiting import waiting_mandate
from tests.factories import (
    make_application,
    make_commitment,
    make_conflict,
    make_evidence,
    make_join_request,
    make_place,
    make_role,
    make_statement,
    make_user,
)
from tests.races import run_at_once

pytestmark = pytest.mark.django_db
ASSIGN, CLAIM, RELEASE = (f"/admin/review/queueitem/{name}/" for name in ("assign", "claim", "release"))
QUEUE = "/admin/review/queueitem/"
PAGES = {
    "join": "admin:cities_joinrequest_change",
    "mandate": "admin:cities_mandate_change",
    "label": "admin:labels_labelapplication_change",
    "statement": "admin:participation_counterevidence_change",
}


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def things(city):
    """One of each kind that waits, by key."""
    commitment = make_commitment(city=city)
    shown = make_evidence(version=commitment.versions.get())
    return {
        "join": make_join_request(make_user("Ana Applicant")),
        "mandate": waiting_mandate(city),
        "label": make_application(city=city),
        "statement": make_statement(commitment, evidence=shown),
    }


def item_of(kind, thing):
    return QueueItem.objects.get(kind=kind, object_id=thing.pk)


@pytest.mark.parametrize("kind", PAGES)
def test_a_decider_assigns_and_assigns_again_on_the_page_of_the_thing(kind, things, client_of, decider, second_decider):
    third = make_user("Theo Third", roles=("decider",))
    client, address = client_of(decider), reverse(PAGES[kind], args=[things[kind].pk])
    item = item_of(kind, things[kind])
    assert f'<option value="{second_decider.pk}">' in client.get(address).content.decode()

    values = {"chosen": f"{item.pk}:", "page": item.pk, "to": second_decider.pk}
    page = client.post(ASSIGN, values, follow=True)
    assert page.redirect_chain[-1][0] == address
    assert f"Held by {second_decider}" in page.content.decode()
    assert "Someone else was faster" in client.post(ASSIGN, values | {"to": third.pk}, follow=True).content.decode()
    client.post(ASSIGN, values | {"chosen": f"{item.pk}:{second_decider.pk}", "to": third.pk})

    assert item_of(kind, things[kind]).holder == third
    assert AuditEvent.objects.filter(action__in=("assign", "reassign")).count() == 2
    assert OutboxMail.objects.filter(name="assigned").count() == 2
    rebuild()
    assert item_of(kind, things[kind]).holder == third


@pytest.mark.parametrize("kind", PAGES)
def test_claimed_shown_as_mine_and_given_back(kind, things, client_of, decider):
    client, item = client_of(decider), item_of(kind, things[kind])
    values = {"chosen": f"{item.pk}:", "page": item.pk}

    page = client.post(CLAIM, values, follow=True).content.decode()
    assert "Held by you" in page
    assert [row["pk"] for row in client.get(QUEUE, {"tab": "mine"}).context["page"].rows] == [item.pk]
    assert item.pk not in [row["pk"] for row in client.get(QUEUE, {"tab": "free"}).context["page"].rows]

    page = client.post(RELEASE, values, follow=True).content.decode()
    assert "nobody holds it" in page
    assert item_of(kind, things[kind]).holder is None
    assert "Someone else was faster" in client.post(RELEASE, values, follow=True).content.decode()


def test_who_may_not_decide_holds_nothing(things, decider, reviewer, other_reviewer, administrator):
    join, label = things["join"], things["label"]
    with pytest.raises(NotAllowed):
        claim_case(obj=label, by=administrator)
    with pytest.raises(NotReady, match="may not check this"):
        assign_case(obj=label, to=administrator, by=decider)
    with pytest.raises(NotAllowed):
        assign_case(obj=join, to=other_reviewer, by=reviewer)
    claim_case(obj=join, by=reviewer)
    with pytest.raises(NotReady, match="holds this already"):
        assign_case(obj=join, to=reviewer, by=decider, instead_of=reviewer.pk)
    with pytest.raises(NotAllowed, match="Only who holds this"):
        release_case(obj=join, by=other_reviewer)
    with pytest.raises(Stale):
        claim_case(obj=join, by=other_reviewer)


def test_a_hard_conflict_takes_it_out_of_their_hands_and_keeps_it_out(things, decider, second_decider, city):
    for kind in ("mandate", "label", "statement"):
        claim_case(obj=things[kind], by=second_decider)

    declare_conflict(city=city, by=second_decider, kind="hard", reason="My sister is its mayor.")

    assert not QueueItem.objects.filter(holder=second_decider).exists()
    assert not CaseAssignment.objects.filter(released_at=None).exists()
    with pytest.raises(NotReady):
        assign_case(obj=things["mandate"], to=second_decider, by=decider)


def test_who_once_asked_to_join_holds_no_request_of_theirs(decider, city):
    applicant = make_user("Ana Applicant")
    mine = make_join_request(applicant)
    applicant.groups.add(*make_user("x", roles=("reviewer",)).groups.all())
    applicant.is_staff = True
    applicant.save()
    with pytest.raises(NotReady):
        assign_case(obj=mine, to=applicant, by=decider)


def test_an_answer_of_the_office_ends_the_holding(things, reviewer, city):
    join = things["join"]
    claim_case(obj=join, by=reviewer)
    return_join(join_request=join, by=reviewer, note="Which council?")
    assert not CaseAssignment.objects.filter(released_at=None).exists()

    other = make_join_request(make_user("Ben Applicant"), place=make_place("Elsewhere"))
    claim_case(obj=other, by=reviewer)
    withdraw_join(join_request=other, by=other.applicant)
    assert not CaseAssignment.objects.filter(released_at=None).exists()
    with pytest.raises(Stale):
        claim_case(obj=other, by=reviewer)


def test_the_plan_gives_each_kind_to_those_who_may_hold_it(things, decider, reviewer, city, capsys):
    plan = {line.item.kind: line.person for line in plan_for(decider)}
    assert plan == {"join": reviewer, "mandate": reviewer, "label": decider, "statement": reviewer}

    call_command("assign_waiting", "--by", decider.email)
    assert "4 of 4 assigned" in capsys.readouterr().out
    assert dict(QueueItem.objects.values_list("kind", "holder")) == {key: one.pk for key, one in plan.items()}
    assert plan_for(decider) == []


def test_the_plan_knows_every_hard_conflict(things, decider, reviewer, city):
    city.email_domains = ["arden.example"]
    city.save()
    make_user("Dee Domain", email="dee@arden.example", roles=("reviewer",))
    former = make_role(make_user("Fay Former", roles=("reviewer",)), city)
    former.ended_at = timezone.now() - dt.timedelta(days=400)
    former.save()
    make_conflict(reviewer, city)

    people = {line.item.kind: str(line.person) for line in plan_for(decider)}

    assert people["mandate"] == people["statement"] == "None"


def test_colleagues_names_are_for_deciders(things, client_of, reviewer, other_reviewer, decider):
    claim_case(obj=things["join"], by=other_reviewer)
    address = reverse(PAGES["join"], args=[things["join"].pk])
    assert "Held by a colleague" in client_of(reviewer).get(address).content.decode()
    assert f"Held by {other_reviewer}" in client_of(decider).get(address).content.decode()
    assert client_of(reviewer).get(RELEASE).status_code == 405


def test_what_the_office_does_among_itself_is_not_in_the_citys_log(things, decider):
    claim_case(obj=things["label"], by=decider)
    release_case(obj=things["label"], by=decider)
    scopes = set(AuditEvent.objects.filter(action__in=("claim", "release")).values_list("scope", flat=True))
    assert scopes == {f"office:cities.city:{things['label'].city_id}"}


def test_refusing_closes_the_holding_and_the_row(things, reviewer):
    claim_case(obj=things["join"], by=reviewer)
    refuse_join(join_request=things["join"], by=reviewer, note="It is no municipality.")
    assert not QueueItem.objects.filter(kind="join").exists()
    assert CaseAssignment.objects.get().released_at is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_holds_it(reviewer, other_reviewer):
    join = make_join_request(make_user("Ana Applicant"))

    def claim(person):
        return lambda: claim_case(obj=join, by=person)

    outcomes = run_at_once(claim(reviewer), claim(other_reviewer))

    assert CaseAssignment.objects.filter(released_at=None).count() == 1
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 1
