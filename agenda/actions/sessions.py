"""Planning sessions, changing, publishing and cancelling them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import SessionState
from agenda.models import Session, Venue
from agenda.queries import Clash, Proposal, find_clashes, next_number
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort
from core.dates import format_day, format_hours, holiday_name, now, paris_day
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from core.timetable import Interval
from core.trail import record
from projects.models import Project

from .lines import renew_lines

# A cooperation is followed long after its nine months; a day further away than this is a slip of the keyboard.
FAR_AWAY = timedelta(days=3653)
_FIELDS = ("title", "aim", "axis", "starts_at", "ends_at", "venue")


@transaction.atomic
def create_session(
    *,
    actor: User,
    cohort: Cohort,
    form: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    project: Project | None = None,
    axis: Axis | None = None,
    title: str = "",
    aim: str = "",
    venue: Venue | None = None,
    facilitators: Sequence[User] = (),
    publish: bool = False,
    accept_warnings: bool = False,
    is_example: bool = False,
) -> Session:
    """Plans a session and makes a line for everybody it concerns that day. Without hours it is a draft to be dated.

    Refuses what passes midnight, a day outside the cohort or a public holiday that nobody accepted, and a place or a
    facilitator that is taken.
    """
    cohort = _lock(cohort, venue, facilitators)
    session = Session(
        cohort=cohort, form=form, project=project, axis=axis, title=title, aim=aim, venue=venue,
        starts_at=starts_at, ends_at=ends_at, is_example=is_example,
    )  # fmt: skip
    _check_belonging(session, facilitators)
    _check_hours(session)
    _warn(session, accept_warnings=accept_warnings)
    _refuse_clashes(actor, session, facilitators)
    session.title = title or default_title(session)
    if publish:
        session.state, session.published_at = SessionState.PUBLISHED, now()
    keep(session)
    session.facilitators.set(facilitators)
    renew_lines(session)
    record(actor, Verb.CREATED, session, state=session.state, starts_at=starts_at, ends_at=ends_at)
    return session


@transaction.atomic
def change_session(
    *,
    actor: User,
    session: Session,
    seen: int,
    starts_at: datetime | None,
    ends_at: datetime | None,
    axis: Axis | None,
    title: str,
    aim: str,
    venue: Venue | None,
    facilitators: Sequence[User],
    accept_warnings: bool = False,
) -> Session:
    """Changes what may change of a session; its cohort, kind and project never do. Another day renews blank lines.

    Refuses like `create_session`, and also a cancelled session, and other hours once attendance has been taken: the
    evidence never moves in silence. A version that is not the last one brings both texts.
    """
    wanted = {
        "title": title, "aim": aim, "axis": axis, "starts_at": starts_at, "ends_at": ends_at, "venue": venue,
        "facilitators": facilitators,
    }  # fmt: skip
    return _rewrite(actor, session, seen, wanted, accept_warnings=accept_warnings)


@transaction.atomic
def move_session(
    *,
    actor: User,
    session: Session,
    seen: int,
    starts_at: datetime | None,
    ends_at: datetime | None,
    accept_warnings: bool = False,
) -> Session:
    """Gives a session other hours and changes nothing else of it, whether it is dragged or moved by form. Without hours
    a draft goes back among those to be dated. Refuses like `change_session`."""
    wanted = {"starts_at": starts_at, "ends_at": ends_at}
    return _rewrite(actor, session, seen, wanted, accept_warnings=accept_warnings)


def _rewrite(actor: User, session: Session, seen: int, wanted: Mapping[str, Any], *, accept_warnings: bool) -> Session:
    """Changes the facts that are `wanted` and leaves the others as they are."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_cancelled:
        raise Refused(_("This session was cancelled: plan another one."))
    if seen != stored.version:
        raise EditedElsewhere(
            _("Somebody else changed this session meanwhile."), theirs=stored, yours=wanted, version=stored.version
        )
    team = list(stored.facilitators.order_by("pk"))
    before = {name: getattr(stored, name) for name in _FIELDS} | {"facilitators": team}
    after = {**before, **wanted}
    stored.cohort = _lock(stored.cohort, after["venue"], after["facilitators"])
    day = stored.day
    for name in _FIELDS:
        setattr(stored, name, after[name])
    _check_belonging(stored, [person for person in after["facilitators"] if person not in team])
    _check_hours(stored)
    changed = [name for name in _FIELDS if before[name] != after[name]]
    if {"starts_at", "ends_at"} & set(changed) and stored.attendances.taken().exists():
        raise Refused(_("Attendance has been taken at this session: its hours do not change any more."), field="day")
    if stored.day != day:
        _warn(stored, accept_warnings=accept_warnings)
    _refuse_clashes(actor, stored, after["facilitators"])
    if set(after["facilitators"]) != set(team):
        changed.append("facilitators")
    if not changed:
        return stored
    stored.title = stored.title or default_title(stored)
    stored.version += 1
    keep(stored, [*_FIELDS, "version", "updated_at"])
    stored.facilitators.set(after["facilitators"])
    if stored.day != day:
        renew_lines(stored)
    times = {name: [before[name], after[name]] for name in ("starts_at", "ends_at") if name in changed}
    record(actor, Verb.CHANGED, stored, fields=changed, **times)
    return stored


