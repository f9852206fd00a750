import datetime as dt

import pytest

from agenda import queries
from agenda.enums import Reply, SessionState
from cohorts.enums import SessionForm
from core.dates import combine
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_window_holds_what_touches_it_and_what_the_person_may_see(cast):
    start, end = combine(dt.date(2026, 5, 12), dt.time(10)), combine(dt.date(2026, 5, 20), dt.time(9))

    assert list(queries.window(cast.participant, start, end)) == [cast.workshop]
    assert list(queries.window(cast.participant, start, end + dt.timedelta(minutes=1))) == [cast.workshop, cast.meeting]
    assert list(queries.window(cast.other_member, start, end + dt.timedelta(days=1))) == [cast.workshop]
    assert list(queries.window(cast.other_facilitator, start, end)) == []


def test_the_window_of_a_project_holds_its_meetings_and_the_collective_sessions(cast):
    start, end = combine(dt.date(2026, 5, 1), dt.time(8)), combine(dt.date(2026, 6, 1), dt.time(8))

    def window(**of):
        return list(queries.window(cast.facilitator, start, end, **of))

    assert window(project=cast.project) == [cast.workshop, cast.meeting]
    assert window(project=cast.other_project) == [cast.workshop]
    assert window(cohort=cast.cohort) == [cast.workshop, cast.meeting]
    assert window(cohort=cast.other_cohort) == []


@pytest.mark.parametrize("number", [1, 3])
def test_coming_takes_three_queries_and_tells_each_what_concerns_them(cast, number, django_assert_num_queries):
    part = cast.participant.participations.get()
    for day in range(1, number + 1):
        row = make.SessionFactory(cohort=cast.cohort, starts_at=dt.datetime(2026, 12, day, 8, tzinfo=dt.UTC))
        make.AttendanceFactory(session=row, participant=part, reply=Reply.MAYBE)

    with django_assert_num_queries(3):
        mine = queries.coming(cast.facilitator)
    theirs = queries.coming(cast.participant, limit=1)

    assert [(row.replies.maybe, row.own_reply) for row in mine] == [(1, None)] * number
    assert [(row.replies, row.own_reply) for row in theirs] == [(None, Reply.MAYBE)]


def test_what_was_cancelled_is_behind_and_not_ahead(cast):
    later = make.SessionFactory(
        cohort=cast.cohort, starts_at=dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC), state=SessionState.CANCELLED
    )

    assert list(queries.ahead(cast.facilitator)) == []
    assert list(queries.behind(cast.facilitator)) == [later, cast.meeting, cast.workshop]


def test_the_timeline_numbers_the_half_days_and_says_which_is_next(time_machine):
    time_machine.move_to(dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
    cohort = make.CohortFactory()
    days = [dt.datetime(2026, month, 10, 8, tzinfo=dt.UTC) for month in (5, 2, 3, 6)]
    rows = [make.SessionFactory(cohort=cohort, starts_at=day) for day in days]
    make.SessionFactory(cohort=cohort, starts_at=days[2], state=SessionState.CANCELLED)
    make.SessionFactory(cohort=cohort, starts_at=days[2], form=SessionForm.SEMINAR)

    steps = queries.timeline(cohort)

    assert [(step.number, step.session, step.state) for step in steps] == [
        (1, rows[1], "done"),
        (2, rows[2], "done"),
        (3, rows[0], "next"),
        (4, rows[3], "todo"),
    ]


def test_the_timeline_of_a_participant_leaves_drafts_out_and_keeps_the_numbers(cast):
    make.SessionFactory(
        cohort=cast.cohort, starts_at=dt.datetime(2026, 2, 1, 8, tzinfo=dt.UTC), state=SessionState.DRAFT
    )

    assert [step.number for step in queries.timeline(cast.cohort)] == [1, 2]
    assert [step.number for step in queries.timeline(cast.cohort, cast.participant)] == [2]


def test_the_cohort_to_plan_for_is_the_one_under_way(cast):
    make.CohortFactory(slug="suite", starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 9, 1)).facilitations.create(
        user=cast.facilitator
    )

    cohorts = queries.cohorts_to_plan(cast.facilitator)
    assert [cohort.slug for cohort in cohorts] == ["suite", "cohorte"]
    assert queries.cohort_to_plan(cohorts) == cast.cohort
    assert queries.cohort_to_plan(cohorts[:1]) == cohorts[0]
    assert queries.cohort_to_plan(queries.cohorts_to_plan(cast.participant)) is None


def test_the_calendar_opens_on_the_last_session_once_all_is_over(cast, time_machine):
    time_machine.move_to(dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    assert queries.opening_day(cast.facilitator) == dt.date(2026, 5, 1)

    time_machine.move_to(dt.datetime(2026, 4, 20, tzinfo=dt.UTC))
    assert queries.opening_day(cast.facilitator) == dt.date(2026, 5, 12), (
        "the month of the next session, not an empty one"
    )

    time_machine.move_to(dt.datetime(2027, 5, 1, tzinfo=dt.UTC))
    assert queries.opening_day(cast.facilitator) == dt.date(2026, 5, 20)
    assert queries.opening_day(cast.applicant) == dt.date(2027, 5, 1)
