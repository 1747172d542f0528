"""Finished pages for readers without a session: what is kept, what never is, and how it leaves."""

import gzip
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import ResolverMatch

from core import audit, page_cache
from core.page_cache import PageCacheMiddleware
from tests.factories import make_city, make_commitment
from tests.pages import forms_of

LIST = "/en/cities/"


@pytest.fixture(autouse=True)
def clock(db, settings, monkeypatch):
    """The cache is on and empty; `clock(seconds)` lets time pass for it."""
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    now = [1000.0]
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(page_cache._Seen, "at", float("-inf"))

    def passes(seconds: float) -> None:
        now[0] += seconds

    return passes


def answering(response=None, *, door="portal"):
    """A middleware around a view that counts its calls and answers alike each time."""
    calls = []

    def view(request):
        calls.append(request)
        request.resolver_match = ResolverMatch(view, (), {}, namespaces=[door])
        return response() if callable(response) else HttpResponse("<p>page</p>" * 50)

    return PageCacheMiddleware(view), calls


def twice(rf, response=None, *, path=LIST, method="get", door="portal", **asked):
    """How often the view ran when the same was asked twice."""
    middleware, calls = answering(response, door=door)
    for _time in range(2):
        middleware(getattr(rf, method)(path, **asked))
    return len(calls)


def test_a_page_is_made_once(rf):
    assert twice(rf) == 1


def test_a_hit_asks_the_database_for_nothing_but_the_stamp(visitor, clock, django_assert_num_queries):
    first = visitor.get(LIST)
    with django_assert_num_queries(0):
        again = visitor.get(LIST)
    assert again.content == first.content
    clock(0.6)
    with django_assert_num_queries(1):
        visitor.get(LIST)


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponse("x", status=404),
        lambda: HttpResponse("x", status=302, headers={"Location": "/en/"}),
        lambda: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda: HttpResponse("x", headers={"Cache-Control": "no-store"}),
        lambda: HttpResponse("x", headers={"Vary": "Accept-Language"}),
        lambda: HttpResponse("x", content_type="text/csv"),
        lambda: HttpResponse("x" * (512 * 1024 + 1)),
    ],
    ids=["missing", "elsewhere", "private", "no-store", "by browser language", "a file", "huge"],
)
def test_other_answers_are_never_kept(rf, response):
    assert twice(rf, response) == 2


def test_an_answer_that_sets_a_cookie_is_never_kept(rf):
    def response():
        answer = HttpResponse("x")
        answer.set_cookie("csrftoken", "secret")
        return answer

    assert twice(rf, response) == 2


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_a_cookie_of_a_person_goes_past_the_cache_both_ways(rf, cookie):
    middleware, calls = answering()
    middleware(rf.get(LIST))
    rf.cookies[cookie] = "x"
    answer = middleware(rf.get(LIST))
    assert len(calls) == 2
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"authorization": "Basic eDp5"}},
        {"method": "post"},
        {"door": "desk"},
        {"door": ""},
        {"CONTENT_LENGTH": "3"},
        {"path": f"{LIST}?q=Graz"},
        {"path": f"{LIST}?page=2&utm_source=x"},
        {"path": f"{LIST}?country={'A' * 200}"},
    ],
    ids=str,
)
def test_what_is_not_a_plain_public_address_is_never_kept(rf, asked):
    assert twice(rf, **asked) == 2


def test_known_filters_name_a_page_in_any_order_and_their_values_count(rf):
    middleware, calls = answering()
    for path in ("?page=2&country=AT", "?country=AT&page=2", "?page=2&country=DE", "?country=AT", ""):
        middleware(rf.get(LIST + path))
    assert len(calls) == 4


