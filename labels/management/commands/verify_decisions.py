"""`manage.py verify_decisions`: walk the public decision log and report every fault."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labels.queries.log import guard_faults, head_at_end_of, log_faults, log_head


class Command(BaseCommand):
    help = "Checks that no entry of the public decision log was changed, deleted, inserted, reordered or cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", type=Path, help="a folder with kept daily heads: each must still be true")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [*log_faults(), *guard_faults()]
        kept = sorted(options["heads"].glob("label-log-*.json")) if options["heads"] else []
        problems += [fault for path in kept for fault in kept_faults(path)]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"The public decision log is broken: {len(problems)} faults.")
        head = log_head()
        self.stdout.write(f"The public decision log is whole: {head.seq} entries, newest hash {head.hash}.")
        if options["heads"]:
            self.stdout.write(f"Kept heads that agree: {len(kept)}.")


def kept_faults(path: Path) -> Iterator[str]:
    """Yield a sentence when a kept head is unreadable or no longer true."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        now = head_at_end_of(dt.date.fromisoformat(kept["day"]))
    except (OSError, ValueError, KeyError, TypeError):
        yield f"{path.name} is no head of the log."
        return
    if kept != now:
        yield f"{path.name} names entry {kept.get('seq')}, the log of today says otherwise: it was written anew."
