"""`manage.py keep_decision_head FOLDER`: copy the head of the public decision log to a place out of reach."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labels.queries.log import head_text


class Command(BaseCommand):
    help = (
        "Writes label-log-DAY.json for a day that is over (yesterday, UTC, unless given). A file that is there already "
        "is compared, never overwritten. Run it once a day, into a folder that is copied out of reach of the portal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--day", type=dt.date.fromisoformat, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        today = dt.datetime.now(dt.UTC).date()
        day = options["day"] or today - dt.timedelta(days=1)
        if day >= today:
            raise CommandError("This day is not over yet (UTC): its head may still change.")
        path = options["folder"] / f"label-log-{day.isoformat()}.json"
        text = head_text(day)
        if path.exists():
            if path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{path} says otherwise: the log was written anew since that day.")
            self.stdout.write(f"{path} is there and still true.")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Written: {path}")
