"""Somebody who uses no mouse: every stop of the Tab key shows where it is."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# The name of the focused thing, whether one sees a ring around it, and whether it lies in the window.
STOP = """() => {
  const it = document.activeElement
  const box = it.getBoundingClientRect()
  const look = getComputedStyle(it)
  const label = it.labels?.[0]?.innerText || it.getAttribute('aria-label') || it.innerText || it.value || ''
  const group = it.closest('fieldset')?.querySelector('legend')?.innerText || ''
  return {
    tag: it.tagName.toLowerCase(),
    name: label.replace(/\\s+/g, ' ').trim(),
    group: group.replace(/\\s+/g, ' ').trim(),
    ring: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    bare: it === document.body || it === document.documentElement
  }
}"""
MOST_STOPS = 80


@dataclass
class Keys:
    """A keyboard in front of a page."""

    page: Page

    def stop(self) -> dict[str, Any]:
        """Where the focus is. It is seen, with a ring."""
        stop = self.page.evaluate(STOP)
        assert stop["bare"] or (stop["ring"] and stop["seen"]), f"{self.page.url}: no visible focus on {stop}"
        return stop

    def tab_to(self, name: str, *, group: str = "", back: bool = False) -> dict[str, Any]:
        """Press Tab until the thing whose name begins with `name` has the focus."""
        met = []
        for _press in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            stop = self.stop()
            if stop["name"].startswith(name) and stop["group"].startswith(group):
                return stop
            met.append(stop["name"][:40] or stop["tag"])
        raise AssertionError(f"{self.page.url}: no Tab stop “{name}”; there are {met}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, words: str, *, into: str = "", group: str = "") -> None:
        """Type words; with `into`, into the box of that name."""
        if into:
            self.tab_to(into, group=group)
            self.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def type_date(self, date: str, legend: str) -> None:
        """Type a date such as “30 6 2029” into the three boxes under `legend`."""
        for label, words in zip(("Day", "Month", "Year"), date.split(), strict=True):
            self.type(words, into=label, group=legend)

    def enter(self, name: str) -> None:
        """Go to a link or button, press Enter and wait for the next page."""
        self.tab_to(name)
        with self.page.expect_navigation():
            self.press("Enter")
