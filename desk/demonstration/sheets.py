"""The seven half-days of 2021 as they would have been signed: example signatures, countersigned and sealed."""

import datetime as dt
from itertools import pairwise
from uuid import UUID, uuid5
from zlib import crc32

from accounts.models import User
from agenda.enums import Half, Presence, Source, Way
from agenda.figures import CAME
from agenda.ink import HEIGHT, WIDTH, Ink
from agenda.models import Attendance, Session, Sheet, Signature
from agenda.queries import canonical, digest_of, roll, statement
from cohorts.enums import SessionForm
from cohorts.models import Cohort

_KEYS = UUID("5f2c5e5e-6f0a-4a86-9d1f-2021c0093001")
_WAYS = (Way.ACCOUNT, Way.TABLET, Way.ACCOUNT, Way.LINK, Way.TABLET)


def signed_sheets(cohort: Cohort, facilitator: User) -> None:
    """One sheet per half-day: everybody who came has signed, the facilitator has countersigned, the seal is whole."""
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
        people = list(came.order_by("pk"))
        session.attendances.exclude(presence=Presence.EXPECTED).update(source=Source.TEAM)
        came.order_by().update(source=Source.SIGNATURE)
        Signature.objects.bulk_create(
            [*(_signature(sheet, line, facilitator) for line in people), _countersignature(sheet, facilitator)]
        )
        _seal(sheet, facilitator)


def _signature(sheet: Sheet, line: Attendance, facilitator: User) -> Signature:
    """In the first minutes; who came late signed late."""
    luck = crc32(f"{sheet.code} {line.person}".encode())
    late = line.presence == Presence.LATE
    minutes = 20 + luck % 15 if late else 1 + luck % 11
    way = _WAYS[luck % len(_WAYS)]
    instant = sheet.session.starts_at + dt.timedelta(minutes=minutes, seconds=luck % 60)
    return Signature(
        sheet=sheet,
        line=line,
        half=Half.MORNING,
        way=way,
        name=line.person,
        structure=line.structure,
        ink=example_ink(line.person),
        signed_at=instant,
        received_at=instant,
        is_late=late,
        witness=facilitator if way == Way.TABLET else None,
        key=uuid5(_KEYS, f"{sheet.code} {line.participant.user.email}"),
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
