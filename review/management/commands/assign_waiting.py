from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.rules import is_decider
from review.actions import assign_several
from review.balance import MOST, plan_for


class Command(BaseCommand):
    help = (
        f"Share the {MOST} oldest submissions that nobody holds out among the reviewers, in the name of a decider. "
        "With --dry-run: only say who would get what, and why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="the decider who assigns")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, by: str, dry_run: bool, **options: Any) -> None:
        person = User.objects.filter(email=by.lower()).first()
        if person is None or not is_decider(person):
            raise CommandError("--by must be the address of a decider: only deciders give submissions to somebody.")
        plan = plan_for(person)
        for line in plan:
            self.stdout.write(f"{line.item.reference}\t{line.item.city_name}\t{line.person or '–'}\t{line.reason}")
        if dry_run:
            self.stdout.write(f"{len(plan)} looked at, nothing changed.")
            return
        shares = [(line.item, line.person, None) for line in plan if line.person]
        outcomes = assign_several(shares=shares, by=person)
        for outcome in outcomes:
            if not outcome.done:
                self.stdout.write(f"{outcome.item.reference}\t{outcome.words}")
        self.stdout.write(f"{sum(outcome.done for outcome in outcomes)} of {len(plan)} assigned.")
