"""Given of declared (C3): reckoned by hand, shown to whom it is for."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from agenda import figures as agenda
from agenda import queries
from agenda.enums import ClashLevel, Rule
from agenda.models import Attendance, ClashRule
from cohorts.models import Question
from core.timetable import Interval
from desk.engagement import balance_index, balances, cohort_balances, page_of
from logbook.models import Answer, AnswerVersion
from projects.actions import Band, add_action, agree_to_review, open_engagement_review, settle_action, state_capacity
from projects.models import Membership, Pause
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def the_last_of_june(time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 30, 18, 0, tzinfo=dt.UTC), tick=False)


def at(month, day, hour=9):
    return dt.datetime(2026, month, day, hour, 0, tzinfo=dt.UTC)


def held(cast, when, hours, *people, **facts):
    """A session held, with a line for each of these people, who came."""
    session = make.SessionFactory(cohort=cast.cohort, starts_at=when, ends_at=when + dt.timedelta(hours=hours), **facts)
    for person in people:
        part = person.participations.get()
        make.AttendanceFactory(
            session=session, participant=part, structure=part.membership.structure, presence="present"
        )
    return session


def declare(cast, days, structure=None, **facts):
    told = {"actor": cast.facilitator, "project": cast.project, "structure": structure or cast.structure} | facts
    return state_capacity(days_a_month=Decimal(days), stated_on=dt.date(2026, 6, 1), **told)


@pytest.fixture
def june(cast):
    """Both structures joined on 1 June, so that they are reckoned over the thirty days of June."""
    for structure in (cast.structure, cast.partner_structure):
        Membership.objects.filter(project=cast.project, structure=structure).update(joined_on=dt.date(2026, 6, 1))
    return cast


def line(cast, structure, day=DAY):
    [balance] = balances(cast.facilitator, [cast.project], day)
    return next(one for one in balance.lines if one.structure == structure)


def index(cast):
    return balances(cast.facilitator, [cast.project], DAY)[0].index


# Reckoned by hand


def test_given_is_sessions_meetings_actions_and_the_logbook(june):
    cast = june
    declare(cast, "4")  # 28 h in June
    held(cast, at(6, 2), 3, cast.participant, cast.partner)
    held(cast, at(6, 9), 1, cast.participant, form="meeting", project=cast.project)
    action = add_action(actor=cast.facilitator, project=cast.project, text="Chiffrer", structure=cast.structure)
    settle_action(actor=cast.facilitator, action=action, state="done")
    question = Question.objects.filter(axis__version=cast.cohort.content).first()
    answer = Answer.objects.create(project=cast.project, question=question, updated_by=cast.participant)
    for number in (1, 2):  # twice on one day counts once
        AnswerVersion.objects.create(
            answer=answer, number=number, text="x", author=cast.participant, structure=cast.structure
        )

    own = line(cast, cast.structure)

    assert (own.given.collective, own.given.meetings, own.given.actions, own.given.logbook) == (
        3, 1, 2, Decimal("0.5"),
    )  # fmt: skip
    assert own.given.total == Decimal("6.5")
    assert own.declared == 28
    assert own.ratio == Decimal("6.5") / 28
    assert line(cast, cast.partner_structure).declared is None
    assert line(cast, cast.partner_structure).ratio is None


def test_a_small_structure_that_gives_all_it_declared_is_at_a_hundred(june):
    cast = june
    declare(cast, "1")  # 7 h
    declare(cast, "10", cast.partner_structure)  # 70 h
    held(cast, at(6, 2), 7, cast.participant, cast.partner)

    assert line(cast, cast.structure).ratio == 1
    assert line(cast, cast.partner_structure).ratio == Decimal("0.1")


def test_equal_parts_give_an_index_of_nought_and_doubling_changes_nothing(june):
    cast = june
    declare(cast, "1")
    declare(cast, "1", cast.partner_structure)
    held(cast, at(6, 2), 2, cast.participant, cast.partner)
    assert index(cast) == 0
    held(cast, at(6, 3), 4, cast.participant)  # 6 of 7 h, against 2 of 7 h
    # Ratios 6/7 and 2/7, mean 4/7: (2/7 + 2/7) / (2 × 8/7) = 1/4.
    assert round(index(cast), 9) == Decimal("0.25")
    # One structure gives twice as much of twice as much.
    declare(cast, "2", cast.partner_structure)
    Membership.objects.filter(structure=cast.partner_structure).update(joined_on=dt.date(2026, 6, 1))
    held(cast, at(6, 4), 2, cast.partner)
    assert round(index(cast), 9) == Decimal("0.25")


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [
        ([], None),
        (["0.7"], None),
        (["0.7", "0.7", "0.7"], "0"),
        (["0", "0"], "0"),
        (["1", "0"], "0.5"),
        (["1", "0", "0", "0"], "0.75"),
        (["0.6", "0.2"], "0.25"),
    ],
)
def test_the_index(ratios, expected):
    found = balance_index([Decimal(one) for one in ratios])
    assert found == (None if expected is None else Decimal(expected))


def test_a_leavers_hours_stop_on_the_last_day(june):
    cast = june
    declare(cast, "4")
    Membership.objects.filter(project=cast.project, structure=cast.structure).update(left_on=dt.date(2026, 6, 15))
    held(cast, at(6, 15), 3, cast.participant)
    held(cast, at(6, 16), 5, cast.participant)

    own = line(cast, cast.structure)

    assert own.given.total == 3
    assert own.declared == 14
    assert own.left_on == dt.date(2026, 6, 15)
    assert not own.is_flagged
    [balance] = balances(cast.facilitator, [cast.project], DAY)
    assert balance.lines[-1].left_on


def test_totals_equal_the_attendance(june):
    cast = june
    held(cast, at(6, 2), 3, cast.participant, cast.partner)
    held(cast, at(6, 9), 2, cast.partner, form="meeting", project=cast.project)
    absent = held(cast, at(6, 10), 4, cast.participant)
    Attendance.objects.filter(session=absent).update(presence="absent")
    held(cast, at(6, 11), 4, cast.participant, state="cancelled")

    [balance] = balances(cast.facilitator, [cast.project], DAY)

    by_hand = sum(
        (row.session.ends_at - row.session.starts_at).total_seconds() / 3600
        for row in Attendance.objects.filter(presence="present").exclude(session__state="cancelled").order_by("pk")
    )
    assert sum(one.given.sessions for one in balance.lines) == by_hand == 8
    assert sum(row.hours for row in agenda.presences([cast.project], DAY)[cast.project.pk]) == by_hand


def test_a_structure_that_comes_back_counts_both_its_parts(june):
    cast = june
    declare(cast, "4")
    Membership.objects.filter(project=cast.project, structure=cast.structure).update(left_on=dt.date(2026, 6, 10))
    make.MembershipFactory(project=cast.project, structure=cast.structure, joined_on=dt.date(2026, 6, 21))
    assert round(line(cast, cast.structure).declared, 6) == round(Decimal(28) * 20 / 30, 6)
    assert line(cast, cast.structure).left_on is None


def test_one_who_joins_later_is_not_there_yet(june):
    cast = june
    make.MembershipFactory(project=cast.project, structure=cast.other_structure, joined_on=dt.date(2026, 7, 9))
    [balance] = balances(cast.facilitator, [cast.project], DAY)
    assert cast.other_structure not in [one.structure for one in balance.lines]


# Flags


def test_overload_is_above_120_per_cent(june):
    cast = june
    declare(cast, "1")  # 7 h, of which 120 % are 8.4 h
    session = held(cast, at(6, 2), 8, cast.participant)
    assert not line(cast, cast.structure).is_overloaded
    session.ends_at = session.starts_at + dt.timedelta(hours=8, minutes=24)
    session.save()
    assert line(cast, cast.structure).ratio == Decimal("1.2")
    assert not line(cast, cast.structure).is_overloaded
    session.ends_at += dt.timedelta(minutes=1)
    session.save()
    assert line(cast, cast.structure).is_overloaded


def test_silence_is_more_than_six_weeks_without_a_contact(cast):
    held(cast, at(5, 19), 1, cast.participant)  # 42 days before 30 June
    assert line(cast, cast.structure).silence is None
    assert line(cast, cast.structure, dt.date(2026, 7, 1)).silence == 43
    Pause.objects.create(
        project=cast.project, starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 6, 10), reason="x",
        author=cast.facilitator,
    )  # fmt: skip
    assert line(cast, cast.structure, dt.date(2026, 7, 1)).silence is None
    # Never met: since it joined.
    assert line(cast, cast.partner_structure).silence == (DAY - dt.date(2026, 1, 5)).days - 10
    assert line(cast, cast.partner_structure, dt.date(2027, 6, 30)).silence is None


def test_sessions_to_come_on_a_peak_are_named_for_whom_they_concern(cast):
    declare(cast, "2", peaks=[Band(dt.date(2026, 7, 6), dt.date(2026, 7, 10), "festival")])
    make.SessionFactory(cohort=cast.cohort, starts_at=at(7, 5), title="Avant")
    collective = make.SessionFactory(cohort=cast.cohort, starts_at=at(7, 6), title="Pendant", state="draft")
    meeting = {"form": "meeting", "project": cast.project}
    alone = make.SessionFactory(cohort=cast.cohort, starts_at=at(7, 10), structure=cast.structure, **meeting)
    make.SessionFactory(cohort=cast.cohort, starts_at=at(7, 10), structure=cast.partner_structure, **meeting)
    make.SessionFactory(cohort=cast.cohort, starts_at=at(7, 7), state="cancelled")
    make.SessionFactory(cohort=cast.cohort, starts_at=at(7, 7), form="meeting", project=cast.other_project)

    assert [one.session for one in line(cast, cast.structure).on_peak] == [collective, alone]
    assert line(cast, cast.partner_structure).on_peak == []
    [own] = balances(cast.participant, [cast.project], DAY)[0].lines[1:2]
    assert [one.session for one in own.on_peak] == [alone], "a draft is not told to members"
    declare(cast, "2")
    assert line(cast, cast.structure).on_peak == []


def test_a_peak_warns_who_plans(cast):
    peak = [Band(dt.date(2026, 7, 6), dt.date(2026, 7, 10), "festival")]
    declare(cast, "2", peaks=peak)

    def found(day, **facts):
        wanted = queries.Proposal(cohort=cast.cohort, hours=Interval(at(7, day), at(7, day, 11)), **facts)
        return [clash for clash in queries.find_clashes(wanted) if clash.rule == Rule.PEAK]

    [clash] = found(6)
    assert clash.level == ClashLevel.WARN
    [notice] = queries.notices(cast.facilitator, [clash])
    assert "Maison (festival)" in notice.sentence
    assert notice.sentence.startswith("Lundi 6\u00a0juillet 2026 tombe dans une période de pointe")
    assert found(5) == found(11) == []
    meeting = {"form": "meeting", "project": cast.project}
    assert found(6, **meeting)
    assert not found(6, **meeting, structure=cast.partner_structure)
    assert not found(6, form="meeting", project=cast.other_project)
    ClashRule.objects.create(cohort=cast.cohort, rule=Rule.PEAK, level=ClashLevel.IGNORE)
    assert not found(6)


# Who sees what


def test_a_structure_sees_its_own_line_and_the_project_all_once_all_agree(cast):
    declare(cast, "2")
    declare(cast, "3", cast.partner_structure)

    def seen(person):
        shown = page_of(person, cast.project, DAY)
        return [one.structure.name for one in shown.balance.lines], shown.balance.index is not None

    assert seen(cast.participant) == (["Maison"], False)
    assert seen(cast.partner) == (["Jardin"], False)
    assert seen(cast.facilitator) == (["Jardin", "Maison", "Partie"], True)
    review = open_engagement_review(actor=cast.facilitator, project=cast.project, closes_on=DAY)
    agree_to_review(actor=cast.participant, review=review, structure=cast.structure, agreed=True)
    assert seen(cast.partner) == (["Jardin"], False)
    agree_to_review(actor=cast.partner, review=review, structure=cast.partner_structure, agreed=True)
    assert seen(cast.partner) == (["Jardin", "Maison"], True)


def test_the_page_says_what_it_may(cast, sign_in):
    declare(cast, "2", words="Selon la saison.", peaks=[Band(dt.date(2026, 7, 6), dt.date(2026, 7, 10), "festival")])
    path = reverse("desk:engagement", args=[cast.project.slug])
    team = sign_in(cast.facilitator).get(path).content.decode()
    assert "Ouvrir un point d’étape" in team
    assert "festival" in team
    member = sign_in(cast.participant).get(path).content.decode()
    assert "festival" in member
    partner = sign_in(cast.partner).get(path).content.decode()
    assert "festival" not in partner
    assert "Selon la saison" not in partner
    assert "Maison" not in partner
    for person in ("participant", "partner"):
        found = sign_in(getattr(cast, person)).get(reverse("desk:search"), {"q": "festival"})
        assert path not in found.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_take_a_constant_number_of_queries(cast, sign_in, number, django_assert_num_queries):
    client = sign_in(cast.facilitator)
    for place in range(number):
        structure = make.StructureFactory()
        project = make.ProjectFactory(cohort=cast.cohort)
        for one in (project, cast.project):
            make.MembershipFactory(project=one, structure=structure)
            for peaks in ([], [Band(dt.date(2026, 7, 6), dt.date(2026, 7, 10), "festival")]):
                declare(cast, "2", structure, project=one, peaks=peaks)
        held(cast, at(6, 2 + place), 3, cast.participant)
        make.SessionFactory(cohort=cast.cohort, starts_at=at(7, 6 + place))
    cohort = reverse("desk:cohort_engagement", args=[cast.cohort.slug])
    project = reverse("desk:engagement", args=[cast.project.slug])
    client.get(project)
    with django_assert_num_queries(COHORT_QUERIES):
        client.get(cohort)
    with django_assert_num_queries(PROJECT_QUERIES):
        client.get(project)


COHORT_QUERIES, PROJECT_QUERIES = 25, 26


def test_the_cohort_page_lists_its_projects(cast):
    assert [one.project for one in cohort_balances(cast.facilitator, cast.cohort, DAY)] == [
        cast.project, cast.other_project,
    ]  # fmt: skip
