import datetime as dt

from django.core.files.base import ContentFile

from agenda import actions, queries
from agenda.actions import renew_feed
from agenda.models import Absence
from core.dates import now
from core.links import make_link
from tests import factories as make
from tests.access.matrix import row
from tests.cast import Cast

SIGNED_IN = "302 200 200 200 200 200 200 200 200 200"
TEAM = "302 403 403 403 403 403 403 200 200 200"
TEAM_SENT = "302 403 403 403 403 403 403 302 302 302"


def meeting(cast: Cast) -> dict:
    return {"session": cast.meeting.pk}


def workshop(cast: Cast) -> dict:
    return {"session": cast.workshop.pk}


def coming_meeting(cast: Cast) -> dict:
    """A meeting of the project next week, to which its present people may still answer."""
    starts_at = now() + dt.timedelta(days=7)
    row = make.SessionFactory(cohort=cast.cohort, project=cast.project, form="meeting", starts_at=starts_at)
    return {"session": row.pk}


def meeting_alone(cast: Cast) -> dict:
    """A meeting with the participant's structure alone."""
    told = {"project": cast.project, "structure": cast.structure, "form": "meeting"}
    return {"session": make.SessionFactory(cohort=cast.cohort, starts_at=now() - dt.timedelta(days=7), **told).pk}


def note_alone(cast: Cast) -> dict:
    words = meeting_alone(cast)
    make.NoteFactory(session_id=words["session"], audience="project")
    return words | {"part": "general"}


def note_to_read(cast: Cast) -> dict:
    """The write-up of the meeting, shared today: those whose part is over do not read it."""
    make.NoteFactory(session=cast.meeting)
    actions.share_note(actor=cast.facilitator, session=cast.meeting)
    return meeting(cast)


def read(cast: Cast) -> dict:
    return {"said": "read", "seen": "1"}


def waiting(cast: Cast) -> dict:
    """A draft that waits for its date: the team alone sees it."""
    row = make.SessionFactory(cohort=cast.cohort, starts_at=None, ends_at=None, state="draft")
    return {"session": row.pk}


def absence(cast: Cast) -> dict:
    day = dt.date(2026, 12, 3)
    told = {"first_day": day, "last_day": day, "declared_by": cast.participant}
    return {"absence": Absence.objects.create(user=cast.participant, **told).pk}


def cohort(cast: Cast) -> dict:
    return {"cohort": cast.cohort.slug}


def reply_link(cast: Cast) -> dict:
    """The link of a mail to the participant: nobody signed in, or the participant, may use it."""
    found = make.SessionFactory(cohort=cast.cohort, starts_at=now() + dt.timedelta(days=7))
    make.AttendanceFactory(session=found, participant=cast.participant.participations.get())
    return {"token": make_link(cast.participant, "reply", found.pk, now() + dt.timedelta(days=37))}


def to_publish(cast: Cast) -> dict:
    """A draft that concerns nobody whom a mail would reach: the number on the button is nought."""
    draft = make.SessionFactory(cohort=cast.cohort, starts_at=now() + dt.timedelta(days=7), state="draft")
    return {"sessions": draft.pk, "people": "0", "chosen": "1"}


def feed_address(cast: Cast) -> dict:
    """A calendar program follows it without an account, whoever happens to be signed in."""
    return {"token": renew_feed(actor=cast.participant)}


def strictness(cast: Cast) -> dict:
    levels = queries.levels(cast.cohort)
    told = {f"rule_{rule}": level for rule, level in levels.by_rule.items()}
    return told | {"minutes": levels.minutes, "seen": queries.mark_of_levels(levels)}


def document(cast: Cast) -> dict:
    """A file of the project's meeting."""
    told = {"content": ContentFile(b"%PDF-1.7"), "name": "plan.pdf"}
    return {"document": actions.add_document(actor=cast.facilitator, session=cast.meeting, **told).pk}


def venue(cast: Cast) -> dict:
    return {"venue": make.VenueFactory().pk}


def planned(cast: Cast) -> dict:
    return {"cohort": cast.cohort.slug, "form": "workshop", "day": "2026-12-03", "starts": "09:00", "ends": "12:30"}


def series(cast: Cast) -> dict:
    return planned(cast) | {"rhythm": "weekly", "count": "3"}


