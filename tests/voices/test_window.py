"""A resident or institution speaks on a label application while its public window is open."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from core.models import AuditEvent, OutboxMail
from labels.actions import close_what_is_over, withdraw_application
from labels.models import CaseClock, LabelApplication
from participation.actions import publish_statement
from participation.models import LabelStatement
from participation.tokens import own_token
from review.checklists import DEFAULTS
from review.models import ChecklistItem
from tests.factories import make_label_statement, make_window, seat_panel
from tests.factories.findings import make_answering_case
from tests.mails import as_read, link_in
from tests.pages import read_form

pytestmark = pytest.mark.django_db
MAIL = "remi@mail.example"
TEXT = "The complaints office answers in two weeks."


@pytest.fixture
def application(city):
    return make_window(city=city)


def address(application):
    return f"/en/labels/applications/{application.reference}/statement/"


def filled(browser, where, **changes):
    form = read_form(browser.get(where).content.decode(), "text")
    return form | {"criteria": ["S5", "T1"], "text": TEXT, "email": MAIL} | changes


def words(response):
    return " ".join(response.content.decode().split())


def days_ago(number):
    return timezone.localdate() - dt.timedelta(days=number)


def test_from_the_form_to_the_queue_and_back(visitor, application):
    url = address(application)
    page = words(visitor.get(url))
    for said in (
        "What do you see in Arden?",
        "Can people complain?",
        "This counts also when the window closes meanwhile.",
    ):
        assert said in page
    values = filled(visitor, url)
    for _time in range(2):  # a double click
        assert visitor.post(url, values).url == "/en/statements/sent/"
    link = link_in("statement_confirm", MAIL)
    asked = words(visitor.get(link))
    for said in (TEXT, "the application of Arden for the label", "Are staff trained?"):
        assert said in asked
    assert LabelStatement.objects.get().state == "unconfirmed"  # a GET changes nothing

    receipt = words(visitor.post(link, follow=True))
    statement = LabelStatement.objects.get()
    assert statement.state == "submitted"
    assert statement.reference in receipt
    assert {row.code for row in statement.criteria.all()} == {"S5", "T1"}
    assert visitor.post(link).status_code == 410
    own = link_in("label_statement_received", MAIL)
    assert "Your text is being checked" in words(visitor.get(own))
    assert TEXT in words(visitor.get(f"{own}withdraw/"))
    assert "You took your text back" in words(visitor.post(f"{own}withdraw/", follow=True))
    assert not AuditEvent.objects.filter(action="withdraw").exclude(scope="").exists()  # never in the city's log


@pytest.mark.parametrize("state", ["window", "panel", "second_look", "proposed", "granted", "refused"])
def test_the_author_takes_a_public_text_back_by_the_link_of_the_mail_in_every_state(city, visitor, reviewer, client_of,
                                                                                    state):  # fmt: skip
    case = make_answering_case(city=city, state="window")
    statement = make_label_statement(application=case, text=TEXT, email=MAIL, state="submitted")
    publish_statement(obj=statement, by=reviewer, ticks=list(DEFAULTS[ChecklistItem.Kind.LABEL_STATEMENT]))
    type(case).objects.filter(pk=case.pk).update(state=state)
    mail = as_read(OutboxMail.objects.get(name="label_statement_decided"))
    own = re.search(r"/en/statements/own/[^/\s]+/", mail).group()
    member = client_of(case.panel.first().member.user)
    reference = case.reference
    public = (f"/en/labels/applications/{reference}/", f"/feeds/applications/{reference}.atom",
              f"/data/v1/labels/applications/{reference}")  # fmt: skip
    doors = [(visitor, door) for door in public]
    if state in ("panel", "second_look", "proposed"):
        doors.append((member, f"/en/desk/panel/{case.reference}/"))
    assert [door for browser, door in doors if TEXT not in words(browser.get(door))] == []
    assert "nor to the panel" in words(visitor.get(f"{own}withdraw/"))
    assert LabelStatement.objects.get().state == "published"  # a GET changes nothing

    done = words(visitor.post(f"{own}withdraw/", follow=True))

    assert "You took your text back" in done
    assert [door for browser, door in doors if TEXT in words(browser.get(door))] == []
    assert "You took your text back" in words(visitor.post(f"{own}withdraw/", follow=True))
    assert visitor.get(f"{own[:-5]}xxxx/withdraw/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"criteria": []}, "Choose at least one question."),
        ({"criteria": ["X9"]}, "Choose from the list."),
        ({"text": ""}, "Say what you see in this city."),
        ({"text": "x" * 4001}, "4000"),
        ({"url": "http://report.example.org/"}, "begins with https://"),
        ({"kind": "mayor"}, "Choose one of the options."),
        ({"kind": "equality_body", "speaker": ""}, "Write the name of the organisation or institution"),
        ({"kind": "resident", "show_name": "yes", "speaker": ""}, "Write the name that may be public"),
        ({"email": "nobody"}, "Enter an e-mail address"),
    ],
)
def test_bad_input_says_how_to_mend_it_and_keeps_the_rest(visitor, application, changes, said):
    values = filled(visitor, address(application), **({"speaker": "A loud club"} | changes))
    response = visitor.post(address(application), values)

    assert response.status_code == 200
    assert said in words(response)
    assert values["speaker"] in words(response)
    assert not LabelStatement.objects.exists()


def test_an_institution_is_always_named_and_three_a_day_are_taken(visitor, application):
    url = address(application)
    for _time in range(4):
        visitor.post(url, filled(visitor, url, kind="institution", speaker="Human Rights Institute", show_name="no"))

    assert LabelStatement.objects.count() == OutboxMail.objects.filter(name="statement_confirm").count() == 3
    assert {row.shown_name for row in LabelStatement.objects.all()} == {"Human Rights Institute"}


def test_city_office_and_panel_add_none(visitor, client_of, application, official, reviewer):
    members = seat_panel(application)
    person = members[0].member.user
    for somebody in (official, reviewer, person):
        assert client_of(somebody).get(address(application)).status_code == 403
        visitor.post(address(application), filled(visitor, address(application), email=somebody.email))
    make_label_statement(application, state="unconfirmed", token="a-token", email=members[1].member.user.email)

    assert visitor.post("/en/statements/confirm/a-token/").status_code == 403
    assert LabelStatement.objects.filter(state="unconfirmed").count() == LabelStatement.objects.count() == 1
    assert OutboxMail.objects.filter(name="statement_elsewhere").count() == 3


def test_the_window_closes_at_the_end_of_its_last_day(visitor, application):
    url = address(application)
    values = filled(visitor, url)
    CaseClock.objects.update(due_on=timezone.localdate(), started_on=days_ago(30))
    assert visitor.get(url).status_code == 200
    CaseClock.objects.update(due_on=days_ago(1))  # over, and the portal has not closed it yet
    closed = visitor.post(url, values)
    assert closed.status_code == 410
    assert TEXT in words(closed)  # what was typed can still be copied
    assert close_what_is_over() == 1
    assert "is closed, so no statement can be added" in words(visitor.get(url))
    assert not LabelStatement.objects.exists()


def test_what_was_sent_in_time_counts_for_the_24_hours_of_its_link(visitor, application):
    past = timezone.now() - dt.timedelta(minutes=1)
    make_label_statement(application, state="unconfirmed", token="in-time")
    make_label_statement(application, state="unconfirmed", token="too-late", expires_at=past)
    assert "Send me a new link" in words(visitor.get("/en/statements/confirm/too-late/"))
    CaseClock.objects.update(due_on=days_ago(1), started_on=days_ago(31))
    close_what_is_over()

    assert visitor.post("/en/statements/confirm/in-time/").status_code == 302
    late = visitor.post("/en/statements/confirm/too-late/", {"again": "1"})
    assert late.status_code == 410
    assert "The public window closed before you confirmed" in words(late)
    assert "Send me a new link" not in words(late)
    assert sorted(LabelStatement.objects.values_list("state", flat=True)) == ["submitted", "unconfirmed"]


def test_what_the_city_takes_back_ends_what_waits(visitor, application, approver):
    waiting = make_label_statement(application, state="submitted", email=MAIL)
    public = make_label_statement(application)
    make_label_statement(application, state="unconfirmed", token="a-token")
    withdraw_application(application=application, by=approver)

    states = dict(LabelStatement.objects.values_list("pk", "state"))
    assert (states[waiting.pk], states[public.pk]) == ("lapsed", "published")
    assert [mail.recipients for mail in OutboxMail.objects.filter(name="label_statement_lapsed")] == [[MAIL]]
    assert "The city took its application back" in words(
        visitor.get(f"/en/statements/own/{own_token(waiting.reference)}/")
    )
    assert visitor.post("/en/statements/confirm/a-token/").status_code == 410


def test_only_public_running_cases_can_be_spoken_on(visitor, application, settings):
    for gone in ("HRL-A-ABCDEF", "x" * 50, "é"):
        assert visitor.get(f"/en/labels/applications/{gone}/statement/").status_code == 404
    settings.LABEL_ENABLED = False
    assert visitor.get(address(application)).status_code == 404
    settings.LABEL_ENABLED = True
    LabelApplication.objects.update(state="draft", submitted_at=None)
    assert visitor.get(address(application)).status_code == 404
