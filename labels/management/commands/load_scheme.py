"""`manage.py load_scheme`: make sure that the shipped rules of the label exist, and the powers usual by country."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from labels.actions import load_scheme, load_usual_powers
from labels.actions.loading import SHIPPED


class Command(BaseCommand):
    help = (
        "Loads the label's rules and the powers usual in each country. A second run changes nothing; what was edited, "
        "and editions in use, are kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=SHIPPED, help="JSON file with one edition")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_scheme(path=options["file"])
            powers = load_usual_powers()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"Rules of the label, edition {loaded.scheme.code}: {loaded.done}.")
        self.stdout.write(f"Powers usual in each country: {powers} changed.")
