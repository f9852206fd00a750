"""The cache of an installation with Redis. It holds rate limits: when Redis is away they go on, counted on this machine,
and no page fails or waits for it."""

import logging
from time import monotonic
from typing import Any

import redis
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

LEFT_ALONE_SECONDS = 10


class HouseCache(RedisCache):
    """Redis, or the folder named by the option `fallback` while Redis does not answer.

    After a failure Redis is left alone for a moment: a frozen one would cost every call its whole time limit.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        self._here = FileBasedCache(options.pop("fallback"), {**params, "OPTIONS": {}})
        self._again_at = 0.0
        super().__init__(server, {**params, "OPTIONS": options})

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if monotonic() >= self._again_at:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (redis.ConnectionError, redis.TimeoutError, OSError):
                log.warning("Redis does not answer; limits are counted on this machine.", exc_info=True)
                self._again_at = monotonic() + LEFT_ALONE_SECONDS
        return getattr(self._here, name)(*args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("incr", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get_many", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete_many", *args, **kwargs)

    def clear(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("clear", *args, **kwargs)
