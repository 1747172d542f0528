"""A proposed change of a label waits in the queue of the deciders until somebody else signs or drops it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from labels.actions import (
    answer_hearing,
    break_glass,
    confirm_change,
    drop_change,
    expire_labels,
    propose_change,
)
from labels.models import Label, LabelChange
from review.actions import assign_case, claim_case
from review.models import CaseAssignment, QueueItem
from review.queries import queues_for
from review.queue import rebuild
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_city, make_conflict, make_label
from tests.labels.conftest import text_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/queueitem/"
WHY = "The city sent no report for two years."
KEY = "label_change"


@pytest.fixture
def label(city) -> Label:
    return make_label(city=city)


def waiting() -> list[str]:
    """What waits in the queue, which a rebuild finds to be right."""
    found = list(QueueItem.objects.filter(kind=KEY).values_list("state", flat=True))
    done = rebuild()
    assert (done.mended, done.removed) == (0, 0)
    return found


def counted(user) -> int | None:
    return {queue["key"]: queue["count"] for queue in queues_for(user)}.get(KEY)


def test_it_waits_for_other_deciders_with_a_link_to_its_page(label, decider, second_decider, client_of):
    assert waiting() == []
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)

    assert waiting() == ["suspend"]
    assert QueueItem.objects.get().due_on is None
    shown = client_of(second_decider).get(QUEUE).content.decode()
    assert f'href="{reverse("admin:labels_label_change", args=[label.pk])}"' in shown
    for words in (label.code, "Change of a label", ">suspend the label</td>"):
        assert words in shown
    assert WHY not in shown
    assert (counted(decider), counted(second_decider)) == (0, 1)
    assert label.code not in text_of(client_of(decider).get(QUEUE))
    page = {person: text_of(client_of(person).get(reverse("admin:labels_label_change", args=[label.pk])))
            for person in (decider, second_decider)}  # fmt: skip
    assert "Assign to" in page[second_decider]
    assert "Assign to" not in page[decider]


@pytest.fixture
def proposed(label, decider) -> Label:
    """The label, with a proposal to suspend it."""
    return propose_change(obj=label, by=decider, kind="suspend", note=WHY).label


def test_nobody_in_conflict_and_no_reviewer_sees_it(proposed, second_decider, reviewer, administrator, client_of):
    label = proposed
    make_conflict(second_decider, label.city)

    assert (counted(second_decider), counted(reviewer), counted(administrator)) == (0, None, None)
    for person in (second_decider, reviewer, administrator):
        browser = client_of(person)
        for address in (QUEUE, reverse("admin:labels_label_change", args=[label.pk])):
            shown = text_of(browser.get(address))
            assert WHY not in shown
            assert "Assign to" not in shown


def test_who_may_sign_holds_it_until_it_is_signed(label, decider, second_decider):
    granted = label.application.final_decision.signed_by
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    for person in (decider, granted):
        with pytest.raises(NotAllowed):
            claim_case(obj=label, by=person)
    with pytest.raises(NotReady):
        assign_case(obj=label, to=decider, by=second_decider)
    claim_case(obj=label, by=second_decider)
    assert QueueItem.objects.get().holder == second_decider

    confirm_change(obj=label, by=second_decider, kind="suspend")

    assert waiting() == []
    assert CaseAssignment.objects.get().released_at is not None
    with pytest.raises(Stale):
        claim_case(obj=label, by=second_decider)


def test_while_a_city_is_heard_its_last_day_is_the_date(label, decider, approver):
    change = propose_change(obj=label, by=decider, kind="revoke", note=WHY)
    assert QueueItem.objects.get().due_on == change.hearing_until

    answer_hearing(label=label, by=approver, text="We did report.")

    assert QueueItem.objects.get().due_on is None
    assert waiting() == ["revoke"]
    drop_change(obj=label, by=decider, note="It did report.")
    assert waiting() == []


def test_a_decider_finds_what_a_city_gives_back(label, decider, approver):
    propose_change(obj=label, by=approver, kind="withdraw", note="A new council.")
    assert counted(decider) == 1
    claim_case(obj=label, by=decider)
    confirm_change(obj=label, by=decider, kind="withdraw")
    assert waiting() == []


def test_a_proposal_that_the_portal_closes_leaves_the_queue(label, decider, approver):
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    break_glass(label=label, kind="suspend", reason="The office was attacked by criminals.")
    assert waiting() == []
    other = make_label(city=make_city("Elsewhere"))
    propose_change(obj=other, by=decider, kind="revoke", note=WHY)
    day = timezone.localdate() - dt.timedelta(days=1)
    Label.objects.filter(pk=other.pk).update(
        granted_on=day - dt.timedelta(days=9), valid_from=day - dt.timedelta(days=9), valid_until=day
    )
    assert expire_labels() == 1
    assert waiting() == []


def test_a_rebuild_finds_what_was_proposed_before_the_queue_knew(label, decider, second_decider):
    LabelChange.objects.create(label=label, kind="suspend", reasons=WHY, proposed_by=decider)
    assert counted(second_decider) == 0
    assert rebuild().mended == 1
    assert counted(second_decider) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_more_changes_cost_no_query_more(count, decider, second_decider, client_of, django_assert_num_queries):
    for number in range(count):
        propose_change(obj=make_label(city=make_city(f"Town {number}")), by=decider, kind="suspend", note=WHY)
    browser = client_of(second_decider)
    assert len(browser.get(QUEUE).context["page"].rows) == count
    with django_assert_num_queries(5):
        browser.get(QUEUE)
    assert counted(second_decider) == count
    with django_assert_num_queries(1):
        assert counted(second_decider) == count
