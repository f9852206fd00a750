import datetime as dt
import uuid

import pytest
from django.utils import timezone

from agenda import figures
from agenda.enums import Presence, Reply, SessionState
from agenda.models import Addendum, Sheet
from cohorts.enums import SessionForm
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 30)


@pytest.fixture
def cohort():
    return make.CohortFactory()


@pytest.fixture
def project(cohort):
    return make.ProjectFactory(cohort=cohort)


def at(month: int, day: int, hour: int = 7) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def session_with(cohort, *presences, project=None, **facts):
    """A session whose lines have these presences, one person each."""
    facts.setdefault("starts_at", at(5, 12))
    session = make.SessionFactory(cohort=cohort, **facts)
    for presence in presences:
        part = make.ParticipantFactory(membership__project=project or make.ProjectFactory(cohort=cohort))
        make.AttendanceFactory(session=session, participant=part, presence=presence)
    return session


def test_a_half_day_is_held_once_it_was_published_and_is_over(cohort):
    make.SessionFactory(cohort=cohort, starts_at=at(6, 30))
    make.SessionFactory(cohort=cohort, starts_at=at(7, 1))
    make.SessionFactory(cohort=cohort, starts_at=at(5, 1), state=SessionState.DRAFT)
    make.SessionFactory(cohort=cohort, starts_at=at(5, 2), state=SessionState.CANCELLED)
    make.SessionFactory(cohort=cohort, starts_at=at(5, 3), form=SessionForm.SEMINAR)
    make.SessionFactory(starts_at=at(5, 4))

    assert figures.half_days_held(cohort, DAY) == 1
    assert figures.half_days_held(cohort, dt.date(2026, 7, 1)) == 2
    assert figures.half_days_planned(cohort) == 3


def test_a_half_day_under_way_is_not_held(cohort, time_machine):
    make.SessionFactory(cohort=cohort, starts_at=at(6, 30))
    time_machine.move_to(at(6, 30, 9), tick=False)

    assert figures.half_days_held(cohort, DAY) == 0

    time_machine.move_to(at(6, 30, 11), tick=False)

    assert figures.half_days_held(cohort, DAY) == 1


def test_meetings_held_are_those_of_the_project(cohort, project):
    for row in (at(5, 1), at(5, 2), at(12, 1)):
        make.SessionFactory(cohort=cohort, project=project, form=SessionForm.MEETING, starts_at=row)
    cancelled = {"state": SessionState.CANCELLED, "form": SessionForm.MEETING}
    make.SessionFactory(cohort=cohort, project=project, starts_at=at(5, 3), **cancelled)
    beside = make.ProjectFactory(cohort=cohort)

    assert figures.meetings_held(project, DAY) == 2
    assert figures.meetings_by_project([project, beside], DAY) == {project.pk: 2, beside.pk: 0}


@pytest.mark.parametrize(
    ("presences", "expected"),
    [
        ([], (0, 0)),
        ([Presence.EXPECTED, Presence.EXPECTED], (0, 0)),
        ([Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY], (3, 3)),
        ([Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT], (1, 3)),
        ([Presence.PRESENT, Presence.EXPECTED], (1, 2)),
        ([Presence.ABSENT], (0, 1)),
    ],
)
def test_attendance_counts_who_came_among_who_was_expected(cohort, presences, expected):
    session_with(cohort, *presences)

    rate = figures.attendance_rate(cohort, DAY)

    assert (rate.came, rate.expected) == expected
    assert rate.ratio == (expected[0] / expected[1] if expected[1] else None)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": SessionState.CANCELLED},
        {"state": SessionState.DRAFT},
        {"starts_at": at(7, 1)},
    ],
)
def test_sessions_not_held_never_count(cohort, facts):
    session_with(cohort, Presence.ABSENT, **facts)
    session_with(cohort, Presence.PRESENT)

    assert figures.attendance_rate(cohort, DAY) == figures.Rate(1, 1)


def test_meetings_count_only_when_asked(cohort, project):
    session_with(cohort, Presence.ABSENT, project=project)
    meeting = make.SessionFactory(cohort=cohort, project=project, form=SessionForm.MEETING, starts_at=at(5, 20))
    make.AttendanceFactory(session=meeting, participant__membership__project=project, presence=Presence.PRESENT)

    assert figures.attendance_rate(cohort, DAY) == figures.Rate(0, 1)
    assert figures.attendance_rate(cohort, DAY, [SessionForm.MEETING]) == figures.Rate(1, 1)


def test_attendance_by_project_keeps_projects_apart(cohort, project, django_assert_num_queries):
    beside, empty = make.ProjectFactory(cohort=cohort), make.ProjectFactory(cohort=cohort)
    session = session_with(cohort, Presence.PRESENT, Presence.ABSENT, project=project)
    make.AttendanceFactory(session=session, participant__membership__project=beside, presence=Presence.LATE)

    with django_assert_num_queries(1):
        rates = figures.attendance_by_project([project, beside, empty], DAY)

    assert rates == {
        project.pk: figures.Rate(1, 2),
        beside.pk: figures.Rate(1, 1),
        empty.pk: figures.Rate(0, 0),
    }


