"""A link check asks public https addresses only, and is sent nowhere else: not by names, numbers or redirects."""

import hashlib
import time

import pytest

from core import probe
from tests.web import serve

HOST = "city.example"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("web"), HOST, "other.example", "xn--mller-kva.example") as web:
        yield web


@pytest.fixture
def web(running):
    for store in (running.pages, running.asked, running.names, running.agents):
        store.clear()
    return running


def test_a_page_answers(web, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    web.pages[HOST, "/minutes?id=7"] = (200, {}, b"Minutes")
    answer = probe.ask(f"https://{HOST}/minutes?id=7#page", web.network)
    assert answer == probe.Answer(200, hashlib.sha256(b"Minutes").hexdigest())
    assert "LinkCheck/" in web.agents.pop()
    assert probe.ask(f"https://{HOST}/other", web.network).status == 404


def test_only_the_beginning_is_read(web):
    web.pages[HOST, "/"] = (200, {}, b"x" * 5_000_000)
    assert probe.ask(f"https://{HOST}", web.network).sha256 == hashlib.sha256(b"x" * 65536).hexdigest()


def test_a_name_of_any_script_is_asked(web):
    web.pages["xn--mller-kva.example", "/stra%C3%9Fe"] = (200, {}, b"")
    assert probe.ask("https://müller.example/straße", web.network).status == 200


def test_redirects_are_followed_three_times(web):
    for number in range(5):
        web.pages[HOST, f"/{number}"] = (302, {"Location": f"/{number + 1}"}, b"")
    web.pages[HOST, "/5"] = (200, {}, b"")
    assert probe.ask(f"https://{HOST}/2", web.network).status == 200
    assert probe.ask(f"https://{HOST}/1", web.network).reason == "too many redirects"
    web.pages[HOST, "/a"] = (301, {"Location": "https://other.example/b"}, b"")
    web.pages["other.example", "/b"] = (200, {}, b"")
    assert probe.ask(f"https://{HOST}/a", web.network).status == 200


INSIDE = [
    "https://127.0.0.1/", "https://localhost/", "https://10.1.2.3/", "https://192.168.0.1/", "https://172.16.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fd00::1]/",
    "https://[fe80::1]/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/",
    "https://100.64.0.1/", "https://metadata.google.internal/", "https://city.example:8443/", "https://city.example:22/",
    "https://user:secret@city.example/", "https://city.example@127.0.0.1/", "http://city.example/", "ftp://city.example/",
    "file:///etc/passwd", "https:///", "//city.example/", "javascript:alert(1)", "https://city.example\\@127.0.0.1/",
    "https://city.example:99999/", "https://city.example\r\nX: y/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_a_network_is_never_asked(url, web):
    assert probe.ask(url, web.network).status is None
    web.pages[HOST, "/"] = (302, {"Location": url}, b"")
    web.asked.clear()
    answer = probe.ask(f"https://{HOST}/", web.network)
    assert answer.status is None
    assert set(web.asked) == {(HOST, "/")}


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"], ["::ffff:10.0.0.1"], ["169.254.169.254"], ["100.64.0.1"],
     ["fc00::1"], ["2002:7f00:1::"], ["2001:0:7f00:1::"], ["64:ff9b::7f00:1"], ["0.0.0.0"], ["224.0.0.1"],
     ["fe80::1%eth0"], ["240.0.0.1"], ["198.18.0.1"], []],
)  # fmt: skip
def test_a_name_that_leads_inside_is_never_asked(addresses, web):
    web.names[HOST] = [addresses]
    answer = probe.ask(f"https://{HOST}/", web.network)
    assert answer.status is None
    assert "inside a network" in answer.reason
    assert web.asked == []


def test_a_name_that_changes_its_mind_is_resolved_once(web):
    web.names[HOST] = [["93.184.216.34"], ["127.0.0.1"]]
    web.pages[HOST, "/"] = (200, {}, b"")
    assert probe.ask(f"https://{HOST}/", web.network).status == 200
    web.names[HOST] = [["93.184.216.34"], ["127.0.0.1"]]
    web.pages[HOST, "/"] = (302, {"Location": "/again"}, b"")
    assert probe.ask(f"https://{HOST}/", web.network).status is None


def test_public_addresses_pass():
    for address in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"):
        assert probe.is_public_address(address)


def test_the_certificate_must_be_of_the_name(web):
    answer = probe.ask("https://stranger.example/", web.network)
    assert answer.status is None
    assert "certificate" in answer.reason.lower()
    assert web.asked == []
    unknown = probe.Network(resolve=web.network.resolve, dial=web.network.dial)
    assert "certificate" in probe.ask(f"https://{HOST}/", unknown).reason.lower()


def test_a_page_that_never_ends_is_cut(web, monkeypatch):
    monkeypatch.setattr(probe, "SECONDS", 0.5)
    web.pages[HOST, "/slow"] = (200, {"X-Slow": "1"}, b"x" * 200)
    begun = time.monotonic()
    answer = probe.ask(f"https://{HOST}/slow", web.network)
    assert time.monotonic() - begun < 3
    assert (answer.status, answer.sha256) == (200, "")


def test_a_name_that_is_resolved_too_slowly_stops_nothing(monkeypatch):
    monkeypatch.setattr(probe, "SECONDS", 0.2)
    monkeypatch.setattr(probe.socket, "getaddrinfo", lambda *args, **more: time.sleep(1) or [])
    begun = time.monotonic()
    answer = probe.ask(f"https://{HOST}/", probe.Network())
    assert time.monotonic() - begun < 0.9
    assert (answer.status, "not resolved in time" in answer.reason) == (None, True)


def test_of_a_page_only_what_is_read_counts(web):
    kind = {"Content-Type": "text/html; charset=utf-8"}

    def answer(body):
        web.pages[HOST, "/page"] = (200, kind, body)
        return probe.ask(f"https://{HOST}/page", web.network).sha256

    first = answer(b"<title>Minutes</title><script>token='a1'</script><body><p>Three desks</p>")
    assert first == answer(b"<title>Minutes</title><script>token='b2'</script><body><p>Three   desks</p>")
    assert first != answer(b"<title>Minutes</title><body><p>Two desks</p>")


def test_a_name_that_does_not_exist_is_no_error():
    network = probe.Network(resolve=lambda host: probe.resolve("no-such-name.invalid"))
    assert probe.ask(f"https://{HOST}/", network).status is None
