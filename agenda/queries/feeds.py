"""What a person's calendar feed holds: what they see, thirty days back and everything to come."""

from datetime import timedelta

from django.db.models import QuerySet

from agenda.models import CalendarFeed, Session
from core.dates import now

BACK = timedelta(days=30)


def in_feed(feed: CalendarFeed) -> QuerySet[Session]:
    """The sessions of the feed, cancelled ones included so that they go out of the calendar; drafts only for the team
    that sees them. Two queries, however many there are."""
    rows = Session.objects.visible_to(feed.user).dated().filter(starts_at__gte=now() - BACK)
    if feed.only_mine:
        rows = rows.filter(facilitators=feed.user)
    return rows.select_related("venue").order_by("starts_at", "pk")


def feed_of(user: object) -> CalendarFeed | None:
    """The person's good feed, if there is one."""
    return CalendarFeed.objects.visible_to(user).good().first()
