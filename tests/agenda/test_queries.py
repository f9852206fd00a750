import datetime as dt

import pytest

from agenda import queries
from agenda.enums import Reply, SessionState
from agenda.queries import Proposal
from cohorts.enums import SessionForm
from core.dates import combine
from core.timetable import Interval
from tests import factories as make

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
PLAIN = dt.date(2026, 5, 12)


def on(day: dt.date, start: str, end: str, *, end_day: dt.date | None = None) -> Interval:
    """Hours on the clock in Paris."""
    return Interval(combine(day, dt.time.fromisoformat(start)), combine(end_day or day, dt.time.fromisoformat(end)))


NIGHT = on(PLAIN, "22:00", "02:00", end_day=PLAIN + dt.timedelta(days=1))
CLASHES = [
    (on(PLAIN, "09:00", "12:30"), on(PLAIN, "12:00", "14:00"), True),
    (on(PLAIN, "09:00", "12:30"), on(PLAIN, "10:00", "11:00"), True),
    (on(PLAIN, "09:00", "12:30"), on(PLAIN, "12:30", "14:00"), False),
    (on(PLAIN, "09:00", "12:30"), on(PLAIN, "08:00", "09:00"), False),
    (NIGHT, on(PLAIN + dt.timedelta(days=1), "01:00", "03:00"), True),
    (NIGHT, on(PLAIN + dt.timedelta(days=1), "02:00", "03:00"), False),
    (on(SPRING, "01:00", "03:30"), on(SPRING, "03:00", "04:00"), True),
    (on(SPRING, "01:00", "03:00"), on(SPRING, "03:00", "04:00"), False),
    (on(AUTUMN, "01:00", "04:00"), on(AUTUMN, "03:30", "05:00"), True),
    (on(AUTUMN, "01:00", "03:00"), on(AUTUMN, "03:00", "04:00"), False),
]


@pytest.mark.parametrize(("held", "wanted", "expected"), CLASHES)
@pytest.mark.parametrize("what", ["venue", "facilitator"])
def test_a_clash_is_the_same_place_or_person_at_the_same_time(held, wanted, expected, what):
    venue, person = make.VenueFactory(), make.UserFactory(facilitator=True)
    session = make.SessionFactory(starts_at=held.start, ends_at=held.end, venue=venue if what == "venue" else None)
    if what == "facilitator":
        session.facilitators.add(person)

    clashes = queries.find_clashes(Proposal(wanted, venue, [person]))

    assert [clash.session for clash in clashes] == ([session] if expected else [])
    assert all(
        (clash.venue, clash.facilitator) == ((venue, None) if what == "venue" else (None, person)) for clash in clashes
    )


def test_other_places_other_people_cancelled_sessions_and_itself_do_not_clash():
    venue, person = make.VenueFactory(), make.UserFactory(facilitator=True)
    hours = on(PLAIN, "09:00", "12:30")
    when = {"starts_at": hours.start, "ends_at": hours.end}
    itself = make.SessionFactory(venue=venue, **when)
    make.SessionFactory(venue=venue, state=SessionState.CANCELLED, **when)
    make.SessionFactory(venue=make.VenueFactory(), **when)
    make.SessionFactory(**when).facilitators.add(make.UserFactory())

    assert queries.find_clashes(Proposal(hours, venue, [person], itself.pk)) == []
    assert queries.find_clashes(Proposal(hours)) == []


def test_a_draft_clashes_and_both_reasons_are_told():
    venue, person = make.VenueFactory(), make.UserFactory(facilitator=True)
    hours = on(PLAIN, "09:00", "12:30")
    draft = make.SessionFactory(venue=venue, starts_at=hours.start, ends_at=hours.end, state=SessionState.DRAFT)
    draft.facilitators.add(person, make.UserFactory())

    clashes = queries.find_clashes(Proposal(hours, venue, [person]))

    assert [(clash.venue, clash.facilitator) for clash in clashes] == [(venue, None), (None, person)]


@pytest.mark.parametrize("number", [1, 3])
def test_clashes_are_found_in_two_queries(number, django_assert_num_queries):
    venue, person = make.VenueFactory(), make.UserFactory(facilitator=True)
    hours = on(PLAIN, "09:00", "12:30")
    for _ in range(number):
        row = make.SessionFactory(venue=venue, starts_at=hours.start, ends_at=hours.end)
        row.facilitators.add(person)

    with django_assert_num_queries(2):
        assert len(queries.find_clashes(Proposal(hours, venue, [person]))) == 2 * number


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

    time_machine.move_to(dt.datetime(2027, 5, 1, tzinfo=dt.UTC))
    assert queries.opening_day(cast.facilitator) == dt.date(2026, 5, 20)
    assert queries.opening_day(cast.applicant) == dt.date(2027, 5, 1)
