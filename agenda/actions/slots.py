"""Offering meeting slots, and booking, moving and cancelling them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import OfferedTo
from agenda.models import Session, Slot, SlotOffer, Venue
from agenda.queries import book_until, free_slots, slot_lines, whole
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import format_day, format_hours, format_moment, now, paris_day
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.timetable import Interval
from core.trail import record
from projects.models import Project, Structure

from .publication import cancel_session
from .sessions import FAR_AWAY, change_session, create_session

SHORTEST, LONGEST, MOST = 10, 240, 120  # minutes of a slot; slots of one offer
NAMED = 5  # free slots named to whoever came too late


@transaction.atomic
def offer_slots(
    *,
    actor: User,
    cohort: Cohort,
    facilitators: Sequence[User],
    ranges: Sequence[Interval],
    minutes: int,
    pause: int = 0,
    venue: Venue | None = None,
    offered_to: str = OfferedTo.PROJECTS,
    note: str = "",
    notice_hours: int = 48,
    is_example: bool = False,
) -> SlotOffer:
    """Cuts ranges of hours into slots of so many minutes with a pause between them.

    Refuses nobody or more than two to hold them, ranges that are over, overlap, lie too far away or are too short for
    one slot, and too many slots at once.
    """
    team = set(cohort.facilitations.values_list("user", flat=True))
    if not 1 <= len(facilitators) <= 2:
        raise Refused(_("A meeting is held by one facilitator or by two."), field="facilitators")
    if any(person.pk not in team for person in facilitators):
        raise Refused(_("This person does not facilitate this cohort."), field="facilitators")
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(
            _("A slot lasts from %(shortest)d to %(longest)d minutes.") % {"shortest": SHORTEST, "longest": LONGEST},
            field="minutes",
        )
    _check_ranges(cohort, ranges)
    slots = [hours for stretch in ranges for hours in cut(stretch, minutes, pause)]
    if not slots:
        raise Refused(_("These hours are too short for one slot."), field="minutes")
    if len(slots) > MOST:
        raise Refused(_("%(n)d slots at once is too many: offer them in parts.") % {"n": len(slots)}, field="minutes")
    offer = SlotOffer(
        cohort=cohort, venue=venue, offered_to=offered_to, note=note, notice_hours=notice_hours, created_by=actor,
        is_example=is_example,
    )  # fmt: skip
    keep(offer)
    offer.facilitators.set(facilitators)
    Slot.objects.bulk_create(Slot(offer=offer, starts_at=hours.start, ends_at=hours.end) for hours in slots)
    record(actor, Verb.CREATED, offer, slots=len(slots))
    return offer


def cut(stretch: Interval, minutes: int, pause: int) -> list[Interval]:
    """The slots that fit whole into a stretch of hours."""
    found, start, length = [], stretch.start, timedelta(minutes=minutes)
    while start + length <= stretch.end:
        found.append(Interval(start, start + length))
        start += length + timedelta(minutes=pause)
    return found


@transaction.atomic
def withdraw_slots(*, actor: User, offer: SlotOffer, slots: Collection[int]) -> int:
    """Takes slots back that nobody has booked; gives how many. Refuses one that is booked: its meeting is cancelled."""
    _lock(offer)
    rows = list(Slot.objects.filter(offer=offer, pk__in=slots, withdrawn_at=None).select_related("session"))
    if any(row.is_booked for row in rows):
        raise Refused(_("One of these slots has been booked meanwhile: cancel its meeting first."))
    Slot.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now())
    if rows:
        record(actor, Verb.WITHDRAWN, offer, slots=[row.starts_at for row in rows])
    return len(rows)


@transaction.atomic
def book_slot(
    *,
    actor: User,
    project: Project,
    slot: Slot,
    structure: Structure | None = None,
    subject: str = "",
    by_team: bool = False,
) -> Session:
    """Books a slot for the project's individual meeting, or for one of its structures alone: a published session to
    which its people are invited.

    Refuses a slot that is not free any more, naming those that are; one that is not offered to them or too near; and a
    second meeting from the same offer. Of two at once the second is refused.
    """
    _lock(slot.offer)
    stored = _free_or_refuse(project, structure, slot, by_team=by_team)
    _refuse_second(project, structure, stored)
    try:
        session = create_session(
            actor=actor, cohort=project.cohort, form=SessionForm.MEETING, project=project, structure=structure, aim=subject,
            starts_at=stored.starts_at, ends_at=stored.ends_at, venue=stored.offer.venue,
            facilitators=list(stored.offer.facilitators.all()), publish=True, reason=_why(),
            is_example=stored.offer.is_example,
        )  # fmt: skip
    except Refused as refusal:  # somebody became busy between the reading and the lock
        raise Refused(f"{refusal.sentence} {_still_free(project, structure, by_team=by_team)}") from refusal
    _hold(stored, session)
    record(actor, Verb.BOOKED, stored, session=session.pk, project=project.pk, **_whom(structure))
    _tell_team(actor, stored, session, "booked")
    return session


@transaction.atomic
def move_booking(*, actor: User, project: Project, booked: Slot, slot: Slot, by_team: bool = False) -> Session:
    """Moves a meeting that was booked to another slot: the same session with other hours. Refuses like `book_slot`, and
    a meeting that is too near to be moved."""
    _lock(booked.offer, slot.offer)
    old, meeting = _own_or_refuse(project, booked, by_team=by_team)
    structure = meeting.structure
    new = _free_or_refuse(project, structure, slot, leaving=meeting, by_team=by_team)
    if new.offer_id != old.offer_id:
        _refuse_second(project, structure, new)
    try:
        session = change_session(
            actor=actor, session=meeting, seen=meeting.version, axis=meeting.axis, title=meeting.title, aim=meeting.aim,
            starts_at=new.starts_at, ends_at=new.ends_at, venue=new.offer.venue,
            facilitators=list(new.offer.facilitators.all()), experts=list(meeting.experts.order_by("pk")), reason=_why(),
        )  # fmt: skip
    except Refused as refusal:
        raise Refused(f"{refusal.sentence} {_still_free(project, structure, by_team=by_team)}") from refusal
    _hold(old, None)
    _hold(new, session)
    record(actor, Verb.MOVED, new, session=session.pk, was=old.starts_at)
    _tell_team(actor, new, session, "moved")
    return session


@transaction.atomic
def cancel_booking(*, actor: User, project: Project, slot: Slot, by_team: bool = False) -> Session:
    """Cancels a meeting that was booked, which frees its slot. Refuses one that is too near."""
    _lock(slot.offer)
    stored, meeting = _own_or_refuse(project, slot, by_team=by_team)
    session = cancel_session(actor=actor, session=meeting)
    _hold(stored, None)
    record(actor, Verb.CANCELLED, stored, session=session.pk)
    _tell_team(actor, stored, session, "cancelled")
    return session


def _why() -> str:
    """Why what only warns is passed: the team chose these hours, and those who come chose the slot."""
    return _("The slot was offered by the team and chosen by those who come.")


def _whom(structure: Structure | None) -> dict[str, int]:
    """What the trail says of a structure that is met alone."""
    return {"structure": structure.pk} if structure else {}


def _lock(*offers: SlotOffer) -> None:
    """All that is booked from an offer waits its turn, in one order for everybody."""
    keys = sorted({offer.pk for offer in offers})
    list(SlotOffer.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))


def _free_or_refuse(
    project: Project, structure: Structure | None, slot: Slot, *, leaving: Session | None = None, by_team: bool
) -> Slot:
    """The slot as it stands under the lock, if the project, or its structure alone, may book it."""
    [line] = slot_lines(whole(Slot.objects.filter(pk=slot.pk)), project, structure, leaving=leaving, by_team=by_team)
    if line.is_free:
        return line.slot
    if line.state == "late":
        raise Refused(_too_late(line.slot))
    sentence = {
        "booked": _("This slot has just been booked."),
        "over": _("This slot is over."),
        "clash": _("You have a session at that time.") if structure else _("Your project has a session at that time."),
        "other": _("This slot is for whole projects.") if structure else _("This slot is for a structure alone."),
    }.get(line.state, _("This slot is not offered any more."))
    raise Refused(f"{sentence} {_still_free(project, structure, by_team=by_team)}")


def _own_or_refuse(project: Project, slot: Slot, *, by_team: bool) -> tuple[Slot, Session]:
    """The slot under the lock, if its meeting is the project's and may still be changed."""
    stored = whole(Slot.objects.filter(pk=slot.pk)).get()
    meeting = stored.session
    if not stored.is_booked or meeting is None or meeting.project_id != project.pk:
        raise Refused(_("This meeting was moved or cancelled meanwhile: look at your agenda."))
    if (stored.starts_at if by_team else book_until(stored)) <= now():
        raise Refused(_too_late(stored))
    return stored, meeting


