"""The sheet of a session: attendance, signing, sealing, scans, and the doors by which people sign."""

import datetime as dt
from io import BytesIO
from uuid import uuid4

from agenda.actions import renew_lines
from agenda.halves import halves_of
from agenda.models import Scan, Sheet, WalkIn
from core.dates import now
from core.files import store
from core.links import make_link
from tests import factories as make
from tests.access.matrix import row
from tests.cast import Cast


def meeting(cast: Cast) -> dict:
    return {"session": cast.meeting.pk}


def line(cast: Cast) -> dict:
    row = make.AttendanceFactory(session=cast.meeting, participant=cast.participant.participations.get())
    return {"line": row.pk}


def walk_in(cast: Cast) -> dict:
    return {"walk_in": make.WalkInFactory(session=cast.meeting).pk}


def signable(cast: Cast) -> dict:
    """A meeting of the project that is under way, with its list and its sheet open to signatures."""
    session = make.SessionFactory(cohort=cast.cohort, project=cast.project, form="meeting", starts_at=now())
    renew_lines(session)
    return {"code": make.SheetFactory(session=session, code="ABC234").code}


def signature(cast: Cast) -> dict:
    sheet = make.SheetFactory(session=cast.meeting)
    line = make.AttendanceFactory(
        session=cast.meeting, participant=cast.participant.participations.get(), presence="present"
    )
    return {"signature": make.SignatureFactory(sheet=sheet, line=line).pk}


def countersigned(cast: Cast) -> dict:
    """A sheet on which everything is said and signed for."""
    make.SignatureFactory(
        sheet=make.SheetFactory(session=cast.meeting), line=None, countersigner=cast.facilitator, name="X"
    )
    return meeting(cast)


def sealed(cast: Cast) -> dict:
    sheet = make.SheetFactory(session=cast.meeting)
    Sheet.objects.filter(pk=sheet.pk).update(
        sealed_at=now(), sealed_by=cast.facilitator, content='{"lines": []}', digest="0" * 64
    )
    return meeting(cast)


def scan(cast: Cast) -> dict:
    file = store(BytesIO(b"%PDF-1.7"), name="feuille.pdf", content_type="application/pdf")
    sheet = make.SheetFactory(session=cast.meeting)
    return {"scan": Scan.objects.create(sheet=sheet, file=file, added_by=cast.facilitator, added_at=now()).pk}


def scan_with_line(cast: Cast) -> dict:
    make.WalkInFactory(session=cast.meeting)
    return scan(cast)


def linked(purpose: str):
    """A link to the sheet of a session under way, made for an account that is nobody of the cast."""

    def words(cast: Cast) -> dict:
        code = signable(cast)["code"]
        sheet = Sheet.objects.get(code=code)
        subject = sheet.pk if purpose == "tablet" else sheet.session_id
        return {"token": make_link(make.UserFactory(), purpose, subject, now() + dt.timedelta(days=1))}

    return words


def signing(cast: Cast) -> dict:
    first = halves_of(now(), now() + dt.timedelta(hours=3, minutes=30))[0]
    return {"half": first.half, "key": str(uuid4())}


# What the team alone does with the sheet of a session that the project's present people see.
SHEET = "302 404 404 403 404 404 403 404 200 200"
SHEET_SENT = "302 404 404 403 404 404 403 404 302 302"
# Lines and walk-ins: the person of a line sees it, nobody but the team sees who walked in.
LINE_SENT = "302 404 404 404 404 404 403 404 302 302"
TEAM_ROW_SENT = "302 404 404 404 404 404 404 404 302 302"

ROWS = [
    row("agenda:signing", "GET", SHEET, words=meeting),
    row("agenda:attendance_lines", "GET", SHEET, words=meeting),
    row("agenda:open_signing", "POST", SHEET_SENT, words=meeting),
    row("agenda:start_tablet", "POST", SHEET_SENT, words=meeting),
    row(
        "agenda:countersign",
        "POST",
        SHEET_SENT,
        words=meeting,
        data=lambda cast: {"name": "X", "key": str(uuid4())},
    ),
    row("agenda:seal_sheet", "POST", SHEET_SENT, words=countersigned),
    row(
        "agenda:add_addendum",
        "POST",
        SHEET_SENT,
        words=sealed,
        data=lambda cast: {"reason": "Oubli", "key": str(uuid4())},
    ),
    row("agenda:add_scan", "POST", "302 404 404 403 404 404 403 404 422 422", words=meeting),
    row("agenda:withdraw_signature", "POST", TEAM_ROW_SENT, words=signature, data=lambda cast: {"reason": "Erreur"}),
    row("agenda:scan", "GET", "302 404 404 404 404 404 404 404 200 200", words=scan),
    row("agenda:scan_file", "GET", "302 404 404 404 404 404 404 404 200 200", words=scan),
    row(
        "agenda:read_line",
        "POST",
        TEAM_ROW_SENT,
        words=scan_with_line,
        data=lambda cast: {"row": f"walk-in-{WalkIn.objects.get().pk}", "presence": "late"},
    ),
    row("agenda:enter_code", "GET", "200 " * 10),
    row("agenda:enter_code", "POST", "422 " * 10, data=lambda cast: {"code": "AUCUN"}),
    row("agenda:sign", "GET", "200 " * 10, words=signable),
    row("agenda:give_signature", "POST", "302 422 422 302 422 422 302 422 422 422", words=signable, data=signing),
    row("agenda:ask_link", "POST", "200 " * 10, words=signable, data=lambda cast: {"email": "nobody@example.org"}),
    row("agenda:sign_by_link", "GET", "200 422 422 422 422 422 422 422 422 422", words=linked("sign")),
    row("agenda:sign_by_link", "POST", "422 " * 10, words=linked("sign"), data=signing),
    row("agenda:tablet", "GET", "200 422 422 422 422 422 422 422 422 422", words=linked("tablet")),
    row("agenda:tablet", "POST", "422 " * 10, words=linked("tablet"), data=signing),
    row("agenda:attendance", "GET", SHEET, words=meeting),
    row(
        "agenda:note_rest_absent",
        "POST",
        SHEET_SENT,
        words=lambda cast: {
            "session": make.AttendanceFactory(
                session=cast.meeting, participant=cast.participant.participations.get(), presence="present"
            ).session_id
        },
    ),
    row(
        "agenda:add_walk_in",
        "POST",
        SHEET_SENT,
        words=meeting,
        data=lambda cast: {"name": "Camille Exemple", "key": str(uuid4())},
    ),
    row("agenda:note_line", "POST", LINE_SENT, words=line, data=lambda cast: {"presence": "late"}),
    row("agenda:note_walk_in", "POST", TEAM_ROW_SENT, words=walk_in, data=lambda cast: {"presence": "late"}),
    row("agenda:remove_walk_in", "POST", TEAM_ROW_SENT, words=walk_in),
]
