"""`manage.py load_demo`: real cities from public sources, and two invented ones with accounts to play with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from hrcities.demo.compiled import load_compiled
from hrcities.demo.sample import load_sample
from labels.actions import make_key
from labels.models import CredentialKey


class Command(BaseCommand):
    requires_system_checks = []  # `make run` has checked everything with its first command
    help = "Loads the demo. Safe to run again: what is there stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has accounts with a public password: it loads with DEBUG=1 only.")
        # The invented people get no mail about what the story lets them do. Queries are not noted: nobody reads them.
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend", DEBUG=False):
            added, accounts = load_compiled(), load_sample()
            if not CredentialKey.objects.exists():
                make_key()
        self.stdout.write(f"{added} cities compiled from public sources added.")
        lines = [f"{row['email']:32} {row['password']}   {row['what']}" for row in accounts]
        (settings.VAR_DIR / "demo-accounts.txt").write_text("\n".join(lines) + "\n")
        self.stdout.write(f"{len(accounts)} demo accounts: see {settings.VAR_DIR.name}/demo-accounts.txt")
