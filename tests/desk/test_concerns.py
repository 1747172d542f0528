"""A concern at the desk, in the administration, and in public: each through its own door."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import renew_calendar
from labels.models import Concern
from tests.factories import make_concern, make_conflict, make_label_with_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def label(city):
    return make_label_with_rules(city, extension=10)


def words(response):
    return " ".join(response.content.decode().split())


def step(concern, name):
    return reverse("admin:labels_concern_decide", args=[concern.pk, name])


@pytest.fixture
def browsers(client_of, reviewer, decider, approver, official):
    """One browser for each person."""
    people = {"reviewer": reviewer, "decider": decider, "approver": approver, "official": official, "visitor": None}
    return {name: client_of(person) for name, person in people.items()}


def test_the_office_reads_it_and_makes_it_public(label, browsers, reviewer):
    concern, visitor = make_concern(label), browsers["visitor"]
    office = browsers["reviewer"]
    page = reverse("admin:labels_concern_change", args=[concern.pk])
    shown = words(office.get(page))
    assert concern.text in shown
    assert "rights.example" in shown
    assert concern.email not in shown
    assert concern.reference in words(office.get("/admin/review/queueitem/"))
    office.post(step(concern, "accept"), {"note": "It can be checked."})

    public = words(visitor.get(concern.get_absolute_url()))
    for text in (concern.text, "It can be checked.", "The city has not answered yet.", "Rights for All"):
        assert text in public
    assert reviewer.name not in public
    assert concern.reference in words(visitor.get(f"/en/labels/{label.code}/"))
    assert f"Concern {concern.reference}." in words(visitor.get(f"/en/decisions/log/?code={label.code}"))


def test_the_city_answers_once_and_takes_more_time_once(label, browsers, approver):
    concern, visitor, desk = make_concern(label), browsers["visitor"], browsers["approver"]
    browsers["reviewer"].post(step(concern, "accept"), {"note": ""})
    here = reverse("desk:concern", args=[label.city.slug, concern.reference])
    assert here in words(browsers["official"].get("/en/desk/"))
    assert "An approver of the city writes the answer." in words(browsers["official"].get(here))
    assert browsers["official"].post(here, {"text": "No.", "language": "en"}).status_code == 403
    assert here in words(desk.get(reverse("desk:label_apply", args=[label.city.slug])))
    calendar = browsers["visitor"].get(reverse("calendar", args=[renew_calendar(user=approver, by=approver)]))
    assert concern.reference in calendar.content.decode()
    longer = desk.post(f"{here}time/", {"reason": "Elections."}, follow=True)
    assert "You have time until" in words(longer)
    assert "Write what the city says." in words(desk.post(here, {"text": "", "language": "en"}))
    desk.post(here, {"text": "We had no staff.", "language": "en", "answer": "1"})
    assert "We had no staff." in words(visitor.get(concern.get_absolute_url()))


def test_the_plan_is_public_once_it_is_agreed_and_somebody_new_concludes(label, browsers):
    concern, visitor, desk, office = (
        make_concern(label),
        *(browsers[who] for who in ("visitor", "approver", "reviewer")),
    )
    here = reverse("desk:concern", args=[label.city.slug, concern.reference])
    office.post(step(concern, "accept"), {"note": ""})
    desk.post(here, {"text": "We had no staff.", "language": "en", "answer": "1"})
    day = timezone.localdate() + dt.timedelta(days=30)
    kept = words(office.post(step(concern, "propose_plan"), {"note": "Find staff.", "steps": "soon"}))
    assert "This line is no step" in kept
    assert "Find staff." in kept
    office.post(step(concern, "propose_plan"), {"note": "Find staff.", "steps": f"{day} It opens on Saturdays"})
    plan = concern.plans.get()
    assert "Find staff." not in words(visitor.get(concern.get_absolute_url()))  # not agreed yet
    assert "It opens on Saturdays" in words(desk.get(here))
    desk.post(here, {"reason": "", "plan": plan.pk, "agree": "1"})
    assert "It opens on Saturdays" in words(visitor.get(concern.get_absolute_url()))
    browsers["official"].post(here, {"text": "It is open.", "language": "en", "report": "1"})
    assert "It is open." in words(visitor.get(concern.get_absolute_url()))

    assert "Close: solved" not in words(office.get(reverse("admin:labels_concern_change", args=[concern.pk])))
    browsers["decider"].post(step(concern, "solve"), {"note": "Open again."})
    ended = words(visitor.get(concern.get_absolute_url()))
    assert "How it ended: solved" in ended
    assert "Open again." in ended


def test_a_plan_goes_back_once_with_words(label, client_of, reviewer, approver):
    concern = make_concern(label, state="planned")
    plan = concern.plans.create(text="Find staff.", proposed_by=reviewer)
    here = reverse("desk:concern", args=[label.city.slug, concern.reference])
    desk = client_of(approver)
    assert "Write the reason." in words(desk.post(here, {"plan": plan.pk, "reason": "", "return": "1"}))
    desk.post(here, {"plan": plan.pk, "reason": "We need a year.", "return": "1"})
    assert Concern.objects.get().state == "answered"
    assert "We need a year." in words(
        client_of(reviewer).get(reverse("admin:labels_concern_change", args=[concern.pk]))
    )


def test_a_hard_conflict_hides_it_wholly(label, client_of, reviewer):
    concern = make_concern(label)
    make_conflict(reviewer, label.city)
    office = client_of(reviewer)
    assert concern.reference not in words(office.get("/admin/labels/concern/"))
    assert concern.reference not in words(office.get("/admin/review/queueitem/"))
    assert office.get(reverse("admin:labels_concern_change", args=[concern.pk])).status_code in {302, 404}
    assert office.post(step(concern, "accept"), {"note": ""}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_read_as_often_for_one_as_for_three(label, browsers, django_assert_num_queries, rows):
    for _ in range(rows):
        concern = make_concern(label, state="accepted")
    with django_assert_num_queries(4):
        browsers["visitor"].get(concern.get_absolute_url())
    with django_assert_num_queries(11):
        browsers["visitor"].get(f"/en/labels/{label.code}/")
    office = browsers["reviewer"]
    with django_assert_num_queries(11):
        office.get("/admin/labels/concern/")
