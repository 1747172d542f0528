"""Pieces of pages that are drawn once: for whom they are alike, and for whom not."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.translation import override

from core import kept

NAMES = ("portal:cities", "portal:framework", "portal:home")


def drawn(template, **values):
    return template.render(Context(values))


def test_a_piece_is_drawn_once_for_the_same_parts_and_language():
    calls = []

    def draw():
        calls.append(1)
        return f"<p>{len(calls)}</p>"

    assert kept.piece("one", "a", 1, draw=draw) == kept.piece("one", "a", 1, draw=draw) == "<p>1</p>"
    assert kept.piece("one", "b", 1, draw=draw) == "<p>2</p>"
    assert kept.piece("two", "a", 1, draw=draw) == "<p>3</p>"
    with override("de"):
        assert kept.piece("one", "a", 1, draw=draw) == "<p>4</p>"


def test_the_tag_keeps_what_its_parts_name_and_two_tags_share_nothing():
    template = Template("{% kept a %}{{ b }}{% endkept %}{% kept a %}-{{ b }}{% endkept %}")
    assert drawn(template, a=1, b="x") == "x-x"
    assert drawn(template, a=1, b="y") == "x-x"
    assert drawn(template, a=2, b="<y>") == "&lt;y&gt;-&lt;y&gt;"


def test_nothing_is_kept_while_templates_are_edited(settings):
    settings.DEBUG = True
    template = Template("{% kept a %}{{ b }}{% endkept %}")
    assert [drawn(template, a=1, b="x"), drawn(template, a=1, b="y")] == ["x", "y"]


def test_what_is_filled_in_is_escaped():
    for words in ('"><script>', "&amp;"):
        found = kept.piece("field", draw=lambda: f'<input value="{kept.FILL}">', fill=words)
        assert "<script>" not in found
        assert kept.FILL not in found
    assert found == '<input value="&amp;amp;">'


def test_words_of_a_language_are_made_once():
    words = [kept.once("words", lambda: ["a"]) for _time in range(2)]
    assert words[0] is words[1]
    with override("de"):
        assert kept.once("words", lambda: ["b"]) == ["b"]


def test_what_differs_by_reader_is_drawn_at_once_unless_somebody_keeps_the_page():
    template = Template("<{% each_time %}{{ a }}{% endeach_time %}>{% include inner only %}")
    inner = Template("{% each_time %}{{ request.path }}{% endeach_time %}")
    assert drawn(template, a="&", inner=inner, request=SimpleNamespace(path="/x/")) == "<&amp;>"
    keeper = SimpleNamespace(path="/y/", left=[])
    assert drawn(template, a="&", inner=inner, request=keeper) == f"<{kept.FILL}>"
    assert [nodes.render(Context({"a": 1})) for nodes in keeper.left] == ["1"]


def test_room_in_bytes_is_limited_too():
    store = kept.Store(100, 50)
    for number in range(9):
        store.keep((number,), f"{number}", 20)
        assert store.look((number,)) == f"{number}"
        assert store.bytes <= 50
    assert len(store.found) <= 2
    store.keep(("large",), "x", 51)
    assert store.look(("large",)) is None
    store.clear()
    assert (store.look((8,)), store.bytes) == (None, 0)


def test_room_is_limited():
    store = kept.Store(3)
    for number in range(9):
        assert store.get((number,), lambda number=number: number) == number
    assert len(store.found) <= 3


def test_a_place_is_the_page_itself_below_it_or_elsewhere(db):
    def place(path):
        return kept.place_among(path, NAMES)

    cities = reverse("portal:cities")
    assert place(f"{cities}at-graz/") == place(f"{cities}de-bonn/")
    assert len({place(cities), place(f"{cities}at-graz/"), place("/en/framework/"), place("/accounts/")}) == 4
    with override("de"):
        assert place("/de/cities/x/") == kept.place_among("/de/cities/y/", NAMES)


@pytest.mark.parametrize("address", ["/en/cities/", "/en/privacy/", "/en/commitments/", "/de/about/"])
def test_a_page_links_to_itself_in_other_languages_and_marks_its_place(visitor, db, address):
    for _time in range(2):
        for other in ("/en/framework/", address):
            page = visitor.get(f"{other}?x=%22%3E").content.decode()
    assert f'href="{address.replace("/en/", "/fr/").replace("/de/", "/fr/")}?x=%22%3E" lang="fr"' in page
    assert f'<input type="hidden" name="next" value="{address}?x=%22%3E">' in page
    assert page.count('aria-current="page"') >= 1
    assert f'<a href="{address}" aria-current="page">' in page
    assert 'framework/" aria-current' not in page
