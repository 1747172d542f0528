import datetime as dt
import time
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from core import ui


class Find(forms.Form):
    q = forms.CharField(label="Name", required=False)
    country = forms.MultipleChoiceField(
        label="Country",
        required=False,
        choices=[("EU", [("AT", "Austria"), ("SE", "Sweden")]), ("CH", "Switzerland")],
        widget=forms.CheckboxSelectMultiple,
    )


def chips(query):
    form = Find(query)
    return ui.chips(query, form.fields, lambda name, value: ui.chip_text(form[name], value))


def page(number, last):
    return SimpleNamespace(number=number, paginator=SimpleNamespace(num_pages=last))


def rejoin(pieces, left_out):
    return "".join(text for kind, text in pieces if kind != left_out)


# --- Links ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 9, [1, 2, 0, 9]),
        (3, 9, [1, 2, 3, 4, 0, 9]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (9, 9, [1, 0, 8, 9]),
        (500_000, 1_000_000, [1, 0, 499_999, 500_000, 500_001, 0, 1_000_000]),
    ],
)
def test_a_pager_shows_few_pages_however_many_there_are(number, last, shown):
    assert ui.page_numbers(number, last) == shown


def test_a_pager_keeps_the_filters_and_drops_the_page():
    links = ui.page_links(page(2, 3), QueryDict("q=Graz&country=AT&country=SE&page=2&empty="))
    assert [link["url"] for link in links] == [f"?q=Graz&country=AT&country=SE&page={n}" for n in (1, 1, 2, 3, 3)]
    assert [link["current"] for link in links] == [False, False, True, False, False]
    assert [link["rel"] for link in links] == ["prev", "", "", "", "next"]


@pytest.mark.parametrize(("number", "ways"), [(1, ["next"]), (2, ["prev", "next"]), (3, ["prev"])])
def test_a_pager_leads_to_the_page_before_and_the_next_where_there_is_one(number, ways):
    links = ui.page_links(page(number, 3), QueryDict())
    assert [link["rel"] for link in links if link["rel"]] == ways
    assert [link["number"] for link in links if link["rel"] == "next"] == ([number + 1] if number < 3 else [])


def test_a_strangers_query_costs_bounded_work():
    hostile = QueryDict("&".join(f"k{n}={'x' * 5000}" for n in range(900)))
    (link,) = ui.page_links(page(1, 1), hostile)
    assert len(link["url"]) < ui.MAX_PAIRS * (ui.MAX_VALUE + 10)
    many = QueryDict("&".join(f"q={n}" for n in range(900)))
    assert len(chips(many)) == ui.MAX_CHIPS


def test_a_chip_names_the_filter_and_leads_to_the_list_without_it():
    query = QueryDict("q=Gr%C3%A4z&country=AT&country=SE&country=CH&other=1&page=4")
    assert chips(query) == [
        {"text": "Name: Gräz", "url": "?country=AT&country=SE&country=CH&other=1"},
        {"text": "Austria", "url": "?q=Gr%C3%A4z&country=SE&country=CH&other=1"},
        {"text": "Sweden", "url": "?q=Gr%C3%A4z&country=AT&country=CH&other=1"},
        {"text": "Switzerland", "url": "?q=Gr%C3%A4z&country=AT&country=SE&other=1"},
    ]


def test_an_unknown_filter_value_can_be_taken_away_too():
    query = QueryDict("country=%00x")
    assert chips(query) == [{"text": "Country: \x00x (not in the list, so not used)", "url": "?"}]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/en/cities/", ' aria-current="page"'), ("/en/cities/at-graz/", ' aria-current="true"'), ("/en/city/", "")],
)
def test_the_navigation_knows_where_it_is(path, current):
    html = Template("{% current_link url text path %}").render(
        Context({"url": "/en/cities/", "text": "<Cities>", "path": path})
    )
    assert html == f'<a href="/en/cities/"{current}>&lt;Cities&gt;</a>'


# --- Drawings -------------------------------------------------------------------------------------------


