from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commitments.actions import index_everything
from commitments.models import SearchEntry


class Command(BaseCommand):
    help = (
        "Make the search table of public commitments anew. Safe at any time. Run it once after the update that brought "
        "it, after an import, and after cities got new names."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only when nothing is in it yet")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and SearchEntry.objects.exists():
            return
        self.stdout.write(f"{index_everything()} commitments can be searched.")
