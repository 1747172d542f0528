"""Many people at once: runs functions in threads that start together, each with its own database connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

Outcome = Any


def run_at_once(*acts: Callable[[], Any]) -> list[Outcome]:
    """Run all `acts` at the same moment; return what each returned, or the exception it raised."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Outcome:
        try:
            start.wait(timeout=30)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
