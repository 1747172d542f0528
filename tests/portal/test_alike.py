"""Pages drawn once for all readers: each reader meets the page as it is drawn for them alone, and as it is now."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.session import SessionStorage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.utils import timezone

from cities.models import City, Mandate
from core import audit, page_cache
from labels.models import LabelScheme
from portal import alike
from tests.factories import make_city, make_commitment, make_element, make_label, make_right, make_version
from tests.portal.public_acts import ACTS, make_people

UNKNOWN = "left_out=1"  # a word that is no filter: the page cache passes the address on


@pytest.fixture(autouse=True)
def clock(db, settings, monkeypatch):
    """The stamp of public pages is on; `clock[0]` is the time it knows."""
    settings.PAGE_CACHE_SECONDS = 600
    now = [1000.0]
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(alike, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(page_cache._Seen, "at", float("-inf"))
    audit.record("load_reference", by=None, obj=None)
    return now


@pytest.fixture
def people(city):
    return make_people(city)


def page(browser, address, **asked):
    response = browser.get(address + ("&" if "?" in address else "?") + UNKNOWN, **asked)
    assert response.status_code == 200
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r'\1""', response.content.decode())


def addresses(city):
    """One address of each kind of page that is drawn once."""
    row = make_commitment(city=city)
    make_version(row, state="superseded", number=7)
    label, right = make_label(city=city), make_right()
    element = make_element()
    own = row.get_absolute_url()
    return [
        "/en/", city.get_absolute_url(), own, f"{own}?text=original", f"{own}v/1/", f"{own}history/",
        f"/en/compare/?city={city.slug}&city={make_city('Bern', slug='ch-bern').slug}", "/en/countries/",
        "/en/countries/at/", "/en/framework/", f"/en/framework/{element.code.lower()}/", "/en/rights/", "/en/process/",
        f"/en/rights/{right.code.lower()}/", "/en/gaps/?country=AT", f"/en/gaps/?city={city.slug}",
        "/en/statistics/", label.get_absolute_url(), f"/en/process/{LabelScheme.objects.get().code}/",
        f"{city.get_absolute_url()}reports/", f"{city.get_absolute_url()}reports/charter/", "/en/about/",
        "/en/privacy/", "/en/accessibility/", "/en/data/",
    ]  # fmt: skip


def test_every_reader_meets_the_page_that_is_drawn_for_them_alone(monkeypatch, city, visitor, client_of, official):
    in_the_dark = client_of()
    in_the_dark.cookies["theme"] = "dark"
    for address in addresses(city):
        for at in (address, address.replace("/en/", "/de/", 1)):
            kept = [page(browser, at) for browser in (visitor, client_of(official), in_the_dark, visitor)]
            assert alike.PAGES.found, at
            alike.PAGES.clear()
            with monkeypatch.context() as plainly:
                plainly.setattr(alike, "_page_of", lambda *_given: None)
                alone = [page(browser, at) for browser in (visitor, client_of(official), in_the_dark, visitor)]
            assert kept == alone
            assert [page(client_of(official), at), page(visitor, at)] == alone[1::-1], "whoever comes first"
            alike.PAGES.clear()


def test_a_kept_page_costs_only_what_differs_by_reader(visitor, client_of, official, city, django_assert_num_queries):
    reader = client_of(official)
    for address in addresses(city):
        page(visitor, address)
        page(reader, address)
        with django_assert_num_queries(0):
            page(visitor, address)
        with django_assert_num_queries(2):  # session, person
            page(reader, address)


def test_a_page_drawn_anew_keeps_the_budget_of_six_queries(visitor, city, clock, django_assert_num_queries):
    row = make_commitment(city=city)
    for address in (city.get_absolute_url(), row.get_absolute_url()):
        clock[0] += 60
        with django_assert_num_queries(6):  # the stamp is one of them
            page(visitor, address)


@pytest.mark.parametrize("prepare", ACTS, ids=lambda act: act.__name__)
def test_an_act_is_seen_within_a_second(prepare, client_of, city, people, clock):
    place, act = prepare(city, people)
    address = place if isinstance(place, str) else place.get_absolute_url()
    visitor, reader = client_of(), client_of(people.second)
    before, own = page(visitor, address), page(reader, address)
    assert [page(visitor, address), page(reader, address)] == [before, own]
    act()
    clock[0] += 0.9
    after = page(reader, address)
    assert "Dirk Decider" in after
    assert after != own
    assert page(visitor, address) not in {before, after}


def test_what_is_hidden_is_gone_within_a_second(visitor, city, clock, administrator):
    row = make_commitment(city=city)
    places = [city.get_absolute_url(), row.get_absolute_url(), f"{row.get_absolute_url()}history/"]
    for address in places:
        page(visitor, address)
    City.objects.update(is_public=False)
    audit.record("edit_identity", by=administrator, obj=city)
    clock[0] += 0.9
    assert [visitor.get(f"{address}?{UNKNOWN}").status_code for address in places] == [404] * 3


def test_a_mandate_ends_with_its_day(visitor, city, monkeypatch):
    today = timezone.localdate()
    Mandate.objects.create(city=city, title="Item 12", starts_on=today, ends_on=today)
    assert "Mandate ended" not in page(visitor, city.get_absolute_url())
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert "Mandate ended" in page(visitor, city.get_absolute_url())


def test_what_no_act_tells_of_is_seen_after_a_minute(visitor, city, clock):
    before = page(visitor, city.get_absolute_url())
    City.objects.update(office="Equality unit")
    assert page(visitor, city.get_absolute_url()) == before
    clock[0] += 60
    assert "Equality unit" in page(visitor, city.get_absolute_url())


def test_the_label_can_be_switched_off(visitor, settings, city):
    label = make_label(city=city)
    assert label.code in page(visitor, city.get_absolute_url())
    settings.LABEL_ENABLED = False
    assert label.code not in page(visitor, city.get_absolute_url())


def test_a_host_has_its_own_page(settings, visitor, city):
    settings.PORTAL_BASE_URL, settings.ALLOWED_HOSTS = "", ["one.example", "two.example"]
    for host in ("one.example", "two.example"):
        found = page(visitor, city.get_absolute_url(), headers={"host": host})
        assert f'<link rel="canonical" href="http://{host}{city.get_absolute_url()}">' in found
        assert f"https://{host}{city.get_absolute_url()}" in page(
            visitor, city.get_absolute_url(), headers={"host": host}, secure=True
        )


def test_a_page_knows_nothing_of_the_address_but_what_its_view_names(visitor, city):
    address = city.get_absolute_url()
    for query in ("page=7&sort=name&q=%22%3E%3Cscript%3E", "page=8"):
        found = page(visitor, f"{address}?{query}")
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{address}">' in found
        assert f'href="/fr{address.removeprefix("/en")}?{query.replace("&", "&amp;")}&amp;{UNKNOWN}"' in found
        assert "<script>" not in found
    assert len(alike.PAGES.found) == 1


def test_a_message_is_told_once_to_its_reader(settings, client_of, official, visitor, city):
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
    reader, address = client_of(official), city.get_absolute_url()
    page(visitor, address)
    session = reader.session
    told = SessionStorage(SimpleNamespace(session=session))
    told.add(messages.SUCCESS, "Your text was saved.")
    told.update(HttpResponse())
    session.save()
    assert "Your text was saved." in page(reader, address)
    assert "Your text was saved." not in page(reader, address)
    assert "Your text was saved." not in page(visitor, address)


def test_a_file_of_a_page_is_no_kept_page(visitor, city, as_html):
    address = city.get_absolute_url()
    plain = page(visitor, address)
    made = visitor.get(f"{address[:-1]}.pdf").content.decode()
    assert "Made on" in made
    assert page(visitor, address) == plain


def answered(rf, view, *asks, path="/en/x/", times=2, **asked):
    """What `view` answers to a reader who asks several times, and how often it was asked."""
    calls = []

    def counted(request):
        calls.append(request)
        return view(request)

    kept, answers = alike.alike(*asks)(counted), []
    for _time in range(times):
        request = rf.get(path, **asked)
        request.user, request.session = AnonymousUser(), {}
        answers.append(kept(request))
    return answers, calls


def drawn(template):
    return lambda request: HttpResponse(Template(template).render(RequestContext(request)))


def test_a_stranger_asks_the_view(rf):
    rf.cookies["sessionid"] = "secret"
    (_first, _again), (asker,) = answered(rf, drawn("x"), "city", path="/en/x/?city=a&city=b&q=secret&page=9")
    assert asker.user.is_anonymous
    assert asker.GET.urlencode() == asker.META["QUERY_STRING"] == "city=a&city=b"
    assert asker.get_full_path() == "/en/x/?city=a&city=b"
    assert "secret" not in repr((asker.COOKIES, asker.META, asker.session))


@pytest.mark.parametrize(
    "view",
    [
        lambda _request: HttpResponse("x", status=404),
        lambda _request: redirect("/en/"),
        lambda _request: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda request: HttpResponse(f"{request.META.get('CSRF_COOKIE')}\ufdd0"),
        drawn("{% csrf_token %}"),
        drawn("\ufdd0{% each_time %}{{ request.path }}{% endeach_time %}"),
    ],
    ids=["missing", "elsewhere", "own headers", "a stray sign", "a token", "a sign in a text"],
)
def test_what_is_no_page_for_all_is_answered_to_each_reader(rf, view):
    answers, calls = answered(rf, view)
    assert alike.PAGES.found == {}
    assert all(call not in calls[::2] for call in calls[1::2])
    assert not any(hasattr(call, "left") for call in calls[1::2])
    assert len(calls) == 4
    assert len({answer.status_code for answer in answers}) == 1


def test_an_unknown_page_stays_unknown(rf):
    def view(_request):
        raise Http404

    with pytest.raises(Http404):
        answered(rf, view)
    assert alike.PAGES.found == {}


def test_a_long_word_is_not_worth_the_room(rf):
    _answers, calls = answered(rf, drawn("x"), "city", path=f"/en/x/?city={'a' * 500}")
    assert len(calls) == 2
    assert alike.PAGES.found == {}


def test_nothing_is_kept_while_the_cache_is_off(rf, settings):
    settings.PAGE_CACHE_SECONDS = 0
    answers, calls = answered(rf, drawn("{% each_time %}x{% endeach_time %}"), path="/en/x/?q=secret")
    assert [answer.content for answer in answers] == [b"x", b"x"]
    assert alike.PAGES.found == {}
    assert [call.GET for call in calls] == [{}, {}], "a word that the view does not name is missed in every test"


def test_what_is_drawn_each_time_stands_at_its_place(rf):
    template = "<a>{% each_time %}{{ request.GET.q }}{% endeach_time %}<b>{% each_time %}2{% endeach_time %}"
    answers, calls = answered(rf, drawn(template), path="/en/x/?q=%3Ci%3E")
    assert [answer.content for answer in answers] == [b"<a>&lt;i&gt;<b>2"] * 2
    assert len(calls) == 1
