"""The cache holds rate limits: while Redis is away they go on, counted on this machine, and no page waits or fails."""

import pytest
import redis
from django.core.cache.backends.redis import RedisCache

from core import cache as module
from core.cache import HouseCache

AWAY = "redis://127.0.0.1:1/0"
CALLS = [
    ("get", ("key",)),
    ("set", ("key", 1)),
    ("add", ("key", 1)),
    ("touch", ("key",)),
    ("delete", ("key",)),
    ("has_key", ("key",)),
    ("incr", ("key",)),
    ("get_many", (["key"],)),
    ("set_many", ({"key": 1},)),
    ("delete_many", (["key"],)),
    ("clear", ()),
]


@pytest.fixture
def cache(tmp_path):
    return HouseCache(AWAY, {"OPTIONS": {"fallback": str(tmp_path / "cache"), "socket_connect_timeout": 1}})


@pytest.fixture
def redis_says(monkeypatch):
    """What Redis answers to any call, or the error it raises; and how many calls reached it."""
    said = {"answer": "of redis", "calls": 0}

    def answer(self, *args, **kwargs):
        said["calls"] += 1
        if isinstance(said["answer"], Exception):
            raise said["answer"]
        return said["answer"]

    for name, _args in CALLS:
        monkeypatch.setattr(RedisCache, name, answer)
    return said


@pytest.mark.parametrize(("name", "args"), CALLS, ids=lambda value: value if isinstance(value, str) else "")
def test_redis_answers_while_it_is_there(cache, redis_says, name, args):
    assert getattr(cache, name)(*args) == "of redis"


@pytest.mark.parametrize(("name", "args"), CALLS, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("failure", [redis.ConnectionError("refused"), redis.TimeoutError("frozen"), OSError("gone")])
def test_this_machine_answers_while_redis_is_away(cache, redis_says, name, args, failure):
    redis_says["answer"] = failure
    cache.set("key", 41)

    assert getattr(cache, name)(*args) != "of redis"


def test_limits_are_counted_while_redis_is_away(cache):
    cache.set("tries", [1, 2], timeout=60)
    cache.add("count", 1)

    assert cache.get("tries") == [1, 2]
    assert cache.incr("count") == 2
    assert cache.get("nothing", "default") == "default"


def test_a_redis_that_is_away_is_left_alone_for_a_moment_and_then_asked_again(cache, redis_says, monkeypatch):
    """A frozen Redis costs each call its whole time limit; ten calls a page would make the page unbearable."""
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    redis_says["answer"] = redis.TimeoutError("frozen")
    cache.get("key")
    cache.get("key")
    while_away = redis_says["calls"]
    now[0] += 11
    redis_says["answer"] = "of redis"

    assert while_away == 1
    assert cache.get("key") == "of redis"
    assert cache.get("key") == "of redis"


def test_a_mistake_of_ours_is_no_outage(cache, redis_says):
    redis_says["answer"] = TypeError("wrong")

    with pytest.raises(TypeError):
        cache.get("key")
