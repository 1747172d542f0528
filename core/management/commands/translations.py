"""`manage.py translations check | update | compile`: keep the languages of the portal whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import catalogs
from core.languages import COMPLETE, LANGUAGES, SOURCE


class Command(BaseCommand):
    help = (
        "check: fails when a complete language misses a text, prints how far the others are. "
        "update: brings the catalogues in locale/ in line with the texts. compile: writes what the portal reads."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["check", "update", "compile"])
        parser.add_argument("languages", nargs="*", help="codes, such as fr de; all of them when left out")

    def handle(self, *args: Any, act: str, languages: list[str], **options: Any) -> None:
        """Do one of the three.

        Raises:
            CommandError: for an unknown language, or when a complete language is not whole.
        """
        known = [code for code, _name in LANGUAGES if code != SOURCE]
        unknown = sorted(set(languages) - set(known))
        if unknown:
            raise CommandError(f"Unknown: {', '.join(unknown)}. Choose from: {', '.join(known)}.")
        self.named = languages
        getattr(self, act)(languages or known)

    def compile(self, languages: list[str]) -> None:
        self.stdout.write(f"{catalogs.compile_stale()} catalogues compiled.")

    def update(self, languages: list[str]) -> None:
        wanted = catalogs.texts()
        for language in languages:
            catalogs.update(language, wanted, keep_empty=language in (*COMPLETE, *self.named))
        self.check(languages)

    def check(self, languages: list[str]) -> None:
        wanted = catalogs.texts()
        failed = []
        for language in languages:
            found = catalogs.coverage(language, wanted)
            self.stdout.write(f"{language}: {found.done} of {found.total} texts")
            if language in COMPLETE and found.faults:
                failed.append(language)
                self.stderr.write("\n".join(f"  {language}: {fault}" for fault in found.faults[:40]))
        if failed:
            raise CommandError(
                f"Not whole: {', '.join(failed)}. Run `manage.py translations update`, fill in what is empty or marked "
                "fuzzy in locale/, and check again."
            )
