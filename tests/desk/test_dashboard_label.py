"""The dates in the life of a label: each has a note on the dashboard with day and link, and its day in the calendar."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from accounts.actions import renew_calendar
from core.local import day
from labels.actions import note_late_conditions
from labels.models import Label
from labels.queries.terms import dates_of, living_labels
from tests.desk.pages import text_of
from tests.factories import make_application, make_city, make_label, make_role
from tests.factories.labels import make_scheme, make_terms

pytestmark = pytest.mark.django_db
URL = "/en/desk/"
DESK = "/en/desk/city/at-arden/label/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(official, client_of):
    return client_of(official)


def label_of(city, *, age, **fields) -> Label:
    """A label of three years that began `age` days ago: half time after 18 months, renewal 9 months before the end."""
    scheme = make_scheme()
    if not scheme.stages.exists():
        make_terms(scheme)
    begun = timezone.localdate() - age * DAY
    return make_label(city=city, scheme=scheme, granted_on=begun, valid_until=begun + 1095 * DAY, **fields)


@pytest.fixture
def dates_in_calendar(visitor, official):
    """Read the calendar of city A's official: uid -> day."""

    def read():
        found = visitor.get(f"/feeds/calendar/{renew_calendar(user=official, by=official)}.ics")
        events = Calendar.from_ical(found.content).events
        return {str(event["uid"]).partition("@")[0]: event["dtstart"].dt for event in events}

    return read


@pytest.mark.parametrize(
    ("age", "words"), [(300, ""), (500, "Until"), (600, "It was due on")], ids=["early", "coming", "overdue"]
)
def test_a_report_at_half_time_is_named_from_the_day_it_can_be_written(city, desk, dates_in_calendar, age, words):
    label = label_of(city, age=age)
    dates = dates_of(living_labels())[0]
    page = text_of(desk.get(URL))
    said = "The report at half time about the label of Arden is due."
    assert (said in page) is bool(words)
    if words:
        assert f'href="{DESK}midterm/"' in page
        assert f"{words} {day(dates.midterm_due)}." in page
        assert f"Without it the label goes on hold after {day(dates.hold_after)}." in page
    assert dates_in_calendar()[f"label-midterm-{label.code}"] == dates.midterm_due
    Label.objects.update(state="on_hold")
    page = text_of(desk.get(URL))
    assert said not in page
    assert "is on hold: the report at half time is missing" in page


def test_a_renewal_is_named_from_the_day_it_opens_until_it_is_sent(city, approver, desk, dates_in_calendar):
    label = label_of(city, age=900)
    ends = day(label.valid_until)
    page = text_of(desk.get(URL))
    assert "The label of Arden can be renewed." in page
    assert f'href="{DESK}renewal/"' in page
    assert f"The label ends on {ends}." in page
    assert dates_in_calendar()[f"label-end-{label.code}"] == label.valid_until
    draft = make_application(city=city, author=approver, state="draft", kind="renewal", renews=label)
    page = text_of(desk.get(URL))
    assert "The renewal of the label of Arden is not sent yet." in page
    assert f"The label ends on {ends}." in page
    type(draft).objects.filter(pk=draft.pk).update(state="submitted", submitted_at=timezone.now(), reference="HRL-A-1")
    assert "renew" not in text_of(desk.get(URL))


def test_a_renewal_that_opens_later_is_no_task_yet(city, desk):
    label_of(city, age=700)
    assert "can be renewed" not in text_of(desk.get(URL))


@pytest.mark.parametrize(("days", "words"), [(60, ""), (30, "is to be met soon"), (-1, "is late")])
def test_a_condition_is_named_before_its_day_and_after_it(city, desk, dates_in_calendar, days, words):
    due = timezone.localdate() + days * DAY
    label = label_of(city, age=10, outcome="conditions")
    condition = label.application.final_decision.conditions.create(text="Name an office.", due_on=due)
    note_late_conditions()
    page = text_of(desk.get(URL))
    assert ("A condition of the label of Arden" in page) is bool(words)
    if words:
        assert f"A condition of the label of Arden {words}." in page
        assert f'href="{DESK}conditions/"' in page
        assert f"{'Until' if days > 0 else 'It was due on'} {day(due)}." in page
    assert dates_in_calendar()[f"label-condition-{condition.pk}"] == due
    type(condition).objects.update(state="reported")
    assert "A condition of the label" not in text_of(desk.get(URL))


@pytest.mark.parametrize("count", [1, 3])
def test_labels_cost_two_queries_more(official, client_of, count, django_assert_num_queries):
    for number in range(count):
        city = make_city(f"Town {number}")
        make_role(official, city, "editor")
        label_of(city, age=500)
    client = client_of(official)
    assert text_of(client.get(URL)).count("The report at half time about the label") == count
    with django_assert_num_queries(8):
        client.get(URL)


def test_where_there_is_no_label_there_are_no_dates(city, desk, settings):
    label_of(city, age=900)
    settings.LABEL_ENABLED = False
    page = text_of(desk.get(URL))
    assert "renewed" not in page
    assert "half time" not in page
