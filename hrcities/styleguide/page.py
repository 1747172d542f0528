"""Samples: the frame of a page, titles, ways, results of acts. Each function is named like its component."""

from typing import Any, NamedTuple

from core.language_links import LanguageLink

States = dict[str, dict[str, Any]]
LONG = "Counter the closing of desks in libraries, advice centres and every place where people ask for help"
SIGNS = ("ok", "go", "plan", "late", "stop", "doc", "web", "data", "link", "lock")
TAGS = (
    ("Completed", "ok", "ok"),
    ("Under way", "go", "go"),
    ("Planned", "", "plan"),
    ("Delayed", "warn", "late"),
    ("Withdrawn", "line", "stop"),
    ("Refused", "bad", ""),
    ("Confidential", "line", "lock"),
)
NOTES = (("", ""), ("ok", "Published"), ("warn", "A report is due"), ("bad", "Not sent"))


class Told(NamedTuple):
    """A message after an act, as Django's framework gives it."""

    level_tag: str
    text: str

    def __str__(self) -> str:
        return self.text


def title() -> States:
    return {
        "plain": {"heading": "Cities"},
        "with a line above and below": {"heading": "Lund", "eyebrow": "Skåne, Sweden", "lede": "Joined in 2024."},
        "long": {"heading": LONG, "wide": True},
    }


def crumbs() -> States:
    return {"two steps": {"crumbs": [("#", "Home"), ("#", "Cities")]}}


def nav() -> States:
    items = [{"url": "/a/", "label": "Tasks"}, {"url": "/b/", "label": "Team"}]
    return {"of the desk": {"items": items, "path": "/a/"}}


def languages() -> States:
    known = (("en", "English", True), ("de", "Deutsch", True), ("mt", "Malti", False))

    def links(current: str) -> list[LanguageLink]:
        return [LanguageLink(code, name, f"/{code}/", code == current, whole) for code, name, whole in known]

    return {
        "in a complete language": {"links": links("en"), "more": links("en")[2:]},
        "in another language": {"links": links("mt"), "more": links("mt")[2:]},
    }


def theme() -> States:
    return {name or "as the device": {"chosen": name, "page": "/styleguide/"} for name in ("", "light", "dark")}


def panel() -> States:
    return {
        "done": {"heading": "Commitment sent", "text": "Your reference:", "code": "HRC-7K2Q9D-1.1"},
        "bad": {"heading": "There is no such label", "text": "It is not on the register.", "kind": "bad"},
    }


def note() -> States:
    text = "The office answers within 15 working days."
    return {kind or "quiet": {"text": text, "kind": kind, "heading": heading} for kind, heading in NOTES}


def messages() -> States:
    told = [Told("success", "Saved."), Told("warning", "One file is still checked."), Told("error", "Not sent.")]
    return {"after an act": {"messages": told}}


def icon() -> States:
    return {name: {"name": name} for name in SIGNS}


def tag() -> States:
    return {text: {"text": text, "kind": kind, "icon": sign} for text, kind, sign in TAGS}


def button() -> States:
    return {
        "main": {"text": "Save and continue", "name": "go", "value": "1"},
        "second": {"text": "Save as draft", "kind": "sec2"},
        "warning": {"text": "Withdraw", "kind": "warn"},
        "gold": {"text": "Search", "kind": "gold"},
        "a link": {"text": "Register your city", "url": "#button"},
    }


def post_button() -> States:
    return {"a form of its own": {"action": "#", "text": "Take it", "csrf_token": "token", "kind": "sec2"}}


SAMPLES = (title, crumbs, nav, languages, theme, panel, note, messages, icon, tag, button, post_button)
