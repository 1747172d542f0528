from typing import Any

from django.core.management.base import BaseCommand

from participation.actions import send_alerts


class Command(BaseCommand):
    help = "Send what changed to those who follow it. Run it every ten minutes; safe twice and at once."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Alerts: {send_alerts()}.")
