from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.actions import scan_document
from cities.models import JoinRequest, Mandate
from commitments.actions import scan_stored_file
from commitments.models import Evidence
from core import clamd
from core.models import Scan
from labels.actions import scan_concern
from labels.models import Concern
from participation.actions import scan_proof
from participation.models import CounterEvidence


class Command(BaseCommand):
    help = (
        "Have the virus scanner look at evidence, proofs of counter-evidence and concerns, mandates and documents of "
        "requests to join that were never scanned, or whose scan failed. Run it once a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every file again, for example with new signatures")

    def handle(self, *args: Any, **options: Any) -> None:
        if not clamd.is_set_up():
            raise CommandError("No scanner is set up: name one in CLAMD_SOCKET.")
        states = Scan.values if options["all"] else [Scan.UNSCANNED, Scan.ERROR]
        results = Counter(scan(name=name) for scan, name in _files(states))
        counted = ", ".join(f"{results[state]} {state}" for state in Scan.values if state != "unscanned")
        self.stdout.write(f"Scanned {sum(results.values())} files: {counted}.")
        if results[Scan.ERROR]:
            raise CommandError("Some scans failed: is clamd running, and does its StreamMaxLength take 20 MB?")


def _files(states: list[str]) -> Iterable[tuple[Callable[..., str], str]]:
    """Yield each stored file in one of these states once, with the action that has it scanned."""
    evidence = Evidence.objects.filter(kind=Evidence.Kind.FILE, scan_state__in=states).order_by("file")
    for name in evidence.values_list("file", flat=True).distinct().iterator(chunk_size=500):
        yield scan_stored_file, name
    proofs = CounterEvidence.objects.filter(scan_state__in=states).exclude(file="").order_by("file")
    for name in proofs.values_list("file", flat=True).distinct():
        yield scan_proof, name
    raised = Concern.objects.filter(scan_state__in=states).exclude(file="").order_by("file")
    for name in raised.values_list("file", flat=True).distinct():
        yield scan_concern, name
    asked = JoinRequest.objects.filter(scan_state__in=states).exclude(mandate_file="").order_by()
    handed_in = Mandate.objects.filter(scan_state__in=states).exclude(file="").order_by()
    names = asked.values_list("mandate_file", flat=True).union(handed_in.values_list("file", flat=True))
    for name in sorted(names):
        yield scan_document, name
