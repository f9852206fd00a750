"""Every number against a fixture counted by hand. The content: two axes, each two individual and one collective."""

from decimal import Decimal

import pytest

from cohorts.models import Axis, Criterion, Question
from logbook import figures, queries
from logbook.figures import Count
from logbook.models import Assessment
from tests import factories as make


def axes(cast):
    return list(Axis.objects.filter(version=cast.cohort.content))


def question(cast, slug):
    return Question.objects.get(axis__version=cast.cohort.content, slug=slug)


def score(cast, slug, structure, level, round_=None):
    assessment, _made = Assessment.objects.get_or_create(
        project=cast.project, structure=structure, round=round_ or cast.round
    )
    criterion = Criterion.objects.get(axis__version=cast.cohort.content, slug=slug)
    make.ScoreFactory(assessment=assessment, criterion=criterion, level=level)


@pytest.fixture
def answers(cast, write):
    """maison: 1 of axe-1; jardin: 2 of axe-1, 1 of axe-2 emptied; collective: axe-1's; partie, which left: 1."""
    write(question(cast, "question-1-1"), "Maison.")
    write(question(cast, "question-1-1"), "Jardin.", by="partner")
    write(question(cast, "question-1-2"), "Jardin.", by="partner")
    write(question(cast, "question-2-1"), "Jardin.", by="partner")
    write(question(cast, "question-2-1"), "", by="partner", seen=1)
    write(question(cast, "question-1-3"), "Ensemble.")
    write(question(cast, "question-1-1"), "Partie.", by="left", structure=cast.left_structure)


def test_progress_of_a_structure_counts_its_own_and_the_collective_answers(cast, answers):
    first, second = axes(cast)

    found = figures.progress(cast.project, cast.structure)

    assert (found.of(first), found.of(second), found.total) == (Count(2, 3), Count(0, 3), Count(2, 6))
    assert found.total.ratio == Decimal(1) / 3


def test_progress_of_the_project_expects_each_active_structure_and_leaves_out_who_left(cast, answers):
    first, second = axes(cast)

    found = figures.progress(cast.project)

    assert (found.of(first), found.of(second), found.total) == (Count(4, 5), Count(0, 5), Count(4, 10))


def test_progress_of_an_empty_and_of_a_full_logbook(cast, write):
    assert figures.progress(cast.project, cast.structure).total == Count(0, 6)
    for one in Question.objects.filter(axis__version=cast.cohort.content):
        write(one, "Oui.")
    assert figures.progress(cast.project, cast.structure).total.ratio == 1


def test_progress_without_questions_has_no_ratio(cast):
    assert figures.Progress({}).total.ratio is None
    assert figures.Progress({}).of(axes(cast)[0]) == Count(0, 0)


def test_progress_as_it_stood_on_a_day(cast, write, time_machine):
    time_machine.move_to("2026-03-31T21:59:00Z")  # the last minute of 31 March in Paris
    write(question(cast, "question-1-1"), "Avant.")
    write(question(cast, "question-1-3"), "Avant.")
    time_machine.move_to("2026-03-31T22:00:00Z")
    write(question(cast, "question-1-2"), "Après.")
    write(question(cast, "question-1-3"), "", seen=1)
    day = make.projects.START.replace(month=3, day=31)

    assert figures.progress(cast.project, cast.structure, until=day, together_until=day).total == Count(2, 6)
    assert figures.progress(cast.project, cast.structure, until=day).total == Count(1, 6)
    assert figures.progress(cast.project, cast.structure).total == Count(2, 6)


@pytest.mark.parametrize("number", [1, 3])
def test_progress_and_levels_of_projects_take_the_same_queries(cast, answers, number, django_assert_num_queries):
    score(cast, "critere-1-1", cast.structure, 2)
    for _more in range(number - 1):
        make.MembershipFactory(project=make.ProjectFactory(cohort=cast.cohort))
    projects = list(cast.cohort.projects.select_related("cohort").exclude(pk=cast.other_project.pk))

    with django_assert_num_queries(3):
        progress = figures.progress_by_project(projects)
    with django_assert_num_queries(2):
        levels = figures.levels_by_project(projects)

    assert progress[cast.project.pk] == figures.progress(cast.project)
    assert len(progress) == len(levels) == number


def test_axis_levels_are_means_and_leave_out_what_is_not_concerned(cast):
    first, second = axes(cast)
    score(cast, "critere-1-1", cast.structure, 2)
    score(cast, "critere-1-2", cast.structure, 3)
    score(cast, "critere-2-1", cast.structure, None)
    score(cast, "critere-1-1", cast.partner_structure, 4)
    score(cast, "critere-1-2", cast.partner_structure, None)

    beside, own = figures.axis_levels(cast.project, cast.round)

    assert (own.structure, own.levels) == (cast.structure, {first.pk: Decimal("2.5"), second.pk: None})
    assert (beside.structure, beside.levels) == (cast.partner_structure, {first.pk: Decimal(4), second.pk: None})


def test_levels_by_project_are_those_of_the_latest_round_that_holds_one(cast):
    first, _second = axes(cast)
    later = make.RoundFactory(cohort=cast.cohort, position=2)
    score(cast, "critere-1-1", cast.structure, 2)
    score(cast, "critere-1-1", cast.structure, None, round_=later)

    (own,) = figures.levels_by_project([cast.project])[cast.project.pk]
    assert own.levels[first.pk] == 2

    score(cast, "critere-1-2", cast.structure, 4, round_=later)
    (own,) = figures.levels_by_project([cast.project])[cast.project.pk]
    assert own.levels[first.pk] == 4
    assert figures.levels_by_project([cast.other_project])[cast.other_project.pk] == ()


def test_radar_has_a_line_for_each_structure_that_the_reader_may_see_and_no_other(cast):
    score(cast, "critere-1-1", cast.structure, 2)
    score(cast, "critere-1-1", cast.partner_structure, 4)

    own = queries.overview(cast.participant, cast.project, None).radar
    team = queries.overview(cast.facilitator, cast.project, None).radar

    assert [one.structure for one in own.series] == [cast.structure]
    assert [one.structure for one in team.series] == [cast.partner_structure, cast.structure]
    assert [levels for _one, levels in own.rows] == [[Decimal(2), None]]


def test_radar_shows_a_partner_once_shared(cast):
    score(cast, "critere-1-1", cast.partner_structure, 4)
    assert queries.overview(cast.participant, cast.project, None).radar is None

    Assessment.objects.update(shared_at="2026-11-01T12:00Z")

    (beside,) = queries.overview(cast.participant, cast.project, None).radar.series
    assert beside.structure == cast.partner_structure
