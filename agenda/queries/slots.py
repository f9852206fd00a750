"""Which meeting slots are free, booked or out of reach; read for many at once and asked again under the lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q

from accounts.models import User
from agenda.enums import OfferedTo
from agenda.models import Session, Slot, SlotOffer, SlotOfferQuerySet, SlotQuerySet
from cohorts.models import Cohort, Facilitation
from core.dates import now, today
from core.timetable import Interval
from projects.access import current_structures, is_member_now, is_team_of
from projects.models import Membership, Project, Structure

from .busy import Taken, taken


@dataclass(frozen=True)
class SlotLine:
    """A slot as its reader meets it. `state` is booked, free, late (the delay is over), taken (somebody or the place is
    busy by now), clash (whoever would book it has a session then), other (it is not offered to them), withdrawn or
    over."""

    slot: Slot
    state: str
    until: datetime

    @property
    def is_free(self) -> bool:
        return self.state == "free"

    @property
    def may_change(self) -> bool:
        """Whether what was booked may still be moved or cancelled."""
        return self.state == "booked" and self.until > now()


def whole(slots: SlotQuerySet) -> SlotQuerySet:
    """Slots with what a page says of them."""
    rows = slots.select_related("offer__cohort", "offer__venue", "session__project", "session__structure")
    people = Prefetch("offer__facilitators", User.objects.order_by("name", "pk"))
    return rows.prefetch_related(people).order_by("starts_at", "pk")


def slot_lines(
    slots: Iterable[Slot],
    project: Project | None = None,
    structure: Structure | None = None,
    *,
    leaving: Session | None = None,
    by_team: bool = False,
) -> list[SlotLine]:
    """Where each slot stands, for a project or for one of its structures alone when given, as if the meeting that is
    `leaving` its slot were not there. The team books until the very hour. Six queries at most."""
    rows = list(slots)
    ahead = [row.hours for row in rows if row.starts_at > now()]
    venues = {row.offer.venue_id for row in rows if row.offer.venue_id}
    left = leaving.pk if leaving is not None else None
    held = [one for one in taken(_people(rows), venues, ahead) if left is None or one.session != left]
    cohorts = {row.offer.cohort_id for row in rows}
    team = set(Facilitation.objects.filter(cohort__in=cohorts).values_list("cohort", "user"))
    own = _own_hours(project, structure, ahead, left) if project is not None else []
    lines = [_read(row, held, team, own, by_team=by_team) for row in rows]
    return lines if project is None else [_for_whom(line, structure) for line in lines]


def _for_whom(line: SlotLine, structure: Structure | None) -> SlotLine:
    """A free slot that is offered to others is nothing to book."""
    return line if line.state == "booked" or line.slot.offer.is_for(structure) else replace(line, state="other")


def _people(rows: Iterable[Slot]) -> set[int]:
    return {person.pk for row in rows for person in row.offer.facilitators.all()}


def offered_slots(project: Project) -> SlotQuerySet:
    """The slots to come of the project's cohort that were not withdrawn."""
    return whole(Slot.objects.filter(offer__cohort=project.cohort_id, withdrawn_at=None, starts_at__gt=now()))


def free_slots(
    project: Project, structure: Structure | None = None, *, leaving: Session | None = None, by_team: bool = False
) -> list[SlotLine]:
    """The slots that a project, or one of its structures alone, may book now, the soonest first."""
    lines = slot_lines(offered_slots(project), project, structure, leaving=leaving, by_team=by_team)
    return [line for line in lines if line.is_free]


def own_bookings(
    user: Any, project: Project, structure: Structure | None = None, *, by_team: bool = False
) -> list[SlotLine]:
    """The meetings to come that were booked for a project, or for one of its structures alone, as far as the reader
    sees them; the soonest first."""
    seen = Session.objects.visible_to(user).filter(project=project, structure=structure)
    rows = whole(Slot.objects.filter(session__in=seen, starts_at__gt=now()))
    return [line for line in slot_lines(rows, by_team=by_team) if line.state == "booked"]


