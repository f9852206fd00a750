"""The reminders of sessions and polls: one function says when and to whom, and the pages and the job both ask it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, Q

from accounts.enums import NoticeKind, Pace
from accounts.models import User
from accounts.queries import paces_of
from agenda.enums import PollState, Reply, SessionState
from agenda.models import Attendance, Poll, PollVoice, PollVoiceQuerySet, Session, Told
from cohorts.queries import FURTHEST, schedules
from core.dates import day_bounds, now
from core.reminders import GRACE, WRITTEN, Aim, Line, Reminder, is_due, lines, planned
from projects.models import Participant, Project
from projects.queries import Rests, rests

from .publication import Reader

SESSION, POLL = "session", "poll"
_SETTLED = {Reply.YES, Reply.NO}  # who said « maybe » is asked again


@dataclass(frozen=True)
class Known:
    """What the sending of reminders asks of people: when their projects rest, and how often they want to be reminded."""

    rests: Rests
    paces: dict[int, Pace]

    def is_awake(self, part: Participant, day: date) -> bool:
        return self.rests.is_awake(part.membership.project_id, day)

    def filled(self, reminder: Reminder, readers: Sequence[Any]) -> Reminder:
        """With those who are mailed at once and those who want a summary; who wants nothing is neither."""
        paces = [self.paces[getattr(reader, "user", reader).pk] for reader in readers]
        told = list(zip(readers, paces, strict=True))
        at_once = [reader for reader, pace in told if pace == Pace.AT_ONCE]
        summaries = [reader for reader, pace in told if pace in {Pace.DAILY, Pace.WEEKLY}]
        return replace(reminder, readers=at_once, summaries=summaries)


def _known(parts: Sequence[Participant]) -> Known:
    """Two queries."""
    people = {part.user for part in parts}
    return Known(rests(part.membership.project_id for part in parts), paces_of(people, NoticeKind.REMINDER))


def session_reminders(sessions: Iterable[Session], project: Project | None = None) -> dict[int, list[Reminder]]:
    """The reminders of sessions by their key, soonest first; `readers` are `Reader`s, of one project when it is given.
    Constant queries.

    They go to who is invited and has said neither yes nor no, whatever structure they stand for, and to nobody whose
    every project rests on that day. A session that is not published, or has no date, has none.
    """
    asked = list(sessions)
    rows = [row for row in asked if row.state == SessionState.PUBLISHED and row.is_dated]
    found: dict[int, list[Reminder]] = {row.pk: [] for row in asked} | _planned_sessions(rows)
    waiting = _to_remind(found)
    invited: dict[int, list[Attendance]] = defaultdict(list)
    people = Attendance.objects.filter(session__in=waiting, participant__user__is_active=True)
    for line in people.select_related("participant__user", "participant__membership").order_by(
        "participant__user__name", "pk"
    ):
        invited[line.session_id].append(line)
    known = _known([line.participant for one in invited.values() for line in one])
    for row in rows:
        found[row.pk] = [
            known.filled(reminder, readers_of(invited[row.pk], row.day, reminder.acts_on, known, project))
            if reminder.is_planned
            else reminder
            for reminder in found[row.pk]
        ]
    return found


def _planned_sessions(rows: Sequence[Session]) -> dict[int, list[Reminder]]:
    plans = schedules(row.cohort_id for row in rows)
    told = dict(Told.objects.filter(session__in=rows).order_by().values_list("session", "at"))
    aims = []
    for row in rows:
        plan = plans[row.cohort_id]
        told_at = max(at for at in (row.published_at, told.get(row.pk), row.created_at) if at is not None)
        aims.append(
            Aim(SESSION, row.pk, row.day, plan.session_days, plan.hour, told_at, row.starts_at, set_at=plan.since)
        )
    return planned(aims)


def _planned_polls(rows: dict[int, Poll]) -> dict[int, list[Reminder]]:
    plans = schedules(row.cohort_id for row in rows.values())
    asked = PollVoice.objects.filter(poll__in=rows).order_by().values("poll")
    opened = dict(asked.annotate(at=Min("written_at")).values_list("poll", "at"))
    aims = []
    for row in rows.values():
        plan, told_at = plans[row.cohort_id], opened.get(row.pk) or row.created_at
        until = day_bounds(row.answers_until)[1]
        aims.append(Aim(POLL, row.pk, row.answers_until, plan.poll_days, plan.hour, told_at, until, set_at=plan.since))
    return planned(aims)


def sessions_to_remind() -> dict[int, list[int]]:
    """The sessions, as keys by their cohort's, of which a reminder is to be sent or written off now. Constant queries."""
    ahead = (now() - WRITTEN, now() + timedelta(days=FURTHEST + 1))
    rows = Session.objects.filter(state=SessionState.PUBLISHED, starts_at__range=ahead).order_by("pk")
    of_session = {row.pk: row.cohort_id for row in rows}
    found: dict[int, list[int]] = defaultdict(list)
    for key, reminders in _planned_sessions(list(rows)).items():
        if any(map(is_due, reminders)):
            found[of_session[key]].append(key)
    return found