def test_segments_fill_the_bar_and_leave_out_zero():
    parts = [{"kind": "ok", "count": 1}, {"kind": "bad", "count": 0}, {"kind": "go", "count": 2}]
    assert [(s["kind"], s["x"], s["width"]) for s in ui.bar_segments(parts)] == [
        ("ok", "0.00", "33.33"),
        ("go", "33.33", "66.67"),
    ]
    assert ui.bar_segments([]) == []


def test_a_period_stays_inside_its_axis():
    axis = {"first": dt.date(2024, 1, 1), "last": dt.date(2028, 1, 1)}
    bar = ui.period_bar(
        start=dt.date(2020, 1, 1),
        end=dt.date(2040, 1, 1),
        marks=[dt.date(2030, 1, 1)],
        today=dt.date(2026, 1, 1),
        **axis,
    )
    assert (bar["x"], bar["width"], bar["marks"], bar["now"]) == ("0.0", "100.0", ["97.6"], "50.0")
    day = dt.date(2028, 1, 1)
    bar = ui.period_bar(start=day, end=day, today=dt.date(2029, 1, 1), **axis)
    assert (bar["x"], bar["width"], bar["now"]) == ("100.0", "1.0", "")
    same = dt.date(2024, 1, 1)
    assert ui.period_bar(start=same, end=same, first=same, last=same)["x"] == "0.0"


def test_the_part_of_the_map_never_leaves_the_map():
    assert ui.map_view(408.4, 368.3) == "243.4 268.3 330 200"
    assert ui.map_view(0, 0) == "0.0 0.0 330 200"
    assert ui.map_view(1000, 828) == "670.0 628.0 330 200"


def test_progress_is_a_share_of_the_bar():
    assert [ui.progress_width(*parts) for parts in ((4, 7), (0, 0), (9, 7))] == ["57.1", "0.0", "100.0"]


def test_only_view_box_and_path_of_a_foreign_drawing_are_kept():
    svg = '<svg onload="x()" viewBox="0 0 41 41"><script>x()</script><path style="a" d="M4,4H5V5H4zM1 2.5"/></svg>'
    assert ui.svg_shape(svg) == {"view": "0 0 41 41", "path": "M4,4H5V5H4zM1 2.5"}
    assert ui.svg_shape('<svg viewBox="x"><path d="M1&quot;"/>') == {"view": "0 0 1 1", "path": ""}


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0\u00a0bytes"),
        (1, "1\u00a0byte"),
        (96_400, "96\u00a0KB"),
        (999_499, "999\u00a0KB"),
        (999_500, "1.0\u00a0MB"),
        (2_430_000, "2.4\u00a0MB"),
        (20_971_520, "21.0\u00a0MB"),
    ],
)
def test_a_file_size_in_words(size, words):
    assert Template("{{ size|filesize }}").render(Context({"size": size})) == words


# --- Differences ----------------------------------------------------------------------------------------


def test_a_difference_marks_words_and_whole_numbers():
    pieces = ui.word_diff("€380,000 over 2 years", "€410,000 over 2 full years")
    assert [text for kind, text in pieces["old"] if kind == "del"] == ["380,000"]
    assert [text.strip() for kind, text in pieces["new"] if kind == "ins"] == ["410,000", "full"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("", "New"),
        ("Gone", ""),
        ("Line one\n\nLine two", "Line one\n\nLine 2!"),
        ("<b>x</b>", "<i>x</i>"),
        ("Ελλάδα 🏛", "Αθήνα 🏛"),
        ("word " * 2000, "word " * 1999 + "other"),
        ("x", "y" * 200_000),
        (". " * 20_000, "! " * 20_000),
    ],
)
def test_the_pieces_are_the_texts(old, new):
    pieces = ui.word_diff(old, new)
    assert "".join(text for _, text in pieces["old"]) == old
    assert "".join(text for _, text in pieces["new"]) == new
    assert rejoin(pieces["old"], "del") == rejoin(pieces["new"], "ins")


@pytest.mark.parametrize(
    "pair", [("a b " * 750, "b a " * 750), ("a. b! " * 5000, "b! a. " * 5000), ("ab" * 9000, "ba " * 9000)]
)
def test_a_hostile_difference_is_quick(pair):
    start = time.perf_counter()
    ui.word_diff(*pair)
    assert time.perf_counter() - start < 2
