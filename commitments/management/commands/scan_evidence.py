from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commitments.actions import scan_stored_file
from commitments.models import Evidence
from core import clamd


class Command(BaseCommand):
    help = "Have the virus scanner look at files that were never scanned, or whose scan failed. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every file again, for example with new signatures")

    def handle(self, *args: Any, **options: Any) -> None:
        if not clamd.is_set_up():
            raise CommandError("No scanner is set up: name one in CLAMD_SOCKET.")
        files = Evidence.objects.filter(kind=Evidence.Kind.FILE).order_by("file")
        if not options["all"]:
            files = files.filter(scan_state__in=(Evidence.Scan.UNSCANNED, Evidence.Scan.ERROR))
        names = files.values_list("file", flat=True).distinct()
        results = Counter(scan_stored_file(name=name) for name in names.iterator(chunk_size=500))
        counted = ", ".join(f"{results[state]} {state}" for state in Evidence.Scan.values if state != "unscanned")
        self.stdout.write(f"Scanned {sum(results.values())} files: {counted}.")
        if results[Evidence.Scan.ERROR]:
            raise CommandError("Some scans failed: is clamd running, and does its StreamMaxLength take 20 MB?")
