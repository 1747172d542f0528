"""Mails of the label are looked at in the outbox table, as in real life."""

import pytest


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
