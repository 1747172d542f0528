from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import files


class Command(BaseCommand):
    help = "Read every stored file and compare it with the SHA-256 on record; end with an error for any fault."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for line in files.faults():
            count += 1
            self.stdout.write(line)
        if count:
            raise CommandError(f"{count} faults. Bring these files back from the backup.")
        self.stdout.write("Every stored file is what it was.")