@transaction.atomic
def discard_session(*, actor: User, session: Session) -> None:
    """Takes a draft that waits for its date off the list. Refuses anything that has a date: that is cancelled."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_dated:
        raise Refused(_("This session has a date: cancel it instead."), link=stored.get_absolute_url())
    record(actor, Verb.DISCARDED, stored, title=stored.title)
    try:
        stored.delete()
    except ProtectedError as kept:
        raise Refused(_("Something hangs on this session: it cannot be taken off the list.")) from kept


def default_title(session: Session) -> str:
    """« Atelier 5 · Modèle économique », in the language of whoever plans."""
    if session.form == SessionForm.MEETING:
        subject = _("Meeting")
    elif session.form == SessionForm.SEMINAR:
        subject = _("Seminar")
    else:
        subject = _("Workshop %(number)s") % {"number": next_number(session.cohort, session.starts_at, session.pk)}
    about = str(session.project or session.axis or "")
    return (f"{subject} · {about}" if about else subject)[:160]


def _lock(cohort: Cohort, venue: Venue | None, facilitators: Iterable[User]) -> Cohort:
    """Takes, in one order for everybody, the rows that two sessions may both want. On SQLite the IMMEDIATE transaction
    is the lock."""
    locked = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    if venue is not None:
        Venue.objects.select_for_update(of=("self",), no_key=True).get(pk=venue.pk)
    people = User.objects.filter(pk__in=[person.pk for person in facilitators]).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True))
    return locked


def _check_belonging(session: Session, facilitators: Iterable[User]) -> None:
    """A session speaks of its own cohort's project, axis and team."""
    cohort = session.cohort
    if session.is_meeting != (session.project is not None):
        raise Refused(
            _("An individual meeting is held with one project, a collective session with all."), field="project"
        )
    if session.project is not None and session.project.cohort_id != cohort.pk:
        raise Refused(_("This project is not of this cohort."), field="project")
    if session.axis is not None and session.axis.version_id != cohort.content_id:
        raise Refused(_("This axis is not of this cohort's content."), field="axis")
    team = set(cohort.facilitations.values_list("user", flat=True))
    if any(person.pk not in team for person in facilitators):
        raise Refused(_("This person does not facilitate this cohort."), field="facilitators")


def _check_hours(session: Session) -> None:
    """Within ten years of the cohort, and inside one day; a draft may wait for its hours."""
    cohort = session.cohort
    if session.starts_at is None and session.ends_at is None:
        return
    if session.starts_at is None or session.ends_at is None:
        raise Refused(_("Say both when it starts and when it ends."), field="ends")
    if session.ends_at <= session.starts_at:
        raise Refused(_("The session must end after it starts."), field="ends")
    if not cohort.starts_on - FAR_AWAY <= session.day <= cohort.ends_on + FAR_AWAY:
        raise Refused(_("This day is too far away."), field="day")
    if paris_day(session.ends_at) != session.day:
        raise Refused(_("A session does not pass midnight: plan one for each day."), field="ends")


def _warn(session: Session, *, accept_warnings: bool) -> None:
    """Says what is unusual about the day and asks for the box: a holiday, a day outside the cohort.

    Meetings may follow the cohort without a question: a cooperation is followed after its nine months.
    """
    cohort, warnings = session.cohort, []
    if not session.is_dated:
        return
    if session.day < cohort.starts_on or (session.day > cohort.ends_on and not session.is_meeting):
        warnings.append(
            _("This day is outside the cohort, which goes from %(first)s to %(last)s.")
            % {"first": format_day(cohort.starts_on, "short"), "last": format_day(cohort.ends_on, "short")}
        )
    if name := holiday_name(session.day):
        warnings.append(
            _("%(day)s is a public holiday (%(name)s).")
            % {"day": format_day(session.day, "long").capitalize(), "name": name}
        )
    if warnings and not accept_warnings:
        raise Refused(
            " ".join([*warnings, _("To plan the session all the same, tick the box.")]), field="accept_warnings"
        )


def _refuse_clashes(actor: User, session: Session, facilitators: Sequence[User]) -> None:
    """Asked under the lock: the same place or the same person cannot be had twice."""
    if not session.is_dated:
        return
    hours = Interval(session.starts_at, session.ends_at)
    clashes = find_clashes(Proposal(hours, session.venue, tuple(facilitators), session.pk))
    if not clashes:
        return
    keys = [clash.session.pk for clash in clashes]
    shown = set(Session.objects.visible_to(actor).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    first = clashes[0]
    raise Refused(
        " ".join(_clash_sentence(clash, shown=clash.session.pk in shown) for clash in clashes),
        link=next((clash.session.get_absolute_url() for clash in clashes if clash.session.pk in shown), ""),
        field="venue" if first.venue else "facilitators",
    )


def _clash_sentence(clash: Clash, *, shown: bool) -> str:
    """Names the clash; a session the person may not see is only said to be there."""
    words = {
        "who": clash.venue or clash.facilitator,
        "title": clash.session.title,
        "when": format_hours(clash.session.starts_at, clash.session.ends_at),
    }
    if clash.venue:
        return (_("%(who)s is taken by “%(title)s”, %(when)s.") if shown else _("%(who)s is taken, %(when)s.")) % words
    if shown:
        return _("%(who)s already facilitates “%(title)s”, %(when)s.") % words
    return _("%(who)s is busy, %(when)s.") % words
