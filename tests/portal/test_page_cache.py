"""Every act that changes a public page is seen there within a second, although the page was kept."""

import ast
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django_filters import CharFilter

from core import page_cache
from hrcities import quiet
from portal.filters import CityFilter, CommitmentFilter
from tests.architecture import files
from tests.factories import make_commitment, make_translation
from tests.portal.public_acts import ACTS, make_people

APPS = tuple(
    f"{app}/" for app in ("accounts", "cities", "commitments", "core", "framework", "labels", "participation", "review")
)


@pytest.fixture(autouse=True)
def clock(db, settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    now = [1000.0]
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(page_cache._Seen, "at", float("-inf"))
    return now


@pytest.fixture
def people(city):
    return make_people(city)


@pytest.mark.parametrize("prepare", ACTS, ids=lambda act: act.__name__)
def test_an_act_is_seen_within_a_second(prepare, visitor, city, people, clock):
    place, act = prepare(city, people)
    address = place if isinstance(place, str) else place.get_absolute_url()
    before = visitor.get(address).content
    assert visitor.get(address).content == before
    etag = visitor.get(address).headers["ETag"]
    act()
    clock[0] += 0.9
    after = visitor.get(address, headers={"if-none-match": etag})
    assert after.status_code == 200
    assert after.content != before


def test_the_original_and_the_translation_are_two_pages(visitor, city):
    row = make_commitment(city=city, version_title="A rights desk")
    make_translation(row.versions.get(), "fr", title="Un bureau des droits")
    address = row.get_absolute_url().replace("/en/", "/fr/")
    for _again in range(2):
        assert "<h1>Un bureau des droits</h1>" in visitor.get(address).content.decode()
        assert '<h1 lang="en">A rights desk</h1>' in visitor.get(f"{address}?text=original").content.decode()


def acts_of(name):
    """The first word given to `audit.record` or `Transition`, where it is written out."""
    for call in ast.walk(ast.parse(files.source(name))):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if called in {"record", "_record", "Transition"}:
                yield call.args[0].value


def test_no_act_is_forgotten():
    """Whatever is not called quiet empties the cache; these are the acts somebody must have thought about."""
    code = [name for name in files.python_files() if name.startswith(APPS)]
    known = {act for name in code for act in acts_of(name)}
    assert known >= quiet.ACTS, "a quiet act is listed that nobody makes"
    public = {
        "publish", "withdraw", "refuse", "return_for_changes", "accept", "accept_interested", "grant", "reaffirm",
        "confirm", "extend_report", "reply", "admit_city", "become_committed", "show_mandate", "edit_evidence",
        "remove_evidence", "keep_copy", "quarantine_evidence", "release_evidence", "quarantine_document",
        "quarantine_proof", "label_granted", "load_reference", "make_current", "save_scheme", "save_parts",
        "make_scheme_current", "set_deadline", "set_checklist_item", "add_recommendation", "import_recommendations",
        "list_compiled", "lapse", "claim", "submit", "ask_city", "answer_office",
    }  # fmt: skip
    assert known >= public
    assert not public & quiet.ACTS


def test_every_filter_with_a_list_of_values_names_a_page_and_free_text_does_not():
    for filters in (CityFilter, CommitmentFilter):
        for name, one in filters.base_filters.items():
            assert (name in quiet.KEYS["portal"]) is (type(one) is not CharFilter), name
