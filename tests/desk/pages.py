"""What a browser without script sees and sends: the text of a page, and its forms as they would be posted."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


def text_of(response: HttpResponse) -> str:
    """The page's HTML with every run of blanks as one space."""
    return " ".join(response.content.decode().split())


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.select = self.area = ""

    @property
    def fields(self) -> dict[str, Any]:
        return self.forms[-1]["fields"] if self.forms else {}

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "method": given.get("method", "get"), "fields": {}})
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = given.get("value", "")

    def _input(self, name: str, given: dict) -> None:
        kind = given.get("type", "text")
        if kind in {"radio", "checkbox"}:
            if "checked" in given:
                known = self.fields.get(name)
                value = given.get("value", "on")
                self.fields[name] = [*known, value] if isinstance(known, list) else [value]
        elif kind not in {"file", "submit"}:
            self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data.removeprefix("\n") if not self.fields[self.area] else data


def form_of(response: HttpResponse, *, with_field: str = "") -> dict[str, Any]:
    """The fields of the first form that posts and has `with_field`, filled as the page shows them."""
    parser = _Forms()
    parser.feed(response.content.decode())
    wanted = [
        form
        for form in parser.forms
        if form["method"] == "post"
        and "logout" not in form["action"]
        and (not with_field or with_field in form["fields"])
    ]
    return {name: value for name, value in wanted[0]["fields"].items() if name != "csrfmiddlewaretoken"}


def fill(client: Client, page: str, /, *, with_field: str = "", **typed: Any) -> HttpResponse:
    """Open a page, change some fields of its form, and send it."""
    return client.post(page, form_of(client.get(page), with_field=with_field) | typed)


def date(name: str, day: int, month: int, year: int) -> dict[str, int]:
    """A date as three boxes post it."""
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
