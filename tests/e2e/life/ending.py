"""Stages 13 to 15: a concern, a suspension, a hearing, a revocation, an appeal heard by three, and the end."""

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import expect

from labels.models import Appeal, Concern
from tests.e2e.life.deciding import check_by_number
from tests.e2e.life.office import decide, open_label, opened
from tests.e2e.life.scene import FILER, Life
from tests.e2e.people import fill, follow, link_in, mail_to, press, says, says_not

CLOSED = "The complaints desk has been closed since May."
ANSWER = "The desk moved; it opens again in autumn."
PLAN = "The city opens the desk again, with help from a city that did so."
WORKED = "The desk is open two days a week."
STILL = "The desk is still closed on the other days."
HEARD = "We ask for one more year."
ASKS_AGAIN = "The second opening was not looked at."
VOTES = "The second opening has to be looked at."
FAREWELL = "The council goes another way."


def organisation_raises_a_concern(life: Life) -> None:
    """Confirmed by mail, read by the office first, public only then."""
    page = life.at(None, life.label.get_absolute_url())
    page.get_by_role("link", name=re.compile("concern", re.IGNORECASE)).first.click()
    life.see(page, "Raise a concern about a label")
    page.get_by_role("radio", name=re.compile("civil society", re.IGNORECASE)).check()
    fill(page, Name_of_the_institution="Rights for All", What_happened=CLOSED, **{"E-mail": FILER})
    page.get_by_label("What is it about?").select_option(index=2)
    page.get_by_role("radio", name="With a page or document on the web").check()
    fill(page, The_web_address="https://www.rights.example/desk")
    press(page, "Send")
    life.see(page, "Look into your mailbox")
    page.goto(link_in(mail_to(FILER, "concern_confirm")))
    life.look_at(page, "confirm a concern")
    press(page, "Confirm the concern")
    life.see(page, "Your concern")
    says_not(life.at(None, life.label.get_absolute_url()), "A concern")


def concern(life: Life) -> Concern:
    return Concern.objects.get(label=life.label)


def office_accepts_it(life: Life) -> None:
    page = opened(life, life.reviewers[2], "concern", concern(life).reference)
    says(page, "rights.example")
    says_not(page, FILER)
    fill(page, Reasons="It is about the rules of the label.")
    decide(life, page, "Accept: it becomes public, the city answers")
    page = life.at(None, concern(life).get_absolute_url())
    life.see(page, "A concern about the label")
    says(page, CLOSED)


def city_answers_and_plans(life: Life) -> None:
    page = life.at(life.approver, "/en/desk/")
    says(page, "A concern about the label of")
    follow(page, "Read it and answer")
    life.see(page, "A concern about the label")
    fill(page, What_the_city_says=ANSWER)
    press(page, "Publish the answer")
    says(page, "The answer is public.")
    step = f"{timezone.localdate() + dt.timedelta(days=100)} The desk opens on Saturdays"
    page = opened(life, life.reviewers[2], "concern", concern(life).reference)
    fill(page, Reasons=PLAN, Steps=step)
    decide(life, page, "Propose the plan with support")
    page = life.at(life.approver, f"/en/desk/city/{life.city.slug}/label/concerns/{concern(life).reference}/")
    life.see(page, "A concern about the label")
    press(page, "Agree to the plan")
    says(page, "The plan is agreed and public.")
    page = life.at(life.editor, page.url)
    fill(page, What_the_city_did=WORKED)
    press(page, "Publish the report")
    page = life.at(None, concern(life).get_absolute_url())
    life.see(page, "A concern about the label")
    for words in (ANSWER, PLAN, WORKED):
        says(page, words)


