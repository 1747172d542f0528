"""The record that a stranger finds after `make run`, and the addresses of all its public pages."""

from typing import Any

from django.core.management import call_command
from django.urls import reverse

from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from framework.models import Element, Right
from labels.models import Appeal, Concern, Label
from portal.urls import urlpatterns

DOWNLOADS = {"evidence", "statement_proof", "mandate", "concern_proof"}  # and every page as a PDF file
LATER = {"draw"}  # the demo has none; tests/e2e/test_two_desks.py opens a draw
LONG_WORD = "Antidiskriminierungsbeauftragtenstellvertretungsausschusssitzung"
# The same pages in other states: filters, an empty list, results that are no results.
STATES = (
    "/en/cities/?page=2",
    "/en/cities/?q=zzzz",
    "/en/cities/?country=AT&country=DE&status=labelled&q=a",
    "/en/commitments/?q=library&page=99",
    "/en/labels/?code=no!",
    "/en/compare/?city=at-graz&city=at-vienna",
    "/en/compare/?city=at-graz&city=at-vienna&city=de-nuremberg&city=be-exampleton",
)
MISSING = ("/en/labels/HRL-000000/", "/en/nowhere/", "/en/commitments/HRC-000000/")
ENTRANCE = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")


def load(settings: Any) -> None:
    """Load the demo; and a word that no page expects."""
    settings.DEBUG = True
    for command in ("load_reference", "load_scheme", "load_demo"):
        call_command(command, verbosity=0)
    settings.DEBUG = False
    settings.PORTAL_PHASE_NOTE = "This is a trial. Texts may be lost."
    City.objects.filter(slug=sample_city().slug).update(about=f"A {LONG_WORD}.", office=LONG_WORD)


def sample_city() -> City:
    """The city with the most of everything."""
    return Label.objects.select_related("city").latest("pk").city


def addresses() -> dict[str, str]:
    """One address of every page, by its name."""
    amended = CommitmentVersion.objects.filter(state="superseded").select_related("commitment").latest("pk")
    concern = Concern.objects.select_related("label").latest("pk")
    element, right = Element.objects.earliest("pk"), Right.objects.earliest("pk")
    arguments = {
        "city": [sample_city().slug],
        "instruments": [sample_city().slug],
        "instrument": [sample_city().slug, "charter"],
        "country": [sample_city().country.lower()],
        "commitment": [amended.commitment.code],
        "version": [amended.commitment.code, amended.number],
        "history": [amended.commitment.code],
        "element": [element.code.lower()],
        "right": [right.code.lower()],
        "label": [Label.objects.latest("pk").code],
        "certificate": [Label.objects.latest("pk").code],
        "application": [Label.objects.latest("pk").application.reference],
        "concern": [concern.label.code, concern.reference],
        "appeal": [Appeal.objects.latest("pk").reference],
        "edition": [Label.objects.latest("pk").application.scheme.code],
    }
    names = {pattern.name for pattern in urlpatterns if not pattern.name.endswith("_pdf")} - DOWNLOADS - LATER
    return {name: reverse(f"portal:{name}", args=arguments.get(name)) for name in sorted(names)}


def more_kinds() -> dict[str, str]:
    """Cities and commitments of every origin and state that a page shows in its own way."""
    compiled = City.objects.filter(origin="compiled").latest("pk")
    gone = Commitment.objects.filter(state="withdrawn").latest("pk")
    others = {
        f"commitment {state} {progress}": Commitment.objects.filter(state=state, progress=progress, origin=origin)
        for state, progress, origin in Commitment.objects.exclude(state="draft")
        .values_list("state", "progress", "origin")
        .distinct()
    }
    return {
        "compiled city": compiled.get_absolute_url(),
        "withdrawn": gone.get_absolute_url(),
        **{name: rows.latest("pk").get_absolute_url() for name, rows in others.items()},
    }
