"""`manage.py load_scheme`: make sure that the shipped edition of the label's rules exists."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from labels.actions import load_scheme
from labels.actions.loading import SHIPPED


class Command(BaseCommand):
    help = "Loads the label's rules. A second run changes nothing; edited or used editions are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=SHIPPED, help="JSON file with one edition")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_scheme(path=options["file"])
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"Rules of the label, edition {loaded.scheme.code}: {loaded.done}.")
