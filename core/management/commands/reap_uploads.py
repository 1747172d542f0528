from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import files
from core.storage import private_storage


class Command(BaseCommand):
    help = "Delete stored files that no row names and that are older than a day; name rows whose file is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        count = freed = 0
        for name in files.orphans():
            count, freed = count + 1, freed + private_storage.size(name)
            self.stdout.write(f"Orphan: {name}")
            if not options["dry_run"]:
                private_storage.delete(name)
        lost = 0
        for line in files.missing():
            lost += 1
            self.stdout.write(f"File missing: {line}")
        done = "Would delete" if options["dry_run"] else "Deleted"
        self.stdout.write(f"{done} {count} files, {freed} bytes. Rows without a file: {lost}.")
