"""An application that can be decided; mails are looked at in the outbox table, as in real life."""

import re

import pytest
from django.http import HttpResponse

from labels.actions import propose
from labels.models import LabelApplication
from tests.factories import make_application, make_commitment

REASONS = "The city kept what it promised.\n\nIt listened."


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def application(city, approver) -> LabelApplication:
    """A submitted application of a city with three commitments."""
    for _ in range(3):
        make_commitment(city=city)
    return make_application(city=city, author=approver)


@pytest.fixture
def proposed(application, decider) -> LabelApplication:
    """The same, with a proposal to grant."""
    propose(obj=application, by=decider, note=REASONS, outcome="granted")
    return application


def fresh(application: LabelApplication) -> LabelApplication:
    """The same application as the database has it now."""
    return LabelApplication.objects.get(pk=application.pk)


def text_of(response: HttpResponse) -> str:
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
