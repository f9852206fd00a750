"""When a session was last used, for the list in which a person sees and ends their own."""

import time
from collections import OrderedDict

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

EVERY_SECONDS = 60
REMEMBERED = 10_000

# What this process has noted lately: (session, address, browser) and when.
_noted: OrderedDict[tuple[str, ...], float] = OrderedDict()


def _visitor(request: HttpRequest) -> tuple[str, ...]:
    names = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT")
    return (request.session.session_key or "", *(request.META.get(name, "") for name in names))


def is_known(request: HttpRequest) -> bool:
    """Whether this process has noted this very session, from this address and browser."""
    return _visitor(request) in _noted


def note_activity(request: HttpRequest, *, every: float = EVERY_SECONDS) -> None:
    """Notes that a signed-in session is used, where this process has not done so for as many seconds."""
    visitor, now = _visitor(request), time.monotonic()
    if now < _noted.get(visitor, -every) + every:
        return
    _noted[visitor] = now
    _noted.move_to_end(visitor)
    while len(_noted) > REMEMBERED:
        _noted.popitem(last=False)
    UserSession.objects.create_from_request(request)