def test_replies_count_every_answer(cohort):
    session, quiet = make.SessionFactory(cohort=cohort), make.SessionFactory(cohort=cohort)
    for answer in (Reply.YES, Reply.YES, Reply.MAYBE, Reply.NO, Reply.NONE):
        make.AttendanceFactory(session=session, reply=answer)

    assert figures.replies(session) == figures.Replies(yes=2, maybe=1, no=1, none=1)
    assert figures.replies(session).invited == 5
    assert figures.replies_by_session([session, quiet])[quiet.pk].invited == 0


def test_the_presence_at_one_session_is_known_once_its_sheet_is_begun(cohort):
    begun = session_with(cohort, Presence.PRESENT, Presence.LATE, Presence.EXCUSED, Presence.EXPECTED)

    assert figures.presence(begun) == figures.Rate(2, 4)
    assert figures.presence(session_with(cohort, Presence.EXPECTED)) == figures.Rate(0, 0)


def test_held_never_looks_past_the_present(cohort):
    make.SessionFactory(cohort=cohort, starts_at=timezone.now() + dt.timedelta(hours=2))

    assert figures.half_days_held(cohort, dt.date(2027, 12, 31)) == 0


def amend(line, presence):
    """An addendum to the sealed sheet of a line."""
    sheet = Sheet.objects.filter(session=line.session).first() or make.SheetFactory(session=line.session)
    Addendum.objects.create(
        sheet=sheet, line=line, presence=presence, reason="X", author_name="X", written_at=timezone.now(),
        digest="0" * 64, key=uuid.uuid4(),
    )  # fmt: skip


def test_an_addendum_stands_in_the_place_of_what_was_sealed(cohort, project):
    session = session_with(cohort, Presence.PRESENT, Presence.ABSENT, project=project)
    came, away = session.attendances.order_by("pk")
    amend(away, Presence.LATE)
    amend(came, Presence.EXCUSED)
    amend(came, Presence.PRESENT)
    amend(came, "")

    assert figures.attendance_rate(cohort, DAY) == figures.Rate(2, 2)
    assert figures.presence(session) == figures.Rate(2, 2)
    assert figures.represented(session).all_came


def test_an_excuse_alone_does_not_begin_a_sheet(cohort):
    session = session_with(cohort, Presence.EXCUSED, Presence.EXPECTED)

    assert figures.attendance_rate(cohort, DAY) == figures.Rate(0, 0)
    assert figures.presence(session) == figures.Rate(0, 0)
    assert figures.represented(session) == figures.Represented()


def test_attendance_by_person_and_by_the_structure_of_the_day(cohort, project, django_assert_num_queries):
    membership, second = (make.MembershipFactory(project=project) for _ in range(2))
    part = make.ParticipantFactory(membership=membership)
    make.ParticipantFactory(membership=second, user=part.user)
    for day, presence, structure in (
        (1, "present", membership.structure),
        (2, "absent", membership.structure),
        (3, "late", second.structure),
    ):
        session = make.SessionFactory(cohort=cohort, starts_at=at(5, day))
        make.AttendanceFactory(session=session, participant=part, structure=structure, presence=presence)
    session_with(cohort, Presence.PRESENT)

    with django_assert_num_queries(2):
        by_person = figures.attendance_by_person([project], DAY)
        by_structure = figures.attendance_by_structure([project], DAY)

    assert by_person == {(project.pk, part.user.pk): figures.Rate(2, 3)}
    assert by_structure == {
        (project.pk, membership.structure_id): figures.Rate(1, 2),
        (project.pk, second.structure_id): figures.Rate(1, 1),
    }


def test_all_structures_are_represented_by_whom_somebody_stood_for(cohort, project, django_assert_num_queries):
    one, two, three = (make.ParticipantFactory(membership__project=project) for _ in range(3))
    session = make.SessionFactory(cohort=cohort, starts_at=at(5, 12))
    there = make.AttendanceFactory(session=session, participant=one, presence="present")
    make.AttendanceFactory(session=session, participant=two, presence="absent")
    make.AttendanceFactory(session=session, participant=three, presence="excused")
    other = session_with(cohort, Presence.PRESENT, Presence.ABSENT)

    with django_assert_num_queries(2):
        found = figures.represented_by_session([session, other])

    missing = {two.membership.structure, three.membership.structure}
    assert set(found[session.pk].missing) == missing
    assert (found[session.pk].came, found[other.pk].came) == (1, 1)
    assert not found[session.pk].all_came
    make.WalkInFactory(session=session, structure=three.membership.structure)
    make.WalkInFactory(session=session)
    there.structure = two.membership.structure
    there.save()
    assert figures.represented(session).missing == (one.membership.structure,)
    make.WalkInFactory(session=session, structure=one.membership.structure)
    assert figures.represented(session).all_came
    assert figures.presence(session) == figures.Rate(1, 3)  # who walked in counts in no rate


def test_a_project_reads_its_own_people_and_structures(cohort, project):
    mine, absent = (make.ParticipantFactory(membership__project=project) for _ in range(2))
    session = session_with(cohort, Presence.PRESENT, Presence.ABSENT)
    make.AttendanceFactory(session=session, participant=mine, presence="late")
    make.AttendanceFactory(session=session, participant=absent, presence="absent")

    assert figures.presence_by_session([session], project) == {session.pk: figures.Rate(1, 2)}
    own = figures.represented_by_session([session], project)[session.pk]
    assert {structure.pk for structure in own.expected} == {
        mine.membership.structure_id,
        absent.membership.structure_id,
    }
    assert own.missing == (absent.membership.structure,)
