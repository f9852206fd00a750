"""What tests of publishing share: sessions to come, and the mails that were written."""

import datetime as dt
from typing import Any

from agenda import actions
from agenda.models import Session
from cohorts.enums import SessionForm
from core.dates import combine
from core.models import OutboxMail

DAY, OTHER = dt.date(2026, 12, 3), dt.date(2026, 12, 10)
VOULU = "C’est voulu."  # two sessions at once are warned of, and not what these tests are about


def hours(day: dt.date = DAY, start: int = 9) -> dict[str, Any]:
    return {"starts_at": combine(day, dt.time(start)), "ends_at": combine(day, dt.time(start + 3, 30))}


def plan(cast, day: dt.date = DAY, start: int = 9, **facts) -> Session:
    facts = (
        {"actor": cast.facilitator, "cohort": cast.cohort, "form": SessionForm.WORKSHOP, "reason": VOULU}
        | hours(day, start)
        | facts
    )
    return actions.create_session(**facts)


def meeting(cast, **facts) -> Session:
    return plan(cast, **{"form": SessionForm.MEETING, "project": cast.project, **facts})


def move(cast, session: Session, day: dt.date = OTHER, start: int = 9, why: str = "") -> Session:
    session.refresh_from_db()
    facts = {"actor": cast.facilitator, "session": session, "seen": session.version, "reason": VOULU}
    return actions.move_session(**facts, **hours(day, start), why=why)


def mails(person=None) -> list[OutboxMail]:
    rows = OutboxMail.objects.order_by("pk")
    return list(rows if person is None else rows.filter(person=person))


def written_to() -> list[str]:
    return sorted(row.to[0] for row in mails())


def forget_mails() -> None:
    OutboxMail.objects.all().delete()


def calendar_of(mail: OutboxMail) -> str:
    """The first calendar file of a mail, as it would be read."""
    return mail.parts[0]["text"]


def link_in(mail: OutboxMail) -> str:
    """The path of the link by which the mail is answered."""
    start = mail.text.index("/l/reply/")
    return mail.text[start:].split()[0]
