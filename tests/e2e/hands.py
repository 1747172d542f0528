"""Two ways to use a page, with the same words: a mouse, or a keyboard alone. Both count what they do."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, ViewportSize

from tests.e2e.keyboard import Keys
from tests.e2e.looking import NARROW, WIDE
from tests.e2e.people import fill_date

MOST_OPTIONS = 12


@dataclass
class Hands:
    """Somebody in front of a page: `moves` are links and buttons, `ticks` are answers, `folds` are lists unfolded."""

    page: Page
    moves: int = 0
    ticks: int = 0
    folds: int = 0
    pages: int = 0

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", self._arrived)

    def _arrived(self, _page: Page) -> None:
        self.pages += 1

    def begin(self, path: str) -> None:
        """Open the first page of a journey; the counters start at nothing."""
        self.page.goto(path)
        self.moves, self.ticks, self.folds, self.pages = 0, 0, 0, 1

    def open(self, link: str) -> None:
        """Follow a link."""
        self.moves += 1
        with self.page.expect_navigation():
            self.go("link", link)

    def press(self, button: str) -> None:
        """Press a button and wait for the answer."""
        self.moves += 1
        with self.page.expect_navigation():
            self.go("button", button)

    def tick(self, label: str) -> None:
        """Tick a box; a folded list is opened first."""
        self.ticks += 1
        fold = self.page.locator("details:not([open])").filter(has=self.page.get_by_label(label)).locator("summary")
        if fold.count():
            self.folds += 1
            self.unfold(fold)
        self.check(label)

    def choose(self, label: str, *, group: str) -> None:
        """Choose one of several."""
        self.ticks += 1
        self.select(label, group)

    def go(self, role: Any, name: str) -> None:
        raise NotImplementedError

    def unfold(self, summary: Locator) -> None:
        raise NotImplementedError

    def check(self, label: str) -> None:
        raise NotImplementedError

    def select(self, label: str, group: str) -> None:
        raise NotImplementedError

    def write(self, label: str, words: str) -> None:
        raise NotImplementedError

    def date(self, legend: str, date: str) -> None:
        raise NotImplementedError

    def attach(self, label: str, file: FilePayload) -> None:
        raise NotImplementedError


class Mouse(Hands):
    """Somebody who points and clicks."""

    def go(self, role: Any, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=True).and_(self.page.locator(":not([aria-hidden])")).click()

    def unfold(self, summary: Locator) -> None:
        summary.click()

    def check(self, label: str) -> None:
        self.page.get_by_label(label).check()

    def select(self, label: str, group: str) -> None:
        self.page.get_by_role("group", name=group).get_by_label(label).check()

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(re.compile("^" + re.escape(label))).filter(visible=True).first.fill(words)

    def date(self, legend: str, date: str) -> None:
        fill_date(self.page, legend, date, first=True)

    def attach(self, label: str, file: FilePayload) -> None:
        self.page.get_by_label(label).set_input_files(file)


@dataclass
class Keyboard(Hands):
    """Somebody who only has keys; every stop shows where it is."""

    keys: Keys = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.keys = Keys(self.page)

    def go(self, role: Any, name: str) -> None:
        self.keys.tab_to(name)
        self.keys.press("Enter")

    def unfold(self, summary: Locator) -> None:
        self.keys.tab_to(" ".join(summary.inner_text().split()))
        self.keys.press("Enter")

    def check(self, label: str) -> None:
        self.keys.tab_to(" ".join(self.page.get_by_label(label).evaluate("it => it.labels[0].innerText").split()))
        self.keys.press("Space")

    def select(self, label: str, group: str) -> None:
        """A group is one stop, and the arrows choose."""
        stop = self.keys.tab_to("", group=group)
        for _option in range(MOST_OPTIONS):
            if stop["name"].startswith(label):
                return self.keys.press("Space")
            self.keys.press("ArrowDown")
            stop = self.keys.stop()
        raise AssertionError(f"{self.page.url}: no option “{label}”")

    def write(self, label: str, words: str) -> None:
        self.keys.type(words, into=label)

    def date(self, legend: str, date: str) -> None:
        self.keys.type_date(date, legend)

    def attach(self, label: str, file: FilePayload) -> None:
        """The window that asks for the file is the browser's own."""
        self.keys.tab_to(label)
        self.page.get_by_label(label).set_input_files(file)


# How somebody sits: what they use, how wide the window is, whether scripts run.
Way = tuple[type[Hands], ViewportSize, bool]
MOUSE: Way = (Mouse, WIDE, True)
MOUSE_NO_SCRIPT: Way = (Mouse, NARROW, False)
KEYS: Way = (Keyboard, WIDE, True)
KEYS_NO_SCRIPT: Way = (Keyboard, NARROW, False)
