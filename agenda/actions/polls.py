"""Making a poll, changing it, sending it, choosing its date, cancelling it and taking it up again."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Availability, PollState, Reply, SessionState
from agenda.models import Poll, PollAnswer, PollDate, Session, Venue
from cohorts.models import Axis, Cohort
from core import links
from core.dates import format_day, format_hours, holiday_name, now, paris_day, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from core.timetable import Interval
from core.trail import record
from projects.models import Project

from .poll_drafts import date_draft, free_draft
from .poll_mails import LINK, ask_by_mail, renew_voices
from .publication import publish_session
from .sessions import FAR_AWAY, create_session

MOST_DATES = 40
_REPLIES = {Availability.YES: Reply.YES, Availability.IF_NEED_BE: Reply.MAYBE, Availability.NO: Reply.NO}
_FIELDS = ("axis", "title", "message", "venue", "answers_until")


@transaction.atomic
def create_poll(
    *,
    actor: User,
    cohort: Cohort,
    form: str,
    dates: Sequence[Interval],
    answers_until: dt.date,
    draft: Session | None = None,
    project: Project | None = None,
    axis: Axis | None = None,
    title: str = "",
    message: str = "",
    venue: Venue | None = None,
    facilitators: Sequence[User] = (),
    accept_warnings: bool = False,
    is_example: bool = False,
) -> Poll:
    """Prepares a poll; nobody is asked yet. With a `draft`, for the date of that very session. Refuses dates that are
    over, that pass midnight or lie too far away, and what is of another cohort; a public holiday or a day outside the
    cohort asks for the box; a draft that was dated meanwhile, or for which a poll is under way."""
    if draft is not None:
        draft = free_draft(draft)
    poll = Poll(
        cohort=cohort, form=form, project=project, draft=draft, axis=axis, title=title, message=message, venue=venue,
        answers_until=answers_until, created_by=actor, is_example=is_example,
    )  # fmt: skip
    _check_belonging(poll, facilitators)
    _check_dates(poll, dates, accept_warnings=accept_warnings)
    _check_deadline(answers_until, dates)
    keep(poll)
    poll.facilitators.set(facilitators)
    _propose(poll, dates)
    record(actor, Verb.CREATED, poll, dates=len(dates))
    return poll


@transaction.atomic
def change_poll(
    *,
    actor: User,
    poll: Poll,
    seen: int,
    answers_until: dt.date,
    axis: Axis | None,
    title: str,
    message: str,
    venue: Venue | None,
    facilitators: Sequence[User],
    dates: Sequence[Interval] = (),
    withdrawn: Collection[int] = (),
    accept_warnings: bool = False,
) -> Poll:
    """Changes a poll that is not over: its words, its last day, more dates, dates withdrawn. What people said of the
    dates that stay is kept. Refuses like `create_poll`, and a version that is not the last."""
    stored = _lock(poll)
    _refuse_over(stored)
    wanted = {"axis": axis, "title": title, "message": message, "venue": venue, "answers_until": answers_until}
    if seen != stored.version:
        raise EditedElsewhere(
            _("Somebody else changed this poll meanwhile."), theirs=stored, yours=wanted, version=stored.version
        )
    team = set(stored.facilitators.order_by("pk"))
    for name, value in wanted.items():
        setattr(stored, name, value)
    _check_belonging(stored, [person for person in facilitators if person not in team])
    _check_dates(stored, dates, accept_warnings=accept_warnings)
    staying = [row.hours for row in stored.dates.proposed().exclude(pk__in=withdrawn).order_by("starts_at", "pk")]
    if not staying and not dates:
        raise Refused(_("A poll keeps one date at least."), field="withdrawn")
    _check_deadline(answers_until, [*staying, *dates])
    stored.dates.proposed().filter(pk__in=withdrawn).update(withdrawn_at=now())
    _propose(stored, dates)
    stored.version += 1
    keep(stored, [*_FIELDS, "version", "updated_at"])
    stored.facilitators.set(facilitators)
    _prolong_links(stored)
    record(actor, Verb.CHANGED, stored, added=len(dates), withdrawn=sorted(withdrawn))
    return stored


@transaction.atomic
def open_poll(*, actor: User, poll: Poll) -> int:
    """Asks everybody concerned, one mail each. Gives how many were written to. A poll that is open already stays so.

    Refuses one that is over, whose last day has passed, or that concerns nobody.
    """
    stored = _lock(poll)
    _refuse_over(stored)
    if stored.is_open:
        return 0
    _check_deadline(stored.answers_until, _hours(stored))
    stored.state = PollState.OPEN
    renew_voices(stored)
    people = ask_by_mail(stored, stored.voices.all())
    if not people:
        raise Refused(_("Nobody takes part in the cohort or the project on these dates: there is nobody to ask."))
    _save_state(stored)
    record(actor, Verb.PUBLISHED, stored, asked=people)
    return people


@transaction.atomic
def choose_date(
    *,
    actor: User,
    poll: Poll,
    date: PollDate,
    venue: Venue | None,
    facilitators: Sequence[User],
    reason: str = "",
) -> Session:
    """Makes the session on this date, or dates the draft that waited for it: published, with the answers of the poll
    carried over; the poll closes.

    Refuses whatever `create_session` refuses, asked again at this moment; and of two people choosing at once the
    second, who is told what the first one chose.
    """
    stored = _lock(poll)
    if stored.is_closed:
        raise Refused(_already_chosen(stored), link=stored.session.get_absolute_url() if stored.session else "")
    if not stored.is_open:
        raise Refused(_("This poll is not open: no date can be chosen."))
    wanted = stored.dates.proposed().filter(pk=date.pk).first()
    if wanted is None:
        raise Refused(_("This date is not proposed any more: choose another."))
    held: dict[str, Any] = {"venue": venue, "facilitators": facilitators, "reason": reason}
    session = date_draft(actor, stored, wanted, **held) or create_session(
        actor=actor, cohort=stored.cohort, form=stored.form, project=stored.project, structure=stored.structure,
        axis=stored.axis, title=stored.title, aim=stored.message, starts_at=wanted.starts_at, ends_at=wanted.ends_at,
        is_example=stored.is_example, **held,
    )  # fmt: skip
    _carry_over(wanted, session)
    session = publish_session(actor=actor, session=session)
    stored.state, stored.chosen, stored.session = PollState.CLOSED, wanted, session
    _save_state(stored)
    record(actor, Verb.CHOSEN, stored, date=wanted.starts_at, session=session.pk)
    return session


@transaction.atomic
def cancel_poll(*, actor: User, poll: Poll) -> Poll:
    """Ends a poll without a date; its answers stay. Refuses one whose date is chosen: the session is cancelled then."""
    stored = _lock(poll)
    if stored.is_cancelled:
        return stored
    if stored.is_closed:
        raise Refused(
            _already_chosen(stored) + " " + _("Cancel the session instead."),
            link=stored.session.get_absolute_url() if stored.session else "",
        )
    stored.state = PollState.CANCELLED
    _save_state(stored)
    record(actor, Verb.CANCELLED, stored)
    return stored


@transaction.atomic
def reopen_poll(*, actor: User, poll: Poll, answers_until: dt.date) -> Poll:
    """Takes answers again until another day; nobody is written to. Refuses while the session that came of it is still
    to be held, and a poll whose dates are all over."""
    stored = _lock(poll)
    if not (stored.is_closed or stored.is_cancelled):
        return stored
    if stored.session is not None and stored.session.state != SessionState.CANCELLED:
        raise Refused(
            _("The session on the date chosen stands: cancel it before taking up the poll again."),
            link=stored.session.get_absolute_url(),
        )
    _check_deadline(answers_until, _hours(stored))
    stored.state = PollState.OPEN if stored.voices.exists() else PollState.DRAFT
    stored.chosen = stored.session = None
    stored.answers_until = answers_until
    _save_state(stored)
    record(actor, Verb.REOPENED, stored)
    return stored


def _lock(poll: Poll) -> Poll:
    """The last word on a poll, kept from others until the transaction ends. Nothing is joined: a row that waited for
    its lock comes fresh, and what is joined to it would be as it was before."""
    return Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)


def _save_state(poll: Poll) -> None:
    poll.version += 1
    keep(poll, ["state", "chosen", "session", "answers_until", "version", "updated_at"])


def _refuse_over(poll: Poll) -> None:
    if poll.is_closed:
        raise Refused(_already_chosen(poll))
    if poll.is_cancelled:
        raise Refused(_("This poll was cancelled."))


def _already_chosen(poll: Poll) -> str:
    if poll.chosen is None:
        return ""
    return _("The date is chosen: %(day)s, %(hours)s.") % {
        "day": format_day(poll.chosen.starts_at, "long"),
        "hours": format_hours(poll.chosen.starts_at, poll.chosen.ends_at),
    }


def _check_belonging(poll: Poll, facilitators: Iterable[User]) -> None:
    """A poll speaks of its own cohort's project, axis and team."""
    cohort = poll.cohort
    if poll.project is not None and poll.project.cohort_id != cohort.pk:
        raise Refused(_("This project is not of this cohort."), field="project")
    if poll.axis is not None and poll.axis.version_id != cohort.content_id:
        raise Refused(_("This axis is not of this cohort's content."), field="axis")
    team = set(cohort.facilitations.values_list("user", flat=True))
    if any(person.pk not in team for person in facilitators):
        raise Refused(_("This person does not facilitate this cohort."), field="facilitators")


