"""Stages 6 to 8: a panel drawn from the pool, blind answers, talk, right of reply, second look."""

import re

from playwright.sync_api import Page, expect

from labels.models import PanelMember, PoolMember
from tests.e2e.life.scene import ASKED, Life
from tests.e2e.people import fill, follow, press, says, says_not

FINDS = "The panel read the minutes."
DISPUTED = "The desk is open on Saturdays since May; the minutes say so."
AGAIN = "The minutes show it: the desk is open."


def pool_declares(life: Life) -> None:
    """Each member of the pool says whether something connects them with the city."""
    for member in pool()[:-1]:
        page = declared(life, member, "I have no conflict of interest")
        says(page, "you have no conflict with this city")


def conflict_hides_the_case(life: Life) -> None:
    member = pool()[-1]
    page = declared(life, member, "I have a hard conflict", If_you_have="My sister sits in its council.")
    says(page, "The case is gone from your desk.")
    says_not(life.at(member.user, "/en/desk/panel/conflicts/"), life.city.name)


def pool() -> list[PoolMember]:
    return list(PoolMember.objects.select_related("user").order_by("pk"))


def declared(life: Life, member: PoolMember, says: str, **boxes: str) -> Page:
    page = life.at(member.user, "/en/desk/panel/conflicts/")
    life.look_at(page, "before a draw")
    page.get_by_role("radio", name=says).check()
    fill(page, **boxes)
    press(page, "Declare")
    return page


def panel_is_drawn(life: Life) -> None:
    """The window closes, the day is announced, the candidates are listed, and a day later five names are public."""
    window = life.application.clocks.get(deadline__stage__key="window")
    life.pass_days((window.due_on - window.started_on).days + 1)
    address = f"/en/labels/applications/{life.application.reference}/draw/"
    life.look_at(life.at(None, address), "announced")
    life.go_to(life.application.draws.get().draw_on)
    life.look_at(life.at(None, address), "listed")
    life.pass_days(1)
    page = life.at(None, address)
    life.look_at(page, "drawn")
    assert seats(life)
    for seat in seats(life):
        says(page, seat.name)


def seats(life: Life) -> list[PanelMember]:
    return list(life.application.panel.filter(state="seated").select_related("member__user").order_by("place"))


def panel_answers_alone(life: Life) -> None:
    """Who has not answered reads nobody else's answer."""
    for number, seat in enumerate(seats(life)):
        page = life.at(seat.member.user, "/en/desk/panel/")
        page.get_by_role("link", name=re.compile(life.application.reference)).click()
        life.see(page, life.city.name)
        for code in ASKED:
            page.goto(f"/en/desk/panel/{life.application.reference}/{code}/")
            says_not(page, f"What member 0 saw of {code}")
            page.get_by_role("radio", name="Partly" if number else "Met").check()
            fill(page, Reasons=f"What member {number} saw of {code}.")
            press(page, "Send the answer")
            says(page, "Your answer is sent.")
            says(page, f"What member 0 saw of {code}")


def panel_finds_and_agrees(life: Life) -> None:
    """One writes, more than half agree; with the last of them the findings go to the city."""
    first, *others = seats(life)
    address = f"/en/desk/panel/{life.application.reference}/"
    for code in ASKED:
        page = life.at(first.member.user, f"{address}{code}/")
        follow(page, "Write the finding")
        page.get_by_role("radio", name="Partly").check()
        fill(page, Reasons=FINDS)
        press(page, "Save the finding")
        life.see(page, "What the panel says")
    needed = (len(others) + 1) // 2
    for seat in (first, *others[:needed]):
        page = life.at(seat.member.user, f"{address}differences/")
        press(page, "I agree that these findings go out")
        life.see(page, "What the panel says")
    says(page, "the findings went to the city")


def city_disputes_one(life: Life) -> None:
    """The editor disputes a finding with a proof of the record; the approver sends everything."""
    page = life.at_desk(life.editor)
    follow(page, "Read what the panel finds")
    life.see(page, "What the panel finds")
    page.get_by_role("link", name=re.compile("^S5")).click()
    page.get_by_role("checkbox", name="The city disputes this finding").check()
    fill(page, What_the_city_says=DISPUTED)
    page.get_by_role("checkbox", name=life.proof.title).check()
    press(page, "Save and go on")
    life.see(page, "What the panel finds")
    city_sends_the_reply(life)
    assert life.application.state == "second_look"


def city_sends_the_reply(life: Life) -> None:
    page = life.at(life.approver, f"/en/desk/city/{life.city.slug}/label/findings/")
    follow(page, "Read the reply and send it")
    life.see(page, "Send the reply to the panel?")
    press(page, "Send the reply")
    says(page, "The reply is sent.")


def another_member_looks_again(life: Life) -> None:
    """Not the author of the finding."""
    author, other, *_rest = seats(life)
    address = f"/en/desk/panel/{life.application.reference}/S5/"
    page = life.at(author.member.user, address)
    expect(page.get_by_role("link", name="Look again")).to_have_count(0)
    page = life.at(other.member.user, address)
    follow(page, "Look again")
    says(page, DISPUTED)
    page.get_by_role("radio", name="Met").check()
    fill(page, Reasons=AGAIN)
    press(page, "Send the second look")
    says(page, "It takes the place of the finding.")
