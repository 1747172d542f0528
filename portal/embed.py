"""Pictures for other sites: the badge of a city and the card of a commitment, in words, never a score."""

import textwrap
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.countries import country_name
from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from core import local
from core.context import portal_words
from core.languages import SOURCE, interface_language
from core.text import one_line
from labels.models import Label, LabelStatus
from portal import words
from portal.addresses import absolute
from portal.reading import mark_of, reading_of
from portal.words import Row

WIDTH, TOP, BOTTOM = 440, 34, 16
# Class of the words -> characters on a line, lines at most, height of a line in pixels.
SIZES = {"big": (36, 3, 23), "mid": (41, 2, 21), "low": (48, 3, 19)}


@dataclass(frozen=True)
class Words:
    """One text of the picture. `css` is its size: big, mid or low; `lang` its language when it is not the page's."""

    css: str
    text: str
    lang: str = ""


def badge(city: City, label: Label | None) -> list[Words]:
    """Return what the badge of a city says: its name, its standing, who awarded what."""
    found = [Words("big", f"{city.name}, {country_name(city.country)}")]
    status = label.status if label and settings.LABEL_ENABLED else None
    standing = {
        LabelStatus.VALID: _("Labelled human rights city"),
        LabelStatus.ON_HOLD: _("Label on hold: a report is due"),
        LabelStatus.SUSPENDED: _("Label suspended"),
    }
    if label and status in standing:
        found.append(Words("mid", standing[status]))
        awarded = {"body": label.awarding_body, "day": local.day(label.valid_until)}
        pending = _("Awarded by %(body)s, renewal pending")
        until = _("Awarded by %(body)s, valid until %(day)s")
        found.append(Words("low", (pending if label.is_carried else until) % awarded))
    else:
        found.append(Words("mid", str(City.Membership(city.membership).label)))
    return [*found, *_origin(city.origin), _source()]


def card(version: CommitmentVersion) -> list[Words]:
    """Return what the card of a commitment says: its title, its progress as the city claims it, since when."""
    commitment, city = version.commitment, version.commitment.city
    place = Words("low", f"{city.name}, {country_name(city.country)} · {commitment.code}")
    withdrawn = commitment.state == Commitment.State.WITHDRAWN
    read = reading_of(version, original=withdrawn).field("title")
    title = Words("big", read.text, words.lang(read.language))
    if withdrawn:
        day = {"day": local.day(commitment.withdrawn_at)}
        return [place, title, Words("mid", _("The city withdrew this commitment on %(day)s.") % day), _source()]
    changed = _("Latest change: %(day)s") % {"day": local.day(commitment.changed_at)}
    standing = words.commitment_tag(commitment)["text"]
    if commitment.origin != Commitment.Origin.COMPILED:
        standing = _("As the city says: %(progress)s") % {"progress": standing}
    marks = _origin(words.origin_of(commitment, city))
    marks += [Words("low", mark)] if (mark := mark_of(read)) else []
    return [place, title, Words("mid", standing), *marks, Words("low", changed), _source()]


def nothing() -> list[Words]:
    """Return what a picture says of which there is no subject."""
    return [Words("mid", _("There is nothing at this address.")), _source()]


def picture(parts: list[Words]) -> Row:
    """Return the context of embed/picture.svg: lines broken to its width, as high as they need."""
    lines: list[Row] = []
    bottom = TOP
    for part in parts:
        width, most, height = SIZES[part.css]
        for text in textwrap.wrap(one_line(part.text), width, max_lines=most, placeholder=" …"):
            bottom += height if lines else 0
            lines.append({"text": text, "css": part.css, "lang": part.lang, "y": bottom})
    height = max(bottom, 58) + BOTTOM
    return {
        "lines": lines,
        "label": ". ".join(one_line(part.text) for part in parts),
        "width": WIDTH,
        "height": height,
        "frame_width": WIDTH - 1,
        "frame_height": height - 1,
        "language": get_language(),
    }


def snippet(request: HttpRequest, *, image: str, page: str, words: str) -> Row:
    """Return what portal/_embed.html shows; the picture speaks the language of the page it was copied from.

    Args:
        image: path of the picture.
        page: path of the page it leads to.
        words: what people hear who do not see it.
    """
    here = f"{image}?lang={interface_language(get_language() or SOURCE)}"
    alt = one_line(words)
    link, shown = escape(absolute(request, page)), escape(absolute(request, here))
    code = f'<a href="{link}"><img src="{shown}" alt="{escape(alt)}" width="{WIDTH}"></a>'
    return {"image": here, "alt": alt, "code": code}


def _origin(origin: str) -> list[Words]:
    tag = words.origin_tag(origin)
    return [Words("low", tag["text"])] if tag else []


def _source() -> Words:
    return Words("low", portal_words()["portal_name"])
