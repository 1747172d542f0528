"""A concern that an appeal opens again: what the city said stays, and it answers once more."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.local import day
from labels.actions import accept_concern, answer_concern, find_unfounded, move_concerns_on
from labels.models import Appeal, Concern
from tests.factories import make_concern, make_label_with_rules, make_user
from tests.labels.appealing import hear, make_judges, vote

pytestmark = pytest.mark.django_db


def again(concern: Concern) -> Concern:
    return Concern.objects.select_related("label__city", "deadline").get(pk=concern.pk)


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def reopened(city, reviewer, decider, approver, administrator):
    """Answered, closed, and sent back on appeal."""
    concern = make_concern(make_label_with_rules(city))
    accept_concern(obj=concern, by=reviewer, note="Yes.")
    answer_concern(concern=again(concern), by=approver, text="We had no staff.", language="en")
    find_unfounded(obj=again(concern), by=decider, note="It is open.")
    judges = make_judges()
    vote(hear(again(concern), None, names=administrator, judges=judges), judges, "send_back", "send_back")
    return concern


def test_both_answers_of_the_city_stay_with_their_days(reopened, approver, visitor, client_of):
    page = words(visitor.get(reopened.get_absolute_url()))
    assert "We had no staff." in page
    assert "did not answer" not in page
    accept_concern(obj=again(reopened), by=make_user("Ria Reads", roles=("reviewer",)), note="Once more.")
    page = words(visitor.get(reopened.get_absolute_url()))
    assert "We had no staff." in page
    assert "The city has not answered yet." in page
    answer_concern(concern=again(reopened), by=approver, text="Now it is open.", language="en")

    texts = list(reopened.answers.values_list("text", "written_by"))
    assert texts == [("We had no staff.", approver.pk), ("Now it is open.", approver.pk)]
    office = make_user("Ola Office", roles=("reviewer",))
    desk = f"/en/desk/city/{reopened.label.city.slug}/label/concerns/{reopened.reference}/"
    for browser, where in (
        (visitor, reopened.get_absolute_url()),
        (client_of(approver), desk),
        (client_of(office), f"/admin/labels/concern/{reopened.pk}/change/"),
    ):
        page = words(browser.get(where))
        assert page.index("We had no staff.") < page.index("Now it is open.")
        assert page.count("The city answered on") == 2


def test_a_second_round_without_an_answer_says_so_beside_the_first(reopened, visitor):
    accept_concern(obj=again(reopened), by=make_user("Ria Reads", roles=("reviewer",)), note="Once more.")
    assert move_concerns_on(today=timezone.localdate() + dt.timedelta(days=40)) == 1
    page = words(visitor.get(reopened.get_absolute_url()))
    assert page.index("We had no staff.") < page.index("The office went on without its answer.")


def test_the_page_of_an_appeal_says_what_was_appealed_also_when_the_concern_has_moved_on(reopened, visitor, client_of):
    appeal = Appeal.objects.get()
    page = words(visitor.get(appeal.get_absolute_url()))
    assert f"Concern {reopened.reference} ended as “not founded” on " in page
    assert day(timezone.localdate()) in page
    assert "being read by the office" not in page
    hearing = client_of(appeal.votes.first().judge).get(reverse("desk:appeal_hear", args=[appeal.reference]))
    assert "It is open." in words(hearing)
