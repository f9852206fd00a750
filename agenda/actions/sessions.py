"""Planning sessions, changing, publishing and cancelling them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import PollState, SessionState
from agenda.models import Session, Signature, Venue
from agenda.queries import Clash, next_number
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort, Expert
from core.dates import now, paris_day
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from core.trail import record
from projects.models import Project, Structure

from .clashing import keep_passed, look
from .lines import renew_lines
from .publication import note_change, tell_new

# A cooperation is followed long after its nine months; a day further away than this is a slip of the keyboard.
FAR_AWAY = timedelta(days=3653)
_FIELDS = ("title", "aim", "axis", "starts_at", "ends_at", "venue")
_PEOPLE = ("facilitators", "experts")
_CLASHING = {"starts_at", "ends_at", "venue", *_PEOPLE}  # what may bring a session into another's way


@transaction.atomic
def create_session(
    *,
    actor: User,
    cohort: Cohort,
    form: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    project: Project | None = None,
    structure: Structure | None = None,
    axis: Axis | None = None,
    title: str = "",
    aim: str = "",
    venue: Venue | None = None,
    facilitators: Sequence[User] = (),
    experts: Sequence[Expert] = (),
    publish: bool = False,
    reason: str = "",
    is_example: bool = False,
) -> Session:
    """Plans a session and makes a line for everybody it concerns that day, who are written to if it is published. Without
    hours it is a draft to be dated.

    Refuses what passes midnight, what blocks in the cohort's rules (a place or a facilitator taken, say), and a warning
    for which no reason is given.
    """
    cohort = _lock(cohort, venue, facilitators, experts)
    session = Session(
        cohort=cohort, form=form, project=project, structure=structure, axis=axis, title=title, aim=aim, venue=venue,
        starts_at=starts_at, ends_at=ends_at, is_example=is_example,
    )  # fmt: skip
    _check_belonging(session, facilitators)
    _check_hours(session)
    clashes = look(actor, session, facilitators, experts, reason, public=publish)
    session.title = title or default_title(session)
    if publish:
        session.state, session.published_at = SessionState.PUBLISHED, now()
    keep(session)
    session.facilitators.set(facilitators)
    session.experts.set(experts)
    renew_lines(session)
    told = _passed(actor, session, clashes, reason)
    record(actor, Verb.CREATED, session, state=session.state, starts_at=starts_at, ends_at=ends_at, **told)
    if publish:
        tell_new(actor, session)
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
    experts: Sequence[Expert] = (),
    reason: str = "",
    why: str = "",
) -> Session:
    """Changes what may change of a session; its cohort, kind and project never do. Another day renews blank lines.

    Refuses like `create_session`, and also a cancelled session, and other hours once attendance has been taken: the
    evidence never moves in silence. A version that is not the last one brings both texts. `why` tells the
    people invited why a published session moves.
    """
    wanted = {
        "title": title, "aim": aim, "axis": axis, "starts_at": starts_at, "ends_at": ends_at, "venue": venue,
        "facilitators": facilitators, "experts": experts,
    }  # fmt: skip
    return _rewrite(actor, session, seen, wanted, reason, why)


@transaction.atomic
def move_session(
    *,
    actor: User,
    session: Session,
    seen: int,
    starts_at: datetime | None,
    ends_at: datetime | None,
    reason: str = "",
    why: str = "",
) -> Session:
    """Gives a session other hours and changes nothing else of it, whether it is dragged or moved by form. Without hours
    a draft goes back among those to be dated. Refuses like `change_session`."""
    wanted = {"starts_at": starts_at, "ends_at": ends_at}
    return _rewrite(actor, session, seen, wanted, reason, why)


def _rewrite(actor: User, session: Session, seen: int, wanted: Mapping[str, Any], reason: str, why: str) -> Session:
    """Changes the facts that are `wanted` and leaves the others as they are."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_cancelled:
        raise Refused(_("This session was cancelled: plan another one."))
    if seen != stored.version:
        raise EditedElsewhere(
            _("Somebody else changed this session meanwhile."), theirs=stored, yours=wanted, version=stored.version
        )
    before = {name: getattr(stored, name) for name in _FIELDS}
    before |= {name: list(getattr(stored, name).order_by("pk")) for name in _PEOPLE}
    after = {**before, **wanted}
    stored.cohort = _lock(stored.cohort, after["venue"], after["facilitators"], after["experts"])
    day = stored.day
    for name in _FIELDS:
        setattr(stored, name, after[name])
    _check_belonging(stored, [person for person in after["facilitators"] if person not in before["facilitators"]])
    _check_hours(stored)
    changed = [name for name in _FIELDS if before[name] != after[name]]
    changed += [name for name in _PEOPLE if set(before[name]) != set(after[name])]
    _check_evidence(stored, set(changed))
    if not changed:
        return stored
    told = {}
    if set(changed) & _CLASHING:
        clashes = look(actor, stored, after["facilitators"], after["experts"], reason, public=not stored.is_draft)
        told = _passed(actor, stored, clashes, reason)
    stored.title = stored.title or default_title(stored)
    stored.version += 1
    keep(stored, [*_FIELDS, "version", "updated_at"])
    for name in _PEOPLE:
        getattr(stored, name).set(after[name])
    if stored.day != day:
        renew_lines(stored)
    times = {name: [before[name], after[name]] for name in ("starts_at", "ends_at") if name in changed}
    record(actor, Verb.CHANGED, stored, fields=changed, **times, **told)
    note_change(actor, stored, before, why)
    return stored


