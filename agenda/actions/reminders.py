"""Sending the reminders that are due: once each, to those whom the pages say, and never too late to be of use."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from agenda.enums import PollState, SessionState
from agenda.models import Poll, Session
from agenda.queries import (
    Reader,
    poll_reminders,
    polls_to_remind,
    session_reminders,
    sessions_to_remind,
    silent_voices_of,
)
from core.enums import Verb
from core.reminders import Reminder, settle
from core.trail import record

from .poll_mails import ask_again
from .session_mails import remind

Told = dict[int, tuple[int, int]]  # by the key of a row, how many got a mail and how many a line in their summary


def send_reminders() -> int:
    """Sends each reminder of a session or a poll whose instant has come and which was not sent yet. Gives how many mails
    left.

    After an interruption what is still of use is sent late; of two that are late for one row only the later is. What
    came too late is written down as left out.
    """
    sessions = sum(_remind_cohort(keys) for _cohort, keys in sorted(sessions_to_remind().items()))
    return sessions + sum(_remind_poll(key) for key in polls_to_remind())


@transaction.atomic
def _remind_cohort(keys: Sequence[int]) -> int:
    """The sessions of one cohort under their locks, one mail a person; whoever comes second finds nothing to do."""
    rows = Session.objects.filter(pk__in=keys, state=SessionState.PUBLISHED).select_related(
        "cohort", "venue", "project"
    )
    found = {row.pk: row for row in rows.order_by("pk").select_for_update(of=("self",))}

    def send(going: Sequence[Reminder]) -> Told:
        told: dict[User, list[tuple[Reminder, Session, Reader]]] = defaultdict(list)
        for reminder in going:
            session = found[reminder.aim.key]
            for reader in (*reminder.readers, *reminder.summaries):
                told[reader.user].append((reminder, session, reader))
            record(None, Verb.REMINDED, session, people=reminder.people, later=reminder.later)
        for person, theirs in told.items():
            remind(person, theirs)
        return {reminder.aim.key: (reminder.people, reminder.later) for reminder in going}

    return settle([one for each in session_reminders(found.values()).values() for one in each], send)


@transaction.atomic
def _remind_poll(key: int) -> int:
    poll = Poll.objects.select_for_update(of=("self",)).filter(pk=key, state=PollState.OPEN).first()
    if poll is None:
        return 0

    def send(going: Sequence[Reminder]) -> Told:
        (reminder,) = going
        voices = silent_voices_of(poll, (*reminder.readers, *reminder.summaries))
        ask_again(poll, voices, reminder.fact)
        record(None, Verb.REMINDED, poll, people=reminder.people, later=reminder.later)
        return {poll.pk: (reminder.people, reminder.later)}

    return settle(poll_reminders([poll])[poll.pk], send)
