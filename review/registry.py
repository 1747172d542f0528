"""The queues of the office: each app registers what waits in it, the first page of the administration lists them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

_queues: dict[str, "Queue"] = {}


@dataclass(frozen=True)
class Queue:
    """One queue. `rows(user)` returns what waits and `user` may see: conflicts are left out, counters too."""

    key: str
    label: Any
    rows: Callable[[Any], QuerySet]
    allowed: Callable[[Any], bool]
    admin_url: str

    @property
    def url(self) -> str:
        return reverse(self.admin_url)


def register_queue(queue: Queue) -> None:
    """Add a queue; called from an app's `ready`. The same key again replaces the first."""
    _queues[queue.key] = queue


def queues_for(user: Any) -> list[dict[str, Any]]:
    """Return key, label, address and count of each queue that `user` may see."""
    return [
        {"key": queue.key, "label": queue.label, "url": queue.url, "count": queue.rows(user).count()}
        for queue in _queues.values()
        if queue.allowed(user)
    ]
