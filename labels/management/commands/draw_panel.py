"""`manage.py draw_panel [REFERENCE] [--verify]`: what run_deadlines does about draws, now; or check a draw again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.access import Refused
from labels.actions.draws import hold_draw, list_candidates, run_draws
from labels.models import LabelApplication
from labels.queries.draws import open_draw
from labels.queries.verifying import panel_faults


class Command(BaseCommand):
    help = (
        "Announce, list and draw what the day asks for; of one application when its REFERENCE is given. --verify "
        "checks draws that were held against the public log and the algorithm, and exits with 1 when one differs. "
        "--early draws the panel of an invented city before its day is over (DEBUG=1 only)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", nargs="?", default="", help="of the application, such as HRL-A-7K2Q9D")
        parser.add_argument("--verify", action="store_true", help="check, change nothing")
        parser.add_argument("--early", action="store_true", help="invented cities on a local portal only")

    def handle(self, *args: Any, reference: str, verify: bool, early: bool, **options: Any) -> None:
        rows = LabelApplication.objects.select_related("city", "scheme").exclude(draws=None).distinct()
        if reference:
            rows = rows.filter(reference=reference.upper())
        if verify:
            self._verify(list(rows))
        elif reference:
            self._draw(rows.first(), early)
        else:
            done = run_draws()
            self.stdout.write(f"Asked: {done.asked}. Announced: {done.announced}. ", ending="")
            self.stdout.write(f"Listed: {done.listed}. Drawn: {done.drawn}.")

    def _verify(self, applications: list[LabelApplication]) -> None:
        faults = [fault for application in applications for fault in panel_faults(application)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError("A draw is not what the public log and the algorithm give.")
        self.stdout.write(f"Applications checked: {len(applications)}. Every draw gives the panel that sits.")

    def _draw(self, application: LabelApplication | None, early: bool) -> None:
        if application is None:
            raise CommandError("No draw is announced for this application. Somebody of the office announces it.")
        list_candidates(application=application)
        try:
            found = hold_draw(application=application, early=early)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if found is not None:
            self.stdout.write(f"Drawn: {' '.join(found.result['drawn']) or 'nobody'}.")
            return
        waiting = open_draw(application)
        if waiting is None:
            raise CommandError("Every draw of this application was held already. --verify checks them.")
        raise CommandError(f"Not yet: the panel is drawn once {waiting.draw_on} (UTC) is over.")
