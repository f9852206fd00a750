"""A person's own calendar feed: made, renewed, withdrawn. Its secret is given once, to be shown, and never kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.models import CalendarFeed
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.links import new_token
from core.trail import record


@transaction.atomic
def renew_feed(*, actor: User, only_mine: bool = False) -> str:
    """Makes the person's feed, or another in its place: the old address stops at once. Gives the secret of the new one."""
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    _withdraw(person)
    token, kept = new_token()
    feed = CalendarFeed.objects.create(user=person, digest=kept, only_mine=only_mine and person.is_team)
    record(actor, Verb.CREATED, feed, only_mine=feed.only_mine)
    return token


@transaction.atomic
def revoke_feed(*, actor: User) -> None:
    """Withdraws the person's feed. Refuses when there is none."""
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    if not _withdraw(person):
        raise Refused(_("There is no address to withdraw: it was withdrawn already."))


def _withdraw(person: User) -> bool:
    feed = CalendarFeed.objects.good().filter(user=person).first()
    if feed is None:
        return False
    feed.revoked_at = now()
    feed.save(update_fields=["revoked_at"])
    record(person, Verb.CANCELLED, feed)
    return True
