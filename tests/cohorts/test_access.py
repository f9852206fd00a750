import pytest
from django.contrib.auth.models import AnonymousUser

from cohorts.access import facilitated_cohorts, is_team_of
from cohorts.models import Cohort
from cohorts.queries import team_cohorts
from tests.cast import PERSONS


@pytest.mark.parametrize("person", PERSONS)
def test_lists_show_exactly_the_editions_whose_page_opens(person, cast, sign_in):
    user = cast.users[person] or AnonymousUser()
    client = sign_in(cast.users[person])

    shown = {cohort.slug for cohort in Cohort.objects.visible_to(user)}

    for slug in (cast.cohort.slug, cast.other_cohort.slug):
        assert (client.get(f"/cohorts/{slug}/content/").status_code == 200) == (slug in shown)


def test_the_team_of_an_edition_is_its_facilitators_and_the_administrators(cast):
    teams = [person for person in PERSONS if is_team_of(cast.users[person] or AnonymousUser(), cast.cohort)]

    assert teams == ["facilitator", "administrator"]
    assert list(team_cohorts(cast.other_facilitator)) == [cast.other_cohort]
    assert set(team_cohorts(cast.administrator)) == {cast.cohort, cast.other_cohort}


def test_ties_are_asked_once(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = facilitated_cohorts(cast.facilitator)
        second = facilitated_cohorts(cast.facilitator)

    assert first == second == {cast.cohort.pk}
    assert facilitated_cohorts(AnonymousUser()) == frozenset()
