"""What the page components need from Python: form parts, links that keep the query, bars, word differences."""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.widgets import DateFieldsWidget

# Bounds on what a stranger's address line or text can make us do.
MAX_PAIRS = 40
MAX_VALUE = 200
MAX_CHIPS = 20
MAX_TOKENS = 3000


class PortalRenderer(TemplatesSetting):
    """Forms and fields in the portal's own markup; widgets and the admin keep Django's."""

    form_template_name = "components/fields.html"
    field_template_name = "components/field.html"


# --- Form fields -----------------------------------------------------------------------------------
def field_kind(field: BoundField) -> str:
    """Return which of the markups in components/field.html fits: hidden, date, choices, checkbox or control."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, DateFieldsWidget):
        return "date"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "control"


def choice_groups(field: BoundField) -> list[dict[str, Any]]:
    """Return the options of radio buttons or tick boxes, by group; the widget's `hints` and `counts` are added."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id} if field.auto_id else {})
    attrs.pop("required", None)
    context = widget.get_context(field.html_name, field.value(), attrs)
    hints, counts = getattr(widget, "hints", {}), getattr(widget, "counts", {})
    groups = []
    for title, options, _index in context["widget"]["optgroups"]:
        for option in options:
            option["hint"] = hints.get(str(option["value"]), "")
            if option["hint"]:
                option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id')}_hint"
            option["count"] = counts.get(str(option["value"]), "")
        groups.append({"title": title or "", "options": options})
    return groups


def field_errors(field: BoundField) -> list[str]:
    """Return the field's errors; Django's "This field is required." becomes words that name the field."""
    default = str(forms.Field.default_error_messages["required"])
    return [_required_words(field) if error == default else error for error in field.errors]


def _required_words(field: BoundField) -> str:
    kind = field_kind(field)
    if isinstance(field.field.widget, forms.FileInput):
        words = _("Choose a file: %(label)s")
    elif kind == "choices" or isinstance(field.field.widget, forms.Select):
        words = _("Choose an answer: %(label)s")
    else:
        words = _("Tick the box: %(label)s") if kind == "checkbox" else _("Fill in: %(label)s")
    return words % {"label": field.label}


def first_control_id(field: BoundField) -> str:
    """Return the id of the control that a link in the error summary leads to."""
    kind = field_kind(field)
    if kind == "hidden":
        return ""
    if kind == "choices":
        options = (option for group in choice_groups(field) for option in group["options"])
        return next((option["attrs"].get("id", "") for option in options), "")
    return field.id_for_label


def error_links(source: Any) -> list[dict[str, str]]:
    """Return every error of a form, a formset or a list of both, with a link to its control."""
    if isinstance(source, list | tuple):
        return [link for part in source for link in error_links(part)]
    if hasattr(source, "management_form"):
        links = [{"href": "", "text": text} for text in source.non_form_errors()]
        return links + [link for form in source.forms for link in error_links(form)]
    links = [{"href": "", "text": text} for text in source.non_field_errors()]
    for field in source:
        target = first_control_id(field) if field.errors else ""
        links += [{"href": f"#{target}" if target else "", "text": text} for text in field_errors(field)]
    return links


# --- Links that keep the query ---------------------------------------------------------------------
def query_pairs(query: QueryDict) -> list[tuple[str, str]]:
    """Return the pairs of a query, cut to a bounded number and length, without the page number."""
    pairs = []
    for name in list(query)[:MAX_PAIRS]:
        pairs += [(name[:MAX_VALUE], value[:MAX_VALUE]) for value in query.getlist(name)[:MAX_PAIRS] if name != "page"]
    return [(name, value) for name, value in pairs if value][:MAX_PAIRS]


def page_numbers(number: int, last: int) -> list[int]:
    """Return the pages worth a link: the first, the last, this one and its neighbours. 0 marks a gap."""
    wanted = sorted({1, last, *range(max(1, number - 1), min(last, number + 1) + 1)})
    result: list[int] = []
    for page in wanted:
        if result and page - result[-1] > 1:
            result.append(0)
        result.append(page)
    return result


def page_links(page: Any, query: QueryDict) -> list[dict[str, Any]]:
    """Return the links of a pager as number (0: a gap), url, current, rel and text.

    Where there is a page before, the first link leads there, and the last to the next one; they alone have both.
    """
    pairs, number, last = query_pairs(query), page.number, page.paginator.num_pages
    listed = [(found, "", "") for found in page_numbers(number, last)]
    before = [(number - 1, "prev", _("Previous page"))] if number > 1 else []
    after = [(number + 1, "next", _("Next page"))] if number < last else []
    return [
        {
            "number": found,
            "url": f"?{urlencode([*pairs, ('page', found)])}" if found else "",
            "current": found == number,
            "rel": rel,
            "text": text,
        }
        for found, rel, text in [*before, *listed, *after]
    ]


