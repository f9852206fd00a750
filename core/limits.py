"""How often one address may knock: counted in the cache, in windows of time."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def within(request: HttpRequest, action: str, number: int, seconds: int) -> bool:
    """Counts one knock of this visitor's address; False from the one after `number` in a window of `seconds` on."""
    address = get_adapter().get_client_ip(request)
    key = f"limit:{action}:{address}:{int(time.time() // seconds)}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= number)
    except ValueError:  # the window has just ended
        return True


def spent(request: HttpRequest, action: str, number: int, seconds: int) -> bool:
    """Whether this visitor's address has knocked `number` times in the window under way; counts nothing."""
    address = get_adapter().get_client_ip(request)
    return bool(cache.get(f"limit:{action}:{address}:{int(time.time() // seconds)}", 0) >= number)
