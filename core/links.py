"""Signed links: what a mail carries so that a person answers without signing in. Dated, revocable, used up once.

The secret is in the mail and nowhere else; the table keeps its digest. Reading the page behind a link uses nothing up,
since mail scanners follow every address: only the POST does.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from .dates import now
from .errors import Refused
from .models import Link


def new_token() -> tuple[str, str]:
    """A fresh secret of 256 bits and its digest; only the digest is kept."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(person: Any, purpose: str, subject: int, until: datetime) -> str:
    """A link for one person, one purpose and the row with the key `subject`, good until an instant. Gives its secret."""
    token, kept = new_token()
    Link.objects.create(user=person, purpose=purpose, subject=subject, digest=kept, expires_at=until)
    return token


def link_of(purpose: str) -> Callable[..., Link]:
    """A loader for `gate(public=…, see=…)`: the link whose secret is the word `token` of the address, else 404.

    It gives expired, used and revoked links too: `check` says in words what is wrong with them.
    """

    def load(request: HttpRequest, token: str) -> Link:
        try:
            return Link.objects.select_related("user").get(purpose=purpose, digest=digest(token))
        except Link.DoesNotExist:
            raise Http404 from None

    load.words = ("token",)  # type: ignore[attr-defined]
    return load


def check(link: Link, reader: Any) -> None:
    """Refuses a link that is not good, or not this reader's: withdrawn, expired, used, or somebody else signed in."""
    sign_in = reverse("account_login")
    if reader.is_authenticated and reader.pk != link.user_id:
        raise Refused(_("This link was sent to somebody else: sign out to use it, or use the link sent to you."))
    if link.revoked_at is not None:
        raise Refused(_("This link was withdrawn. Sign in to go on."), link=sign_in)
    if link.expires_at <= now():
        raise Refused(_("This link has expired. Sign in to go on."), link=sign_in)
    if link.used_at is not None:
        raise Refused(_("This link has been used already. Sign in to change what you said."), link=sign_in)


def use(link: Link, reader: Any) -> Link:
    """Uses a link up, inside the transaction of what it does; of two at once the second is refused like `check`."""
    locked = Link.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.pk)
    check(locked, reader)
    locked.used_at = now()
    locked.save(update_fields=["used_at"])
    return locked


def revoke(purpose: str, subject: int, person: Any = None) -> int:
    """Withdraws the links of a row that are still good, those of one person when given. Gives how many."""
    links = Link.objects.filter(purpose=purpose, subject=subject, used_at=None, revoked_at=None)
    if person is not None:
        links = links.filter(user=person)
    return links.update(revoked_at=now())


def prolong(purpose: str, subject: int, until: datetime) -> int:
    """Lets the links of a row that are neither used nor withdrawn last until an instant. Gives how many."""
    links = Link.objects.filter(purpose=purpose, subject=subject, used_at=None, revoked_at=None)
    return links.update(expires_at=until)
