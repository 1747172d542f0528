from typing import Any

from django.core.management.base import BaseCommand

from commitments.actions import hold_overdue, lapse_returned


class Command(BaseCommand):
    help = (
        "Act on deadlines that have passed: more time once, then returned texts and reports lapse; "
        "commitments whose report is long overdue go on hold. Run it once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = lapse_returned()
        held = hold_overdue()
        self.stdout.write(f"More time given: {done.extended}. Lapsed: {done.lapsed}. On hold: {held}.")
