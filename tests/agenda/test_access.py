import datetime as dt

import pytest

from agenda import actions
from agenda.access import can_answer_session
from agenda.enums import SessionState
from agenda.models import Attendance, Session, Venue
from core.dates import now
from tests import factories as make
from tests.cast import PERSONS

LAST_EVENING = dt.datetime(2026, 3, 31, 21, tzinfo=dt.UTC)  # 23:00 in Paris, on the last day of those who left
SIGNED_IN = [person for person in PERSONS if person != "anonymous"]


@pytest.fixture
def sessions(cast):
    """The cast's own, a draft, a cancelled one, a cancelled draft, a neighbour's meeting, and one of the time before
    people left."""
    later = now() + dt.timedelta(days=7)
    of = {"cohort": cast.cohort, "starts_at": later}
    own = {"cohort": cast.cohort, "project": cast.project, "form": "meeting"}
    cancelled = {"state": SessionState.CANCELLED}
    return [
        cast.workshop,
        cast.meeting,
        make.SessionFactory(state=SessionState.DRAFT, **of),
        make.SessionFactory(published_at=now(), **cancelled, **of),
        make.SessionFactory(**cancelled, **of),
        make.SessionFactory(project=cast.other_project, form="meeting", **of),
        make.SessionFactory(starts_at=LAST_EVENING, **own),
        make.SessionFactory(starts_at=LAST_EVENING + dt.timedelta(hours=1), **own),
        make.SessionFactory(cohort=cast.other_cohort),
    ]


EXPECTED = {
    "applicant": [],
    "other_member": [0, 3, 5],
    "partner": [0, 1, 3, 6, 7],
    "left": [6],
    "former": [6],
    "participant": [0, 1, 3, 6, 7],
    "other_facilitator": [8],
    "facilitator": [0, 1, 2, 3, 4, 5, 6, 7],
    "administrator": [0, 1, 2, 3, 4, 5, 6, 7, 8],
}


@pytest.mark.parametrize("person", SIGNED_IN)
def test_a_list_holds_the_sessions_whose_page_opens(cast, sessions, sign_in, person):
    user = cast.users[person]
    client = sign_in(user)

    listed = set(Session.objects.visible_to(user))
    opened = {row for row in sessions if client.get(row.get_absolute_url()).status_code == 200}

    assert listed == opened == {sessions[place] for place in EXPECTED[person]}


@pytest.mark.parametrize("person", SIGNED_IN)
def test_a_list_holds_the_places_whose_page_opens(cast, sign_in, person):
    venue = make.VenueFactory()
    user = cast.users[person]

    listed = set(Venue.objects.visible_to(user))

    assert listed == ({venue} if sign_in(user).get(f"/agenda/venues/{venue.pk}/").status_code == 200 else set())


def test_lines_are_read_by_the_team_and_by_the_person(cast):
    actions.renew_lines(cast.workshop)
    lines = set(cast.workshop.attendances.order_by("pk"))
    own = cast.workshop.attendances.get(participant__user=cast.participant)

    def seen(user):
        return set(Attendance.objects.visible_to(user))

    assert seen(cast.facilitator) == seen(cast.administrator) == lines
    assert len(lines) == 3
    assert seen(cast.participant) == {own}
    assert own not in seen(cast.partner)
    assert seen(cast.other_facilitator) == seen(cast.applicant) == set()


def test_nobody_signed_in_sees_nothing(cast):
    from django.contrib.auth.models import AnonymousUser

    nobody = AnonymousUser()

    for model in (Session, Venue, Attendance):
        assert not model.objects.visible_to(nobody).exists()


def test_who_is_concerned_may_answer(cast):
    meeting, workshop = cast.meeting, cast.workshop

    assert can_answer_session(cast.partner, meeting)
    assert not can_answer_session(cast.other_member, meeting)
    assert can_answer_session(cast.other_member, workshop)
    assert not can_answer_session(cast.left, workshop)
    assert not can_answer_session(cast.facilitator, workshop)

    make.AttendanceFactory(session=workshop, participant=cast.left.participations.get())
    assert can_answer_session(cast.left, workshop)


def test_a_session_a_line_and_a_place_say_what_they_are(cast):
    line = make.AttendanceFactory(session=cast.workshop)

    assert str(cast.workshop) == cast.workshop.title
    assert str(line) == f"{line.participant_id} · {cast.workshop.pk}: expected"
    assert str(make.VenueFactory(name="Halles")) == "Halles"
