"""An application that can be decided; mails are looked at in the outbox table, as in real life."""

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from labels.actions import log_act, propose, sign_first
from labels.drawing import BY_HAND
from labels.log_guards import lifting_sql
from labels.models import DecisionEntry, LabelApplication
from tests.factories import make_application, make_commitment, make_label

DRAW_DOC = Path(__file__).parents[2] / "docs/panel-draw.md"
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
    propose(obj=application, by=reviewer, note=REASONS, outcome="awarded", plain="There is a desk now.")
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


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """The time of a test, `clock.now`: it begins tomorrow, and goes on when the test says so."""
    clock = SimpleNamespace(now=timezone.now().replace(hour=9, minute=0) + dt.timedelta(days=1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def by_script(visitor, tmp_path) -> Callable[[Any], subprocess.CompletedProcess[str]]:
    """What the script of the documentation says, run by a Python that knows nothing of this program."""
    assert f"```python\n{BY_HAND}```" in DRAW_DOC.read_text()
    (tmp_path / "panel_draw.py").write_text(BY_HAND)
    command = [sys.executable, "-I", "panel_draw.py", "draws.json", "decisions.jsonl"]

    def run(case: Any) -> subprocess.CompletedProcess[str]:
        (tmp_path / "draws.json").write_bytes(visitor.get(reverse("opendata:draws", args=[case.reference])).content)
        (tmp_path / "decisions.jsonl").write_bytes(visitor.get(reverse("opendata:decision_log")).content)
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run
