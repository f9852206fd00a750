"""Contacts, gaps, hours by purpose and pairs: from attendance alone, with hand-made dates."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from agenda import actions, figures, queries
from agenda.enums import Presence, Purpose
from agenda.figures.rhythm import between, years_after
from agenda.models import Addendum, Sheet, TimeTag
from core.errors import Refused
from core.models import TrailEntry
from projects.models import Pause
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 7, 1)


def at(month, day, hour=8):
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


class Table:
    """A project with three structures of one person each, in the cohort of the cast."""

    def __init__(self, cast):
        self.cohort = cast.cohort
        self.project = make.ProjectFactory(cohort=cast.cohort)
        self.people = [make.ParticipantFactory(membership__project=self.project) for _one in range(3)]
        self.structures = [part.membership.structure for part in self.people]

    def session(self, starts_at, *here, meeting=True, minutes=90, **facts):
        """A session with a line for each person; those of `here` came."""
        kind = {"form": "meeting", "project": self.project} if meeting else {"form": "workshop"}
        ends_at = starts_at + dt.timedelta(minutes=minutes)
        row = make.SessionFactory(cohort=self.cohort, starts_at=starts_at, ends_at=ends_at, **kind, **facts)
        for place, part in enumerate(self.people):
            presence = Presence.PRESENT if place in here else Presence.ABSENT
            make.AttendanceFactory(session=row, participant=part, presence=presence)
        return row


@pytest.fixture
def table(cast):
    return Table(cast)


def told(table, day=DAY):
    return figures.rhythms([table.project], day)[table.project.pk]


def test_gaps_are_the_days_between_two_contacts(table):
    for month, day in ((2, 2), (2, 12), (3, 4), (5, 3)):  # gaps of 10, 20 and 60 days
        table.session(at(month, day), 0)
    whole = told(table).whole

    assert (whole.mean_gap, whole.median_gap, whole.since) == (Decimal(30), Decimal(20), 59)
    assert (whole.longest.days, whole.longest.first, whole.longest.last) == (
        60,
        dt.date(2026, 3, 4),
        dt.date(2026, 5, 3),
    )
    assert (whole.hours, whole.last) == (Decimal(6), dt.date(2026, 5, 3))


def test_two_sessions_of_one_day_are_one_contact(table):
    table.session(at(2, 2), 0)
    table.session(at(2, 2, 13), 1)

    whole = told(table).whole
    assert (len(whole.contacts), whole.mean_gap, whole.longest, whole.hours) == (1, None, None, Decimal(3))


def test_nobody_cancelled_unknown_and_to_come_are_no_contacts(table):
    table.session(at(2, 2), 0)
    table.session(at(2, 9))
    table.session(at(2, 16), 0, state="cancelled")
    table.session(at(8, 3), 0)
    make.SessionFactory(cohort=table.cohort, project=table.project, form="meeting", starts_at=at(3, 2))

    found = told(table)
    assert (len(found.whole.contacts), found.unknown, found.meetings) == (1, 1, 2)


def test_a_project_never_met_has_no_rhythm(table):
    whole = told(table).whole
    assert (whole.contacts, whole.hours, whole.mean_gap, whole.since, whole.last) == ((), 0, None, None, None)


def test_each_structure_has_its_own_silence(table):
    table.session(at(2, 2), 0, 1)
    table.session(at(3, 2), 0)
    table.session(at(6, 1), 0, 1, meeting=False)
    one, other, third = (told(table).by_structure.get(row.pk) for row in table.structures)

    assert (one.longest.days, other.longest.days, third) == (91, 119, None)


def test_the_days_of_a_pause_do_not_count():
    first, last = dt.date(2026, 3, 1), dt.date(2026, 4, 10)
    assert between(first, last) == 40
    assert between(first, last, [(dt.date(2026, 3, 11), dt.date(2026, 3, 21))]) == 30
    assert between(first, last, [(dt.date(2026, 2, 1), dt.date(2026, 3, 11))]) == 30
    assert between(first, last, [(dt.date(2026, 3, 31), None)]) == 30
    assert between(first, last, [(dt.date(2026, 5, 1), None)]) == 40


def test_a_pause_of_the_project_is_no_silence(cast, table):
    for starts_at in (at(3, 1), at(4, 10)):
        table.session(starts_at, 0)
    facts = {"project": table.project, "reason": "Travaux", "author": cast.facilitator}
    Pause.objects.create(starts_on=dt.date(2026, 3, 11), ends_on=dt.date(2026, 3, 20), **facts)
    Pause.objects.create(starts_on=dt.date(2026, 4, 1), woken_on=dt.date(2026, 4, 6), **facts)
    Pause.objects.create(starts_on=dt.date(2026, 6, 1), **facts)

    whole = told(table).whole
    assert (whole.longest.days, whole.since) == (25, 52)


@pytest.mark.parametrize(
    ("day", "meetings", "expected"),
    [
        (dt.date(2026, 1, 5), 4, None),  # the first day
        (dt.date(2026, 12, 18), 4, None),  # the last one
        (dt.date(2026, 6, 27), 1, None),
        (dt.date(2026, 6, 27), 4, 8),  # 173 of 347 days gone: 4 × 347 / 173
    ],
)
def test_the_forecast_is_a_straight_line(table, day, meetings, expected):
    assert figures.forecast(table.project, meetings, day) == expected
    assert figures.forecast(table.project, 4, dt.date(2026, 1, 7), [(dt.date(2026, 1, 1), dt.date(2026, 2, 1))]) is None


def test_the_next_meeting_is_the_first_that_is_published(table, time_machine):
    time_machine.move_to(at(7, 1), tick=False)
    table.session(at(7, 20))
    table.session(at(7, 10), state="draft")
    table.session(at(7, 30))

    assert told(table).next_on == dt.date(2026, 7, 20)


def test_a_no_show_is_not_a_meeting_held(table):
    table.session(at(2, 2))
    table.session(at(2, 9), 2)

    assert figures.meetings_held(table.project, DAY) == 1


def test_rhythms_ask_as_much_for_three_projects_as_for_one(cast, django_assert_num_queries):
    for number in (1, 3):
        tables = [Table(cast) for _one in range(number)]
        for one in tables:
            one.session(at(2, 2), 0)
            one.session(at(3, 2), 1)
        with django_assert_num_queries(5):
            figures.rhythms([one.project for one in tables], DAY)


def test_hours_by_purpose_make_the_hours_attended(table):
    first = table.session(at(2, 2), 0, minutes=120, meeting=False)
    second = table.session(at(2, 9), 0, minutes=60)
    missed = table.session(at(3, 2), minutes=60)
    actions.tag_hours(actor=None, session=first, minutes={Purpose.ACQUAINTANCE: 90, Purpose.DECISION: 30})
    actions.tag_hours(actor=None, session=second, minutes={Purpose.PRODUCTION: 45})
    actions.tag_hours(actor=None, session=missed, minutes={Purpose.VISION: 60})
    rows = told(table).rows
    (month,) = figures.hours_by_purpose(rows)

    assert (month.month, month.total, figures.hours(rows)) == (dt.date(2026, 2, 1), Decimal(3), Decimal(3))
    assert month.hours == {"acquaintance": Decimal("1.5"), "decision": Decimal("0.5"), "production": Decimal("0.75")}
    assert month.untold == Decimal("0.25")


def test_tags_of_a_session_that_was_shortened_give_way_in_proportion(table):
    session = table.session(at(2, 2), 0, minutes=120)
    actions.tag_hours(actor=None, session=session, minutes={Purpose.ACQUAINTANCE: 90, Purpose.DECISION: 30})
    session.ends_at = session.starts_at + dt.timedelta(minutes=60)
    session.save(update_fields=["ends_at", "updated_at"])
    (month,) = figures.hours_by_purpose(told(table).rows)

    assert (month.hours["acquaintance"], month.hours["decision"], month.untold) == (Decimal("0.75"), Decimal("0.25"), 0)


def grid(table, **more):
    return figures.pair_grid(told(table).rows, {row.pk: row.name for row in table.structures}, **more)


def test_the_pair_grid_is_symmetric_and_from_attendance_alone(table):
    table.session(at(2, 2), 0, 1, minutes=120)
    table.session(at(2, 9), 0, 1, 2, minutes=60)
    table.session(at(2, 16), 2, minutes=600)
    found = grid(table)
    places = range(3)

    assert all(found.hours.get((one, other)) == found.hours.get((other, one)) for one in places for other in places)
    assert sorted(pair.hours for pair in found.pairs) == [1, 1, 3]
    assert [hours[place] for place, (_name, hours) in enumerate(found.rows)] == [None, None, None]
    people = {part.user_id: str(part.user) for part in table.people}
    by_person = figures.pair_grid(told(table).rows, people, people=True)
    assert sorted(pair.hours for pair in by_person.pairs) == [1, 1, 3]


def test_the_nudge_fires_while_a_pair_is_apart_or_hours_miss_and_stops_after(table):
    def nudge():
        return figures.nudges([table.project], DAY).get(table.project.pk)

    known = table.session(at(2, 2), 0, 1, minutes=300)
    actions.tag_hours(actor=None, session=known, minutes={Purpose.ACQUAINTANCE: 300})
    assert nudge() is None  # nothing is produced yet
    producing = table.session(at(2, 9), 0, minutes=60)
    actions.tag_hours(actor=None, session=producing, minutes={Purpose.PRODUCTION: 60})
    found = nudge()
    assert (found.hours, len(found.apart)) == (Decimal(1), 2)
    more = table.session(at(2, 16), 0, 1, 2, minutes=60, meeting=False)
    actions.tag_hours(actor=None, session=more, minutes={Purpose.ACQUAINTANCE: 60})
    assert nudge() is None


def test_a_collective_session_of_production_nudges_too(table):
    workshop = table.session(at(2, 9), 0, minutes=60, meeting=False)
    actions.tag_hours(actor=None, session=workshop, minutes={Purpose.PRODUCTION: 60})

    assert figures.nudges([table.project], DAY)[table.project.pk].hours == 6
    table.cohort.acquaintance_hours = 9
    table.cohort.save()
    table.project.cohort.refresh_from_db()
    assert figures.nudges([table.project], DAY)[table.project.pk].hours == 9


def test_only_pairs_matter_where_the_edition_asks_for_no_hours(table):
    table.cohort.acquaintance_hours = 0
    table.cohort.save()
    table.project.cohort.refresh_from_db()
    workshop = table.session(at(2, 9), 0, 1, minutes=60, meeting=False)
    actions.tag_hours(actor=None, session=workshop, minutes={Purpose.PRODUCTION: 60})
    found = figures.nudges([table.project], DAY)[table.project.pk]
    assert (found.hours, len(found.apart)) == (0, 2)
    table.session(at(2, 16), 0, 1, 2, meeting=False)
    assert figures.nudges([table.project], DAY) == {}


def test_one_who_left_has_no_pair_to_meet_and_another_project_produces_for_itself(table):
    producing = table.session(at(2, 9), 0, 1, minutes=360)
    actions.tag_hours(actor=None, session=producing, minutes={Purpose.ACQUAINTANCE: 359, Purpose.PRODUCTION: 1})
    table.cohort.acquaintance_hours = 1
    table.cohort.save()
    table.project.cohort.refresh_from_db()
    assert len(figures.nudges([table.project], DAY)[table.project.pk].apart) == 2
    gone = table.people[2].membership
    gone.left_on = dt.date(2026, 6, 1)
    gone.save()
    beside = a_neighbour(table)
    assert figures.nudges([table.project, beside], DAY) == {}


def a_neighbour(table):
    """A neighbour project, whose structures never met."""
    project = make.ProjectFactory(cohort=table.cohort)
    for _one in range(2):
        make.MembershipFactory(project=project)
    return project


def test_nudges_ask_as_much_for_three_projects_as_for_one(cast, django_assert_num_queries):
    for number in (1, 3):
        tables = [Table(cast) for _one in range(number)]
        for one in tables:
            session = one.session(at(2, 2), 0, minutes=60)
            actions.tag_hours(actor=None, session=session, minutes={Purpose.PRODUCTION: 60})
        with django_assert_num_queries(4):
            assert len(figures.nudges([one.project for one in tables], DAY)) == number


def test_the_nudge_stands_on_the_desk_and_where_one_plans(cast, sign_in):
    session = make.SessionFactory(cohort=cast.cohort, starts_at=at(2, 9), title="Maquette")
    actions.tag_hours(actor=None, session=session, minutes={Purpose.PRODUCTION: 60})
    team = sign_in(cast.facilitator)
    rhythm = reverse("agenda:rhythm", args=[cast.project.slug])
    board = team.get(cast.cohort.get_absolute_url()).content.decode()
    assert "Se connaître avant de produire" in board
    assert f"{rhythm}#purpose-title" in board
    for name in ("new_session", "new_series"):
        page = team.get(reverse(f"agenda:{name}"), {"cohort": cast.cohort.slug}).content.decode()
        assert "Jardin et Maison ne se sont pas rencontrées" in page
    edit = team.get(reverse("agenda:edit_session", args=[session.pk])).content.decode()
    assert "ne se sont pas rencontrées" not in edit


def test_an_addendum_goes_before_the_sheet(table):
    session = table.session(at(2, 2), 0)
    line = session.attendances.get(participant=table.people[1])
    sheet = Sheet.objects.create(session=session)
    Addendum.objects.create(
        sheet=sheet,
        line=line,
        presence="present",
        author=table.people[0].user,
        reason="x",
        written_at=at(2, 3),
        key=uuid4(),
    )
    assert table.structures[1].pk in told(table).by_structure
    assert [row.structure for row in figures.presences([table.project], DAY)[table.project.pk]] == [
        table.structures[0].pk, table.structures[1].pk,
    ]  # fmt: skip


def test_the_next_date_of_a_structure_is_with_the_project_or_alone(table, time_machine, cast, sign_in):
    time_machine.move_to(at(7, 1), tick=False)
    table.session(at(7, 20))
    table.session(at(7, 10), structure=table.structures[0])
    table.session(at(7, 30), structure=table.structures[1])
    found = told(table)
    assert found.next_on == dt.date(2026, 7, 20)
    assert found.next_with == {
        table.structures[0].pk: dt.date(2026, 7, 10), table.structures[1].pk: dt.date(2026, 7, 30),
    }  # fmt: skip

    def shown(user):
        page = queries.rhythm_page(user, table.project, DAY)
        return {line.structure: line.next_on for line in page.structures}

    tenth, twentieth = dt.date(2026, 7, 10), dt.date(2026, 7, 20)
    assert list(shown(cast.facilitator).values()).count(tenth) == 1
    assert shown(table.people[0].user)[table.structures[0]] == tenth
    assert set(shown(table.people[1].user).values()) == {twentieth}


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (dt.date(2026, 12, 18), 1, dt.date(2027, 12, 18)),
        (dt.date(2024, 2, 29), 2, dt.date(2026, 2, 28)),
    ],
)
def test_a_year_later_is_the_same_day(day, years, expected):
    assert years_after(day, years) == expected


def test_the_periods_hold_the_contacts_of_their_days(table, time_machine):
    time_machine.move_to(dt.datetime(2028, 1, 2, tzinfo=dt.UTC), tick=False)
    for when in ((2026, 3, 2), (2026, 3, 12), (2027, 1, 10), (2027, 3, 11), (2027, 12, 18), (2027, 12, 19)):
        table.session(dt.datetime(*when, 8, tzinfo=dt.UTC), 0)
    table.session(dt.datetime(2027, 3, 12, 8, tzinfo=dt.UTC), 1)

    found = told(table, dt.date(2028, 1, 2)).periods

    assert [(one.years, one.first, one.last) for one in found] == [
        (0, dt.date(2026, 1, 5), dt.date(2026, 12, 18)),
        (1, dt.date(2026, 12, 19), dt.date(2027, 12, 18)),
        (2, dt.date(2027, 12, 19), dt.date(2028, 12, 18)),
    ]
    first, second = (row.pk for row in table.structures[:2])
    assert [len(one.whole.contacts) for one in found] == [2, 4, 1]
    assert [one.by_structure[first].longest and one.by_structure[first].longest.days for one in found] == [
        10,
        282,
        None,
    ]  # 11 March to 18 December 2027
    assert second not in found[0].by_structure
    assert len(found[1].by_structure[second].contacts) == 1
    assert len(told(table, dt.date(2027, 6, 1)).periods) == 2


def test_the_page_shows_the_follow_up_once_the_edition_is_over(cast, sign_in, time_machine):
    path = reverse("agenda:rhythm", args=[cast.project.slug])
    assert "Au-delà du programme" not in sign_in(cast.facilitator).get(path).content.decode()
    time_machine.move_to(dt.datetime(2028, 1, 2, tzinfo=dt.UTC), tick=False)
    page = sign_in(cast.facilitator).get(path).content.decode()
    assert "Au-delà du programme" in page
    assert "24 mois après" in page


def test_tags_are_replaced_and_never_pass_the_session(table):
    session = table.session(at(2, 2), minutes=90)
    actions.tag_hours(actor=None, session=session, minutes={Purpose.VISION: 90})
    actions.tag_hours(actor=None, session=session, minutes={Purpose.DECISION: 30, Purpose.VISION: 0})
    assert list(TimeTag.objects.values_list("purpose", "minutes")) == [("decision", 30)]
    before = TrailEntry.objects.count()
    assert actions.tag_hours(actor=None, session=session, minutes={Purpose.DECISION: 30}) == []
    assert TrailEntry.objects.count() == before
    with pytest.raises(Refused, match="91"):
        actions.tag_hours(actor=None, session=session, minutes={Purpose.VISION: 91})
    for facts in ({"state": "cancelled"}, {"state": "draft", "starts_at": None, "ends_at": None}):
        other = make.SessionFactory(cohort=table.cohort, project=table.project, form="meeting", **facts)
        with pytest.raises(Refused):
            actions.tag_hours(actor=None, session=other, minutes={Purpose.VISION: 1})


def test_the_sheet_takes_the_tags_and_says_what_is_wrong(cast, sign_in):
    client, address = sign_in(cast.facilitator), reverse("agenda:tag_hours", args=[cast.meeting.pk])

    assert client.post(address, {"vision": "9999"}).status_code == 422
    assert client.post(address, {"vision": "300"}).status_code == 422
    assert client.post(address, {"vision": "30", "rest": "decision"}).status_code == 302
    assert dict(TimeTag.objects.values_list("purpose", "minutes")) == {"vision": 30, "decision": 180}
    assert 'value="180"' in client.get(cast.meeting.get_absolute_url(), {"part": "notes"}).content.decode()
    assert "time-rows" not in sign_in(cast.participant).get(cast.meeting.get_absolute_url()).content.decode()


def test_the_page_of_the_rhythm_shows_people_to_the_team_alone(cast, sign_in):
    parts = [cast.project.memberships.get(structure=row).participants.order_by("-pk")[0] for row in (
        cast.structure, cast.partner_structure,
    )]  # fmt: skip
    for starts_at in (at(5, 4), at(5, 20)):
        row = make.SessionFactory(cohort=cast.cohort, project=cast.project, form="meeting", starts_at=starts_at)
        for part in parts:
            make.AttendanceFactory(session=row, participant=part, presence="present")
    address = reverse("agenda:rhythm", args=["projet"])
    team = sign_in(cast.facilitator).get(address).content.decode()
    member = sign_in(cast.participant).get(address).content.decode()

    assert "Personne par personne" in team
    assert "Personne par personne" not in member
    assert member.count("<svg") >= 2
    assert "7,0 h" in member.replace("\u00a0", " ")
