"""Redis that goes away and comes back: pages, limits and one warning."""

import logging
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError as NoConnection

from core import page_cache, shared_cache
from core.networks import asks_too_often
from core.shared_cache import SharedCache

AWAY = {"BACKEND": "core.shared_cache.SharedCache", "LOCATION": "redis://127.0.0.1:1/0"}


@pytest.fixture
def clock(monkeypatch):
    """Nobody answers at the cache's address; `clock[0] += seconds` lets time pass."""
    now = [1000.0]
    monkeypatch.setattr(shared_cache, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(shared_cache._Away, "until", 0.0)
    return now


@pytest.fixture
def away(settings, clock):
    settings.CACHES = {name: AWAY | {"KEY_PREFIX": name} for name in ("default", "pages", "pdf")}
    settings.PAGE_CACHE_SECONDS = 600
    page_cache._Seen.at = float("-inf")
    for name in settings.CACHES:
        caches[name].own.clear()


def test_pages_forms_and_limits_go_on_without_the_cache_and_the_log_says_so_once(away, rf, visitor, db, caplog):
    with caplog.at_level(logging.WARNING):
        for path in ("/en/", "/en/cities/", "/en/cities/", "/en/commitments/?country=AT", "/en/decisions/log/"):
            assert visitor.get(path).status_code == 200
        assert visitor.post("/accounts/login/", {"login": "a@mail.example", "password": "x"}).status_code == 200
    assert [row.message.partition(";")[0] for row in caplog.records] == ["The shared cache does not answer"]
    asked = [asks_too_often(rf.get("/"), what="form", most=3, seconds=60) for _time in range(5)]
    assert asked == [False] * 3 + [True] * 2


def test_every_use_of_a_cache_that_is_away_is_one_of_the_process(away):
    cache = caches["default"]
    assert (cache.add("a", 1), cache.add("a", 2), cache.incr("a"), cache.get("a")) == (True, False, 2, 2)
    assert cache.set_many({"b": 1, "c": 2}) == []
    assert cache.get_many(["b", "c", "d"]) == {"b": 1, "c": 2}
    assert cache.touch("b", 60)
    assert "b" in cache
    assert cache.delete("b")
    cache.delete_many(["c"])
    assert cache.get_or_set("c", lambda: 3, 60) == 3
    cache.clear()
    assert cache.get("c", "none") == "none"


def test_a_server_that_is_away_is_asked_again_after_a_while_and_used_again(clock, monkeypatch, caplog):
    cache, asked = SharedCache(AWAY["LOCATION"], {}), []
    answers = {"works": False}

    def get(key, *_more):
        asked.append(key)
        if not answers["works"]:
            raise NoConnection
        return "shared"

    monkeypatch.setattr(cache.shared, "get", get)
    cache.own.clear()
    assert [cache.get(key) for key in "aab"] == [None] * 3
    assert asked == ["a"]
    clock[0] += shared_cache.AGAIN_AFTER
    assert cache.get("c") is None
    answers["works"] = True
    clock[0] += shared_cache.AGAIN_AFTER
    assert [cache.get("d"), cache.get("e")] == ["shared", "shared"]
    assert asked == ["a", "c", "d", "e"]
    assert len(caplog.records) == 1