def others_suspend_the_label(life: Life) -> None:
    """The plan ends; neither who read the concern nor who granted the label concludes it."""
    life.go_to(concern(life).due_on)
    life.pass_days(1)
    for person in (*life.deciders[:2], life.reviewers[2]):
        page = opened(life, person, "concern", concern(life).reference)
        expect(page.get_by_role("button", name="Propose to suspend the label")).to_have_count(0)
    proposer, signer = life.deciders[2:]
    page = opened(life, proposer, "concern", concern(life).reference)
    fill(page, Reasons=STILL)
    decide(life, page, "Propose to suspend the label")
    decide(life, open_label(life, signer), "Sign second: suspend the label")
    page = life.at(None, life.label.get_absolute_url())
    life.look_at(page, "suspended")
    says(page, "suspended")
    says(page, STILL)


def office_proposes_to_revoke(life: Life) -> None:
    page = open_label(life, life.deciders[2])
    fill(page, Reasons=STILL)
    decide(life, page, "Propose to revoke the label")


def city_is_heard_before_it_is_revoked(life: Life) -> None:
    """Nobody signs before the city has answered, or its time is over."""
    signer = life.deciders[3]
    page = open_label(life, signer)
    expect(page.get_by_role("button", name="Sign second")).to_have_count(0)
    says(page, "Sign after that, or when it has answered.")
    mail_to(life.approver.email, "label_hearing")
    page = life.at(life.approver, "/en/desk/")
    follow(page, "Read why and answer")
    life.see(page, "The office proposes to revoke the label")
    fill(page, What_the_city_says=HEARD)
    press(page, "Send the answer")
    says(page, "The answer is sent.")
    page = open_label(life, signer)
    says(page, HEARD)
    decide(life, page, "Sign second: revoke the label")
    page = life.at(None, life.label.get_absolute_url())
    life.look_at(page, "revoked")
    says(page, "revoked")
    check_by_number(life, "revoked")


def city_appeals(life: Life) -> None:
    page = life.at_desk(life.approver)
    follow(page, "Appeals")
    life.see(page, "Appeals")
    page.get_by_role("link", name=re.compile("revo", re.IGNORECASE)).first.click()
    life.see(page, "Lodge an appeal?")
    fill(page, Why_should=ASKS_AGAIN)
    press(page, "Lodge the appeal")
    says(page, "The appeal is lodged and public.")
    page = life.at(None, Appeal.objects.get().get_absolute_url())
    life.see(page, "An appeal")
    says(page, ASKS_AGAIN)


def three_others_judge(life: Life) -> None:
    """Named by an administrator, of those with no earlier part; two equal votes undo the revocation."""
    page = opened(life, life.administrator, "appeal", Appeal.objects.get().reference)
    offered = page.get_by_role("checkbox")
    for box in offered.all()[:3]:
        box.check()
    for person in (life.reviewers[2], *life.deciders):
        expect(page.get_by_role("checkbox", name=person.name)).to_have_count(0)
    decide(life, page, "Name the three people")
    for number, vote in enumerate(Appeal.objects.get().votes.select_related("judge")[:2]):
        page = life.at(vote.judge, link_in(mail_to(vote.judge.email, "appeal_named")))
        life.see(page, "Appeal")
        if number:
            says_not(page, VOTES)
        page.get_by_role("radio", name=re.compile("^Sent back")).check()
        fill(page, Your_reasons=VOTES)
        press(page, "Give my vote")
        says(page, VOTES)
    page = life.at(None, Appeal.objects.get().get_absolute_url())
    life.see(page, "An appeal")
    says(page, VOTES)
    life.see(life.at(None, life.label.get_absolute_url()), "This label is suspended")


def city_gives_the_label_back(life: Life) -> None:
    """The approver asks, a decider makes sure; the page stays and says why."""
    page = life.at_desk(life.approver)
    follow(page, "Give the label back")
    life.see(page, "Give the label back?")
    fill(page, Why=FAREWELL)
    press(page, "Ask to give it back")
    says(page, "It counts as soon as another approver")
    says_not(life.at(None, life.label.get_absolute_url()), FAREWELL)
    decide(life, open_label(life, life.deciders[3]), "Sign second: the city gives the label back")
    page = life.at(None, life.label.get_absolute_url())
    life.look_at(page, "given back")
    says(page, FAREWELL)
    check_by_number(life, "given back")
