"""Every act that changes a public page is seen there within a second, although the page was kept."""

import ast
import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.utils import timezone
from django_filters import CharFilter

from cities.actions import edit_profile
from commitments import actions
from core import page_cache
from hrcities import quiet
from labels.actions import grant
from participation.actions import publish_statement, reply
from portal.filters import CityFilter, CommitmentFilter
from review.actions import set_deadline
from review.checklists import DEFAULTS
from tests.architecture import files
from tests.factories import (
    make_application,
    make_commitment,
    make_evidence,
    make_report,
    make_role,
    make_statement,
    make_translation,
    make_user,
    make_version,
)

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
    """Who acts: an approver of the city, two deciders, an administrator."""
    approver = make_user("Pau Approver")
    make_role(approver, city, "approver")
    deciders = [make_user(name, roles=("decider",)) for name in ("Dana Decider", "Dirk Decider")]
    head = make_user("Ada Administrator", roles=("administrator",))
    return SimpleNamespace(approver=approver, decider=deciders[0], second=deciders[1], administrator=head)


def publish_text(city, people):
    row = make_commitment(city=city)
    version = make_version(row, state="submitted", title="A new promise")
    return row, lambda: actions.publish_version(obj=version, by=people.decider, ticks=list(DEFAULTS["version"]))


def publish_report(city, people):
    row = make_commitment(city=city)
    report = make_report(row, state="submitted", text="Three desks opened.")
    return row, lambda: actions.publish_report(obj=report, by=people.decider, ticks=list(DEFAULTS["report"]))


def withdraw(city, people):
    row = make_commitment(city=city)
    return row, lambda: actions.withdraw(commitment=row, by=people.approver, reason="The region pays now.")


def hold(city, people):
    row = make_commitment(city=city, next_report_on=dt.date(2024, 1, 1), next_confirm_on=dt.date(2024, 1, 1))
    return row, actions.hold_overdue


def resume(city, people):
    row = make_commitment(city=city, state="published")
    type(row).objects.filter(pk=row.pk).update(state="on_hold")
    report = make_report(row, state="submitted")
    return row, lambda: actions.publish_report(obj=report, by=people.decider, ticks=list(DEFAULTS["report"]))


def close(city, people):
    row = make_commitment(city=city)
    report = make_report(row, state="submitted", outcome="done")
    return row, lambda: actions.publish_report(obj=report, by=people.decider, ticks=list(DEFAULTS["report"]))


def confirm(city, people):
    due = timezone.localdate() + dt.timedelta(days=3)
    row = make_commitment(city=city, next_confirm_on=due)
    return row, lambda: actions.confirm(commitment=row, by=people.approver, due_on=due)


def publish_words(city, people):
    row = make_commitment(city=city)
    statement = make_statement(row, evidence=make_evidence(city=city, version=row.versions.get()))
    return row, lambda: publish_statement(obj=statement, by=people.decider, ticks=list(DEFAULTS["statement"]))


def answer_words(city, people):
    row = make_commitment(city=city)
    piece = make_evidence(city=city, version=row.versions.get())
    due = timezone.localdate() + dt.timedelta(days=9)
    statement = make_statement(row, evidence=piece, state="published", reply_due_on=due)
    return row, lambda: reply(statement=statement, by=people.approver, text="It is open again.", language="en")


def translate(city, people):
    row = make_commitment(city=city)
    made, texts = row.versions.get(), {"title": {"text": "Un bureau des droits", "by": "machine"}}
    saved = actions.save_translation(version=made, language="fr", by=people.approver, revision=0, texts=texts)
    address = row.get_absolute_url().replace("/en/", "/fr/")
    return address, lambda: actions.publish_translation(translation=saved, by=people.approver, revision=1)


def take_back(city, people):
    row = make_commitment(city=city)
    made = make_translation(row.versions.get(), "fr", title="Un bureau des droits")
    address = row.get_absolute_url().replace("/en/", "/fr/")
    return address, lambda: actions.take_back_translation(translation=made, by=people.approver)


def edit(city, people):
    words = dict.fromkeys(("website", "office", "contact_email", "complaints_url"), "")
    about = "We run three desks where people get free help."
    return city, lambda: edit_profile(city=city, by=people.approver, revision=city.revision, about=about, **words)


def label(city, people):
    for _number in range(3):
        make_commitment(city=city)
    row = make_application(city=city, state="proposed", signed_by=people.decider)
    return city, lambda: grant(obj=row, by=people.second)


def deadline(city, people):
    return "/en/process/", lambda: set_deadline(key="answer", days=33, by=people.administrator)


ACTS = [
    publish_text, publish_report, withdraw, hold, resume, close, confirm, publish_words, answer_words, edit, label,
    deadline, translate, take_back,
]  # fmt: skip


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
