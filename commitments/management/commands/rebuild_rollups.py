from typing import Any

from django.core.management.base import BaseCommand

from commitments.actions import rebuild_rollups


class Command(BaseCommand):
    help = (
        "Make the figures of the record anew from the commitments: home, statistics, gaps. Safe at any time; decisions "
        "wait while it runs. Run it after an import or a repair of the database."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Rows of the roll-up mended: {rebuild_rollups()}.")
