"""`manage.py play_demo REFERENCE`: help somebody who plays the case of an invented city by hand. DEBUG=1 only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrcities.demo.playing import play
from labels.actions.sampling import bring_forward
from labels.models import LabelApplication


class Command(BaseCommand):
    help = (
        "Lets the invented pool declare, and the invented panel answer, write findings, agree and look again; or "
        "brings the days of the case and of the city's label nearer with --forward. For invented cities on a local "
        "portal (DEBUG=1) only: see docs/label-by-hand.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="of the application, such as HRL-A-7K2Q9D")
        parser.add_argument("--forward", type=int, metavar="DAYS", help="bring its days so many days nearer")
        parser.add_argument("--but", default="", metavar="EMAIL", help="a member whom you play yourself")

    def handle(self, *args: Any, reference: str, forward: int | None, but: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Cases are played on a local portal only (DEBUG=1).")
        rows = LabelApplication.objects.select_related("city", "scheme").filter(reference=reference.upper())
        application = rows.filter(city__origin="sample").first()
        if application is None:
            raise CommandError("No application of an invented city has this reference.")
        if forward is None:
            self.stdout.write(play(application, but=but))
            return
        if forward < 1:
            raise CommandError("Name a number of days from 1 on.")
        moved = bring_forward(application=application, days=forward)
        self.stdout.write(f"Dates moved: {moved}. Now: manage.py run_deadlines")
