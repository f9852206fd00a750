"""What the pages of polls list: the polls a person sees, their own answers, and who is waited for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.queries import wanting
from agenda.enums import Availability, PollState
from agenda.figures import PollCounts, poll_counts
from agenda.models import Poll, PollAnswer, PollDate, PollQuerySet, PollVoice, Session, SessionQuerySet, Venue
from cohorts.models import Cohort
from core.dates import now, today
from projects.models import Membership, Participant, Project
from projects.queries import resting_projects

from .busy import taken
from .sheet import concerned

BETWEEN_MAILS = timedelta(hours=1)  # a second press of the button is not a second mail
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class PollLine:
    """A poll in a list, with its counts, and whether the reader has dates to answer in it."""

    poll: Poll
    counts: PollCounts
    is_mine_to_answer: bool


@dataclass(frozen=True)
class OwnDate:
    """A date as its reader answers it: what they said last, or nothing yet."""

    date: PollDate
    answer: Availability | None


@dataclass(frozen=True)
class Asked:
    """A structure in a poll and its people, each with whether they are waited for."""

    membership: Membership
    people: list[tuple[User, bool]]


def on_poll_page(polls: PollQuerySet) -> PollQuerySet:
    """A poll with all that its page says."""
    page = polls.select_related(
        "cohort", "project", "axis", "venue", "session", "draft__structure", "chosen", "created_by"
    )
    return page.prefetch_related(Prefetch("facilitators", User.objects.order_by("name", "pk")))


def polls(user: Any, cohort: Cohort | None = None) -> PollQuerySet:
    """The polls that this person sees, those that want something first, then the latest."""
    rows = Poll.objects.visible_to(user).select_related("cohort", "project", "axis", "chosen")
    return (rows if cohort is None else rows.filter(cohort=cohort)).order_by("-created_at", "-pk")


def poll_lines(user: Any, rows: Sequence[Poll]) -> list[PollLine]:
    """A page of polls with their counts: four queries."""
    counts = poll_counts(rows)
    mine = set(waiting_voices(user).filter(poll__in=rows).values_list("poll", flat=True))
    return [PollLine(row, counts[row.pk], row.pk in mine) for row in rows]


def waiting_voices(user: Any) -> Any:
    """This person's voices in polls that are open to answers and want one."""
    rows = PollVoice.objects.of_person(user).waited_for().order_by("pk")
    return rows.filter(poll__state=PollState.OPEN, poll__answers_until__gte=today())


def polls_to_answer(user: Any, project: Project | None = None) -> list[Poll]:
    """The polls in which this person has dates to answer, the most pressing first; for a project those asked of its
    people."""
    rows = waiting_voices(user)
    if project is not None:
        rows = rows.filter(participant__membership__project=project)
    found = Poll.objects.filter(pk__in=rows.values("poll")).select_related("project", "axis")
    return list(found.order_by("answers_until", "pk"))


def drafts_to_date(user: Any, cohort: Cohort) -> SessionQuerySet:
    """The sessions of a cohort that wait for a date, for whoever looks for one by a poll."""
    return Session.objects.visible_to(user).undated().filter(cohort=cohort).select_related("project", "structure")


def poll_for(draft: Session) -> Poll | None:
    """The poll under way that looks for the date of a draft."""
    return None if draft.is_dated else draft.polls.filter(state__in=[PollState.DRAFT, PollState.OPEN]).first()


def is_open_to_answers(poll: Poll) -> bool:
    """Whether answers are taken today."""
    return poll.is_open and poll.answers_until >= today()


def own_dates(poll: Poll, user: Any) -> list[OwnDate]:
    """The dates proposed on which this person takes part, in order of time, with what they said of each."""
    voices = list(poll.voices.of_person(user).select_related("participant__membership").order_by("pk"))
    given = dict(
        PollAnswer.objects.filter(voice__in=voices).order_by("-voice").values_list("date", "answer")
    )  # of two structures' answers, which are the same, the first voice's
    days = [(voice.participant.starts_on, voice.participant.last_day) for voice in voices]
    return [
        OwnDate(row, Availability(given[row.pk]) if row.pk in given else None)
        for row in poll.dates.proposed().order_by("starts_at", "ends_at", "pk")
        if any(first <= row.day and (last is None or row.day <= last) for first, last in days)
    ]


