"""Two answers of one page are compared by what a reader sees of them."""

import pytest

from core.page_text import comparable

HTML = "text/html; charset=utf-8"


def seen(text, kind=HTML, *, is_cut=False):
    return comparable(text.encode(), kind, is_cut=is_cut).decode()


def test_title_and_visible_words_count():
    page = """<!doctype html><html><head><title>Minutes &amp; more</title><meta name="csrf" content="x">
    <style>p {color: red}</style></head><body class="s-8"><nonsense><p>Three <b>desks</b> by 2028</p>
    <script>var token = "abc";</script><!-- made at noon --><svg><text>no</text></svg><p>Łódź</body>"""
    assert seen(page) == "Minutes & more Three desks by 2028 Łódź"


@pytest.mark.parametrize(
    "passing", ["10:15", "9:15:33", "a3f9c2b17e5d48aab01c", "1764250000123456", "PHPSESSID_9f8e7d6c5b4a"]
)
def test_what_a_page_says_anew_each_time_does_not_count(passing):
    assert seen(f"<p>Budget 2028: {passing}</p>") == "Budget 2028:"


@pytest.mark.parametrize("figure", ["12", "2028", "1.200.000", "Rechtsschutzversicherung"])
def test_figures_and_long_words_count(figure):
    assert figure in seen(f"<p>{figure} desks</p>")


def test_a_head_that_is_never_closed_hides_no_text():
    assert seen("<head><title>A<body><p>B") == "A B"
    assert seen("<p>A<script>never closed") == "A"


def test_of_a_page_that_goes_on_its_beginning_counts():
    pages = [seen(f"<script>{'x' * cut}</script><p>{'word ' * (900 - cut)}", is_cut=True) for cut in (0, 90)]
    assert pages[0] == pages[1]
    assert len(pages[0]) <= 1000


def test_other_files_count_byte_by_byte():
    assert seen("<p>a", "application/pdf") == "<p>a"
    assert seen("<p>a", "") == "<p>a"


@pytest.mark.parametrize("kind", ["text/html; charset=latin-1", "text/html; charset=no-such", "application/xhtml+xml"])
def test_any_charset_is_read(kind):
    assert "a" in comparable("<p>a é\x00".encode("latin-1"), kind, is_cut=False).decode()
