"""The board and a project's home: what each person sees, and what it costs."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from agenda.enums import Presence
from desk import boards
from desk.attention import for_member, for_team
from fund import actions as fund
from fund.models import LedgerCheck
from tests import factories as make

DAY = dt.date(2026, 6, 15)


def filled(cohort, number):
    """So many projects, each with two structures, a meeting to come, an answer and money."""
    axis = cohort.content.axes.first()
    for _ in range(number):
        project = make.ProjectFactory(cohort=cohort)
        parts = [make.ParticipantFactory(membership=make.MembershipFactory(project=project)) for _ in range(2)]
        session = make.SessionFactory(
            cohort=cohort,
            project=project,
            form="meeting",
            axis=axis,
            starts_at=dt.datetime(2099, 6, 1, 8, tzinfo=dt.UTC),
        )
        for part in parts:
            make.AttendanceFactory(session=session, participant=part)
        question = axis.questions.filter(scope="collective").get()
        make.AnswerFactory(project=project, question=question, updated_by=parts[0].user)
        fund.allocate(
            actor=None, project=project, amount=Decimal(5000), happened_on=DAY, label="Dotation", key=f"a{project.pk}"
        )
    return list(cohort.projects.order_by("pk"))


@pytest.mark.parametrize("number", [1, 3])
def test_board_asks_as_many_queries_for_one_project_as_for_three(number, cast, sign_in, django_assert_num_queries):
    cohort = make.CohortFactory()
    make.FacilitationFactory(cohort=cohort, user=cast.facilitator)
    make.SessionFactory.create_batch(number, cohort=cohort)
    filled(cohort, number)
    client = sign_in(cast.facilitator)

    with django_assert_num_queries(BOARD_QUERIES):
        response = client.get(f"/cohorts/{cohort.slug}/")

    assert response.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_project_home_asks_as_many_queries_for_one_structure_as_for_three(
    number, cast, sign_in, django_assert_num_queries
):
    project = filled(make.CohortFactory(), 1)[0]
    me = project.memberships.order_by("pk")[0].participants.get().user
    for _ in range(number - 1):
        make.ParticipantFactory(membership=make.MembershipFactory(project=project))
    client = sign_in(me)

    with django_assert_num_queries(PROJECT_QUERIES):
        response = client.get(f"/projects/{project.slug}/")

    assert response.status_code == 200


def test_board_says_ever_and_active(cast):
    board = boards.board(cast.facilitator, cast.cohort, DAY)

    assert (board.counts.structures_ever, board.counts.structures_active) == (4, 3)
    assert [
        (card.project.slug, card.counts.structures_active, card.counts.structures_ever, card.left)
        for card in board.cards
    ] == [
        ("projet", 2, 3, 1),
        ("voisin", 1, 1, 0),
    ]


def test_board_shows_a_bearer_no_figure_of_the_others(cast, sign_in):
    html = sign_in(cast.participant).get(f"/cohorts/{cast.cohort.slug}/").content.decode()

    assert "Voisin" not in html
    assert "attention-title" not in html


def test_project_home_of_one_who_left_has_no_figure_of_today(cast, sign_in):
    fund.allocate(
        actor=None, project=cast.project, amount=Decimal(5000), happened_on=DAY, label="Dotation", key="allocation"
    )

    html = sign_in(cast.left).get(f"/projects/{cast.project.slug}/").content.decode()

    assert "fund-title" not in html
    assert "rhythm-title" not in html
    assert "logbook-title" not in html
    assert "fund-title" in sign_in(cast.participant).get(f"/projects/{cast.project.slug}/").content.decode()


@pytest.mark.parametrize(
    ("day", "month"), [(dt.date(2025, 12, 31), 0), (dt.date(2026, 1, 5), 1), (DAY, 6), (dt.date(2027, 3, 1), 12)]
)
def test_month_of_the_cohort(day, month, db):
    assert boards.months_of(make.CohortFactory(), day) == (month, 12)


class TestAttention:
    def titles(self, cohort, day=DAY):
        return [item.title for item in for_team(cohort, list(cohort.projects.order_by("pk")), [], day)]

    @pytest.fixture(autouse=True)
    def english(self, settings):
        from django.utils import translation

        with translation.override("en"):
            yield

    def test_missing_half_days_are_counted_against_the_target(self, db):
        cohort = make.CohortFactory(half_days_target=3)
        make.SessionFactory(cohort=cohort)
        make.SessionFactory(cohort=cohort, state="cancelled")

        assert "2 half-days to plan" in self.titles(cohort)

    def test_nothing_is_missing_when_the_target_is_reached(self, db):
        cohort = make.CohortFactory(half_days_target=1)
        make.SessionFactory(cohort=cohort, starts_at=dt.datetime(2099, 6, 1, 8, tzinfo=dt.UTC))

        assert self.titles(cohort) == []

    def test_five_weeks_without_a_meeting_are_told_while_the_cohort_runs(self, db):
        cohort = make.CohortFactory(half_days_target=0)
        project = filled(cohort, 1)[0]
        make.SessionFactory(
            cohort=cohort, project=project, form="meeting", starts_at=dt.datetime(2026, 5, 11, 8, tzinfo=dt.UTC)
        )

        assert "No meeting for 5 weeks" in self.titles(cohort)
        assert "No meeting for 5 weeks" not in self.titles(cohort, dt.date(2026, 6, 14))
        assert not [title for title in self.titles(cohort, dt.date(2027, 2, 1)) if title.startswith("No meeting")]

    def test_a_project_with_one_structure_left_is_told(self, db):
        project = filled(make.CohortFactory(half_days_target=0), 1)[0]
        gone = project.memberships.order_by("pk")[0]
        gone.left_on = dt.date(2026, 5, 1)
        gone.save(update_fields=["left_on"])

        assert "Too few structures" in self.titles(project.cohort)

    def test_structures_that_have_not_begun_the_open_round_are_counted(self, cast):
        cast.cohort.half_days_target = 0
        assessment = make.AssessmentFactory(project=cast.project, structure=cast.structure, round=cast.round)
        assert "3 structures have not begun their self-assessment" in self.titles(cast.cohort)

        make.ScoreFactory(assessment=assessment, criterion=cast.cohort.content.axes.first().criteria.first())

        assert "2 structures have not begun their self-assessment" in self.titles(cast.cohort)

    def test_a_gap_of_two_levels_is_told_from_the_latest_round_only(self, cast):
        criterion = cast.cohort.content.axes.first().criteria.first()
        midway = make.RoundFactory(cohort=cast.cohort, kind="midway", position=2)

        def place(round_, structure, level):
            row = make.AssessmentFactory(project=cast.project, structure=structure, round=round_)
            make.ScoreFactory(assessment=row, criterion=criterion, level=level)

        place(cast.round, cast.structure, 1)
        place(cast.round, cast.partner_structure, 3)
        assert "Diverging readings" in self.titles(cast.cohort)

        place(midway, cast.structure, 2)
        place(midway, cast.partner_structure, 3)
        assert "Diverging readings" not in self.titles(cast.cohort)


def test_attendance_on_a_card_counts_who_came(cast):
    came = cast.participant.participations.get()
    away = cast.partner.participations.get()
    make.AttendanceFactory(session=cast.workshop, participant=came, presence=Presence.PRESENT)
    make.AttendanceFactory(session=cast.workshop, participant=away, presence=Presence.ABSENT)

    card = boards.board(cast.facilitator, cast.cohort, DAY).cards[0]

    assert (card.attendance.came, card.attendance.expected) == (1, 2)


BOARD_QUERIES = 51
PROJECT_QUERIES = 47


def test_actions_that_are_late_are_said_to_the_team_and_to_whom_they_are_for(cast, sign_in):
    late, soon = DAY - dt.timedelta(days=9), DAY + dt.timedelta(days=9)
    make.ActionFactory(project=cast.project, structure=cast.structure, text="Relire le bail", due_on=late)
    make.ActionFactory(project=cast.project, structure=cast.structure, text="Visiter", due_on=soon)
    make.ActionFactory(project=cast.project, structure=cast.structure, text="Un jour")
    make.ActionFactory(project=cast.project, structure=cast.partner_structure, text="Pas à moi", due_on=late)

    with time_machine.travel(dt.datetime(2026, 6, 15, 10, tzinfo=dt.UTC), tick=False):
        team = for_team(cast.cohort, [cast.project, cast.other_project], [], DAY)
        mine = for_member(cast.participant, cast.project, frozenset([cast.structure.pk]), [], DAY)

    assert [(item.title, item.text) for item in team if "action" in item.title] == [("2 actions en retard", "Projet")]
    assert [(item.title, item.text) for item in mine if "tour" not in item.text] == [
        ("Relire le bail", "en retard\u00a0: c’était pour le 6\u00a0juin 2026"),
        ("Visiter", "pour le 24\u00a0juin 2026"),
        ("Un jour", "action à faire"),
    ]


def test_a_ledger_that_differs_stands_first_and_in_red(cast):
    project = filled(make.CohortFactory(), 1)[0]
    LedgerCheck.objects.create(
        funds=1, transactions=1, differences=[{"project": project.pk, "number": 1, "what": "hash"}]
    )

    first = for_team(project.cohort, [project], [], DAY)[0]

    assert (first.tone, first.url) == ("warn", f"/projects/{project.slug}/fund/")
    assert project.name in first.text
    assert first.icon not in [item.icon for item in for_team(cast.cohort, [cast.project], [], DAY)]
