"""What a reader sees of a web page, so that two answers can be compared without their tokens, scripts and clocks."""

import re
import unicodedata
from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "head"})
CLOSED_LATE = frozenset({"head"})  # its end tag may be left out: the body ends it
# What a page says anew each time: times of day, and long words with digits, such as tokens and numbers of sessions.
PASSING = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b(?=\w*\d)\w{16,}\b")
SHOWN = 1000
CHARSET = re.compile(r"charset=[\"']?([\w-]{1,40})", re.IGNORECASE)


class _Reader(HTMLParser):
    """Collects the title and the visible words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.hidden: list[str] = []
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.hidden = [name for name in self.hidden if name not in CLOSED_LATE]
        elif tag in UNSEEN:
            self.hidden.append(tag)
        self.in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag) :]
        self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title or not self.hidden:
            self.words.append(data)


def comparable(content: bytes, content_type: str, *, is_cut: bool) -> bytes:
    """Return what counts as the content of an answer: of a web page its title and visible text, else every byte.

    Left out are scripts, styles, tags, blanks, times of day and long words with digits. Of a page that was not read to
    its end the first 1,000 characters count: where it was cut off shifts with what is left out. A page without any
    visible text (drawn by a script) counts as empty.

    Args:
        content: the bytes that were read.
        content_type: the header of that name.
        is_cut: whether the page goes on.
    """
    if "html" not in content_type.partition(";")[0].lower():
        return content
    reader = _Reader()
    reader.feed(content.decode(_charset(content_type), "replace"))
    text = unicodedata.normalize("NFC", " ".join(reader.words))
    text = " ".join(PASSING.sub(" ", text).split())
    return (text[:SHOWN] if is_cut else text).encode()


def _charset(content_type: str) -> str:
    found = CHARSET.search(content_type)
    try:
        "".encode(name := found.group(1) if found else "utf-8")
    except LookupError:
        return "utf-8"
    return name