def chips(query: QueryDict, names: Container[str], words: Callable[[str, str], str]) -> list[dict[str, str]]:
    """Return one chip for each pair of `query` that has one of these names.

    Args:
        query: the query of the page.
        names: the filters.
        words: from name and value to what the chip says.
    """
    pairs = query_pairs(query)
    return [
        {"text": words(*pair), "url": f"?{urlencode([other for other in pairs if other != pair])}"}
        for pair in [pair for pair in pairs if pair[0] in names][:MAX_CHIPS]
    ]


def chip_text(field: BoundField, value: str) -> str:
    """Return what a chip says: the words of a choice, or that this value narrows nothing; else what was typed."""
    choices = getattr(field.field, "choices", None)
    for key, label in _flat_choices(choices or ()):
        if str(key) == value:
            return str(label)
    if choices is None:
        return typed_text(field.label, value)
    return _("%(label)s: %(value)s (not in the list, so not used)") % {"label": field.label, "value": value}


def typed_text(label: Any, value: str) -> str:
    """Return what a chip says of a filter in which people type."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def _flat_choices(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


# --- Drawings: positions as text, so that no language turns the point into a comma ------------------
def bar_segments(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts of a stacked bar (kind, count, …) with x and width; parts of zero are left out."""
    shown = [part for part in parts if part["count"] > 0]
    total = sum(part["count"] for part in shown) or 1
    done, segments = 0, []
    for part in shown:
        segments.append({**part, "x": f"{100 * done / total:.2f}", "width": f"{100 * part['count'] / total:.2f}"})
        done += part["count"]
    return segments


def period_bar(
    *,
    start: dt.date,
    end: dt.date,
    first: dt.date,
    last: dt.date,
    marks: Iterable[dt.date] = (),
    today: dt.date | None = None,
    kind: str = "go",
) -> dict[str, Any]:
    """Return the positions of one period on an axis from `first` to `last`, for components/chart_row.html."""
    days = max(1, (last - first).days)

    def place(day: dt.date) -> float:
        return min(100.0, max(0.0, 100 * (day - first).days / days))

    x = place(start)
    return {
        "kind": kind,
        "x": f"{x:.1f}",
        "width": f"{max(1.0, place(end) - x):.1f}",
        "marks": [f"{min(97.6, max(0.0, place(day) - 1.2)):.1f}" for day in marks],
        "now": f"{place(today):.1f}" if today and first <= today <= last else "",
    }


def progress_width(done: int, total: int) -> str:
    """Return how much of a bar is full, in percent."""
    return f"{100 * min(done, total) / max(1, total):.1f}"


def map_view(x: float, y: float) -> str:
    """Return the part of the map of Europe (1000 by 828) around a point, as an SVG viewBox."""
    return f"{min(670.0, max(0.0, x - 165)):.1f} {min(628.0, max(0.0, y - 100)):.1f} 330 200"


def svg_shape(svg: str) -> dict[str, str]:
    """Return view box and path of an SVG that holds one path, to draw it inline: nothing else of it is kept."""
    view = re.search(r'viewBox="([-\d. ]+)"', svg)
    path = re.search(r'\bd="([-A-Za-z\d., ]+)"', svg)
    return {"view": view[1] if view else "0 0 1 1", "path": path[1] if path else ""}


# --- Differences of two texts ----------------------------------------------------------------------
def word_diff(old: str, new: str) -> dict[str, list[tuple[str, str]]]:
    """Return both texts in pieces ("same", "del" or "ins", text): by word, by sentence when long, else as a whole."""
    for pattern in (r"\s+|\w+(?:[.,:’'-]\w+)*|[^\w\s]", r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*"):
        before, after = re.findall(pattern, old), re.findall(pattern, new)
        if max(len(before), len(after)) <= MAX_TOKENS:
            return _marked(before, after)
    return {"old": [("del", old)], "new": [("ins", new)]}


def _marked(before: list[str], after: list[str]) -> dict[str, list[tuple[str, str]]]:
    pieces: dict[str, list[tuple[str, str]]] = {"old": [], "new": []}
    for verb, a, b, c, d in difflib.SequenceMatcher(None, before, after).get_opcodes():
        same = verb == "equal"
        if b > a:
            pieces["old"].append(("same" if same else "del", "".join(before[a:b])))
        if d > c:
            pieces["new"].append(("same" if same else "ins", "".join(after[c:d])))
    return pieces
