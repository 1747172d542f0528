from typing import Any

from django.core.management.base import BaseCommand

from participation.actions import forget_people


class Command(BaseCommand):
    help = "Forget addresses and texts of others whose time is over. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        done = forget_people()
        words = [f"Unconfirmed, deleted: {done.unconfirmed}", f"Ended, emptied: {done.ended}", f"Alerts: {done.alerts}"]
        self.stdout.write(". ".join(words) + ".")
