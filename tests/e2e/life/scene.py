"""One city, the people of its whole life with the label, and a clock that can be moved."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from cities.models import City
from commitments.models import Evidence
from labels.actions.loading import SHIPPED
from labels.models import Label, LabelApplication
from tests.e2e import people
from tests.factories import make_city, make_commitment, make_evidence, make_label, make_role, make_user
from tests.factories.labels import make_scheme
from tests.factories.panel import make_pool_member

ASKED = ("F1", "S5")  # of the 21 questions; S5 depends on powers
POOL = (
    ("official", "DE"), ("official", "FR"), ("official", "IT"), ("institution", "ES"), ("institution", "DE"),
    ("civil_society", "FR"), ("civil_society", "PL"), ("academic", "IT"), ("academic", "SE"),
)  # fmt: skip
FAR = dt.date(2099, 12, 31)  # what other tests are about does not come due in this life
RESIDENT, FILER = "remi@mail.example", "office@rights.example"


class Clock(dt.datetime):
    """What `django.utils.timezone` asks for the time: as far ahead of the clock on the wall as a test says."""

    ahead = dt.timedelta(0)

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return dt.datetime.now(tz) + cls.ahead


@dataclass
class Life:
    """The browsers of everybody who takes part; everybody is signed in anew when days have passed."""

    new_page: Callable[..., Page]
    check: Callable[..., None]
    client_of: Callable[[User | None], Client]
    clock: type[Clock]
    reviewers: list[User]
    deciders: list[User]
    administrator: User
    city: City
    editor: User
    approver: User
    proof: Evidence
    pages: dict[str, Page] = field(default_factory=dict)
    sessions: dict[str, Client] = field(default_factory=dict)

    def at(self, person: User | None, path: str) -> Page:
        """Open an address as somebody; None is anybody without an account. Colleagues share a browser, one by one."""
        side = self.side_of(person)
        if side not in self.pages:
            self.pages[side] = self.new_page()
        if person:
            if person.email not in self.sessions:
                self.sessions[person.email] = self.client_of(person)
            people.bring_in(self.pages[side], self.sessions[person.email], settings.PORTAL_BASE_URL)
        self.pages[side].goto(path)
        return self.pages[side]

    def side_of(self, person: User | None) -> str:
        if person is None:
            return "public"
        return "city" if person in (self.editor, self.approver) else "office" if person.is_staff else "pool"

    def at_desk(self, person: User, heading: str = "The label") -> Page:
        """Open the page of the label at the city's desk."""
        page = self.at(person, f"/en/desk/city/{self.city.slug}/label/")
        self.see(page, heading)
        return page

    def see(self, page: Page, heading: str) -> None:
        """The page with this heading is there, and it is a good page."""
        expect(page.locator("h1")).to_contain_text(heading)
        self.look_at(page, heading)

    def look_at(self, page: Page, name: str) -> None:
        """Public pages are asked in every look elsewhere; here in the states that a life brings."""
        self.check(page, name, brief=page is self.pages.get("public"))

    def go_to(self, day: dt.date) -> None:
        """Let the days pass until the morning of `day`, and let the portal do what a day asks for."""
        now = timezone.localtime()
        self.clock.ahead += dt.datetime.combine(day, dt.time(9), tzinfo=now.tzinfo) - now
        self.sessions.clear()
        call_command("run_deadlines", stdout=StringIO())

    def pass_days(self, days: int) -> None:
        self.go_to(timezone.localdate() + dt.timedelta(days=days))

    @property
    def application(self) -> LabelApplication:
        return LabelApplication.objects.filter(city=self.city).latest("pk")

    @property
    def label(self) -> Label:
        return Label.objects.filter(city=self.city).latest("pk")


def load_small_edition(folder: Path) -> None:
    """The shipped edition with all its stages, seats and deadlines, but two of its questions."""
    content = json.loads(SHIPPED.read_text())
    content["criteria"] = [row for row in content["criteria"] if row["code"] in ASKED]
    file = folder / "edition.json"
    file.write_text(json.dumps(content))
    call_command("load_scheme", file=file, stdout=StringIO())


def make_pool() -> None:
    """Invented members of the pool from seven states; three officials of cities whose labels ask for no report."""
    held = {"scheme": make_scheme(code="earlier", is_current=False), "valid_until": FAR}
    for number, (kind, country) in enumerate(POOL):
        own = {"city": make_label(city=make_city(country=country), **held).city} if kind == "official" else {}
        make_pool_member(kind=kind, country=country, name=f"Mika {kind} {number}".replace("_", " "), **own)


def office(role: str, *names: str) -> list[User]:
    return [
        make_user(f"{name} {role.title()}", email=f"{name.lower()}@office.example", roles=(role,)) for name in names
    ]


def make_record() -> tuple[City, Evidence]:
    """A committed city with three commitments and one public proof."""
    city = make_city("Bergheim an der Alz", slug="at-bergheim")
    first, *_others = [make_commitment(city=city, next_confirm_on=FAR, next_report_on=FAR) for _promise in range(3)]
    return city, make_evidence(version=first.versions.get(), title="Minutes of the council")


def official(city: City, name: str, role: str) -> User:
    user = make_user(name, email=f"{role}@bergheim.example")
    make_role(user, city, role)
    return user
