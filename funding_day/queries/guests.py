"""Guests as pages list them: their own page, the cards of the others, and who has said what."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from funding_day.enums import Level, Side, Standing
from funding_day.models import Bearer, Funder, FundingDay, Guest, Visitor, Wish
from funding_day.morning import alphabetical


def others_of(guest: Guest) -> list[Guest]:
    """Whom a guest may wish to meet: those expected of the other side, by name."""
    if isinstance(guest, Funder):
        return sorted(guest.day.bearers.expected().select_related("project").order_by("pk"), key=alphabetical)
    return sorted(guest.day.funders.expected().order_by("pk"), key=alphabetical)


def wishes_of(guest: Guest) -> dict[int, Wish]:
    """What a guest said, or the team for it, by the key of the other."""
    side = Side.FUNDER if isinstance(guest, Funder) else Side.BEARER
    other = "bearer_id" if side == Side.FUNDER else "funder_id"
    return {getattr(wish, other): wish for wish in guest.wishes.filter(side=side).order_by("pk")}


def people_of(guest: Guest) -> list[Visitor]:
    return list(guest.visitors.order_by("name", "pk"))


@dataclass(frozen=True)
class Voice:
    """A guest and what was said for it: by itself, by the team, or nothing."""

    guest: Guest
    musts: int
    likes: int
    noes: int
    by_team: int
    people: tuple[Visitor, ...]

    @property
    def said(self) -> int:
        return self.musts + self.likes + self.noes

    @property
    def is_silent(self) -> bool:
        return not self.guest.has_spoken and not self.said

    @property
    def is_waiting(self) -> bool:
        return self.guest.standing == Standing.WAITING

    @property
    def is_gone(self) -> bool:
        return self.guest.standing == Standing.WITHDRAWN


@dataclass(frozen=True)
class Voices:
    funders: tuple[Voice, ...]
    bearers: tuple[Voice, ...]

    @property
    def all(self) -> tuple[Voice, ...]:
        return (*self.funders, *self.bearers)

    @property
    def silent(self) -> int:
        return sum(voice.is_silent for voice in self.all if not voice.is_gone)

    @property
    def waiting(self) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.all if voice.is_waiting)


def voices(day: FundingDay) -> Voices:
    """Everybody who registered, with what they wish, in four queries."""
    counted: Counter[tuple[Any, ...]] = Counter()
    for wish in Wish.objects.filter(funder__day=day).order_by("pk"):
        key = (wish.side, wish.funder_id if wish.side == Side.FUNDER else wish.bearer_id)
        counted[(*key, wish.level)] += 1
        counted[(*key, "by_team")] += wish.by_team
    people: dict[tuple[Any, ...], list[Visitor]] = {}
    for visitor in Visitor.objects.of_day(day).order_by("name", "pk"):
        owner = (Side.FUNDER, visitor.funder_id) if visitor.funder_id else (Side.BEARER, visitor.bearer_id)
        people.setdefault(owner, []).append(visitor)

    def voice(guest: Any) -> Voice:
        key = (Side.FUNDER if isinstance(guest, Funder) else Side.BEARER, guest.pk)
        musts, likes, noes = (counted[(*key, level)] for level in (Level.MUST, Level.LIKE, Level.NO))
        return Voice(guest, musts, likes, noes, counted[(*key, "by_team")], tuple(people.get(key, ())))

    funders = Funder.objects.filter(day=day).order_by("pk")
    bearers = Bearer.objects.filter(day=day).select_related("project").order_by("pk")
    return Voices(*(tuple(map(voice, sorted(rows, key=alphabetical))) for rows in (funders, bearers)))
