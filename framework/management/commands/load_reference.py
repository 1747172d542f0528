"""`manage.py load_reference`: bring the reference tables in line with the shipped files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from framework.actions import load_reference
from framework.reference_files import SHIPPED, BrokenReferenceError


class Command(BaseCommand):
    help = "Loads framework, rights, goals, policy areas and instruments. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--directory", type=Path, default=SHIPPED, help="folder with the JSON files")
        parser.add_argument("--overwrite", action="store_true", help="also overwrite what was edited in the admin")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_reference(directory=options["directory"], overwrite=options["overwrite"])
        except BrokenReferenceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Reference data: {done.created} created, {done.updated} updated, {done.unchanged} unchanged, "
            f"{done.kept} kept as edited in the admin; {done.links_added} links added, {done.links_removed} removed."
        )
