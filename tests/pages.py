"""Read a page to its end; read a form off it, so that a test can send back what a browser would."""

from html.parser import HTMLParser

from django.test import Client


class _Forms(HTMLParser):
    """Collects the successful controls of every POST form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.inside = False
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("method", "").lower() == "post"
            if self.inside:
                self.forms.append({})
        elif self.inside:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        chosen = kind not in {"checkbox", "radio", "submit", "button", "file"} or "checked" in given
        if tag == "input" and name and chosen:
            self.forms[-1].setdefault(name, []).append(
                given.get("value", "on" if kind in {"checkbox", "radio"} else "")
            )
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.forms[-1].setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.forms[-1][name] = [""]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            # A browser drops the first line break after <textarea>.
            self.forms[-1][self.area][0] = self.forms[-1][self.area][0].removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.select = ""


def forms_of(html: str) -> list[dict[str, list[str]]]:
    """Return the values of every POST form of a page, as a browser would send them."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def read_form(html: str, having: str) -> dict[str, list[str]]:
    """Return the values of the first POST form that has the control `having`."""
    forms = forms_of(html)
    for form in forms:
        if having in form:
            return form
    raise AssertionError(f"No form with {having}; forms: {[sorted(form) for form in forms]}")


def read(browser: Client, address: str) -> int:
    """Open an address and read the answer to its end, as a browser does with a file; return the status."""
    response = browser.get(address)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code