def _check_dates(poll: Poll, dates: Sequence[Interval], *, accept_warnings: bool) -> None:
    """Each inside one day to come, not absurdly far; what is unusual about it asks for the box."""
    if not dates and not poll.pk:
        raise Refused(_("Propose one date at least."), field="dates")
    if len(dates) > MOST_DATES:
        raise Refused(_("Propose %(most)d dates at most: nobody answers more.") % {"most": MOST_DATES}, field="dates")
    cohort, warnings = poll.cohort, []
    for hours in dates:
        day = paris_day(hours.start)
        words = {"day": _first_up(format_day(day, "long"))}
        if hours.start <= now():
            raise Refused(_("%(day)s is over: propose dates to come.") % words, field="dates")
        if paris_day(hours.end) != day:
            raise Refused(_("A session does not pass midnight: plan one for each day."), field="dates")
        if day > max(cohort.ends_on, today()) + FAR_AWAY:
            raise Refused(_("%(day)s is too far away.") % words, field="dates")
        if name := holiday_name(day):
            warnings.append(_("%(day)s is a public holiday (%(name)s).") % (words | {"name": name}))
        elif day < cohort.starts_on or (day > cohort.ends_on and poll.project is None):
            warnings.append(_("%(day)s is outside the cohort.") % words)
    if warnings and not accept_warnings:
        asked = _("To propose it all the same, tick the box.")
        raise Refused(" ".join([*dict.fromkeys(warnings), asked]), field="accept_warnings")


