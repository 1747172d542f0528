"""`manage.py break_glass HRL-… suspend --reason "…"`: the emergency way, written in the public log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.access import Refused
from labels.actions import break_glass
from labels.models import Label
from review.workflow import NotReady, Stale


class Command(BaseCommand):
    help = (
        "Changes a label past the two signatures: for a court's order, or while no two deciders can sign. The reason "
        "becomes an entry of the public decision log, and everybody who acted before gets a mail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("label", help="number of the label, such as HRL-7K2Q9D")
        parser.add_argument("change", choices=("suspend", "reinstate", "revoke"))
        parser.add_argument("--reason", required=True, help="public, at least 20 characters")

    def handle(self, *args: Any, **options: Any) -> None:
        label = Label.objects.filter(code=options["label"].strip().upper()).first()
        if label is None:
            raise CommandError("No label has this number.")
        try:
            break_glass(label=label, kind=options["change"], reason=options["reason"])
        except (Refused, Stale, NotReady) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Done: {label.code} is {label.state}. The public decision log says so.")
