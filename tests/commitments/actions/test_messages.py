"""The office asks, the city answers, colleagues note; each side reads what is meant for it, and no more."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from commitments import actions
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady
from tests.commitments.office import KINDS, TICKS, change, make, submitted
from tests.factories import make_conflict

pytestmark = pytest.mark.django_db
QUESTION, ANSWER, NOTE = "Which council decided?", "The new one, in May.", "They said the same last year."


def desk_page(obj, name):
    if obj._meta.model_name == "progressreport":
        return reverse(f"desk:report{'_answer' if name == 'answer' else ''}", args=[obj.pk])
    return reverse(f"desk:{name}", args=[obj.commitment.code])


def write(client, obj, to, text):
    address = reverse(f"admin:commitments_{obj._meta.model_name}_message", args=[obj.pk, to])
    return client.post(address, {f"{to}-text": text}, follow=True)


@pytest.fixture
def sides(reviewer, official, client_of):
    """The reviewer and an editor, each in a browser."""
    return client_of(reviewer), client_of(official)


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_and_its_answer_go_through_both_doors(kind, city, sides, reviewer, official):
    office, desk = sides
    obj = actions.claim(obj=make(kind, city), by=reviewer)
    page = write(office, obj, "city", QUESTION).content.decode()
    assert QUESTION in page

    asked = OutboxMail.objects.get(name="office_question")
    assert (asked.recipients, QUESTION in asked.text) == ([official.email], True)
    home = desk.get(reverse("desk:dashboard")).content.decode()
    assert "New question of the review office about" in home
    assert desk_page(obj, "answer") in home
    page = desk.get(desk_page(obj, "commitment")).content.decode()
    assert QUESTION in page
    assert not any(str(reviewer) in text for text in (page, home, asked.text, asked.html))
    page = desk.get(desk_page(obj, "answer")).content.decode()
    assert "New question" in desk.get(reverse("desk:dashboard")).content.decode()
    read = re.search(r'name="read"\s+value="(\d+)"', page)[1]
    assert desk.post(desk_page(obj, "answer"), {"read": read}).url == desk_page(obj, "answer")
    assert "Mark as read" not in desk.get(desk_page(obj, "answer")).content.decode()
    home = desk.get(reverse("desk:dashboard")).content.decode()
    assert "The review office asked a question about" in home

    desk.post(desk_page(obj, "answer"), {"reason": ANSWER})
    assert ANSWER in office.get(change(obj)).content.decode()
    assert OutboxMail.objects.get(name="city_answer").recipients == [reviewer.email]
    assert "asked a question" not in desk.get(reverse("desk:dashboard")).content.decode()
    obj.refresh_from_db()
    assert obj.state == "checking"


def test_a_note_is_read_by_colleagues(city, sides, decider, administrator, client_of):
    version = submitted(city)
    assert NOTE in write(sides[0], version, "note", NOTE).content.decode()
    assert NOTE in client_of(decider).get(change(version)).content.decode()
    assert NOTE not in client_of(administrator).get(change(version)).content.decode()


def test_a_note_leaves_the_office_nowhere(city, decider, approver, client_of):
    version = submitted(city)
    actions.write_note(obj=version, by=decider, text=NOTE)
    log = reverse("desk:log", args=[city.slug])
    browser = client_of(approver)
    for address in (desk_page(version, "commitment"), desk_page(version, "answer"), reverse("desk:dashboard"), log):
        html = browser.get(address).content.decode()
        assert NOTE not in html
        assert "rite note" not in html
    actions.publish_version(obj=version, by=decider, ticks=TICKS)
    for address in (
        version.commitment.get_absolute_url(),
        reverse("opendata:commitment", args=[version.commitment.code]),
    ):
        assert NOTE not in browser.get(address).content.decode()
    assert not OutboxMail.objects.filter(text__contains=NOTE).exists()
    assert NOTE not in str(list(AuditEvent.objects.values_list("data", flat=True)))


def test_a_colleague_in_conflict_reads_no_note_and_gets_no_mail(city, reviewer, official, client_of):
    version = actions.claim(obj=submitted(city), by=reviewer)
    actions.ask_city(obj=version, by=reviewer, text=QUESTION)
    make_conflict(reviewer, city)
    reviewer.forget("conflict_city_ids")
    with pytest.raises(NotAllowed):
        actions.write_note(obj=version, by=reviewer, text=NOTE)
    actions.answer_office(obj=version, by=official, text=ANSWER)
    assert not OutboxMail.objects.filter(name="city_answer").exists()
    assert client_of(reviewer).get(change(version)).status_code in (302, 404)


def test_an_empty_message_says_so_and_a_late_answer_keeps_its_words(city, sides, reviewer, decider):
    office, desk = sides
    version = actions.claim(obj=submitted(city), by=reviewer)
    assert "Write what you want to say." in write(office, version, "city", "  ").content.decode()
    with pytest.raises(NotReady):
        actions.write_note(obj=version, by=reviewer, text="x" * 5001)

    actions.publish_version(obj=version, by=decider, ticks=TICKS)
    with pytest.raises(NotAllowed):
        actions.ask_city(obj=version, by=reviewer, text=QUESTION)
    assert desk.post(desk_page(version, "answer"), {"reason": ANSWER}).status_code == 404


def test_a_late_answer_to_a_report_stays_on_the_page(city, official, decider, client_of):
    report = make("progressreport", city)
    actions.return_report(obj=report, by=decider, note="Say more")
    page = client_of(official).post(desk_page(report, "answer"), {"reason": ANSWER})
    assert page.status_code == 409
    assert ANSWER in page.content.decode()


def test_a_message_is_a_post(city, decider, client_of):
    address = reverse("admin:commitments_commitmentversion_message", args=[submitted(city).pk, "note"])
    assert client_of(decider).get(address).status_code == 405


def test_the_database_refuses_a_note_by_the_city(city, official):
    version = submitted(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.messages.create(author=official, visibility="internal", from_city=True, text="x")