def _refuse_second(project: Project, structure: Structure | None, slot: Slot) -> None:
    rows = Slot.objects.filter(offer=slot.offer_id, starts_at__gt=now())
    rows = rows.filter(session__project=project, session__structure=structure)
    for row in rows.select_related("session").order_by("starts_at", "pk"):
        if row.is_booked:
            raise Refused(_second(structure) % {"when": said(row)})


def _second(structure: Structure | None) -> str:
    if structure is not None:
        return _("Your structure has a meeting already, %(when)s: move or cancel it to take another slot.")
    return _("Your project has a meeting already, %(when)s: move or cancel it to take another slot.")


def _too_late(slot: Slot) -> str:
    return _("The delay is over: it was until %(moment)s. Call whoever holds the meeting.") % {
        "moment": format_moment(book_until(slot))
    }


def _still_free(project: Project, structure: Structure | None, *, by_team: bool) -> str:
    """The slots still free, by name, for whoever came too late."""
    free = [said(line.slot) for line in free_slots(project, structure, by_team=by_team)[:NAMED]]
    return _("Still free: %(slots)s.") % {"slots": "; ".join(free)} if free else _("No other slot is free.")


def said(slot: Slot) -> str:
    return f"{format_day(slot.starts_at)}, {format_hours(slot.starts_at, slot.ends_at)}"


