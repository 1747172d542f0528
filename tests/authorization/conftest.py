"""One world for all tests of a module: each test's own changes are rolled back, the world stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.authorization.world import World, make_world
from tests.database import empty_database


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the world's files lie."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _own_files(settings, folder: Path) -> None:
    """In place of the folder per test: the files must outlive a single test, like the world."""
    settings.MEDIA_ROOT = folder
    cache.clear()


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: Path) -> Iterator[World]:
    """The world, committed; emptied again after the module."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("django.conf.settings.MEDIA_ROOT", folder)
        yield make_world()
        empty_database()


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """The world, inside a transaction that is rolled back after the test."""
    return shared_world
