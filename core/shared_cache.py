"""Redis as a cache that may go away: pages must not fail with it.

While the server does not answer, each process keeps for itself what it would keep without `CACHE_URL`, so limits still
count. It asks the server again every few seconds, and writes one warning for each time the server was away.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

AGAIN_AFTER = 5.0
# Seconds. A page waits for a server that hangs once in `AGAIN_AFTER`, and no longer than this.
PATIENCE = {"socket_connect_timeout": 0.3, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
log = logging.getLogger(__name__)


class _Away:
    """Until when this process does not ask the server again; 0 while it answers."""

    until = 0.0


class SharedCache(BaseCache):
    """One cache for all processes, and a small one of its own for the time in which that does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = PATIENCE | params.get("OPTIONS", {})
        self.shared = RedisCache(server, params | {"OPTIONS": options})
        self.own = LocMemCache(f"instead of {params.get('KEY_PREFIX', '')}", params)

    def _ask(self, act: Callable[[BaseCache], Any]) -> Any:
        if time.monotonic() < _Away.until:
            return act(self.own)
        try:
            found = act(self.shared)
        except (RedisError, OSError) as error:
            if not _Away.until:
                log.warning("The shared cache does not answer; each process keeps for itself: %s", error)
            _Away.until = time.monotonic() + AGAIN_AFTER
            return act(self.own)
        _Away.until = 0.0
        return found

    def add(self, key: str, value: Any, *args: Any, **more: Any) -> bool:
        return self._ask(lambda cache: cache.add(key, value, *args, **more))

    def get(self, key: str, *args: Any, **more: Any) -> Any:
        return self._ask(lambda cache: cache.get(key, *args, **more))

    def set(self, key: str, value: Any, *args: Any, **more: Any) -> None:
        self._ask(lambda cache: cache.set(key, value, *args, **more))

    def touch(self, key: str, *args: Any, **more: Any) -> bool:
        return self._ask(lambda cache: cache.touch(key, *args, **more))

    def delete(self, key: str, *args: Any, **more: Any) -> bool:
        return self._ask(lambda cache: cache.delete(key, *args, **more))

    def has_key(self, key: str, *args: Any, **more: Any) -> bool:
        return self._ask(lambda cache: cache.has_key(key, *args, **more))

    def incr(self, key: str, *args: Any, **more: Any) -> int:
        return self._ask(lambda cache: cache.incr(key, *args, **more))

    def get_many(self, keys: Any, *args: Any, **more: Any) -> dict[str, Any]:
        names = list(keys)
        return self._ask(lambda cache: cache.get_many(names, *args, **more))

    def set_many(self, data: dict[str, Any], *args: Any, **more: Any) -> list[str]:
        return self._ask(lambda cache: cache.set_many(data, *args, **more))

    def delete_many(self, keys: Any, *args: Any, **more: Any) -> None:
        names = list(keys)
        self._ask(lambda cache: cache.delete_many(names, *args, **more))

    def clear(self) -> None:
        self._ask(lambda cache: cache.clear())
