"""`manage.py run_deadlines`: everything that happens because a day has come. Once a day; safe twice and at once."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions import send_digests
from cities.actions import mandate_notices
from commitments.actions import hold_overdue, lapse_returned, remind_cities
from review.actions import remind_office


class Command(BaseCommand):
    help = (
        "Act on the day: returned texts get more time or lapse, late commitments go on hold, people are reminded, "
        "digests are sent. Run it once a day, early; a day that was missed is made up for."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = lapse_returned()
        words = [f"More time given: {done.extended}", f"Lapsed: {done.lapsed}", f"On hold: {hold_overdue()}"]
        words.append(f"Reminders: {remind_cities() + remind_office()}")
        words.append(f"Digests: {send_digests()}")
        asked, told = mandate_notices()
        words.append(f"Mandates that end soon: {asked}. Mandates that ended: {told}")
        self.stdout.write(". ".join(words) + ".")