def _passed(actor: User, session: Session, clashes: Sequence[Clash], reason: str) -> dict[str, Any]:
    """Keeps the reasons, and gives what the trail says of them."""
    rules = keep_passed(actor, session, clashes, reason)
    return {"passed": rules} if rules else {}


@transaction.atomic
def discard_session(*, actor: User, session: Session) -> None:
    """Takes a draft that waits for its date off the list. Refuses anything that has a date: that is cancelled."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_dated:
        raise Refused(_("This session has a date: cancel it instead."), link=stored.get_absolute_url())
    asked = stored.polls.filter(state__in=[PollState.DRAFT, PollState.OPEN]).first()
    if asked is not None:
        raise Refused(_("A poll looks for the date of this session: cancel it first."), link=asked.get_absolute_url())
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
    elif session.form == SessionForm.MORNING:
        subject = _("Funders’ morning")
    else:
        subject = _("Workshop %(number)s") % {"number": next_number(session.cohort, session.starts_at, session.pk)}
    about = str(session.structure or session.project or session.axis or "")
    return (f"{subject} · {about}" if about else subject)[:160]


def _lock(cohort: Cohort, venue: Venue | None, facilitators: Iterable[User], experts: Iterable[Expert]) -> Cohort:
    """Takes, in one order for everybody, the rows that two sessions may both want. On SQLite the IMMEDIATE transaction
    is the lock."""
    locked = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    if venue is not None:
        place = Venue.objects.select_for_update(of=("self",), no_key=True).filter(pk=venue.pk).first()
        if place is None:
            raise Refused(_("This place was removed meanwhile: choose another."), field="venue")
        venue.retired_at = place.retired_at
    list(
        Expert.objects.filter(pk__in=[expert.pk for expert in experts])
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
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
    if session.venue is not None and session.venue.is_retired:
        raise Refused(_("This place was taken off the list: choose another."), field="venue")
    if session.project is not None and session.project.cohort_id != cohort.pk:
        raise Refused(_("This project is not of this cohort."), field="project")
    _check_structure(session)
    if session.axis is not None and session.axis.version_id != cohort.content_id:
        raise Refused(_("This axis is not of this cohort's content."), field="axis")
    team = set(cohort.facilitations.values_list("user", flat=True))
    if any(person.pk not in team for person in facilitators):
        raise Refused(_("This person does not facilitate this cohort."), field="facilitators")


def _check_structure(session: Session) -> None:
    """A structure met alone takes part in the project, on that day where there is one."""
    if session.structure is None:
        return
    if session.project is None:
        raise Refused(_("A structure is met alone in an individual meeting of its project."), field="structure")
    members = session.project.memberships.filter(structure=session.structure)
    if not (members.active_on(session.day) if session.is_dated else members).exists():
        raise Refused(
            _("%(structure)s does not take part in this project on that day.") % {"structure": session.structure},
            field="structure",
        )


def _check_evidence(session: Session, changed: set[str]) -> None:
    """The evidence never moves in silence: neither what was signed nor what was noted."""
    if {"starts_at", "ends_at", "venue"} & changed and Signature.objects.standing().filter(
        sheet__session=session
    ).exists():
        raise Refused(
            _("This session carries signatures: neither its hours nor its place change any more."),
            link=reverse("agenda:attendance", args=[session.pk]),
            field="venue" if "venue" in changed else "day",
        )
    if {"starts_at", "ends_at"} & changed and session.attendances.taken().exists():
        raise Refused(_("Attendance has been taken at this session: its hours do not change any more."), field="day")


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
