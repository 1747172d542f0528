"""Every address of the portal: who gets which answer to a GET, and that a GET changes nothing.

A route in neither `route_table.py` nor `admin_table.py` fails. Routes of the sign-in library are listed by name.
"""

import pytest
from django.contrib import admin

from commitments.models import Commitment, CommitmentVersion, ProgressReport
from core.models import AuditEvent
from labels.models import LabelApplication
from participation.models import CounterEvidence, LabelStatement
from tests.authorization.addresses import ARGUMENTS, address, missing
from tests.authorization.admin_table import ADMIN_ACTIONS, ADMIN_MODELS, ADMIN_PAGES
from tests.authorization.route_table import BY_TOKEN, LIBRARY, OPEN, ROUTES
from tests.authorization.routes import admin_actions, named_routes
from tests.authorization.table import ROLES
from tests.authorization.world import World
from tests.pages import read

DESK = [name for name in ROUTES if name.startswith("desk:")]
STANDARD = ("changelist", "add", "history", "delete", "change")
MODEL_PAGES = {
    f"admin:{model}_{page}" for model in (label.replace(".", "_") for label in ADMIN_MODELS) for page in STANDARD
}


def snapshot(world: World) -> list:
    """What the acts of the desk could change."""
    return [
        list(model.objects.order_by("pk").values_list("pk", "state"))
        for model in (Commitment, CommitmentVersion, ProgressReport, LabelApplication, CounterEvidence, LabelStatement)
    ] + [AuditEvent.objects.exclude(action="refused").count()]


def test_every_route_is_listed():
    known = set(ROUTES) | set(OPEN) | set(LIBRARY) | set(ADMIN_PAGES) | MODEL_PAGES

    assert sorted(set(named_routes()) - known) == []


def test_nothing_is_listed_that_does_not_exist():
    listed = set(ROUTES) | set(OPEN) | set(LIBRARY) | set(ADMIN_PAGES) | MODEL_PAGES

    assert sorted(listed - set(named_routes())) == []


def test_every_model_and_list_action_of_the_administration_is_listed():
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN_MODELS)
    assert set(admin_actions()) == set(ADMIN_ACTIONS)


@pytest.mark.parametrize("role", ROLES)
def test_answers_of_the_desk_and_of_the_forms_for_residents(world, role):
    before = snapshot(world)
    answers = {name: read(world.browser(role), address(name, world)) for name in ROUTES}

    assert answers == {name: ROUTES[name][role] for name in ROUTES}
    assert snapshot(world) == before


@pytest.mark.parametrize("role", ROLES)
def test_open_pages_answer_everybody_and_take_no_posts(world, role):
    browser = world.browser(role)

    for name in OPEN:
        assert read(browser, address(name, world)) in {200, 302}, name
        assert browser.post(address(name, world)).status_code == 405, name


@pytest.mark.parametrize("name", BY_TOKEN)
def test_an_unknown_token_opens_nothing(world, name):
    for role in ROLES:
        assert world.browser(role).get(missing(name, world)).status_code == 404


@pytest.mark.parametrize("name", sorted((set(DESK) & set(ARGUMENTS)) - set(BY_TOKEN)))
def test_a_visitor_cannot_tell_existing_from_missing(world, name):
    visitor = world.browser("visitor")
    there, gone = (visitor.get(url) for url in (address(name, world), missing(name, world)))

    assert there.status_code == gone.status_code == 302
    assert there.url.startswith("/accounts/login/")
    assert gone.url.startswith("/accounts/login/")


@pytest.mark.parametrize(("action", "may"), ADMIN_ACTIONS.items())
@pytest.mark.parametrize("role", ["RV", "DE", "AD"])
def test_list_actions_of_the_administration(rf, world, role, action, may):
    label, name = action.split(":")
    model_admin = next(row for model, row in admin.site._registry.items() if model._meta.label_lower == label)
    request = rf.get("/")
    request.user = world.people[role]

    assert (name in model_admin.get_actions(request)) is (role in may)


@pytest.mark.parametrize("role", ROLES)
def test_lists_of_the_administration(world, role):
    browser = world.browser(role)
    outside = {"visitor": 302}.get(role, 403)

    for label, may in ADMIN_MODELS.items():
        base = f"/admin/{label.replace('.', '/')}/"
        inside = role in {"RV", "DE", "AD"}
        assert browser.get(base).status_code == (_answer(role in may["view"]) if inside else outside), base
        assert browser.get(f"{base}add/").status_code == (_answer(role in may["add"]) if inside else outside), base


def _answer(allowed: bool) -> int:
    return 200 if allowed else 403
