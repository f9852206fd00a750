"""How the people invited answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from agenda.models import Attendance, Session


@dataclass(frozen=True)
class Replies:
    """How the people invited to a session answered; `none` counts those who have not."""

    yes: int = 0
    maybe: int = 0
    no: int = 0
    none: int = 0

    @property
    def invited(self) -> int:
        return self.yes + self.maybe + self.no + self.none


def replies(session: Session) -> Replies:
    """The answers of everybody invited to the session; cancelled sessions keep theirs."""
    return replies_by_session([session])[session.pk]


def replies_by_session(sessions: Iterable[Session]) -> dict[int, Replies]:
    """`replies` of several sessions in one query, by session key."""
    keys = [session.pk for session in sessions]
    lines = Attendance.objects.filter(session__in=keys).order_by()
    counted = lines.values_list("session", "reply").annotate(n=Count("pk"))
    found: dict[int, dict[str, int]] = {key: {} for key in keys}
    for key, reply, n in counted:
        found[key][reply] = n
    return {key: Replies(**answers) for key, answers in found.items()}
