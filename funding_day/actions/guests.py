"""What guests say of themselves: their facts, their people and hours, and whom they wish to meet."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import trail
from core.dates import format_hours, format_moment, now, to_paris
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from funding_day.enums import Level, Side
from funding_day.models import Funder, FundingDay, Guest, Visitor, Wish

MONEY = {"amount", "amount_from", "amount_to"}


def write_guest(guest: Guest, facts: dict[str, Any]) -> None:
    """Puts facts into a guest and keeps it; amounts may come as text from a registration. Refuses what the rules forbid."""
    for name, value in facts.items():
        setattr(guest, name, Decimal(value) if name in MONEY and value is not None else value)
    keep(guest)


def write_people(guest: Guest, people: list[dict[str, Any]]) -> None:
    """Replaces the people who come, presence at the desk kept by name. Refuses hours outside the morning."""
    about = {"funder": guest} if isinstance(guest, Funder) else {"bearer": guest}
    before = {one.name.casefold(): one for one in guest.visitors.order_by("pk")}
    for person in people:
        name = " ".join(person["name"].split())
        row = before.pop(name.casefold(), None) or Visitor(**about)
        row.name, row.role = name, person.get("role", "")
        row.here_from, row.here_until = _hours(guest.day, person.get("here_from"), person.get("here_until"))
        keep(row)
    for gone in before.values():
        gone.delete()


def _hours(day: FundingDay, start: Any, end: Any) -> tuple[dt.time | None, dt.time | None]:
    """Clock times within the morning; the whole morning is kept as open ends."""
    first, last = (_clock(value) if value else None for value in (start, end))
    opens, closes = to_paris(day.starts_at).time(), to_paris(day.ends_at).time()
    for clock in (first, last):
        if clock is not None and not opens <= clock <= closes:
            raise Refused(
                _("The morning goes from %(hours)s: write hours within it.")
                % {"hours": format_hours(day.starts_at, day.ends_at)},
                field="people",
            )
    if first and last and last <= first:
        raise Refused(_("The hour of leaving comes before the hour of arrival."), field="people")
    return (
        None if first is None or first <= opens else first,
        None if last is None or last >= closes else last,
    )


def _clock(value: Any) -> dt.time:
    return value if isinstance(value, dt.time) else dt.time.fromisoformat(value)


def check_open(day: FundingDay, *, by_team: bool) -> None:
    """Guests change what they said until the closing date; the team may later."""
    if not by_team and day.is_cancelled:
        raise Refused(_("The morning is cancelled: nothing can be changed any more. What you wrote is kept."))
    if not by_team and day.is_closed_at(now()):
        raise Refused(
            _(
                "Changes were possible until %(moment)s. What you typed is still here: write to the team, who can enter it."
            )
            % {"moment": format_moment(day.closes_at or day.starts_at)}
        )


@transaction.atomic
def change_guest(
    *, actor: Any, guest: Guest, by_team: bool, facts: dict[str, Any], people: list[dict[str, Any]]
) -> Guest:
    """Changes what a guest says of itself. Refuses a guest after the closing date, and hours outside the morning."""
    check_open(guest.day, by_team=by_team)
    row = (
        type(guest)
        .objects.select_for_update(of=("self",))
        .select_related("day__cohort", "day__session__venue")
        .get(pk=guest.pk)
    )
    write_guest(row, facts)
    write_people(row, people)
    trail.record(actor, Verb.CHANGED, row, by_team=by_team)
    return row


@transaction.atomic
def say_wishes(*, actor: Any, guest: Guest, by_team: bool, wishes: dict[int, str]) -> int:
    """Writes what a guest wishes of the others, by their key; an empty wish takes it back. Wishes said by the team on
    somebody's behalf are marked so, and give way to the guest's own. Gives how many changed."""
    check_open(guest.day, by_team=by_team)
    row = (
        type(guest)
        .objects.select_for_update(of=("self",))
        .select_related("day__cohort", "day__session__venue")
        .get(pk=guest.pk)
    )
    side = Side.FUNDER if isinstance(row, Funder) else Side.BEARER
    others = {other.pk: other for other in (row.day.bearers if side == Side.FUNDER else row.day.funders).expected()}
    unknown = set(wishes) - set(others)
    if unknown:
        raise Refused(
            _("Somebody on this page does not come any more: look at it again. Your other wishes are kept here.")
        )
    mine, theirs = ("funder", "bearer") if side == Side.FUNDER else ("bearer", "funder")
    before = {getattr(wish, f"{theirs}_id"): wish for wish in row.wishes.filter(side=side).order_by("pk")}
    changed = 0
    for key, level in wishes.items():
        wish = before.get(key)
        if (wish.level if wish else "") == level and (by_team or wish is None or not wish.by_team):
            continue
        changed += 1
        if not level:
            if wish:
                wish.delete()
            continue
        wish = wish or Wish(side=side, **{mine: row, theirs: others[key]})
        wish.level, wish.by_team, wish.given_by, wish.given_at = Level(level), by_team, actor, now()
        wish.save()
    if not by_team:
        row.wishes_said_at = now()
        row.save(update_fields=["wishes_said_at"])
    trail.record(actor, Verb.STATED, row, wishes=changed, by_team=by_team)
    return changed
