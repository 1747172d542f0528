"""What many tests of the cities app begin with."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from cities.actions import ask_to_join
from cities.models import JoinRequest, Place
from review.checklists import DEFAULTS
from tests.factories import make_place
from tests.factories.places import PDF

ALL_TICKS = list(DEFAULTS["join"])


def a_document(content: bytes = PDF, name: str = "decision.pdf") -> SimpleUploadedFile:
    """An uploaded mandate document."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def answers(**changes: Any) -> dict[str, Any]:
    """What an applicant types, without the place."""
    today = timezone.localdate()
    return {
        "work_email": "remi@graz.example",
        "job_title": "Head of the equality unit",
        "official_channel": "Switchboard of the town hall",
        "mandate_title": "Decision of the council",
        "mandate_file": a_document(),
        "mandate_start": today - dt.timedelta(days=30),
        "mandate_end": today + dt.timedelta(days=1000),
        **changes,
    }


def stored_files(folder: Path) -> list[Path]:
    """The files that lie in the private storage."""
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    """Mails go to the outbox table, as they do outside tests."""
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


@pytest.fixture
def graz(db: None) -> Place:
    return make_place("Graz", region="Styria", district="Graz Stadt", population=291_072, names=("Gradec",))


@pytest.fixture
def asked(resident: User, graz: Place) -> JoinRequest:
    """A waiting request of `resident` for Graz."""
    return ask_to_join(by=resident, place=graz, **answers())


@pytest.fixture
def ask(resident: User) -> Callable[..., JoinRequest]:
    """Ask to join, as `resident` unless told otherwise."""

    def ask(*, by: User = resident, place: Place | None = None, key: Any = None, **changes: Any) -> JoinRequest:
        return ask_to_join(by=by, place=place, key=key, **answers(**changes))

    return ask
