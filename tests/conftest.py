"""The people every test may meet, and what makes a test fail beyond its assertions."""

import gc
import itertools
import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from accounts.models import User
from accounts.step_up import SIGN_INS
from cities.models import City
from core import kept
from portal.alike import PAGES
from portal.asked import FORMS
from portal.cards import ROWS
from tests import made_once
from tests.database import empty_after_commits
from tests.factories import make_city, make_role, make_user

# Playwright runs an event loop in the test's thread; Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
empty_after_commits()
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: a long test at the end leaves all workers but one idle."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What was loaded by now stays to the end: nobody looks for garbage in it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Iterator[None]:
    """While the workers read the tests, the process that started them makes the database that they will copy."""
    yield
    if getattr(session.config.option, "dist", "no") != "no" and not hasattr(session.config, "workerinput"):
        with session.config.stash[blocking_manager_key].unblock():
            made_once.make_once()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database: a copy of the one that the migrations made."""
    with django_db_blocker.unblock(), made_once.own_copy():
        # Django asks SQLite once in each process, with queries that the first test would count as its own.
        assert connection.features.supports_json_field
        yield


@pytest.fixture(scope="session")
def _uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _own_files(settings, _uploads: Path) -> None:
    """Uploads of a test go to its own folder; counters start at zero, and no piece of a page was drawn yet."""
    settings.MEDIA_ROOT = _uploads / str(next(_numbers))
    cache.clear()
    kept._pieces.found.clear()
    FORMS.found.clear()
    ROWS.found.clear()
    PAGES.clear()


@pytest.fixture(autouse=True)
def _english(settings) -> Iterator[None]:
    """Every test begins in English: a request of the test before may have spoken another language."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _no_logged_errors(caplog, request) -> Iterator[None]:
    """A logged error fails the test, unless it carries the marker `logs_errors`."""
    yield
    errors = [
        record for when in ("setup", "call") for record in caplog.get_records(when) if record.levelno >= logging.ERROR
    ]
    if errors and not request.node.get_closest_marker("logs_errors"):
        pytest.fail("logged: " + "; ".join(record.getMessage() for record in errors))


@pytest.fixture
def city(db: None) -> City:
    """City A."""
    return make_city("Arden", slug="at-arden")


@pytest.fixture
def other_city(db: None) -> City:
    """City B."""
    return make_city("Borlen", slug="at-borlen")


@pytest.fixture
def official(city: City) -> User:
    """Editor of city A."""
    user = make_user("Edda Official", email="edda@arden.example")
    make_role(user, city, "editor")
    return user


@pytest.fixture
def approver(city: City) -> User:
    """Approver of city A."""
    user = make_user("Pau Approver", email="pau@arden.example")
    make_role(user, city, "approver")
    return user


@pytest.fixture
def other_official(other_city: City) -> User:
    """Editor of city B."""
    user = make_user("Bela Official", email="bela@borlen.example")
    make_role(user, other_city, "editor")
    return user


@pytest.fixture
def reviewer(db: None) -> User:
    return make_user("Rita Reviewer", email="rita@office.example", roles=("reviewer",))


@pytest.fixture
def other_reviewer(db: None) -> User:
    return make_user("Rolf Reviewer", email="rolf@office.example", roles=("reviewer",))


@pytest.fixture
def decider(db: None) -> User:
    return make_user("Dana Decider", email="dana@office.example", roles=("decider",))


@pytest.fixture
def second_decider(db: None) -> User:
    return make_user("Dirk Decider", email="dirk@office.example", roles=("decider",))


@pytest.fixture
def administrator(db: None) -> User:
    return make_user("Ada Administrator", email="ada@office.example", roles=("administrator",))


@pytest.fixture
def resident(db: None) -> User:
    """Signed in, with no role anywhere."""
    return make_user("Remi Resident", email="remi@mail.example")


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """`client_of(user)` is a browser in which `user` is signed in with a second factor; None is a visitor."""

    def browser(user: User | None = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
            session = client.session
            session["second_factor_ready"] = True
            session[SIGN_INS] = [{"method": "password", "at": time.time()}]
            session.save()
        return client

    return browser


@pytest.fixture
def visitor() -> Client:
    """A browser in which nobody is signed in."""
    return Client()


@pytest.fixture
def as_html(monkeypatch) -> list[str]:
    """The maker of PDF files hands back the page it was given: what a file is made of, without the seconds it takes.

    The list fills with the addresses of the pages.
    """
    asked: list[str] = []

    def made(html: str, *, address: str) -> bytes:
        asked.append(address)
        return html.encode()

    monkeypatch.setattr("portal.pdf.make_pdf", made)
    return asked