def parties_to_book(project: Project, structures: Iterable[int]) -> list[Structure | None]:
    """Who could book a slot and has booked none that is to come: the whole project (None) and these of its structures,
    each alone. One query as long as nothing is offered to them."""
    rows = list(offered_slots(project))
    parties: list[Structure | None] = [None] if any(row.offer.is_for(None) for row in rows) else []
    if any(row.offer.offered_to != OfferedTo.PROJECTS for row in rows):
        parties += Structure.objects.filter(pk__in=structures).order_by("name", "pk")
    held = {
        (row.session.project_id, row.session.structure_id) for row in rows if row.is_booked and row.session is not None
    }
    return [
        party
        for party in parties
        if (project.pk, party.pk if party else None) not in held
        and any(line.is_free for line in slot_lines(rows, project, party))
    ]


def are_offered_to_structures(project: Project) -> bool:
    """Whether a slot to come is for a structure alone, booked or not."""
    return offered_slots(project).exclude(offer__offered_to=OfferedTo.PROJECTS).exists()


def structures_to_book(user: Any, project: Project) -> list[Structure]:
    """The structures for which this person may book a meeting alone: their own of today, and all for the team."""
    rows = Membership.objects.filter(project=project).active_on(today()).select_related("structure")
    if not is_team_of(user, project.cohort):
        rows = rows.filter(structure__in=current_structures(user, project))
    return [row.structure for row in rows.order_by("structure__name", "pk")]


def slot_offers(user: Any, cohort: Cohort | None = None) -> SlotOfferQuerySet:
    """The offers that the team sees, the latest first, with their slots."""
    rows = SlotOffer.objects.visible_to(user).select_related("cohort", "venue")
    rows = rows if cohort is None else rows.filter(cohort=cohort)
    return rows.prefetch_related(
        Prefetch("facilitators", User.objects.order_by("name", "pk")),
        Prefetch("slots", Slot.objects.select_related("session").order_by("starts_at", "pk")),
    ).order_by("-created_at", "-pk")


def project_to_book(user: Any, projects: Iterable[Project]) -> Project | None:
    """The first of these projects that the person carries today; none for the team, which has a page of its own."""
    return None if user.is_team else next((row for row in projects if is_member_now(user, row)), None)


def book_until(slot: Slot) -> datetime:
    """The instant from which a project can book, move or cancel this slot no more."""
    return slot.starts_at - timedelta(hours=slot.offer.notice_hours)


def _own_hours(
    project: Project, structure: Structure | None, wanted: Sequence[Interval], leaving: int | None
) -> list[Interval]:
    """The hours of the project's own sessions around those wanted, the collective ones of its cohort included; for a
    structure alone without those of the other structures."""
    if not wanted:
        return []
    own = Q(project=project)
    if structure is not None:
        own &= Q(structure__isnull=True) | Q(structure=structure)
    theirs = Session.objects.held_or_planned().filter(
        own | Q(project__isnull=True, cohort=project.cohort_id),
        starts_at__lt=max(hours.end for hours in wanted),
        ends_at__gt=min(hours.start for hours in wanted),
    )
    return [row.hours for row in theirs.order_by("starts_at", "pk") if row.pk != leaving]


def _read(
    row: Slot, held: Iterable[Taken], team: set[tuple[int, int]], own: Iterable[Interval], *, by_team: bool
) -> SlotLine:
    until = row.starts_at if by_team else book_until(row)
    if row.is_booked:
        state = "booked"
    elif row.withdrawn_at is not None:
        state = "withdrawn"
    elif row.starts_at <= now():
        state = "over"
    elif not _can_be_held(row, held, team):
        state = "taken"
    elif any(hours.overlaps(row.hours) for hours in own):
        state = "clash"
    else:
        state = "free" if until > now() else "late"
    return SlotLine(row, state, until)


def _can_be_held(row: Slot, held: Iterable[Taken], team: set[tuple[int, int]]) -> bool:
    """Whether its people are still of the team and free, and its place too."""
    people = {person.pk for person in row.offer.facilitators.all()}
    if any((row.offer.cohort_id, person) not in team for person in people):
        return False
    at_once = [one for one in held if one.hours.overlaps(row.hours)]
    return not any(one.people & people or (one.venue and one.venue == row.offer.venue_id) for one in at_once)
