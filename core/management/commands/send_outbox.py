"""`manage.py send_outbox`: sends what a stopped worker left behind. Safe to run at any time, also twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.actions import send_outbox_mail, stuck_mails


class Command(BaseCommand):
    help = "Sends the mails that have waited in the outbox for more than half an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = sum(send_outbox_mail(mail_id=pk) for pk in stuck_mails(at=timezone.now()))
        self.stdout.write(f"{sent} mails sent.")
