"""What is there before the main job begins: the reference tables, one place, the office, one stranger."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from accounts.models import User
from framework.models import Element, PolicyArea, Right, RightsHolderGroup
from tests.e2e import people
from tests.factories import (
    make_city,
    make_element,
    make_group,
    make_place,
    make_policy_area,
    make_right,
    make_role,
    make_user,
)

PLACE, LOCAL_NAME = "Bergheim an der Alz", "Mont-sur-Alz"
EDITOR = "edda@bergheim.example"


@dataclass
class Job:
    """The browsers of everybody who takes part, and what they learn on the way."""

    new_page: Callable[..., Page]
    check: Callable[..., None]
    pages: dict[str, Page] = field(default_factory=dict)
    city: str = ""  # slug
    code: str = ""  # of the commitment
    evidence: dict[str, str] = field(default_factory=dict)  # title -> address at the desk

    def page(self, who: str) -> Page:
        """The browser of one person; they stay signed in."""
        if who not in self.pages:
            self.pages[who] = self.new_page()
        return self.pages[who]

    def office(self, user: User) -> Page:
        """The browser of somebody of the office, signed in with the second step."""
        if user.email not in self.pages:
            page = self.page(user.email)
            page.goto("/admin/")
            people.sign_in(page, user.email, secret=people.SECRET)
        return self.pages[user.email]

    def see(self, page: Page, heading: str) -> None:
        """The page with this heading is there, and it is a good page."""
        expect(page.locator("h1")).to_contain_text(heading)
        self.check(page, heading)


@dataclass(frozen=True)
class Office:
    administrator: User
    reviewer: User


@dataclass(frozen=True)
class World:
    newcomer: User
    stranger: User
    element: Element
    right: Right
    area: PolicyArea
    group: RightsHolderGroup


def make_world(office: Office) -> World:
    """Make the reference rows and the people; the office has its second step."""
    people.give_second_step(*vars(office).values())
    make_place(PLACE, local_name=LOCAL_NAME, population=48_000)
    make_place("Bergheim", population=62_000, country="DE", region="North Rhine-Westphalia")
    stranger = make_user("Bela Stranger", email="bela@borlen.example")
    make_role(stranger, make_city("Borlen", slug="at-borlen"), "approver")
    people.give_second_step(stranger)
    return World(
        newcomer=make_user("Nora Newcomer", email="nora@bergheim.example"),
        stranger=stranger,
        element=make_element(code="S2", pillar="structure", official_title="Give residents a place to complain"),
        right=make_right(code="CFR-21", number=21, heading="Non-discrimination"),
        area=make_policy_area(name="Libraries and culture", slug="libraries"),
        group=make_group(name="People without papers", slug="without-papers"),
    )
