"""What the tests of the administration share: submissions to check, addresses, what a page lists."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from review.checklists import DEFAULTS
from tests.factories import make_commitment, make_report

TICKS = list(DEFAULTS["version"])
KINDS = ("commitmentversion", "progressreport")
HOSTILE = "</script><img src=x onerror=alert(1)>{{ 7*7 }}\u202e"


def submitted(city: Any, *, days: int = 0, **fields: Any) -> Any:
    """A text that was sent `days` ago."""
    moment = timezone.now() - dt.timedelta(days=days)
    commitment = make_commitment(city=city, state="submitted", version_submitted_at=moment, **fields)
    return commitment.versions.select_related("commitment__city").get()


def report_of(city: Any, state: str = "submitted", **fields: Any) -> Any:
    """A report on a public commitment."""
    return make_report(make_commitment(city=city), state=state, **fields)


def make(kind: str, city: Any) -> Any:
    """A submission of either kind."""
    return submitted(city) if kind == "commitmentversion" else report_of(city)


def changelist(kind: str = "commitmentversion") -> str:
    return reverse(f"admin:commitments_{kind}_changelist")


def change(obj: Any) -> str:
    return reverse(f"admin:commitments_{obj._meta.model_name}_change", args=[obj.pk])


def decide(obj: Any, name: str) -> str:
    return reverse(f"admin:commitments_{obj._meta.model_name}_decide", args=[obj.pk, name])


def file_url(evidence: Any) -> str:
    return reverse("admin:commitments_evidence_file", args=[evidence.public_id])


def rows(response: HttpResponse) -> Any:
    """What a list shows."""
    return response.context["cl"].result_list


def status_of(client: Client, evidence: Any) -> int:
    """The answer to a download, read to the end."""
    response = client.get(file_url(evidence), follow=True)
    if response.streaming:
        b"".join(response.streaming_content)  # the test client closes the file after the last byte
    return response.status_code
