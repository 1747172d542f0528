"""`manage.py credential_key new`: the key that signs labels as credentials."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.access import Refused
from labels.actions import make_key, register_key, revoke_key
from labels.models import CredentialKey


class Command(BaseCommand):
    help = (
        "new: make a key in CREDENTIAL_KEYS_DIR, it takes over. register: let the key of CREDENTIAL_KEY take over. "
        "list: all keys. revoke NAME: trust a lost key no more; run new before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=("new", "register", "list", "revoke"))
        parser.add_argument("name", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        acts = {"new": make_key, "register": register_key, "revoke": lambda: revoke_key(options["name"])}
        if options["act"] != "list":
            try:
                key = acts[options["act"]]()
            except (Refused, OSError) as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(f"Done: {key.kid}")
            return
        for key in CredentialKey.objects.all():
            state = "revoked" if key.revoked_at else "signs" if key.signs else "checks only"
            self.stdout.write(f"{key.kid}  {state}  made {key.created_at:%Y-%m-%d}")
