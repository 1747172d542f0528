"""The queue in the administration: what is seen, found, kept as a view; and by whom."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from commitments import actions
from core.languages import COMPLETE
from core.models import AuditEvent
from core.reference import reference_words
from review.models import QueueItem, SavedView
from review.queue import follow
from tests.commitments.office import HOSTILE, report_of, submitted
from tests.factories import (
    make_application,
    make_city,
    make_conflict,
    make_join_request,
    make_policy_area,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/queueitem/"


def listed(client, **query):
    """The references, in order, and the counters of the tabs."""
    response = client.get(QUEUE, query)
    return [row["reference"] for row in response.context["page"].rows], response.context["page"].counts


def test_everything_that_waits_is_one_list_oldest_first(client_of, decider, city):
    young, old = submitted(city, days=1), submitted(city, days=9)
    report = report_of(city)
    application = make_application()
    make_join_request(make_user())
    client = client_of(decider)

    assert listed(client)[0] == [old.reference, young.reference, report.reference, application.reference, ""]
    text = client.get(QUEUE).content.decode()
    assert f'<a href="/admin/commitments/commitmentversion/{old.pk}/change/">{old.reference}</a>' in text
    assert re.search(r">9</td>", text)


def test_tabs_filters_and_search(client_of, reviewer, other_reviewer, city):
    abroad = make_city("Köln", country="DE")
    mine, theirs = submitted(city), submitted(city)
    housing = make_policy_area(code="HOUSING", name="Housing")
    actions.claim(obj=mine, by=reviewer)
    actions.claim(obj=theirs, by=other_reviewer)
    late = submitted(abroad, version_title="Rooms for all", version_due_on=dt.date(2026, 1, 5))
    late.policy_areas.set([housing])
    actions.claim(obj=late, by=reviewer)
    actions.release(obj=type(late).objects.get(pk=late.pk), by=reviewer)
    client = client_of(reviewer)

    def found(**query):
        return set(listed(client, **query)[0])

    assert found(tab="mine") == {mine.reference}
    assert found(tab="free") == found(tab="overdue") == {late.reference}
    assert listed(client)[1] == {"all": 3, "mine": 1, "free": 1, "overdue": 1, "unread": 0}
    assert (
        found(country="DE") == found(theme="HOUSING") == found(q="koln ROOMS") == found(q="housing") == {late.reference}
    )
    assert found(q=mine.reference) == {mine.reference}
    assert found(kind="report") == found(q="!!!") == found(theme="HOUS") == set()
    assert listed(client, sort="due")[0][0] == late.reference
    assert "5 January 2026, late" in client.get(QUEUE).content.decode()


def test_a_theme_is_found_by_its_name_in_every_complete_language(client_of, reviewer, city):
    there, elsewhere = submitted(city), submitted(city)
    there.policy_areas.set([make_policy_area(code="HOUSING", name="Housing and homelessness")])
    elsewhere.policy_areas.set([make_policy_area(code="LIBRARIES", name="Libraries")])
    for text in (there, elsewhere):
        follow(text)
    reviewer.language = "fr"
    reviewer.save()
    client = client_of(reviewer)
    names = {}
    for language in COMPLETE:
        with override(language):
            names[language] = reference_words("Housing and homelessness")

    assert len(set(names.values())) == len(COMPLETE)
    for name in names.values():
        assert listed(client, q=name)[0] == [there.reference], name
        assert listed(client, q=f"{name} {there.reference}")[0] == [there.reference]
    item = QueueItem.objects.get(object_id=there.pk)
    assert (item.themes, "housing" in item.words) == (" HOUSING ", False)


def test_a_hard_conflict_hides_row_counter_and_hit(client_of, reviewer, decider, city):
    hidden = submitted(city, version_title="Hidden promise")
    make_conflict(reviewer, city)
    make_role(decider, city)

    for person in (reviewer, decider):
        client = client_of(person)
        assert listed(client) == ([], dict.fromkeys(("all", "mine", "free", "overdue", "unread"), 0))
        assert listed(client, q="promise")[0] == []
        item = hidden.pk and client.get(f"{QUEUE}{hidden.pk}/change/")
        assert item.status_code == 404


def test_people_see_the_kinds_that_are_theirs(client_of, reviewer, administrator, city):
    submitted(city)
    application = make_application()

    assert application.reference in listed(client_of(reviewer))[0]
    assert listed(client_of(administrator))[0] == [application.reference]
    assert listed(client_of(administrator), kind="version")[0] == []


def test_reviewers_read_no_colleagues_name(client_of, reviewer, other_reviewer, decider, city):
    actions.claim(obj=submitted(city), by=other_reviewer)

    seen = client_of(reviewer).get(QUEUE).content.decode()
    assert other_reviewer.name not in seen
    assert "a colleague" in seen
    assert other_reviewer.name in client_of(decider).get(QUEUE).content.decode()
    assert ">me</td>" in client_of(other_reviewer).get(QUEUE).content.decode()


def test_a_page_has_fifty_rows_and_five_queries(client_of, reviewer, city, django_assert_num_queries):
    client = client_of(reviewer)
    client.get(QUEUE)
    submitted(city)
    with django_assert_num_queries(5):
        client.get(QUEUE)
    item = QueueItem.objects.get()
    for number in range(50):
        item.pk, item.object_id = None, 1000 + number
        item.save()

    client.get(QUEUE)  # the session notes once a minute that it was seen
    with django_assert_num_queries(5):
        first = client.get(QUEUE).context["page"]
    second = client.get(QUEUE, {"page": "2"}).context["page"]
    assert (len(first.rows), first.has_next) == (50, True)
    assert (len(second.rows), second.has_next, second.first) == (1, False, 51)


@pytest.mark.parametrize(
    "query",
    [{"tab": "x"}, {"country": "'; --"}, {"theme": "% _"}, {"q": HOSTILE}, {"page": "9" * 5000}, {"q": "a\x00b"}],
)
def test_strange_addresses_do_no_harm(query, client_of, reviewer, city):
    submitted(city, version_title=HOSTILE.replace("\u202e", ""))

    response = client_of(reviewer).get(QUEUE, query)
    assert response.status_code in {200, 400}
    assert "<img src=x" not in response.content.decode()


def test_a_view_is_kept_opened_and_deleted_by_its_owner_only(client_of, reviewer, other_reviewer):
    client, other = client_of(reviewer), client_of(other_reviewer)
    save = reverse("admin:review_save_view")
    client.post(save, {"name": "Late in Austria", "query": "tab=overdue&country=AT&evil=1"})
    view = SavedView.objects.get()
    assert view.query == "tab=overdue&country=AT"
    assert "Late in Austria" in client.get(QUEUE).content.decode()
    assert "Late in Austria" not in other.get(QUEUE).content.decode()

    again = client.post(save, {"name": "Late in Austria", "query": ""}, follow=True).content.decode()
    assert "You have a view of this name already" in again
    assert "Give the view a name" in client.post(save, {"name": " "}, follow=True).content.decode()

    delete = reverse("admin:review_delete_view", args=[view.pk])
    assert client.get(delete).status_code == client.get(save).status_code == 405
    assert other.post(delete).status_code == 404
    assert SavedView.objects.exists()
    client.post(delete)
    assert not SavedView.objects.exists()
    assert list(AuditEvent.objects.values_list("action", flat=True).order_by("seq"))[-1] == "delete_view"


def test_only_the_office_comes_in(client_of, approver, resident):
    for person in (approver, resident):
        assert client_of(person).get(QUEUE, follow=True).status_code == 403
        assert client_of(person).post(reverse("admin:review_save_view"), {"name": "x"}).status_code in {302, 403}
    assert not SavedView.objects.exists()
    assert client_of(None).get(QUEUE).status_code == 302
