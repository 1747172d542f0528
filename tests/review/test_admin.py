"""The mixin: one page, buttons that POST, nothing lost when a decision is refused."""

import pytest
from django.urls import reverse

from review.admin import DecisionForm, ReviewAdminMixin
from tests.commitments.office import change, decide, submitted
from tests.markup import Markup

CHECKLIST = (("one", "First"), ("two", "Second"))


def test_the_form_has_only_the_boxes_it_needs():
    assert list(DecisionForm(checklist=CHECKLIST).fields) == ["seen", "ticks", "note"]
    assert list(DecisionForm().fields) == ["seen", "note"]


def test_an_unknown_tick_is_refused():
    assert not DecisionForm({"ticks": ["three"]}, checklist=CHECKLIST).is_valid()
    assert DecisionForm({"ticks": ["one"], "note": "x" * 5000}, checklist=CHECKLIST).is_valid()
    assert not DecisionForm({"note": "x" * 5001}).is_valid()
    assert not DecisionForm({"note": "NUL \x00"}).is_valid()


def test_what_was_seen_changes_with_state_revision_and_sending():
    class Item:
        state, revision, submissions = "submitted", 3, 1

    admin = ReviewAdminMixin.__new__(ReviewAdminMixin)
    before = admin.seen_token(Item())
    tokens = {before}
    for name, value in (("state", "checking"), ("revision", 4), ("submissions", 2)):
        item = Item()
        setattr(item, name, value) if name != "state" else item.__dict__.update(state=value)
        tokens.add(admin.seen_token(item))
    assert len(tokens) == 4


@pytest.mark.parametrize("query", ["", "?_popup=1", "?_to_field=id"])
def test_the_page_has_one_heading_and_no_save_button(query, client_of, decider, city):
    page = Markup(client_of(decider).get(change(submitted(city)) + query).content.decode())

    assert len(page.all("h1")) == 1
    assert not page.all("input", name="_save")
    assert not page.all("a", class_="historylink")


@pytest.mark.parametrize("key", ["0", "99999999", "9" * 30, "9" * 5000])
def test_strange_keys_are_not_found(key, client_of, decider, city):
    submitted(city)
    base = reverse("admin:commitments_commitmentversion_changelist")

    assert client_of(decider).post(f"{base}{key}/decide/claim/").status_code in {302, 404}
    assert client_of(decider).get(f"{base}{key}/change/").status_code in {302, 404}


def test_a_decision_needs_the_token_of_the_form(client_of, decider, city):
    version, client = submitted(city), client_of(decider)
    client.handler.enforce_csrf_checks = True

    assert client.post(decide(version, "claim")).status_code == 403
    version.refresh_from_db()
    assert version.state == "submitted"
