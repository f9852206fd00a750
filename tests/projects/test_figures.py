import datetime as dt

import pytest

from projects import figures
from projects.figures import Counts
from tests import factories as make

pytestmark = pytest.mark.django_db
BEFORE, DAY, LAST, AFTER = (dt.date(2026, 1, 4), dt.date(2026, 2, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 1))


@pytest.fixture
def project():
    """Three structures ever, of which one left on the last day of March; one came back under a second membership."""
    project = make.ProjectFactory()
    first = make.MembershipFactory(project=project)
    make.ParticipantFactory(membership=first)
    make.ParticipantFactory(membership=first, ends_on=LAST)
    gone = make.MembershipFactory(project=project, left_on=LAST)
    make.ParticipantFactory(membership=gone)
    back = make.MembershipFactory(project=project, left_on=dt.date(2026, 1, 31))
    again = make.MembershipFactory(project=project, structure=back.structure, joined_on=DAY)
    person = make.ParticipantFactory(membership=back).user
    make.ParticipantFactory(membership=again, user=person)
    return project


@pytest.mark.parametrize(("day", "structures", "people"), [(BEFORE, 0, 0), (DAY, 3, 4), (LAST, 3, 4), (AFTER, 2, 2)])
def test_active_counts_those_of_the_day_first_and_last_included(project, day, structures, people):
    assert figures.project_structures_active(project, day) == structures
    assert figures.project_participants_active(project, day) == people
    assert figures.structures_active(project.cohort, day) == structures
    assert figures.participants_active(project.cohort, day) == people


def test_ever_counts_a_structure_once_whatever_its_memberships(project):
    assert figures.project_structures_ever(project) == 3
    assert figures.project_participants_ever(project) == 4
    assert figures.structures_ever(project.cohort) == 3
    assert figures.participants_ever(project.cohort) == 4


def test_a_structure_in_two_projects_of_an_edition_is_one_structure(project):
    other = make.ProjectFactory(cohort=project.cohort)
    make.MembershipFactory(project=other, structure=project.structures.first())
    make.MembershipFactory(project=other)

    assert figures.structures_ever(project.cohort) == 4
    assert figures.project_structures_ever(other) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_lists_are_counted_in_one_query(number, django_assert_num_queries):
    projects = [make.MembershipFactory().project for _ in range(number)]

    with django_assert_num_queries(1):
        counts = figures.counts_by_project(projects, DAY)

    assert counts == {project.pk: Counts(1, 1, 0, 0) for project in projects}
    with django_assert_num_queries(1):
        figures.counts_by_cohort([project.cohort for project in projects], DAY)


def test_nothing_is_nought():
    project = make.ProjectFactory()

    assert figures.counts_by_project([project], DAY) == {project.pk: Counts()}
    assert figures.counts_by_cohort([], DAY) == {}
