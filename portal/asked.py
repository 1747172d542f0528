"""What the address of a long list asks for: understood values, the filter form as HTML, the chips.

Everything but what people type is drawn once for all who tick the same boxes, until a public act changes the numbers.
What they type is put into the drawn form at its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from core import kept, ui
from core.markup import squeezed
from core.page_cache import stamp
from portal.filters import LONGEST, ListFilter
from portal.offers import Offers

# A form is some 25 kB; what a made-up address holds is not worth the room.
FORMS = kept.Store(100)
LONGEST_KEY = 400
# Stand for what is typed in the first and the second field; no text holds them.
SIGNS = ("\ufdd0", "\ufdd1")


@dataclass(frozen=True)
class Asked:
    """What a list is asked for."""

    wanted: dict[str, Any]
    active: int
    form: SafeString
    chips: list[dict[str, str]]

    @property
    def query(self) -> str:
        """What was understood, as it stands in an address: the same list for downloads and feeds."""
        return urlencode(sorted(self.wanted.items()), doseq=True)


@dataclass(frozen=True)
class _Drawn:
    """A filter form with signs where typed texts stand, and what was understood of the rest."""

    wanted: dict[str, Any]
    active: int
    form: str
    labels: dict[str, Any]
    words: dict[tuple[str, str], str]


def read(filters: type[ListFilter], query: QueryDict, page: str, offers: Callable[[QueryDict], Offers]) -> Asked:
    """Return what the query of a list asks for.

    Args:
        filters: the filters of the list.
        query: the query of the address; what is no filter is passed over.
        page: the name of the list's address.
        offers: what the filters offer, given the query.
    """
    typed = {name: query.get(name, "") for name in filters.typed}
    understood = {name: text.strip() for name, text in typed.items()}
    if any(len(text) > LONGEST for text in understood.values()):
        drawn, fills = _draw(filters, query, page, offers), {}
        wanted = drawn.wanted
    else:
        drawn = _kept(filters, query, page, offers)
        fills = dict(zip(SIGNS, typed.values(), strict=False))
        wanted = {name: value for name, value in drawn.wanted.items() if name not in typed}
        wanted |= {name: text for name, text in understood.items() if text}

    def words(name: str, value: str) -> str:
        return drawn.words.get((name, value)) or ui.typed_text(drawn.labels[name], value)

    return Asked(wanted, drawn.active, kept.filled(drawn.form, fills), ui.chips(query, drawn.labels, words))


def _kept(filters: type[ListFilter], query: QueryDict, page: str, offers: Callable[[QueryDict], Offers]) -> _Drawn:
    asked = query.copy()
    for name in list(asked):
        if name not in filters.base_filters:
            del asked[name]
    for name, sign in zip(filters.typed, SIGNS, strict=False):
        if query.get(name):
            asked[name] = sign
    key, now = repr(sorted((name, *values) for name, values in asked.lists())), stamp()
    if not now or len(key) > LONGEST_KEY:
        return _draw(filters, asked, page, offers)
    names = (page, now, timezone.localdate(), settings.LABEL_ENABLED, key)
    return FORMS.get(names, lambda: _draw(filters, asked, page, offers))


def _draw(filters: type[ListFilter], query: QueryDict, page: str, offers: Callable[[QueryDict], Offers]) -> _Drawn:
    found = filters(query, offers(query))
    form = found.form
    context = {"form": form, "action": reverse(page), "active": found.active}
    drawn = squeezed(render_to_string("components/filters.html", context))
    pairs = [(name, value) for name in form.fields for value in query.getlist(name) if value]
    words = {(name, value): ui.chip_text(form[name], value) for name, value in pairs if name not in filters.typed}
    labels = {name: form[name].label for name in form.fields}
    return _Drawn(found.wanted, found.active, drawn, labels, words)
