"""What of the label waits at the office is found in its queue: also what no clock moves on, offers, and free seats."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import OutboxMail
from labels.actions import (
    admit,
    close_reply,
    close_window,
    propose_admissibility,
    submit_application,
    withdraw_application,
)
from labels.actions.pool import accept_offer, change_offer, leave_pool, offer_to_serve
from labels.actions.seating import decline_seat
from labels.actions.steps import send_findings
from labels.models import LabelApplication
from labels.queries.draws import seated_in
from review.actions import claim_case
from review.clock import add_working_days
from review.models import QueueItem
from review.queue import rebuild
from review.workflow import Stale
from tests.factories import make_application, make_commitment, make_conflict, make_user
from tests.factories.findings import make_rules
from tests.factories.labels import make_scheme
from tests.factories.panel import make_panel_case, make_pool
from tests.labels.conftest import text_of
from tests.labels.draws import DAY, drawn

pytestmark = pytest.mark.django_db
LIST = "/admin/labels/labelapplication/"
OFFER = {"name": "Remi Resident", "kind": "academic", "country": "FR", "languages": ["fr"], "institution": "Univ. X"}


def fresh(application):
    return LabelApplication.objects.select_related("city", "scheme").get(pk=application.pk)


def waiting(kind="label"):
    """Which states wait in the queue, which a rebuild finds to be right."""
    found = list(QueueItem.objects.filter(kind=kind).values_list("state", flat=True))
    done = rebuild()
    assert (done.mended, done.removed) == (0, 0)
    return found


def sent(city, approver, scheme):
    for _n in range(3):
        make_commitment(city=city)
    draft = make_application(city=city, author=approver, state="draft", scheme=scheme)
    return submit_application(application=draft, by=approver, key=uuid4())


def opened(case, reviewer, decider):
    propose_admissibility(obj=case, by=reviewer, note="Complete.", admissible=True)
    admit(obj=fresh(case), by=decider)
    return fresh(case)


def tabs(browser, case):
    """Under which tabs of the list of applications the case stands."""
    pages = {show: text_of(browser.get(LIST, {"show": show})) for show in ("", "elsewhere", "decided")}
    return [show for show, page in pages.items() if case.reference in page]


# --- An edition without clocks ---------------------------------------------------------------------
def test_what_no_clock_moves_on_waits_at_the_office(city, approver, reviewer, decider, client_of):
    office = client_of(reviewer)
    case = opened(sent(city, approver, make_scheme()), reviewer, decider)
    assert waiting() == ["window"]
    since = QueueItem.objects.get().waiting_since
    assert since == case.status_changes.get(transition="admit").at
    assert tabs(office, case) == [""]
    assert case.reference in text_of(office.get("/admin/review/queueitem/", {"tab": "free"}))
    claim_case(obj=case, by=reviewer)
    assert case.reference in text_of(office.get("/admin/review/queueitem/", {"tab": "mine"}))

    close_window(obj=case, by=reviewer)

    assert waiting() == []
    assert tabs(office, case) == ["elsewhere"]
    with pytest.raises(Stale):
        claim_case(obj=case, by=decider)
    send_findings(application=fresh(case))
    assert waiting() == ["reply"]
    assert tabs(office, case) == [""]
    close_reply(obj=fresh(case), by=reviewer)
    assert waiting() == ["deciding"]
    withdraw_application(application=fresh(case), by=approver)
    assert waiting() == []
    assert tabs(office, case) == ["decided"]


def test_where_a_clock_runs_the_office_does_not_wait_and_knows_its_last_day(
    city, approver, reviewer, decider, client_of
):
    scheme = make_rules()
    for number, stage, key in ((4, "admissibility", "check"), (5, "window", "open")):
        row = scheme.stages.create(number=number, key=stage, title=stage, who="deciders")
        row.deadlines.create(key=key, title=key, length=30, unit="days")
    case = sent(city, approver, scheme)
    assert waiting() == ["submitted"]
    assert QueueItem.objects.get().due_on == case.clocks.get().due_on
    case = opened(case, reviewer, decider)
    assert waiting() == []
    assert tabs(client_of(reviewer), case) == ["elsewhere"]
    close_window(obj=case)
    send_findings(application=fresh(case))
    assert waiting() == []
    close_reply(obj=fresh(case))
    assert waiting() == ["deciding"]
    assert QueueItem.objects.get().due_on == case.clocks.get(ended_on=None).due_on


# --- Offers to sit in panels -----------------------------------------------------------------------
def test_an_offer_waits_in_the_queue_with_its_clock_until_it_is_answered(resident, reviewer, decider, administrator,
                                                                         client_of):  # fmt: skip
    member = offer_to_serve(by=resident, **OFFER)
    assert waiting("pool_offer") == ["waiting"]
    item = QueueItem.objects.get()
    assert item.due_on == add_working_days(timezone.localdate(), 15)
    for person in (decider, administrator):
        page = client_of(person).get("/admin/review/queueitem/").content.decode()
        assert member.public_id in page
        assert reverse("admin:labels_poolmember_change", args=[member.pk]) in page
    assert member.public_id not in text_of(client_of(reviewer).get("/admin/review/queueitem/"))
    claim_case(obj=member, by=decider)
    assert QueueItem.objects.get().holder == decider
    change_offer(member=member, by=resident, revision=member.revision, **OFFER | {"institution": "Univ. Y"})
    assert QueueItem.objects.get().city_name == "Univ. Y"

    accept_offer(obj=member, by=decider, note="Called.")

    assert waiting("pool_offer") == []
    change_offer(member=member, by=resident, revision=member.revision, **OFFER)
    assert waiting("pool_offer") == ["waiting"]
    leave_pool(member=member, by=resident)
    assert waiting("pool_offer") == []


# --- Seats that stay free --------------------------------------------------------------------------
def test_the_office_hears_of_a_seat_that_nobody_of_the_draw_takes(city, clock, decider, administrator):
    case = make_panel_case(city=city)
    for member in make_pool(case, each=1):
        if member.kind == "academic":
            type(member).objects.filter(pk=member.pk).update(state="paused")
    hidden = make_user("Dora Decider", roles=("decider",))
    make_conflict(hidden, city)
    OutboxMail.objects.all().delete()
    drawn(case, clock)
    mails = OutboxMail.objects.filter(name="panel_seat_free")
    assert {mail.recipients[0] for mail in mails} >= {decider.email, administrator.email}
    assert hidden.email not in {mail.recipients[0] for mail in mails}
    first = mails.get(recipients=[decider.email])
    assert "academic" in first.text
    assert "was drawn" in first.text
    clock.now += DAY

    seat = next(row for row in seated_in(case) if row.kind == "civil_society")
    decline_seat(seat=seat, by=seat.member.user)

    second = mails.filter(recipients=[decider.email]).latest("pk")
    assert second.pk != first.pk
    assert "A member left the panel" in second.text
    assert "/admin/labels/paneldraw/" in second.text


def test_the_office_hears_nothing_while_every_seat_is_taken(city, clock, decider):
    case = make_panel_case(city=city)
    make_pool(case, each=2)
    drawn(case, clock)
    seat = next(row for row in seated_in(case) if row.kind == "academic")
    decline_seat(seat=seat, by=seat.member.user)
    assert not OutboxMail.objects.filter(name="panel_seat_free").exists()
