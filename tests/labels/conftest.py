"""An application that can be decided; mails are looked at in the outbox table, as in real life."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse

from cities.models import City
from labels.actions import log_act, propose, sign_first
from labels.log_guards import lifting_sql
from labels.models import DecisionEntry, LabelApplication
from tests.factories import make_application, make_commitment, make_label

REASONS = "The city kept what it promised.\n\nIt listened."


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def application(city, approver) -> LabelApplication:
    """An application to be decided, of a city with three commitments."""
    for _ in range(3):
        make_commitment(city=city)
    return make_application(city=city, author=approver, state="deciding")


@pytest.fixture
def proposed(application, reviewer) -> LabelApplication:
    """The same, with a reviewer's proposal to award the label."""
    propose(obj=application, by=reviewer, note=REASONS, outcome="awarded")
    return application


@pytest.fixture
def signed(proposed, decider) -> LabelApplication:
    """The same, signed by a first decider."""
    sign_first(obj=proposed, by=decider)
    return proposed


def fresh(application: LabelApplication) -> LabelApplication:
    """The same application as the database has it now."""
    return LabelApplication.objects.get(pk=application.pk)


def text_of(response: HttpResponse) -> str:
    """The words of a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def unguarded(db: None) -> None:
    """As somebody who owns the database and has dropped its guards."""
    with connection.cursor() as cursor:
        for statement in lifting_sql(connection.vendor):
            cursor.execute(statement)


def fill(city: City, acts: int = 6) -> list[DecisionEntry]:
    """A public log of so many acts about one label."""
    label = make_label(city=city)
    kinds = ("granted", "suspended", "reinstated", "concern_decided", "revoked", "appeal_decided")
    return [
        log_act(kinds[n % len(kinds)], city=city, label=label, data={"reasons": f"Reason {n}: für “alle”\n\u2028."})
        for n in range(acts)
    ]
