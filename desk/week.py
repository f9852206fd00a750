"""The week ahead by mail, for those who asked for it: on Monday at seven, once, and not when it is empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import Fact, tell
from accounts.enums import NoticeKind, Pace
from accounts.models import User
from accounts.queries import SUMMARY_AT, summary_since
from agenda.enums import SessionState
from agenda.models import Poll, Session
from agenda.queries import polls_to_answer
from core.dates import combine, day_bounds, format_day, now, paris_day
from projects.models import Action

DAYS = 7
LATEST = timedelta(days=2)  # after Monday at seven the week has begun: what was missed is not sent any more


@dataclass(frozen=True)
class Week:
    """What awaits a person in the seven days from a Monday."""

    first: date
    sessions: list[Session]
    polls: list[Poll]
    actions: list[Action]

    @property
    def is_empty(self) -> bool:
        return not (self.sessions or self.polls or self.actions)


def week_of(user: User, first: date) -> Week:
    """The sessions where the person is expected or holds the room, the polls that wait for their answer, and what they
    have to do by the end of the week. Constant queries."""
    last = first + timedelta(days=DAYS - 1)
    mine = Q(facilitators=user) | Q(attendances__participant__user=user)
    stretch = (max(now(), day_bounds(first)[0]), day_bounds(last)[1])
    keys = Session.objects.filter(mine, state=SessionState.PUBLISHED, starts_at__range=stretch).values("pk")
    sessions = Session.objects.visible_to(user).filter(pk__in=keys).select_related("venue").order_by("starts_at", "pk")
    due = Action.objects.owned_by(user).open().filter(due_on__lte=last).select_related("project")
    return Week(first, list(sessions), polls_to_answer(user), list(due.order_by(F("due_on").asc(), "pk")))


def send_weeks() -> int:
    """Writes to each person who wants the week ahead and has not had this one. Gives how many mails left."""
    due = summary_since(Pace.WEEKLY)
    if now() - due > LATEST:
        return 0
    monday = paris_day(due)
    people = User.objects.filter(
        notice_choices__kind=NoticeKind.DIGEST, notice_choices__pace=Pace.WEEKLY, is_active=True
    ).exclude(notices__fact=_name(monday))
    return sum(_send(person, monday) for person in people.order_by("pk"))


def _name(monday: date) -> str:
    return f"week {monday:%G-W%V}"


def _send(person: User, monday: date) -> bool:
    week = week_of(person, monday)
    if week.is_empty:
        return False
    with translation.override(person.language):
        title = _("Your week from %(day)s") % {"day": format_day(monday, "short")}
    ends = combine(monday + timedelta(days=DAYS), SUMMARY_AT)
    fact = Fact(_name(monday), title, settings.SITE_URL + reverse("agenda:agenda"), until=ends)

    def made(_fresh: Sequence[Fact], quiet: str) -> EmailMessage:
        with translation.override(person.language):
            words: dict[str, Any] = {"person": person, "week": week, "quiet": quiet, "site": settings.SITE_URL}
            text = render_to_string("desk/mail/week.txt", words)
        return EmailMessage(title, text, to=[person.email])

    return tell(person, NoticeKind.DIGEST, [fact], made, at_once=True) is not None
