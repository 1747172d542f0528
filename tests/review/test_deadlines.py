import pytest
from django.urls import reverse

from core.models import AuditEvent
from review.actions import set_deadline
from review.deadlines import DEFAULTS, days
from review.models import Deadline
from review.workflow import NotAllowed
from tests.pages import read_form

pytestmark = pytest.mark.django_db


def test_every_deadline_has_a_default():
    assert set(DEFAULTS) == set(Deadline.Key.values)
    assert days("form_check") == 15


def test_an_administrator_changes_a_deadline_in_the_administration(administrator, client_of):
    browser = client_of(administrator)
    browser.post(reverse("admin:review_deadline_add"), {"key": "form_check", "days": "12"})
    assert days("form_check") == 12

    row = Deadline.objects.get()
    address = reverse("admin:review_deadline_change", args=[row.pk])
    values = read_form(browser.get(address).content.decode(), "days")
    browser.post(address, values | {"days": "10"})
    assert days("form_check") == 10
    events = AuditEvent.objects.filter(action="set_deadline").order_by("seq")
    assert [(event.data["old"], event.data["new"]) for event in events] == [(15, 12), (12, 10)]


def test_the_list_shows_what_counts_now_also_without_rows(administrator, decider, client_of):
    address = reverse("admin:review_deadline_changelist")
    words = "The office checks a submission (working days)"

    for person, links in ((administrator, len(Deadline.Key)), (decider, 0)):
        page = client_of(person).get(address).content.decode()
        assert words in page
        assert page.count("/admin/review/deadline/add/?key=") == links


@pytest.mark.parametrize("number", ["0", "3651", "-1", "ten"])
def test_a_deadline_out_of_reason_is_refused(administrator, client_of, number):
    response = client_of(administrator).post(reverse("admin:review_deadline_add"), {"key": "answer", "days": number})
    assert response.status_code == 200
    assert not Deadline.objects.exists()


def test_nobody_else_changes_a_deadline(decider):
    with pytest.raises(NotAllowed):
        set_deadline(key="answer", days=3, by=decider)