def _hold(slot: Slot, session: Session | None) -> None:
    slot.session = session
    slot.save(update_fields=["session"])


def _check_ranges(cohort: Cohort, ranges: Sequence[Interval]) -> None:
    last: datetime | None = None
    if not ranges:
        raise Refused(_("Say on which day and at what hours."), field="ranges")
    for stretch in sorted(ranges):
        words = {"day": format_day(stretch.start, "long")}
        if stretch.start <= now():
            raise Refused(_("Offer slots to come: %(day)s has begun or is over.") % words, field="ranges")
        if paris_day(stretch.start) > max(cohort.ends_on, paris_day(now())) + FAR_AWAY:
            raise Refused(_("This day is too far away."), field="ranges")
        if last is not None and stretch.start < last:
            raise Refused(_("Two of these ranges overlap, on %(day)s.") % words, field="ranges")
        last = stretch.end


def _tell_team(actor: User, slot: Slot, session: Session, what: str) -> None:
    """A mail to those who hold the meeting, but for whoever did it."""
    for person in session.facilitators.exclude(pk=actor.pk).filter(is_active=True).order_by("pk"):
        with translation.override(person.language):
            words = {
                "what": what,
                "person": person,
                "session": session,
                "slot": slot,
                "link": settings.SITE_URL + session.get_absolute_url(),
            }
            subject = " ".join(render_to_string("agenda/mail/slot_subject.txt", words).split())
            text = render_to_string("agenda/mail/slot.txt", words)
        EmailMessage(subject, text, to=[person.email]).send()