def asked(poll: Poll) -> list[Asked]:
    """Everybody asked, by structure, with whether they are waited for: two queries."""
    waiting = set(poll.voices.waited_for().order_by("pk").values_list("pk", flat=True))
    rows = poll.voices.select_related(
        "participant__user", "participant__membership__structure", "participant__membership__project"
    ).order_by(
        "participant__membership__project__name",
        "participant__membership__structure__name",
        "participant__user__name",
        "pk",
    )
    groups: dict[int, Asked] = {}
    for voice in rows:
        membership = voice.participant.membership
        group = groups.setdefault(membership.pk, Asked(membership, []))
        group.people.append((voice.participant.user, voice.pk in waiting))
    return list(groups.values())


def to_ask(poll: Poll) -> list[Participant]:
    """Whom a poll concerns: who takes part on one of its dates, and whose part is not over. Two queries."""
    days = {row.day for row in poll.dates.proposed().order_by("pk")}
    rows = Participant.objects.select_related("user", "membership__structure", "membership__project")
    tie = {"membership__project": poll.project} if poll.project else {"membership__project__cohort": poll.cohort}
    if poll.structure is not None:
        tie["membership__structure"] = poll.structure
    people = rows.filter(**tie).order_by("membership__project__name", "membership__structure__name", "user__name", "pk")
    return [person for person in people if _is_concerned(person, days)]


def to_remind(poll: Poll) -> list[User]:
    """Whom a reminder by hand reaches now: those waited for and those who came since, but for whoever was written to
    within the hour, carries only projects that rest today, or wants no reminder. Constant queries."""
    people = [person for person in to_ask(poll) if person.user.is_active]
    written = dict(poll.voices.order_by("pk").values_list("participant", "written_at"))
    waiting = set(poll.voices.waited_for().order_by("pk").values_list("participant", flat=True))
    resting = resting_projects([person.membership.project_id for person in people])
    fresh = {person.user_id for person in people if (written.get(person.pk) or LONG_AGO) > now() - BETWEEN_MAILS}
    found = {
        person.user_id: person.user
        for person in people
        if (person.pk not in written or person.pk in waiting)
        and person.user_id not in fresh
        and person.membership.project_id not in resting
    }
    return wanting(found.values(), NoticeKind.REMINDER)


def to_write_to(poll: Poll) -> int:
    """How many persons the next mail goes to: everybody of a draft, else whom a reminder by hand reaches."""
    if poll.is_draft:
        return len({person.user_id for person in to_ask(poll) if person.user.is_active})
    return len(to_remind(poll))


def invited_on(poll: Poll, day: date) -> int:
    """How many persons a session of that day would invite."""
    people = concerned(poll.cohort, poll.project, day, poll.structure).filter(user__is_active=True)
    return people.order_by().values("user").distinct().count()


def _is_concerned(person: Participant, days: set[date]) -> bool:
    last = person.last_day or date.max
    return last >= today() and any(person.starts_on <= day <= last for day in days)


def obstacles(poll: Poll) -> dict[int, list[User | Venue]]:
    """For each date proposed, who of those who would hold the session is busy then, and the place if it is taken."""
    dates = list(poll.dates.proposed().order_by("pk"))
    team = list(poll.facilitators.all())
    held = taken([person.pk for person in team], [poll.venue_id] if poll.venue_id else [], [d.hours for d in dates])
    found: dict[int, list[User | Venue]] = defaultdict(list)
    for row in dates:
        at_once = [one for one in held if one.hours.overlaps(row.hours)]
        found[row.pk] += [person for person in team if any(person.pk in one.people for one in at_once)]
        if poll.venue is not None and any(one.venue == poll.venue_id for one in at_once):
            found[row.pk].append(poll.venue)
    return found
