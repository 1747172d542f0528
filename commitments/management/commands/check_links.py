import fcntl
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from commitments.actions import check_links


class Command(BaseCommand):
    help = "Ask public links whether they answer, each once a week; warn the cities of those that do not. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LINK_CHECK:
            self.stdout.write("Link checks are off: set LINK_CHECK=1.")
            return
        with (settings.VAR_DIR / "check_links.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.stdout.write("Another check is running.")
                return
            done = check_links()
        self.stdout.write(f"Asked {done.asked} links: {done.dead} dead. Cities warned: {done.warned}.")
