"""Mails of these tests go to the outbox table, as in the portal; the people of the office, all at once."""

from types import SimpleNamespace

import pytest

from accounts.models import User


@pytest.fixture(autouse=True)
def _real_outbox(settings) -> None:
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def office(reviewer: User, other_reviewer: User, decider: User, administrator: User) -> SimpleNamespace:
    """One of each, for tests that ask who of them may."""
    return SimpleNamespace(
        reviewer=reviewer, other_reviewer=other_reviewer, decider=decider, administrator=administrator
    )
