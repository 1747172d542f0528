"""Roll-ups that are brought up to date once at the end of many acts, instead of after each of them."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

Key = TypeVar("Key", bound=Hashable)
_waiting: ContextVar[dict[Callable[[Any], None], dict[Any, None]] | None] = ContextVar("waiting", default=None)


@contextmanager
def at_the_end() -> Iterator[None]:
    """Make the acts of a block one transaction; what `once` marks is written when all of them are done, each key once.

    For loads of many things at once. Nothing inside may read what is written at the end.
    """
    waiting: dict[Callable[[Any], None], dict[Any, None]] = {}
    with transaction.atomic():
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for write, keys in waiting.items():
            write(list(keys))


def once(write: Callable[[Iterable[Key]], None]) -> Callable[[Iterable[Key]], None]:
    """Let `at_the_end` gather the keys that `write` brings up to date; everywhere else it writes at once."""

    @wraps(write)
    def gathered(keys: Iterable[Key]) -> None:
        waiting = _waiting.get()
        if waiting is None:
            write(keys)
        else:
            waiting.setdefault(write, {}).update(dict.fromkeys(keys))

    return gathered
