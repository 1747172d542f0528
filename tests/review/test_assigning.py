"""Deciders give submissions to colleagues: one, several, or by a plan they have read. One winner, whoever presses."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from commitments import actions
from commitments.models import CommitmentVersion, VersionReview
from core.models import OutboxMail
from review.balance import plan_for, share
from review.models import QueueItem
from review.queue import follow
from review.workflow import NotAllowed, NotReady, Stale
from tests.commitments.office import change, submitted
from tests.factories import make_city, make_commitment, make_conflict, make_join_request, make_policy_area, make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db
ASSIGN, CLAIM, PLAN = (f"/admin/review/queueitem/{name}/" for name in ("assign", "claim", "plan"))


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


def holder(version):
    return version.assignments.filter(released_at=None).values_list("reviewer__name", flat=True).first()


def item_of(version):
    return QueueItem.objects.get(kind="version", object_id=version.pk)


def mails():
    return [row[0] for row in OutboxMail.objects.filter(name="assigned").values_list("recipients", flat=True)]


def test_a_decider_assigns_and_assigns_again_from_the_page(client_of, decider, reviewer, other_reviewer, city):
    version = submitted(city)
    client = client_of(decider)
    page = client.get(change(version)).content.decode()
    assert f'<option value="{reviewer.pk}">Rita Reviewer</option>' in page

    item = item_of(version)
    values = {"chosen": f"{item.pk}:", "page": item.pk, "to": reviewer.pk}
    assert client.post(ASSIGN, values, follow=True).redirect_chain[-1][0] == change(version)
    assert holder(version) == "Rita Reviewer"
    assert item_of(version).holder_id == reviewer.pk

    late = client.post(ASSIGN, values | {"to": other_reviewer.pk}, follow=True).content.decode()
    assert "Someone else was faster" in late
    client.post(ASSIGN, values | {"chosen": f"{item.pk}:{reviewer.pk}", "to": other_reviewer.pk})
    assert holder(version) == "Rolf Reviewer"
    assert version.assignments.count() == 2
    assert len(mails()) == 2


def test_nobody_with_a_conflict_gets_it(decider, reviewer, official, city):
    version = submitted(city)
    make_conflict(reviewer, city)

    for person in (reviewer, official):
        with pytest.raises(NotReady, match="may not check this"):
            actions.assign(obj=version, to=person, by=decider)
    with pytest.raises(NotAllowed):
        actions.assign(obj=version, to=decider, by=reviewer)
    assert holder(version) is None


def test_several_at_once_are_checked_one_by_one(client_of, decider, reviewer, city):
    free, hidden, taken = submitted(city), submitted(make_city()), submitted(city)
    make_conflict(reviewer, hidden.commitment.city)
    make_join_request(make_user())
    joining = QueueItem.objects.get(kind="join")
    actions.claim(obj=taken, by=decider)
    items = [item_of(version) for version in (free, hidden, taken)]
    values = {"chosen": [f"{item.pk}:" for item in (*items, joining)], "to": reviewer.pk}

    page = client_of(decider).post(ASSIGN, values, follow=True).content.decode()

    assert [holder(version) for version in (free, hidden, taken)] == ["Rita Reviewer", None, "Dana Decider"]
    assert f"{free.reference}: assigned to Rita Reviewer" in page
    assert "may not check this" in page
    assert "Someone else was faster" in page
    assert QueueItem.objects.get(pk=joining.pk).holder_id == reviewer.pk
    assert mails() == [reviewer.email]


def test_claim_the_chosen_leaves_out_what_is_hidden(client_of, reviewer, city, other_city):
    mine, hidden = submitted(city), submitted(other_city)
    values = {"chosen": [f"{item_of(version).pk}:" for version in (mine, hidden)]}
    make_conflict(reviewer, other_city)

    page = client_of(reviewer).post(CLAIM, values, follow=True).content.decode()

    assert (holder(mine), holder(hidden)) == ("Rita Reviewer", None)
    assert hidden.reference not in page
    assert "Nothing was chosen" in client_of(reviewer).post(CLAIM, {"chosen": "x:y"}, follow=True).content.decode()


def test_only_deciders_assign_and_only_by_post(client_of, reviewer, administrator, decider, city):
    item = item_of(submitted(city))
    values = {"chosen": f"{item.pk}:", "plan": f"{item.pk}:{reviewer.pk}", "to": reviewer.pk}

    for person in (reviewer, administrator):
        for address in (ASSIGN, PLAN):
            assert client_of(person).post(address, values).status_code == 403
        assert client_of(person).get(PLAN).status_code == 403
    for address in (ASSIGN, CLAIM):
        assert client_of(decider).get(address).status_code == 405
    assert not QueueItem.objects.exclude(holder=None).exists()


def test_the_plan_balances_load_and_experience_and_avoids_conflicts(decider, reviewer, other_reviewer, city):
    versions = [submitted(city, days=9 - number) for number in range(4)]
    housing, known = make_policy_area(code="HOUSING"), versions[1]
    known.policy_areas.set([housing])
    follow(known)
    past = make_commitment().versions.get()
    past.policy_areas.through.objects.filter(commitmentversion=past).update(policyarea=housing)
    VersionReview.objects.create(version=past, reviewer=other_reviewer, verdict="publish")

    plan = plan_for(decider)

    assert [line.person for line in plan] == [reviewer, other_reviewer, reviewer, other_reviewer]
    assert plan_for(decider) == plan
    assert "checked 1 on these themes" in plan[1].reason
    make_conflict(reviewer, city)
    assert {line.person for line in plan_for(decider)} == {other_reviewer}
    make_conflict(other_reviewer, city)
    assert {line.person for line in plan_for(decider)} == {None}


def test_whoever_holds_much_gets_less(reviewer, other_reviewer):
    for person in (reviewer, other_reviewer):
        person.city_roles, person.conflict_city_ids = {}, frozenset()
    items = [QueueItem(pk=number, themes=" A ") for number in range(6)]
    load = Counter({reviewer.pk: 4})

    plan = share(items, [reviewer, other_reviewer], load, Counter({(reviewer.pk, "A"): 9}))

    assert Counter(line.person for line in plan) == {other_reviewer: 4, reviewer: 2}


def test_exactly_the_plan_that_was_read_is_carried_out(client_of, decider, reviewer, other_reviewer, city):
    versions = [submitted(city, days=number) for number in range(3)]
    client = client_of(decider)
    shown = client.get(PLAN)
    lines = shown.context["plan"]
    assert not VersionReview.objects.exists()
    assert not mails()
    actions.claim(obj=CommitmentVersion.objects.get(pk=lines[0].item.object_id), by=decider)

    page = client.post(PLAN, {"plan": [f"{line.item.pk}:{line.person.pk}" for line in lines]}, follow=True)

    held = {item.pk: item.holder_id for item in QueueItem.objects.all()}
    assert held == {lines[0].item.pk: decider.pk} | {line.item.pk: line.person.pk for line in lines[1:]}
    assert "Someone else was faster" in page.content.decode()
    assert sorted(mails()) == sorted({line.person.email for line in lines[1:]})
    assert len(versions) == 3


def test_the_command_says_what_it_would_do_and_does_it(capsys, decider, reviewer, city):
    version = submitted(city)
    call_command("assign_waiting", "--by", decider.email, "--dry-run")
    assert f"{version.reference}\tArden\tRita Reviewer\tholds 0 before this one, the fewest" in capsys.readouterr().out
    assert holder(version) is None

    call_command("assign_waiting", "--by", decider.email)
    assert "1 of 1 assigned." in capsys.readouterr().out
    assert holder(version) == "Rita Reviewer"
    with pytest.raises(CommandError):
        call_command("assign_waiting", "--by", reviewer.email)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_assign_or_claim_at_once_one_wins(city, decider, second_decider, reviewer, other_reviewer):
    version = submitted(city)

    def give(by, to):
        return lambda: actions.assign(obj=version, to=to, by=by)

    acts = [give(decider, reviewer), give(second_decider, other_reviewer), give(decider, other_reviewer)]
    outcomes = run_at_once(*acts, *acts, lambda: actions.claim(obj=version, by=reviewer))

    assert sum(isinstance(row, CommitmentVersion) for row in outcomes) == 1, outcomes
    assert sum(isinstance(row, Stale) for row in outcomes) == 6, outcomes
    assert version.assignments.count() == 1
    assert item_of(version).holder_id == version.assignments.get().reviewer_id

    first = version.assignments.get().reviewer_id
    others = [person for person in (decider, second_decider, reviewer, other_reviewer) if person.pk != first]
    again = [lambda to=to: actions.assign(obj=version, to=to, by=decider, instead_of=first) for to in others]
    outcomes = run_at_once(*again)
    assert sum(isinstance(row, CommitmentVersion) for row in outcomes) == 1, outcomes
    assert version.assignments.filter(released_at=None).count() == 1
