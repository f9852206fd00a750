"""The seven half-days of 2021 as they would have been signed: example signatures, countersigned and sealed."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5
from zlib import crc32

from accounts.models import User
from agenda.enums import Half, Presence, Source, Way
from agenda.figures import CAME
from agenda.ink import HEIGHT, WIDTH, Ink
from agenda.models import Addendum, Attendance, Scan, Session, Sheet, Signature, WalkIn
from agenda.queries import addition, canonical, digest_of, roll, statement
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import combine, format_day
from projects.models import Structure

from .around import told
from .papers import scan_of

_KEYS = UUID("5f2c5e5e-6f0a-4a86-9d1f-2021c0093001")
_WAYS = (Way.ACCOUNT, Way.TABLET, Way.ACCOUNT, Way.LINK, Way.TABLET)


def signed_sheets(cohort: Cohort, facilitator: User) -> None:
    """One sheet per half-day: everybody who came has signed, the facilitator has countersigned, the seal is whole. One
    was signed on paper and scanned, one had people walk in, one was amended after its seal."""
    papers = told()["papers"]
    workshops = Session.objects.filter(cohort=cohort, form=SessionForm.WORKSHOP).order_by("starts_at", "pk")
    for number, session in enumerate(workshops.select_related("cohort", "venue"), start=1):
        sheet = Sheet.objects.create(
            session=session,
            code=f"DEMA{number + 1}A",
            opened_at=session.starts_at,
            opened_by=facilitator,
            is_example=True,
        )
        came = session.attendances.filter(presence__in=CAME).select_related("participant__user", "structure")
        on_paper = number == papers["scanned"]
        session.attendances.exclude(presence=Presence.EXPECTED).update(source=Source.TEAM)
        came.order_by().update(source=Source.SCAN if on_paper else Source.SIGNATURE)
        people: list[Attendance | WalkIn] = [
            *came.order_by("pk"),
            *_walk_ins(session, papers["walk_ins"].get(number, ())),
        ]
        given = [_signature(sheet, line, facilitator) for line in people]
        if number == papers["kept"]:
            _kept_by_the_tablet(given, session)
        if on_paper:
            _scan(sheet, given, facilitator)
        Signature.objects.bulk_create([*given, _countersignature(sheet, facilitator)])
        _seal(sheet, facilitator)
        if number == papers["addendum"]["half_day"]:
            _amend(sheet, papers["addendum"], facilitator)


def _walk_ins(session: Session, rows: Sequence[dict[str, str]]) -> list[WalkIn]:
    """Neighbours and volunteers who came along."""
    return [
        WalkIn.objects.create(
            session=session,
            name=row["name"],
            organisation=row.get("organisation", ""),
            role=row["role"],
            structure=Structure.objects.filter(slug=row.get("structure", "")).first(),
            source=Source.SIGNATURE,
            key=uuid5(_KEYS, f"{session.starts_at} {row['name']}"),
        )
        for row in rows
    ]


def _kept_by_the_tablet(given: Sequence[Signature], session: Session) -> None:
    """The network was away: what was signed on the tablet arrived at the end."""
    for row in given:
        if row.way == Way.TABLET:
            row.received_at = session.ends_at - dt.timedelta(minutes=10)


def _scan(sheet: Sheet, given: Sequence[Signature], facilitator: User) -> None:
    """Signed by hand: the strokes are on the scan, and read from there the next morning."""
    session, at = sheet.session, sheet.session.starts_at + dt.timedelta(days=1)
    signed = {row.line: row for row in given}
    lines = session.attendances.select_related("participant__user", "structure").order_by("pk")
    rows = [(line.person, line.stood_for, signed[line].ink if line in signed else []) for line in lines]
    file = scan_of(session.title, format_day(session.starts_at, "long"), rows, "feuille-signee-exemple.pdf")
    scan = Scan.objects.create(sheet=sheet, file=file, added_by=facilitator, added_at=at)
    for row in given:
        row.way, row.scan, row.ink, row.witness, row.is_late = Way.PAPER, scan, [], None, False
        row.received_at = at + dt.timedelta(minutes=5)


def _amend(sheet: Sheet, told: dict[str, Any], facilitator: User) -> None:
    """Somebody left early, which was noted when the sheet was sealed already."""
    line = sheet.session.attendances.filter(presence=Presence.PRESENT).earliest("pk")
    addendum = Addendum(
        sheet=sheet, line=line, presence=Presence.LEFT_EARLY, reason=told["reason"], author=facilitator,
        author_name=str(facilitator), written_at=combine(told["at"], dt.time(9, 30)), key=uuid5(_KEYS, told["reason"]),
    )  # fmt: skip
    addendum.digest = digest_of(canonical(addition(addendum, sheet.digest)))
    addendum.save()


def _signature(sheet: Sheet, line: Attendance | WalkIn, facilitator: User) -> Signature:
    """In the first minutes; who came late signed late."""
    luck = crc32(f"{sheet.code} {line.person}".encode())
    late = line.presence == Presence.LATE
    minutes = 20 + luck % 15 if late else 1 + luck % 11
    way = _WAYS[luck % len(_WAYS)]
    instant = sheet.session.starts_at + dt.timedelta(minutes=minutes, seconds=luck % 60)
    return Signature(
        sheet=sheet,
        line=line if isinstance(line, Attendance) else None,
        walk_in=line if isinstance(line, WalkIn) else None,
        half=Half.MORNING,
        way=way,
        name=line.person,
        structure=line.structure,
        ink=example_ink(line.person),
        signed_at=instant,
        received_at=instant,
        is_late=late,
        witness=facilitator if way == Way.TABLET else None,
        key=uuid5(_KEYS, f"{sheet.code} {line.person}"),
    )


def _countersignature(sheet: Sheet, facilitator: User) -> Signature:
    instant = sheet.session.ends_at + dt.timedelta(minutes=4)
    return Signature(
        sheet=sheet,
        countersigner=facilitator,
        half=Half.MORNING,
        way=Way.ACCOUNT,
        name=facilitator.name,
        ink=example_ink(facilitator.name),
        signed_at=instant,
        received_at=instant,
        key=uuid5(_KEYS, f"{sheet.code} {facilitator.email}"),
    )


def _seal(sheet: Sheet, facilitator: User) -> None:
    instant = sheet.session.ends_at + dt.timedelta(minutes=9)
    content = canonical(statement(roll(sheet.session), sheet, str(facilitator), instant))
    sheet.sealed_at, sheet.sealed_by = instant, facilitator
    sheet.content, sheet.digest = content, digest_of(content)
    sheet.save(update_fields=["sealed_at", "sealed_by", "content", "digest"])


def example_ink(name: str) -> Ink:
    """A scribble drawn from the letters of a name: the same at every loading, and nobody's."""
    seed = crc32(name.encode())
    x, stroke, middle = 40 + seed % 40, [], HEIGHT // 2
    for step in range(26):
        seed = (seed * 1103515245 + 12345) % 2**31
        x = min(WIDTH - 30, x + seed // 65536 % 34 - 6)
        swing = (70 - step * 2) * (1 if step % 2 else -1)
        stroke.append([x, max(10, min(HEIGHT - 10, middle + swing * (60 + seed // 4096 % 40) // 100))])
    line = [[60, HEIGHT - 30], [min(WIDTH - 20, x + 40), HEIGHT - 40 + seed % 20]]
    return [_smooth(stroke), line]


def _smooth(points: list[list[int]]) -> list[list[int]]:
    """Corners cut twice, as a hand would."""
    for _turn in range(2):
        cut = [points[0]]
        for (x1, y1), (x2, y2) in pairwise(points):
            cut += [[(3 * x1 + x2) // 4, (3 * y1 + y2) // 4], [(x1 + 3 * x2) // 4, (y1 + 3 * y2) // 4]]
        points = cut
    return points