def _check_deadline(answers_until: dt.date, dates: Sequence[Interval]) -> None:
    if answers_until < today():
        raise Refused(_("The last day for answers is over: give another one."), field="answers_until")
    if not any(hours.start > now() for hours in dates):
        raise Refused(_("All the dates are over: propose others."), field="dates")
    last = max(paris_day(hours.start) for hours in dates)
    if answers_until > last:
        raise Refused(
            _("The last date is %(day)s: answers are of no use after it.") % {"day": format_day(last, "long")},
            field="answers_until",
        )


def _propose(poll: Poll, dates: Sequence[Interval]) -> None:
    """Adds dates; one that was withdrawn comes back with what was said of it, one that is there stays single."""
    known = {row.hours: row for row in poll.dates.order_by("pk")}
    back = [known[hours].pk for hours in dates if hours in known]
    poll.dates.filter(pk__in=back).update(withdrawn_at=None)
    PollDate.objects.bulk_create(
        PollDate(poll=poll, starts_at=hours.start, ends_at=hours.end)
        for hours in dict.fromkeys(dates)
        if hours not in known
    )


def _hours(poll: Poll) -> list[Interval]:
    return [row.hours for row in poll.dates.proposed().order_by("starts_at", "pk")]


def _prolong_links(poll: Poll) -> None:
    """The links already sent stay good for dates that were added."""
    links.prolong(LINK, poll.pk, max(hours.end for hours in _hours(poll)))


def _carry_over(date: PollDate, session: Session) -> None:
    """Who spoke of the chosen date has answered the invitation: yes, maybe (if need be) or no."""
    said = dict(PollAnswer.objects.filter(date=date).values_list("voice__participant", "answer"))
    lines = [line for line in session.attendances.blank().order_by("pk") if line.participant_id in said]
    for line in lines:
        line.reply = _REPLIES[Availability(said[line.participant_id])]
    session.attendances.bulk_update(lines, ["reply"])
    if lines:
        record(None, Verb.ANSWERED, session, replies={line.pk: line.reply for line in lines})


def _first_up(words: str) -> str:
    """A day at the beginning of a sentence."""
    return words[:1].upper() + words[1:]
