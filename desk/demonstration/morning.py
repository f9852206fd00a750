"""The funders' morning of 2021: sixteen invented funders, seventeen bearers of whom three are our projects, their wishes
from both sides, the plan that was computed of them, and what came of it."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zlib import crc32

from accounts.models import User
from agenda.enums import SessionState
from agenda.models import Session, Venue
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import combine
from funding_day.actions import plan_now
from funding_day.enums import FunderKind, Instrument, Level, Sending, Side, Source, Stage
from funding_day.models import Bearer, Feedback, Funder, FundingDay, Mailing, Pause, Plan, Raised, Visitor, Wish

# What funders of a kind bring, invented and plausible: forms of funding, smallest and greatest amount.
MEANS = {
    FunderKind.SOLIDARITY_INVESTOR: ([Instrument.LOAN, Instrument.EQUITY], 10_000, 150_000),
    FunderKind.BANK: ([Instrument.LOAN, Instrument.GUARANTEE], 15_000, 300_000),
    FunderKind.FOUNDATION: ([Instrument.DONATION, Instrument.SKILLS], 5_000, 40_000),
    FunderKind.PUBLIC_FUNDER: ([Instrument.GRANT], 5_000, 80_000),
    FunderKind.CROWDFUNDING: ([Instrument.CAMPAIGN], 2_000, 30_000),
    FunderKind.OTHER: ([Instrument.SKILLS], None, None),
}


def prepare(inventions: dict[str, Any], cohort: Cohort, cast: dict[str, User]) -> None:
    told = inventions["morning"]
    day = _day(told, cohort, cast["facilitator"])
    funders = [_funder(day, number, row) for number, row in enumerate(inventions["funders"])]
    bearers = [_bearer(day, number, row) for number, row in enumerate(inventions["bearers"])]
    for number, project in enumerate(cohort.projects.order_by("pk")):
        row = inventions["own_bearers"][number]
        bearers.append(_bearer(day, 100 + number, {**row, "name": project.name}, project))
    _wishes(day, funders, bearers, cast["facilitator"])
    plan = plan_now(actor=cast["facilitator"], day=day)
    _after(inventions["after_the_morning"], plan, cast["facilitator"])


def _day(told: dict[str, Any], cohort: Cohort, team: User) -> FundingDay:
    def at(clock: str) -> dt.datetime:
        return combine(told["day"], dt.time.fromisoformat(clock))

    def minutes(start: str, end: str) -> int:
        return int((at(end) - at(start)).total_seconds() // 60)

    session = Session.objects.create(
        cohort=cohort,
        form=SessionForm.MORNING,
        title=told["title"],
        aim=told["words_fr"],
        starts_at=at(told["starts"]),
        ends_at=at(told["ends"]),
        venue=Venue.objects.get(name=told["place"]),
        state=SessionState.PUBLISHED,
        published_at=at(told["starts"]) - dt.timedelta(days=60),
        is_example=True,
    )
    session.facilitators.add(team)
    day = FundingDay.objects.create(
        slug=told["slug"],
        cohort=cohort,
        session=session,
        lead_minutes=minutes(told["starts"], told["first_round"]),
        tail_minutes=minutes(told["last_round_ends"], told["ends"]),
        slot_minutes=told["slot"],
        buffer_minutes=told["buffer"],
        tables=told["tables"],
        bearer_least=told["bearer_least"],
        closes_at=combine(told["closes"], dt.time(18)),
        words_fr=told["words_fr"],
        words_en=told["words_en"],
        is_example=True,
    )
    begins, ends, label = told["break"]
    Pause.objects.create(
        day=day, after_minutes=minutes(told["starts"], begins), minutes=minutes(begins, ends), label=label
    )
    return day


def _funder(day: FundingDay, number: int, row: dict[str, Any]) -> Funder:
    instruments, low, high = MEANS[FunderKind(row["kind"])]
    funder = Funder.objects.create(
        day=day,
        is_example=True,
        contact=f"Personne {number + 1} (exemple)",
        email=f"financeur-{number + 1}@demo.example",
        instruments=[one.value for one in instruments],
        stages=[Stage.STARTING.value, Stage.GROWING.value],
        amount_from=None if low is None else Decimal(low),
        amount_to=None if high is None else Decimal(high),
        territories="Nouvelle-Aquitaine",
        **row,
    )
    late = dt.time(10, 15) if number % 7 == 4 else None
    leaves = dt.time(11, 15) if number % 7 == 2 else None
    Visitor.objects.create(funder=funder, name=funder.contact, here_from=late, here_until=leaves)
    return funder


def _bearer(day: FundingDay, number: int, row: dict[str, Any], project: Any = None) -> Bearer:
    bearer = Bearer.objects.create(
        day=day,
        project=project,
        is_example=True,
        contact=f"Porteuse {number + 1} (exemple)",
        email=f"projet-{number + 1}@demo.example",
        stage=Stage.STARTING if number % 2 else Stage.GROWING,
        territories="Nouvelle-Aquitaine",
        name=row["name"],
        pitch=row["pitch"],
        need=row["need"],
        amount=Decimal(row["amount"]),
    )
    Visitor.objects.create(bearer=bearer, name=bearer.contact)
    return bearer


def _wishes(day: FundingDay, funders: list[Funder], bearers: list[Bearer], team: User) -> None:
    """Invented, and the same at every loading. Two guests of each side are silent: the team answered for one of them."""
    rows = []
    sides: list[tuple[Side, list[Any], list[Any]]] = [(Side.FUNDER, funders, bearers), (Side.BEARER, bearers, funders)]
    for side, own, others in sides:
        for place, guest in enumerate(own):
            by_team, silent = place == len(own) - 1, place == len(own) - 2
            if silent:
                continue
            for other in others:
                level = _level(f"{guest} {other} {side}")
                if level is None:
                    continue
                pair = {"funder": guest, "bearer": other} if side == Side.FUNDER else {"funder": other, "bearer": guest}
                rows.append(Wish(side=side, level=level, by_team=by_team, given_by=team if by_team else None, **pair))
            if not by_team:
                guest.wishes_said_at = combine(day.starts_at.date(), dt.time(9)) - dt.timedelta(days=9)
                guest.save(update_fields=["wishes_said_at"])
    Wish.objects.bulk_create(rows)


def _level(words: str) -> Level | None:
    luck = crc32(words.encode()) % 100
    if luck < 11:
        return Level.MUST
    if luck < 36:
        return Level.LIKE
    return Level.NO if luck < 42 else None


def _after(told: dict[str, Any], plan: Plan, team: User) -> None:
    """The schedules as if they had been sent, what both sides said of some meetings, and the funds raised since."""
    day = plan.day
    Mailing.objects.create(
        plan=plan, kind=Sending.FINAL, mails=33, sent_by=team, sent_at=day.starts_at - dt.timedelta(days=3)
    )
    cells = list(plan.cells.select_related("funder", "bearer").order_by("bearer__project__pk", "round", "pk"))
    met = [cell for cell in cells if cell.bearer.project_id][: len(told["said"])]
    for number, (cell, words) in enumerate(zip(met, told["said"], strict=False)):
        pair = {"funder": cell.funder, "bearer": cell.bearer, "said_at": day.ends_at + dt.timedelta(hours=2 + number)}
        Feedback.objects.create(side=Side.FUNDER, person=cell.funder.contact, **pair, **words["funder"])
        Feedback.objects.create(side=Side.BEARER, **pair, **words["bearer"])
        if raised := words.get("raised"):
            Raised.objects.create(
                day=day, bearer=cell.bearer, funder=cell.funder, source=Source.BEARER,
                said_at=day.ends_at + dt.timedelta(days=95), **raised,
            )  # fmt: skip