def polls_to_remind() -> list[int]:
    """The same for polls, as keys."""
    rows = {row.pk: row for row in Poll.objects.filter(state=PollState.OPEN).order_by("pk")}
    return [key for key, reminders in _planned_polls(rows).items() if any(map(is_due, reminders))]


def readers_of(lines: Sequence[Attendance], day: date, on: date, known: Known, project: Project | None) -> list[Reader]:
    """Who of these lines of a session held on `day` is reminded `on` another."""
    answered = {line.participant.user_id for line in lines if line.reply in _SETTLED}
    found: dict[int, Reader] = {}
    for line in lines:
        part = line.participant
        asked = part.user_id not in answered and (project is None or part.membership.project_id == project.pk)
        if asked and known.is_awake(part, on) and takes_part(part, day):
            found.setdefault(part.user_id, Reader(part.user, Reply(line.reply)))
    return list(found.values())


def poll_reminders(polls: Iterable[Poll], project: Project | None = None) -> dict[int, list[Reminder]]:
    """The same of polls that are open: `readers` are people who have not spoken of every date. Constant queries."""
    asked = list(polls)
    rows = {row.pk: row for row in asked if row.state == PollState.OPEN}
    found: dict[int, list[Reminder]] = {row.pk: [] for row in asked} | _planned_polls(rows)
    voices: dict[int, list[PollVoice]] = defaultdict(list)
    for voice in silent_voices(_to_remind(found)):
        voices[voice.poll_id].append(voice)
    known = _known([voice.participant for one in voices.values() for voice in one])
    for key in rows:
        found[key] = [
            known.filled(reminder, _askers(voices[key], reminder, known, project)) if reminder.is_planned else reminder
            for reminder in found[key]
        ]
    return found


def project_reminders(user: Any, project: Project) -> list[Line]:
    """The reminders of the sessions and polls to come that the people of a project will get, soonest first, as far as
    this person sees what they are about. Constant queries."""
    ours = Q(project=project) | Q(project=None, cohort=project.cohort)
    sessions = (
        Session.objects.visible_to(user).filter(ours, state=SessionState.PUBLISHED, starts_at__gt=now()).order_by("pk")
    )
    polls = (
        Poll.objects.visible_to(user)
        .filter(ours, state=PollState.OPEN)
        .select_related("project", "axis")
        .order_by("pk")
    )
    rows = {row.pk: row for row in sessions}
    asked = {row.pk: row for row in polls}
    return lines(
        [
            *((rows[key], found) for key, found in session_reminders(rows.values(), project).items()),
            *((asked[key], found) for key, found in poll_reminders(asked.values(), project).items()),
        ]
    )


def silent_voices(polls: Iterable[int]) -> Iterable[PollVoice]:
    """The voices of people who are waited for in these polls."""
    rows = PollVoice.objects.filter(poll__in=list(polls), participant__user__is_active=True).waited_for()
    rows = rows.select_related("participant__user", "participant__membership")
    return rows.order_by("participant__user__name", "pk")


def silent_voices_of(poll: Poll, people: Sequence[User]) -> PollVoiceQuerySet:
    """The voices of these people that are waited for in a poll."""
    return PollVoice.objects.filter(poll=poll, participant__user__in=people).waited_for()


def _askers(voices: Sequence[PollVoice], reminder: Reminder, known: Known, project: Project | None) -> list[User]:
    found: dict[int, User] = {}
    for voice in voices:
        part, written = voice.participant, voice.written_at
        if written is not None and written > reminder.due_at - GRACE:
            continue
        if known.is_awake(part, reminder.acts_on) and (project is None or part.membership.project_id == project.pk):
            found.setdefault(part.user_id, part.user)
    return list(found.values())


def _to_remind(found: dict[int, list[Reminder]]) -> list[int]:
    """The rows of which a reminder is still to leave."""
    return [key for key, reminders in found.items() if any(reminder.is_planned for reminder in reminders)]


def takes_part(part: Participant, day: date) -> bool:
    """Whether the person takes part on a day, in a structure that does."""
    return max(part.starts_on, part.membership.joined_on) <= day <= (part.last_day or date.max)