def test_host_scheme_language_and_colours_name_a_page(rf, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    middleware, calls = answering()
    for path, asked in (
        (LIST, {"headers": {"host": "one.example"}}),
        (LIST, {"headers": {"host": "two.example"}}),
        (LIST, {"headers": {"host": "one.example"}, "secure": True}),
        ("/de/cities/", {"headers": {"host": "one.example"}}),
    ):
        middleware(rf.get(path, **asked))
    for theme in ("dark", "light", "made-up"):  # an unknown value is no value
        rf.cookies["theme"] = theme
        middleware(rf.get(LIST, headers={"host": "one.example"}))
    assert len(calls) == 6
    middleware(rf.get(LIST, headers={"host": "evil.example"}))
    middleware(rf.get(LIST, headers={"host": "evil.example"}))
    assert len(calls) == 8  # nothing is kept under a name that is not ours


def test_nobody_meets_the_page_of_another(client_of, visitor, official, approver, city):
    make_commitment(city=city)
    address = city.get_absolute_url()
    theirs = client_of(official).get(address)
    assert b"Edda Official" in theirs.content
    assert theirs.headers["Cache-Control"] == "no-store"
    public = visitor.get(address)
    assert b"Edda" not in public.content
    assert not public.cookies
    assert b"csrf" not in public.content
    assert b"Pau Approver" in client_of(approver).get(address).content
    assert b"Sign in" not in client_of(approver).get(address).content
    assert Client().get(address).content == public.content


def test_etag_and_304_for_get_and_head(visitor, client_of, official):
    first = visitor.get(LIST)
    etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    for ask in (visitor.get, visitor.head):
        unchanged = ask(LIST, headers={"if-none-match": f'"other", {etag}'})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged.headers["ETag"] == etag
        assert unchanged.headers["Cache-Control"] == "max-age=0, must-revalidate"
        assert ask(LIST, headers={"if-none-match": '"other"'}).status_code == 200
    assert client_of(official).get(LIST, headers={"if-none-match": etag}).status_code == 200


def test_head_finds_a_kept_page_and_keeps_none(rf):
    assert twice(rf, method="head") == 2
    middleware, calls = answering()
    middleware(rf.get(LIST))
    middleware(rf.head(LIST))
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("accepted", "small"),
    [("gzip, br", True), ("br;q=1, GZIP;q=0.5", True), ("gzip;q=0, br", False), ("identity", False), ("", False)],
)
def test_gzip_for_those_who_take_it(visitor, accepted, small):
    plain = visitor.get(LIST)
    for _time in range(2):
        page = visitor.get(LIST, headers={"accept-encoding": accepted})
        assert (page.headers.get("Content-Encoding") == "gzip") is small
        assert int(page.headers["Content-Length"]) == len(page.content)
        assert (gzip.decompress(page.content) if small else page.content) == plain.content
        assert {"Accept-Encoding", "Cookie"} <= set(page.headers["Vary"].split(", "))


def test_a_hit_carries_every_header_of_the_page(visitor):
    first, again = visitor.get(LIST), visitor.get(LIST)
    assert first.headers == again.headers
    for name in ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "Content-Language"):
        assert again.headers[name]


def test_an_act_is_seen_within_a_second_by_every_process(visitor, clock, administrator):
    before = visitor.get(LIST)
    make_city("Quickton", slug="at-quickton")
    assert visitor.get(LIST).content == before.content
    audit.record("edit_identity", by=administrator, obj=None)
    clock(0.9)
    assert b"Quickton" in visitor.get(LIST).content


def test_an_act_that_is_rolled_back_empties_nothing_nor_does_a_quiet_one(clock, administrator):
    audit.record("edit_identity", by=administrator, obj=None)
    stamp = page_cache.stamp()
    with transaction.atomic():
        audit.record("edit_identity", by=administrator, obj=None)
        transaction.set_rollback(True)
    audit.record("refused", by=administrator, obj=None)
    clock(0.9)
    assert page_cache.stamp() == stamp
    page_cache.purge()
    clock(0.9)
    assert page_cache.stamp() == stamp + 1


def test_a_new_day_makes_pages_anew(rf, monkeypatch):
    middleware, calls = answering()
    for day in (1, 1, 2):
        monkeypatch.setattr("core.page_cache.timezone", SimpleNamespace(localdate=lambda day=day: day))
        middleware(rf.get(LIST))
    assert len(calls) == 2


def test_the_cache_can_be_switched_off(rf, settings):
    settings.PAGE_CACHE_SECONDS = 0
    assert twice(rf) == 2
    assert page_cache.stamp() == 0


def test_public_pages_hold_no_form_that_needs_a_cookie(visitor, city):
    make_commitment(city=city)
    for address in ("/en/", LIST, city.get_absolute_url()):
        page = visitor.get(address)
        assert not any("csrfmiddlewaretoken" in form for form in forms_of(page.content.decode()))
        assert page.headers["ETag"]
