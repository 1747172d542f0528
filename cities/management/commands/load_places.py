"""`manage.py load_places`: fill the gazetteer from the shipped file or from another one in the same format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cities.actions import load_places
from cities.gazetteer import SHIPPED, BrokenGazetteerError
from cities.models import Place


class Command(BaseCommand):
    help = "Loads the gazetteer (places a city can join for). A second run with the same file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=SHIPPED, help="CSV, plain or compressed (.gz, .xz)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are places already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Place.objects.exists():
            return
        try:
            written = load_places(path=options["file"])
        except BrokenGazetteerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Gazetteer: {written} places loaded." if written else "Gazetteer: nothing has changed.")