def edited(cast: Cast) -> dict:
    return {"title": "Autre titre", "day": "2026-05-20", "starts": "09:00", "ends": "12:30", "seen": "1"}


def noted(cast: Cast) -> dict:
    make.NoteFactory(session=cast.meeting)
    return {"session": cast.meeting.pk}


def noted_part(cast: Cast) -> dict:
    return {**noted(cast), "part": "general"}


def next_action(cast: Cast) -> dict:
    return {"text": "Visiter le terrain", "owner": f"{cast.project.pk}-structure-{cast.structure.pk}"}


# The write-up is the team's to write; the people of the session read it on the sheet once it is shared.
WRITERS = "302 404 404 403 404 404 403 404 200 200"
WRITERS_SENT = "302 404 404 403 404 404 403 404 302 302"

DAYS = {"session_days": "14, 2", "poll_days": "3", "action_days": "", "hour": "9", "seen": "0"}

ROWS = [
    row("agenda:note", "GET", WRITERS, words=meeting),
    row(
        "agenda:save_note",
        "POST",
        WRITERS_SENT,
        words=lambda cast: {**meeting(cast), "part": "team"},
        data=lambda cast: {"topics": "À nous seuls.", "seen": "0"},
    ),
    row("agenda:note_versions", "GET", WRITERS, words=noted_part),
    row("agenda:acknowledge_note", "POST", "302 404 404 302 404 404 302 404 403 403", words=note_to_read, data=read),
    row("agenda:share_note", "POST", WRITERS_SENT, words=noted, data=lambda cast: {"shared": "1"}),
    row("agenda:add_action", "POST", WRITERS_SENT, words=meeting, data=next_action),
    row("agenda:agenda", "GET", SIGNED_IN),
    row("agenda:events", "GET", SIGNED_IN, data=lambda cast: {"start": "2026-05-01", "end": "2026-06-01"}),
    row(
        "agenda:new_session", "GET", "302 404 403 403 403 403 403 404 200 200", data=lambda cast: {"cohort": "cohorte"}
    ),
    row("agenda:new_session", "POST", "302 404 403 403 403 403 403 404 302 302", data=planned),
    row("agenda:session", "GET", "302 404 404 200 404 404 200 404 200 200", words=meeting),
    row("agenda:edit_session", "GET", "302 404 404 403 404 404 403 404 200 200", words=meeting),
    row("agenda:edit_session", "POST", "302 404 404 403 404 404 403 404 302 302", words=meeting, data=edited),
    row("agenda:move_session", "GET", "302 404 404 403 404 404 403 404 200 200", words=meeting),
    row("agenda:move_session", "POST", "302 404 404 403 404 404 403 404 302 302", words=meeting, data=edited),
    row("agenda:discard_session", "POST", "302 404 404 404 404 404 404 404 302 302", words=waiting),
    row(
        "agenda:clashes",
        "GET",
        "302 404 404 403 404 404 403 404 200 200",
        data=lambda cast: {"session": cast.meeting.pk, "day": "2026-12-03", "starts": "09:00", "ends": "12:30"},
    ),
    row("agenda:publish_session", "POST", "302 404 403 403 404 404 403 404 302 302", words=workshop),
    row(
        "agenda:cancel_session",
        "POST",
        "302 404 403 403 404 404 403 404 302 302",
        words=workshop,
        data=lambda cast: {"confirmed": "1"},
    ),
    row(
        "agenda:reply",
        "POST",
        "302 404 404 302 404 404 302 404 403 403",
        words=coming_meeting,
        data=lambda cast: {"answer": "yes"},
    ),
    row("agenda:prepare_session", "GET", "302 404 404 403 404 404 403 404 200 200", words=meeting),
    row(
        "agenda:prepare_session",
        "POST",
        "302 404 404 403 404 404 403 404 302 302",
        words=meeting,
        data=lambda cast: {"seen": "1", "minutes_0": "15", "step_0": "Accueil"},
    ),
    row("agenda:add_document", "GET", "302 404 404 403 404 404 403 404 200 200", words=meeting),
    row(
        "agenda:add_document",
        "POST",
        "302 404 404 403 404 404 403 404 302 302",
        words=meeting,
        data=lambda cast: {"file": ContentFile(b"%PDF-1.7", name="plan.pdf")},
    ),
    row("agenda:choose_resources", "POST", "302 404 404 403 404 404 403 404 302 302", words=meeting),
    row("agenda:session_document", "GET", "302 404 404 200 404 404 200 404 200 200", words=document),
    row("agenda:remove_document", "POST", "302 404 404 403 404 404 403 404 302 302", words=document),
    row("agenda:new_series", "GET", "302 404 403 403 403 403 403 404 200 200", data=cohort),
    row("agenda:new_series", "POST", "302 404 403 403 403 403 403 404 200 200", data=series),
    row("agenda:absences", "GET", SIGNED_IN),
    row(
        "agenda:absences",
        "POST",
        "302 422 422 422 422 422 302 422 302 302",
        data=lambda cast: {"user": cast.participant.pk, "first_day": "2026-12-03", "part": "whole"},
    ),
    row("agenda:withdraw_absence", "POST", "302 404 404 404 404 404 302 404 302 302", words=absence),
    row("agenda:reminders", "GET", "302 404 403 403 403 403 403 404 200 200", words=cohort),
    row("agenda:reminders", "POST", "302 404 403 403 403 403 403 404 302 302", words=cohort, data=lambda cast: DAYS),
    row("agenda:clash_rules", "GET", "302 404 403 403 403 403 403 404 200 200", words=cohort),
    row("agenda:clash_rules", "POST", "302 404 403 403 403 403 403 404 302 302", words=cohort, data=strictness),
    row("agenda:retire_venue", "POST", "302 404 404 404 404 404 404 302 302 302", words=venue),
    row("agenda:venues", "GET", TEAM),
    row("agenda:new_venue", "GET", TEAM),
    row("agenda:new_venue", "POST", TEAM_SENT, data=lambda cast: {"name": "Halles"}),
    row("agenda:edit_venue", "GET", "302 404 404 404 404 404 404 200 200 200", words=venue),
    row(
        "agenda:edit_venue",
        "POST",
        "302 404 404 404 404 404 404 302 302 302",
        words=venue,
        data=lambda cast: {"name": "Halles"},
    ),
    row("agenda:publication", "GET", "302 404 403 403 403 403 403 404 200 200", words=cohort),
    row("agenda:publication", "POST", "302 404 403 403 403 403 403 404 302 302", words=cohort, data=to_publish),
    row("agenda:cohort_rates", "GET", "302 404 403 403 403 403 403 404 200 200", words=cohort),
    row(
        "agenda:project_rates",
        "GET",
        "302 404 404 200 403 403 200 404 200 200",
        words=lambda cast: {"project": cast.project.slug},
    ),
    row("agenda:preview_message", "GET", "302 404 403 403 403 403 403 404 200 200", words=cohort),
    row("agenda:send_mails_again", "POST", "302 404 403 403 404 404 403 404 302 302", words=workshop),
    row("agenda:answer", "GET", "200 403 403 403 403 403 200 403 403 403", words=reply_link),
    row(
        "agenda:answer",
        "POST",
        "200 403 403 403 403 403 200 403 403 403",
        words=reply_link,
        data=lambda cast: {"answer": "yes"},
    ),
    row("agenda:my_calendar", "GET", SIGNED_IN),
    row("agenda:renew_feed", "POST", SIGNED_IN),
    row("agenda:revoke_feed", "POST", "302 302 302 302 302 302 302 302 302 302"),
    row("agenda:feed", "GET", "200 200 200 200 200 200 200 200 200 200", words=feed_address),
    row("agenda:tag_hours", "POST", WRITERS_SENT, words=meeting, data=lambda cast: {"vision": "30"}),
    row(
        "agenda:rhythm",
        "GET",
        "302 404 404 200 403 403 200 404 200 200",
        words=lambda cast: {"project": cast.project.slug},
    ),
]

# The same doors where the meeting is one structure’s alone.
VARIANTS = [
    row("agenda:session", "GET", "302 404 404 404 404 404 200 404 200 200", words=meeting_alone),
    row("agenda:note", "GET", "302 404 404 404 404 404 403 404 200 200", words=meeting_alone),
    row("agenda:note_versions", "GET", "302 404 404 404 404 404 403 404 200 200", words=note_alone),
]
